"""A finished attempt as one looks back at it: what is right now, why, where it is taught, how points came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tot.courses.queries import current_course, facts
from tot.courses.rules import Course, Facts, Module, Question, Section
from tot.quizzes import queries
from tot.quizzes.corrections import corrected_in, obstacle, with_key_of
from tot.quizzes.queries import Regraded
from tot.quizzes.sheet import Row, Sheet

MOST_SECTIONS = 2  # of a lesson to which a question leads back
NO_SOURCES = {"RULE"}  # how courses are written, which no learner asks for


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer rests on, as a learner reads it; law of one country stands in its annex."""

    title: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One question to look back at; `row` shows it with the key that is right now."""

    row: Row
    is_corrected: bool  # the key is another than the one she answered under
    is_rewritten: bool  # it has another key by now, but asks something else, so the one she answered under is shown
    regraded: Sequence[Regraded]
    sources: tuple[Source, ...]
    module: Module | None
    sections: tuple[Section, ...]  # of the module, where it is taught


def looked_back(sheet: Sheet, language: str) -> tuple[Look, ...]:
    """Two queries (and one where the facts were not asked for lately), whatever the number of questions."""
    now, known = current_course(sheet.course.id), facts()
    regraded = queries.regraded_in(sheet.attempt.id)
    titles = _titles(known, language)
    return tuple(_look(sheet, row, now, titles, regraded.get(row.question.id, ())) for row in sheet.rows)


def _look(
    sheet: Sheet, row: Row, now: Course | None, titles: Mapping[str, Source], regraded: Sequence[Regraded]
) -> Look:
    asked = row.question
    is_read = row.given is not None and row.given.criteria is not None  # a person marked what was asked then
    newer = None if is_read else corrected_in(now, asked)
    is_other = newer is not None and bool(obstacle(asked, newer, row.given.response if row.given else None))
    shown = asked if newer is None or is_other else with_key_of(newer, asked)
    module = sheet.module or _module(sheet.course, asked)
    return Look(
        row=replace(row, question=shown),
        is_corrected=shown is not asked,
        is_rewritten=is_other,
        regraded=regraded,
        sources=tuple(dict.fromkeys(titles[name] for name in shown.sources if name in titles)),
        module=module,
        sections=sections_about(module, shown),
    )


def sections_about(module: Module | None, question: Question) -> tuple[Section, ...]:
    """The sections of a lesson that teach most of what the question rests on, in reading order."""
    if module is None or module.lesson is None:
        return ()
    wanted = set(question.sources)
    found = [section for section in module.lesson.sections if wanted & set(section.sources)]
    best = sorted(found, key=lambda section: -len(wanted & set(section.sources)))[:MOST_SECTIONS]
    return tuple(section for section in found if section in best)


def _module(course: Course, question: Question) -> Module | None:
    return next((module for module in course.ready_modules if module.id == question.module), None)


def _titles(known: Facts | None, language: str) -> dict[str, Source]:
    if known is None:
        return {}
    translated = known.translated.get(language, {})
    return {
        fact.id: Source(translated.get(fact.id, fact.title), fact.country)
        for fact in known.facts
        if fact.tag not in NO_SOURCES
    }
