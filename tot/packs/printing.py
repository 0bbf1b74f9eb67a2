"""Draws a pack as HTML, chapter by chapter; the press makes pages of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from tot.config import CONTACTS
from tot.courses.rules import Choice, Handout, Module, Question, Scenario, Term, sides_of_job_aid
from tot.courses.wording import TOPIC_NAMES
from tot.packs import prose, rules
from tot.packs.queries import Edition
from tot.packs.words import KIND_WORDS, PAUSE_WORDS, SCALE_WORDS, TEST_WORDS
from tot.quizzes.types import LETTERS, TYPES, lettered
from tot.web.collation import sort_key
from tot.web.course_text import CONTACT_NAMES
from tot.web.languages import OWN_NAMES, in_language, say

FOLDER = "packs/paper"
OnChapter = Callable[[int, int], None]  # how many are drawn, of how many


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pack before it has pages; `sheets` are the ids of what must fill one page each."""

    html: str
    styles: tuple[str, ...]
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents, with the lines under it."""

    id: str
    title: str
    parts: tuple["Heading", ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What a kind of pack adds to the values that all share."""

    values: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[Heading, ...] = ()  # in the contents, before and after the chapters
    after: tuple[Heading, ...] = ()
    sheets: tuple[str, ...] = ()


def draw(edition: Edition, kind: rules.Kind, language: str, on_chapter: OnChapter = lambda done, total: None) -> Drawn:
    """The pack of this edition in this language. `on_chapter` is told after each chapter."""
    with in_language(language):
        shared = _shared(edition, kind, language)
        content = _CONTENTS[kind.name](edition, language)
        values = {**shared, **content.values}
        chapters, headings = [], []
        if template := _CHAPTERS.get(kind.name):
            modules = edition.course.ready_modules
            for number, module in enumerate(modules, 1):
                chapters.append(_chapter(template, module, values))
                headings.append(_heading(module, kind, shared["order"][module.id], language))
                on_chapter(number, len(modules))
        html = render_template(
            f"{FOLDER}/{'booklet' if kind.paper == 'booklet' else kind.name}.html",
            **values,
            chapters=Markup("").join(chapters),
            contents=(*content.before, *headings, *content.after),
        )
    return Drawn(html, (f"{FOLDER}/{'sheets' if kind.paper == 'sheets' else 'book'}.css",), content.sheets)


def _shared(edition: Edition, kind: rules.Kind, language: str) -> dict[str, Any]:
    course = edition.course
    text, line = partial(_said, prose.text, language), partial(_said, prose.line, language)
    shared = {
        "edition": edition,
        "course": course,
        "language": language,
        "language_name": OWN_NAMES.get(language, language),
        "kind_words": KIND_WORDS[kind.name],
        "drafts": edition.drafts(language),
        "law_signed_at": edition.law_signed_at(language),
        "order": {module.id: number for number, module in enumerate(course.modules, 1)},
        "text": text,
        "line": line,
        "letters": LETTERS,
        "lettered": lettered,
        "printed_by": {name: kind.paper for name, kind in TYPES.items()},
        "kind_of": _kind_of,
        "annex": edition.annex,
        "topic_words": TOPIC_NAMES,
        "glossary": (),
        "sources": (),
    }
    return {**shared, "keys": partial(_keys, shared)}


def _said(render: Callable[..., Markup], language: str, words: Mapping[str, str], deeper: int | None = None) -> Markup:
    return render(words, language) if deeper is None else render(words, language, deeper)


def _chapter(template: str, module: Module, values: Mapping[str, Any]) -> Markup:
    scenario = module.scenario
    return Markup(  # noqa: S704 the template escapes
        render_template(
            f"{FOLDER}/{template}",
            **values,
            module=module,
            number=values["order"][module.id],
            numbers=rules.steps(scenario) if scenario else {},
            widest=max((len(node.choices) for node in scenario.nodes.values()), default=0) if scenario else 0,
        )
    )


def _keys(shared: Mapping[str, Any], questions: Iterable[Question]) -> Markup:
    return Markup(render_template(f"{FOLDER}/_keys.html", **shared, questions=questions))  # noqa: S704


def _heading(module: Module, kind: rules.Kind, number: int, language: str) -> Heading:
    parts: list[Heading] = []
    if kind.name == "workbook" and module.lesson:
        parts += [Heading(section.id, say(section.title, language)) for section in module.lesson.sections]
    if kind.name == "guide" and module.facilitator:
        parts.append(Heading(f"note-{module.id}", _("Facilitator note")))
    if module.scenario:
        title = say(module.scenario.title, language)
        parts.append(Heading(module.scenario.id, _("The case: %(title)s", title=title)))
    if kind.name == "guide" and module.check:
        parts.append(Heading(module.check.id, _("Knowledge check with keys")))
    if module.jobaid:
        parts.append(Heading(f"aid-{module.id}", _("Job aid")))
    return Heading(module.id, f"{number}. {say(module.title, language)}", tuple(parts))


