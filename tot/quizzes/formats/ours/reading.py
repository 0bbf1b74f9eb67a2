"""Reads our own quiz file, with the reader of courses; of several languages one is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from flask_babel import lazy_gettext as _l

from tot.courses.reader.collected import Asked
from tot.courses.reader.problems import Problem, Problems
from tot.courses.reader.quiz_files import read_quiz_file
from tot.courses.rules import Question
from tot.quizzes.formats.item import Item, NotCarried, Reading, Skipped, Unreadable, skipped
from tot.quizzes.formats.ours.writing import LOCKED, MODULE, SOURCE
from tot.quizzes.types import TYPES


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
            try:
                items.append(_item(one, spoken))
            except NotCarried as refusal:
                left.append(skipped(one.fields.mark.line, one.question.id, refusal.reason))
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
    """Raises NotCarried."""
    question = asked.question
    common = Item(
        type=question.type,
        stem=question.stem.get(language, ""),
        line=asked.fields.mark.line,
        id=question.id,
        tags=tuple(_tags(question)),
        points=question.points,
        feedback=question.feedback.get(language, ""),
    )
    return replace(common, **TYPES[question.type].taken(question, language))


def _tags(question: Question) -> Iterator[str]:
    yield from (f"{SOURCE}{source}" for source in question.sources)
    if question.module:
        yield f"{MODULE}{question.module}"
    if question.locked:
        yield LOCKED
