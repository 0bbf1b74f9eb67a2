"""What differs between two versions of a course, piece by piece, in the order of reading: for people who decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal

from tot.courses.rules import Course, Module, Quiz, Words
from tot.courses.rules.questions import PairedTest

Sort = Literal["added", "changed", "removed"]
Kind = Literal[
    "course", "module", "section", "case", "check", "test", "question", "facilitator note", "job aid", "handout"
]
LANGUAGE = re.compile(r"[a-z]{2}(_[A-Z][a-z]{3})?")


@dataclass(frozen=True, slots=True)
class Change:
    """One piece that is new, other or gone. `languages`: those in which its words differ; a translation alone may."""

    sort: Sort
    kind: Kind
    id: str
    module: str  # the id of the module it belongs to; empty for the course itself
    title: Words
    languages: tuple[str, ...] = ()
    is_more_than_words: bool = False  # its structure, key or rule differs


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: Kind
    id: str
    module: str
    title: Words
    value: Any


def changes(before: Course, after: Course) -> tuple[Change, ...]:
    """What somebody who knew `before` finds other in `after`; what is gone comes last."""
    known = {piece.id: piece for piece in _pieces(before)}
    found = [change for piece in _pieces(after) if (change := _change(known.pop(piece.id, None), piece))]
    gone = [Change("removed", piece.kind, piece.id, piece.module, piece.title) for piece in known.values()]
    return (*found, *gone)


def _change(before: _Piece | None, after: _Piece) -> Change | None:
    if before is None:
        return Change("added", after.kind, after.id, after.module, after.title)
    languages, structure = set[str](), list[bool]()
    _compare(before.value, after.value, languages, structure)
    if not languages and not structure:
        return None
    return Change(
        "changed",
        after.kind,
        after.id,
        after.module,
        after.title,
        tuple(sorted(languages)),
        is_more_than_words=bool(structure),
    )


def _compare(before: Any, after: Any, languages: set[str], structure: list[bool]) -> None:
    """Notes each language in which words differ, and each difference that is not one of words."""
    if before == after:
        return
    if is_dataclass(before) and type(before) is type(after):
        for field in fields(before):
            if field.name != "version_id":
                _compare(getattr(before, field.name), getattr(after, field.name), languages, structure)
    elif _are_words(before) and _are_words(after):
        languages |= {code for code in {*before, *after} if before.get(code) != after.get(code)}
    elif isinstance(before, Mapping) and isinstance(after, Mapping) and before.keys() == after.keys():
        for name in before:
            _compare(before[name], after[name], languages, structure)
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            _compare(one, other, languages, structure)
    else:
        structure.append(True)


def _are_words(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        LANGUAGE.fullmatch(name) and isinstance(words, str) for name, words in value.items()
    )


def _pieces(course: Course) -> Iterator[_Piece]:
    bare = replace(course, modules=(), prepost=None, refresher=None, final=None, handouts=())
    yield _Piece("course", course.id, "", course.title, bare)
    for module in course.modules:
        yield from _pieces_of_module(module)
    for test in (course.prepost, course.refresher, course.final):
        if test is not None:
            yield from _pieces_of_test("test", test, "", course.title)
    for handout in course.handouts:
        yield _Piece("handout", handout.id, "", handout.title, handout)


def _pieces_of_module(module: Module) -> Iterator[_Piece]:
    bare = replace(module, lesson=None, scenario=None, check=None, facilitator={}, jobaid={})
    yield _Piece("module", module.id, module.id, module.title, bare)
    for section in module.lesson.sections if module.lesson else ():
        yield _Piece("section", section.id, module.id, section.title, section)
    if module.scenario:
        yield _Piece("case", module.scenario.id, module.id, module.scenario.title, module.scenario)
    if module.check:
        yield from _pieces_of_test("check", module.check, module.id, module.title)
    papers: tuple[tuple[Kind, Words], ...] = (("facilitator note", module.facilitator), ("job aid", module.jobaid))
    for kind, words in papers:
        if words:
            yield _Piece(kind, f"{module.id} {kind}", module.id, module.title, words)


def _pieces_of_test(kind: Kind, test: Quiz | PairedTest, module: str, title: Words) -> Iterator[_Piece]:
    yield _Piece(kind, test.id, module, title, replace(test, questions=()))
    for question in test.questions:
        yield _Piece("question", question.id, module, question.stem, question)