def _workbook(edition: Edition, language: str) -> Content:
    settings = current_app.config["TOT"]
    cases = [
        (module, module.scenario, rules.steps(module.scenario))
        for module in edition.course.ready_modules
        if module.scenario
    ]
    handouts = [handout for handout in edition.course.handouts if not handout.for_trainers]
    glossary = _terms(edition, language)
    contacts = [(CONTACT_NAMES[name], settings.contacts.get(name, "")) for name in CONTACTS]
    return Content(
        values={"cases": cases, "contacts": contacts, "handouts": handouts, "glossary": glossary},
        before=(Heading("how-to", _("How to use this workbook")),),
        after=(
            *((Heading("feedback", _("Feedback on the cases")),) if cases else ()),
            *_handouts(handouts, language),
            *_annex(edition, language),
            *((Heading("glossary", _("Glossary")),) if glossary else ()),
            Heading("notes", _("My plan")),
        ),
    )


def _guide(edition: Edition, language: str) -> Content:
    course = edition.course
    sources = _sources(edition, rules.tests_in(rules.KINDS["checks"], course), language)
    values = {
        "days": rules.agenda(course.ready_modules),
        "begins": _clock(rules.BEGINS),
        "coming": [module for module in course.modules if not module.is_ready],
        "clock": _clock,
        "pauses": PAUSE_WORDS,
        "scales": SCALE_WORDS,
        "where": partial(_where, language),
        "handouts": course.handouts,
        "sources": sources,
    }
    before = Heading("agenda", _("Agenda")), Heading("ground-rules", _("Rules for every session"))
    after = *_handouts(course.handouts, language), *_annex(edition, language), *_sources_heading(sources)
    return Content(values=values, before=before, after=after)


def _terms(edition: Edition, language: str) -> list[Term]:
    """The terms that the lessons and handouts of a workbook name, in the order of the alphabet."""
    course = edition.course
    texts = [section.body for module in course.ready_modules if module.lesson for section in module.lesson.sections]
    texts += [handout.body for handout in course.handouts if not handout.for_trainers]
    named = prose.terms_in(texts, language)
    terms = edition.glossary.terms if edition.glossary else ()
    return sorted(
        (term for term in terms if term.id in named), key=lambda term: sort_key(say(term.words, language), language)
    )


def _annex(edition: Edition, language: str) -> tuple[Heading, ...]:
    if edition.annex is None:
        return ()
    return (Heading("annex", _("Annex: %(country)s", country=say(edition.annex.name, language))),)


Source = tuple[str, str]  # the id of a fact, and where it can be read


def _sources(edition: Edition, tests: Iterable[rules.Test], language: str) -> list[Source]:
    """What the questions stand on, each once."""
    ids = dict.fromkeys(source for test in tests for question in test.questions for source in question.sources)
    facts = edition.facts
    if facts is None:
        return []
    known = {fact.id for fact in facts.facts}
    return [(name, facts.titles([name], language)[0]) for name in sorted(ids) if name in known]


def _sources_heading(sources: Sequence[Source]) -> tuple[Heading, ...]:
    return (Heading("sources", _("Sources")),) if sources else ()


def _handouts(handouts: Sequence[Handout], language: str) -> tuple[Heading, ...]:
    return tuple(Heading(handout.id, say(handout.title, language)) for handout in handouts)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _where(language: str, scenario: Scenario, numbers: Mapping[str, int], choice: Choice) -> str:
    """Where a choice leads, in few words: a decision, the same again, or an ending."""
    if choice.to in numbers:
        node = next(name for name, one in scenario.nodes.items() if choice in one.choices)
        return _("choose again") if choice.to == node else f"→ {numbers[choice.to]}"
    ending = scenario.endings[choice.to]
    return f"{'✓' if ending.safe else '✗'} {say(ending.title, language)}"


def _booklet(kind: rules.Kind, edition: Edition, language: str) -> Content:
    return Content(values={"tests": rules.tests_in(kind, edition.course)})


def _key(edition: Edition, language: str) -> Content:
    tests = rules.tests_in(rules.KINDS["key"], edition.course)
    lines = tuple(Heading(test.id, _title(test, language)) for test in tests)
    sources = _sources(edition, tests, language)
    return Content(values={"tests": tests, "sources": sources}, before=lines, after=_sources_heading(sources))


def _title(test: rules.Test, language: str) -> str:
    return f"{_kind_of(test)}: {say(test.owner.title, language)}"


def _kind_of(test: rules.Test) -> str:
    words = str(TEST_WORDS[test.kind])
    return f"{words}, {_('form %(letter)s', letter=test.form)}" if test.form else words


def _job_aids(edition: Edition, language: str) -> Content:
    aids = [
        (module, sides_of_job_aid(module.jobaid, language)) for module in edition.course.ready_modules if module.jobaid
    ]
    return Content(
        values={"aids": aids},
        sheets=tuple(f"{module.id}-{number}" for module, sides in aids for number in range(1, len(sides) + 1)),
    )


_CONTENTS: dict[str, Callable[[Edition, str], Content]] = {
    "workbook": _workbook,
    "job-aids": _job_aids,
    "guide": _guide,
    **{name: partial(_booklet, kind) for name, kind in rules.KINDS.items() if kind.paper == "booklet"},
    "key": _key,
}
_CHAPTERS = {"workbook": "workbook_module.html", "guide": "guide_module.html"}
