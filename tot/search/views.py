"""Search over the courses somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

from tot.courses.finding.pieces import JOB_AID, MODULE, NOTE, SECTION, TERM, Hit
from tot.courses.finding.snippets import LENGTH, Stretch, marked, snippet
from tot.courses.finding.spelling import Term, terms_in
from tot.search import queries, rules
from tot.search.rules import Place
from tot.web.access import signed_in, who_asks
from tot.web.languages import OWN_NAMES, current_language, say
from tot.web.lists import leaf
from tot.web.pages import page

views = Blueprint("search", __name__, url_prefix="/search")

PER_PAGE = 20
LONGEST_QUESTION = 200
LENGTHS = {TERM: 600}  # of a snippet, in letters: what a word means is said whole
NAMES = {JOB_AID: _l("Job aid"), NOTE: _l("Facilitator note"), MODULE: _l("What you learn in this module")}


@dataclass(frozen=True, slots=True)
class Result:
    """One text that was found, as the page shows it."""

    url: str
    name: Any  # of what it is, where it has no title of its own
    title: tuple[Stretch, ...]
    snippet: tuple[Stretch, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found in one module, among the other papers of a course, or in the glossary."""

    above: str
    name: str
    results: list[Result]


@views.get("")
@signed_in
def find() -> Response:
    """What was asked, and what was found: the best first, by module."""
    asked = _asked(request.args.get("q", ""))
    terms = terms_in(asked)
    is_short = all(len(term.key) < rules.SHORTEST for term in terms)
    places = {} if is_short else queries.places_of(who_asks())
    hits = queries.found(() if is_short else terms, places, current_language())
    shown = leaf(len(hits), PER_PAGE)
    return page(
        "search/find.html",
        title=pgettext("a page", "Search"),
        asked=asked,
        is_short=is_short,
        has_courses=bool(places),
        total=len(hits),
        groups=_groups(shown.of(hits), places, terms),
        leaf=shown,
        names=OWN_NAMES,
    )


def _asked(typed: str) -> str:
    visible = "".join(sign if sign.isprintable() else " " for sign in typed)
    return " ".join(visible.split())[:LONGEST_QUESTION]


def _groups(shown: Any, places: rules.Places, terms: tuple[Term, ...]) -> list[Group]:
    texts = queries.entries([hit.entry_id for hit in shown])
    groups = []
    for hits in rules.grouped(shown, places):
        results = [_result(hit, places[hit.kind, hit.version_id], *texts[hit.entry_id], terms) for hit in hits]
        groups.append(Group(*_names(places[hits[0].kind, hits[0].version_id]), results))
    return groups


def _names(place: Place) -> tuple[str, str]:
    if place.shelf is None:
        return "", _("Glossary")
    return say(place.shelf.course.title), say(place.module.title) if place.module else _("Handouts")


def _result(hit: Hit, place: Place, title: str, text: str, terms: tuple[Term, ...]) -> Result:
    return Result(
        url=_url(hit, place),
        name=NAMES.get(hit.kind),
        title=marked(title, terms),
        snippet=snippet(text, terms, LENGTHS.get(hit.kind, LENGTH)),
        language=hit.language,
    )


def _url(hit: Hit, place: Place) -> str:
    """Where this person opens it."""
    if place.shelf is None:
        return url_for("courses.glossary", _anchor=hit.part)
    if place.shelf.enrolment_id is not None:
        return _learners_url(hit, place, place.shelf.enrolment_id)
    key, module = place.shelf.course.id, place.module.id if place.module else ""
    if place.shelf.is_open:
        if hit.kind == JOB_AID:
            return url_for("courses.leaflet", key=key, module_key=module)
        return url_for("courses.read", key=key, _anchor=hit.part)
    return _staff_url(hit, place, key, module)


def _learners_url(hit: Hit, place: Place, enrolment_id: int) -> str:
    if place.handout:
        return url_for("lessons.handout", enrolment_id=enrolment_id, handout_key=place.handout.id)
    module = place.module.id if place.module else ""
    if hit.kind == SECTION:
        return url_for("lessons.section", enrolment_id=enrolment_id, module_key=module, section_key=hit.part)
    endpoint = "lessons.job_aid" if hit.kind == JOB_AID else "lessons.module"
    return url_for(endpoint, enrolment_id=enrolment_id, module_key=module)


def _staff_url(hit: Hit, place: Place, key: str, module: str) -> str:
    # Where the text is not in the page's language, that language goes into the address.
    language = None if hit.language == current_language() else hit.language
    if place.handout:
        return url_for("courses.handout", key=key, handout_key=place.handout.id, language=language)
    if hit.kind == JOB_AID:
        return url_for("courses.jobaid", key=key, module_key=module, language=language)
    has_note = place.shelf is not None and NOTE in place.shelf.kinds and place.module and place.module.facilitator
    if hit.kind != MODULE and has_note:  # the lesson stands beside the note
        return url_for("courses.facilitator", key=key, module_key=module, language=language, _anchor=hit.part or None)
    return url_for("courses.show", key=key, language=language, _anchor=module)
