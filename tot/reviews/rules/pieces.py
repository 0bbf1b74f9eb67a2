"""A text as a list of pieces that one reads, compares and remarks on: sections, steps of a case, questions, terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from tot.courses.rules import (
    Annex,
    Choice,
    Glossary,
    Handout,
    Module,
    PairedTest,
    Question,
    Quiz,
    Scenario,
    Section,
    Term,
    Thing,
    Words,
)

Marks = tuple[tuple[str, str], ...]
"""What is no wording: (a name of reviews/words.py, its value; empty where the name says it all)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One text in all languages. `label` is a name of reviews/words.py, `name` says which of several it is."""

    label: str
    words: Words
    name: str = ""
    marks: Marks = ()
    is_prose: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """`id` is unique in the text and stays the same from version to version."""

    id: str
    kind: str
    title: Words
    lines: tuple[Line, ...]
    marks: Marks = ()
    sources: tuple[str, ...] = ()
    certainty: Mapping[str, str] | None = None  # of a term: language → how sure its word is


@singledispatch
def pieces_of(thing: Thing) -> tuple[Piece, ...]:
    """The pieces in reading order. Raises TypeError for what is not reviewed on its own."""
    raise TypeError(f"a {type(thing).__name__} is read as a part of something")


def languages_in(thing: Thing) -> tuple[str, ...]:
    """The languages of a part of the library. A part of a course has those of its course."""
    words: Words = {}
    if isinstance(thing, Glossary):
        words = thing.terms[0].words if thing.terms else {}
    elif isinstance(thing, Annex):
        words = thing.name
    return tuple(words)


@pieces_of.register
def _module(module: Module) -> tuple[Piece, ...]:
    return tuple(_pieces_of_module(module))


def _pieces_of_module(module: Module) -> Iterator[Piece]:
    objectives = [Line("objective", words, str(number)) for number, words in enumerate(module.objectives, 1)]
    minutes = [(f"minutes {name}", str(count)) for name, count in module.minutes.items()]
    pass_mark = [("pass mark", str(module.check.pass_mark))] if module.check else []
    marks = (("hours", str(module.hours)), *minutes, *pass_mark)
    yield Piece(module.id, "module", module.title, (Line("title", module.title), *objectives), marks)
    for section in module.lesson.sections if module.lesson else ():
        yield _section(section)
    if module.scenario:
        yield from _case(module.scenario)
    for question in module.check.questions if module.check else ():
        yield _question(question)
    for kind, words in (("facilitator note", module.facilitator), ("job aid", module.jobaid)):
        if words:
            name = f"{module.id}-{kind.replace(' ', '-')}"
            yield Piece(name, kind, module.title, (Line("text", words, is_prose=True),))


def _section(section: Section) -> Piece:
    lines = (Line("title", section.title), Line("text", section.body, is_prose=True))
    marks = (("minutes", str(section.minutes)), ("locked core" if section.locked else "open shell", ""))
    return Piece(section.id, "section", section.title, lines, marks, section.sources)


def _case(case: Scenario) -> Iterator[Piece]:
    lines = (Line("title", case.title), Line("setting", case.setting, is_prose=True))
    yield Piece(case.id, "case", case.title, lines, (("begins at", case.start), ("scales", ", ".join(case.scales))))
    for node in case.nodes.values():
        choices = [line for choice in node.choices for line in _choice(choice)]
        texts = (Line("text", node.text, is_prose=True), *choices)
        yield Piece(f"{case.id}-{node.id}", "step of the case", {"en": node.id}, texts)
    for ending in case.endings.values():
        lines = (Line("title", ending.title), Line("text", ending.text, is_prose=True))
        marks = (("safe ending" if ending.safe else "unsafe ending", ""),)
        yield Piece(f"{case.id}-{ending.id}", "ending of the case", ending.title, lines, marks)


def _choice(choice: Choice) -> Iterator[Line]:
    effects = tuple((scale, f"{effect:+d}".replace("-", "−")) for scale, effect in choice.effects.items())
    yield Line("choice", choice.text, choice.id, (("leads to", choice.to), *effects))
    if any(choice.consequence.values()):
        yield Line("consequence", choice.consequence, choice.id, is_prose=True)
    yield Line("feedback", choice.feedback, choice.id, is_prose=True)


def _question(question: Question) -> Piece:
    lines = [Line("question", question.stem, is_prose=True)]
    entries = (question.options, question.left, question.right, question.tasks)
    for label, names in zip(("option", "left", "right", "task"), entries, strict=True):
        lines += [Line(label, question.labels.get(name, {}), name, _mark_of_option(question, name)) for name in names]
    lines += [Line("criterion", one.text, one.id) for one in question.criteria]
    lines += [Line("patterns", _joined(one.patterns), one.id) for one in question.criteria if not one.levels]
    lines += [
        Line("level", level.text, f"{one.id} {level.points}") for one in question.criteria for level in one.levels
    ]
    lines += [Line("unit", question.unit)] if question.unit else []
    lines += [Line("model answer", question.model, is_prose=True)] if any(question.model.values()) else []
    lines.append(Line("feedback", question.feedback, is_prose=True))
    marks = (("type", question.type), ("points", str(question.points)), *_key(question))
    if question.module:
        marks = (*marks, ("about module", question.module))
    return Piece(question.id, "question", question.stem, tuple(lines), marks, question.sources)


def _mark_of_option(question: Question, name: str) -> Marks:
    key = question.key
    if question.type == "order" and isinstance(key, tuple):
        return (("place", str(key.index(name) + 1)),) if name in key else ()
    if isinstance(key, Mapping):
        return (("belongs to", key[name]),) if name in key else ()
    is_right = name in key if isinstance(key, tuple) else name == key
    return (("right answer", ""),) if is_right else ()


def _key(question: Question) -> Marks:
    """The key where no option can carry it."""
    if isinstance(question.key, bool):
        return (("true" if question.key else "false", ""),)
    if isinstance(question.key, (int, float)):
        within = f" ± {question.tolerance}" if question.tolerance else ""
        return (("right answer", f"{question.key}{within}"),)
    return ()


def _joined(patterns: Mapping[str, Iterable[str]]) -> Words:
    return {language: " · ".join(found) for language, found in patterns.items()}


@pieces_of.register
def _paired_test(test: PairedTest) -> tuple[Piece, ...]:
    marks: Marks = (("pass percent", str(test.pass_percent)), ("origin", test.origin))
    forms = tuple(("form", f"{letter}: {', '.join(names)}") for letter, names in test.forms.items())
    return (Piece(test.id, "test", {}, (), (*marks, *forms)), *map(_question, test.questions))


@pieces_of.register
def _quiz(quiz: Quiz) -> tuple[Piece, ...]:
    piece = Piece(quiz.id, "test", {}, (), (("pass mark", str(quiz.pass_mark)),))
    return (piece, *map(_question, quiz.questions))


@pieces_of.register
def _handout(handout: Handout) -> tuple[Piece, ...]:
    lines = (Line("title", handout.title), Line("text", handout.body, is_prose=True))
    marks: Marks = (("for trainers", ""),) if handout.for_trainers else ()
    return (Piece(handout.id, "handout", handout.title, lines, marks),)


@pieces_of.register
def _glossary(glossary: Glossary) -> tuple[Piece, ...]:
    return tuple(map(_term, glossary.terms))


def _term(term: Term) -> Piece:
    lines = [Line("word", term.words)]
    lines += [Line("also", _joined(term.also))] if term.also else []
    lines.append(Line("meaning", term.meaning))
    lines += [Line("note", term.note)] if any(term.note.values()) else []
    return Piece(term.id, "term", term.words, tuple(lines), (("number", str(term.number)),), certainty=term.certainty)


@pieces_of.register
def _annex(annex: Annex) -> tuple[Piece, ...]:
    marks: Marks = (("version", annex.version), ("as of", annex.on.isoformat()), ("status", annex.status))
    found: list[Any] = [Piece(annex.id, "annex", annex.name, (Line("title", annex.name),), marks)]
    for entry in annex.entries:
        line = Line("text", entry.text, is_prose=True)
        found.append(Piece(entry.id, "entry of the annex", {}, (line,), (("topic", entry.topic),), entry.facts))
    for point in annex.open_points:
        line = Line("asks", point.asks, is_prose=True)
        found.append(Piece(point.id, "open point", {}, (line,), (), point.facts))
    return tuple(found)
