"""Reads our own quiz file, with the reader of courses; of several languages one is taken."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from flask_babel import lazy_gettext as _l

from tot.courses.reader.collected import Asked
from tot.courses.reader.problems import Problem, Problems
from tot.courses.reader.quiz_files import read_quiz_file
from tot.courses.rules import Criterion, Question, Words
from tot.quizzes.formats.item import RIGHT, Item, Need, Option, Reading, Skipped, Unreadable
from tot.quizzes.formats.ours.writing import LOCKED, MODULE, SOURCE


def read(path: Path, language: str = "") -> Reading:
    """The questions without a mistake in this language (without one: the first that the file speaks)."""
    problems = Problems()
    quiz = read_quiz_file(path, problems)
    if not quiz.all or not quiz.languages:
        first = next((problem for problem in problems.in_order() if problem.is_error), None)
        raise Unreadable(_l("No question could be read. %(problem)s", problem=_said(first) if first else ""))
    spoken = language or quiz.languages[0]
    if spoken not in quiz.languages:
        offered = ", ".join(quiz.languages)
        raise Unreadable(
            _l("The file has no words in %(language)s, only in: %(offered)s.", language=spoken, offered=offered)
        )
    mistakes = _mistakes(problems, path)
    items, left = [], []
    for one in quiz.all:
        if mistake := mistakes.get(one.question.id):
            left.append(Skipped(mistake.line, one.question.id, _said(mistake)))
        else:
            items.append(_item(one, spoken))
    notes = [(problem.line, _said(problem)) for problem in problems.in_order() if problem.is_error]
    return Reading(tuple(items), tuple(left), tuple(notes), spoken)


def _said(problem: Problem) -> str:
    return f"{problem.where}: {problem.message}"


def _mistakes(problems: Problems, path: Path) -> dict[str, Problem]:
    """The first mistake of each question, by its id."""
    found: dict[str, Problem] = {}
    for problem in problems.in_order():
        if problem.is_error:
            for part in problem.where.split("."):
                found.setdefault(part, problem)
    return found


def _item(asked: Asked, language: str) -> Item:
    question = asked.question

    def said(words: Words) -> str:
        return words.get(language, "")

    def label(name: str) -> str:
        return said(question.labels.get(name, {}))

    key = question.key
    is_number = question.type == "num"
    return Item(
        type=question.type,
        stem=said(question.stem),
        line=asked.fields.mark.line,
        id=question.id,
        tags=tuple(_tags(question)),
        points=1 if question.type == "short" else question.points,
        options=tuple(
            Option(label(name), RIGHT if name == key or (isinstance(key, tuple) and name in key) else 0.0)
            for name in (question.options if question.type != "order" else ())
        ),
        claim=key is True,
        pairs=tuple((label(left), label(str(right))) for left, right in key.items()) if isinstance(key, dict) else (),
        spare=tuple(label(name) for name in question.right if name not in key.values())
        if isinstance(key, dict)
        else (),
        steps=tuple(label(name) for name in key) if question.type == "order" and isinstance(key, tuple) else (),
        number=Decimal(str(key)) if is_number else Decimal(0),
        tolerance=Decimal(str(question.tolerance)) if is_number else Decimal(0),
        unit=said(question.unit),
        needs=tuple(_need(one, language) for one in question.criteria),
        tasks=tuple(label(name) for name in question.tasks),
        model=said(question.model),
        feedback=said(question.feedback),
    )


def _need(criterion: Criterion, language: str) -> Need:
    levels = tuple((level.points, level.text.get(language, "")) for level in criterion.levels)
    return Need(criterion.text.get(language, ""), criterion.patterns.get(language, ()), levels)


def _tags(question: Question) -> Iterator[str]:
    yield from (f"{SOURCE}{source}" for source in question.sources)
    if question.module:
        yield f"{MODULE}{question.module}"
    if question.locked:
        yield LOCKED
