"""Pages of print packs: what there is, how far a file is, the file. Trainers have all, participants their own."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tot.cohorts.queries import OwnEnrolment, own_enrolment
from tot.db import transaction
from tot.packs import actions, files, queries, rules
from tot.packs.queries import Edition
from tot.packs.words import KIND_NOTES, KIND_WORDS, STEP_WORDS
from tot.policy import Can
from tot.web.access import requires, who_asks
from tot.web.course_text import content_language
from tot.web.languages import OWN_NAMES, in_language, say
from tot.web.pages import Crumb, page
from tot.web.paper import disposition

views = Blueprint("packs", __name__, url_prefix="/packs")

EVERY_TWO_SECONDS = "2"


@views.get("/<key>")
@requires(Can.PRINT_PACKS, on=queries.current_edition)
def show(edition: Edition) -> Response:
    """The packs of a course as new cohorts get it."""
    return _all_packs(edition)


@views.get("/<key>/<int:number>")
@requires(Can.PRINT_PACKS, on=queries.edition)
def version(edition: Edition) -> Response:
    """The packs of a certain version: a cohort stays on the one it began with."""
    return _all_packs(edition)


@views.post("/<key>/<int:number>/<kind>/<language>")
@requires(Can.PRINT_PACKS, on=queries.edition)
def make(edition: Edition, kind: str, language: str) -> ResponseReturnValue:
    """Asks for a pack."""
    return _ask(edition, _kind(kind), language, _for_trainers(edition))


@views.get("/<key>/<int:number>/<kind>/<language>")
@requires(Can.PRINT_PACKS, on=queries.edition)
def pack(edition: Edition, kind: str, language: str) -> ResponseReturnValue:
    """How far a pack is."""
    return _progress(edition, _kind(kind), language, _for_trainers(edition), _way(edition))


@views.get("/<key>/<int:number>/<kind>/<language>.pdf")
@requires(Can.PRINT_PACKS, on=queries.edition)
def file(edition: Edition, kind: str, language: str) -> ResponseReturnValue:
    """The file of a pack."""
    return _file(edition, _kind(kind), language, _for_trainers(edition))


@views.get("/mine/<int:enrolment_id>")
@requires(Can.LEARN, on=own_enrolment)
def mine(enrolment: OwnEnrolment) -> Response:
    """What a participant may have of the course, in the version of her cohort."""
    edition = _pinned(enrolment)
    title, way = _("Your workbook and job aids"), _own_way(enrolment, edition)
    return _packs("packs/mine.html", title, edition, way, _for_participant(enrolment), to_trainers=False)


@views.post("/mine/<int:enrolment_id>/<kind>/<language>")
@requires(Can.LEARN, on=own_enrolment)
def make_own(enrolment: OwnEnrolment, kind: str, language: str) -> ResponseReturnValue:
    """Asks for a pack that participants may have."""
    return _ask(_pinned(enrolment), _kind(kind, to_trainers=False), language, _for_participant(enrolment))


@views.get("/mine/<int:enrolment_id>/<kind>/<language>")
@requires(Can.LEARN, on=own_enrolment)
def own(enrolment: OwnEnrolment, kind: str, language: str) -> ResponseReturnValue:
    """How far it is."""
    edition, chosen = _pinned(enrolment), _kind(kind, to_trainers=False)
    overview = (_("Your workbook and job aids"), url_for("packs.mine", enrolment_id=enrolment.id))
    way = [*_own_way(enrolment, edition), overview]
    return _progress(edition, chosen, language, _for_participant(enrolment), way)


@views.get("/mine/<int:enrolment_id>/<kind>/<language>.pdf")
@requires(Can.LEARN, on=own_enrolment)
def own_file(enrolment: OwnEnrolment, kind: str, language: str) -> ResponseReturnValue:
    """The file."""
    return _file(_pinned(enrolment), _kind(kind, to_trainers=False), language, _for_participant(enrolment))


# Trainers and participants differ in the addresses and in what is offered; the rest is the same.

Addresses = Callable[..., str]  # (what, kind and language) → where: what is list, make, pack or file


def _for_trainers(edition: Edition) -> Addresses:
    endpoints = {"list": "packs.version", "make": "packs.make", "pack": "packs.pack", "file": "packs.file"}

    def address(what: str, **values: Any) -> str:
        return url_for(endpoints[what], key=edition.key, number=edition.number, **values)

    return address


def _for_participant(enrolment: OwnEnrolment) -> Addresses:
    endpoints = {"list": "packs.mine", "make": "packs.make_own", "pack": "packs.own", "file": "packs.own_file"}

    def address(what: str, **values: Any) -> str:
        return url_for(endpoints[what], enrolment_id=enrolment.id, **values)

    return address


def _way(edition: Edition) -> list[Crumb]:
    language = content_language(edition.course.languages, edition.course.languages[0])
    return [
        (_("Courses"), url_for("courses.index")),
        (say(edition.course.title, language), url_for("courses.show", key=edition.key)),
        (_("Print packs"), url_for("packs.version", key=edition.key, number=edition.number)),
    ]


def _own_way(enrolment: OwnEnrolment, edition: Edition) -> list[Crumb]:
    language = content_language(edition.course.languages, enrolment.language)
    return [(say(edition.course.title, language), url_for("progress.course", enrolment_id=enrolment.id))]


def _pinned(enrolment: OwnEnrolment) -> Edition:
    return queries.edition_of_version(enrolment.course_version_id) or abort(404)


def _kind(name: str, *, to_trainers: bool = True) -> rules.Kind:
    kind = rules.KINDS.get(name)
    if kind is None:
        abort(404)
    if kind.for_trainers and not to_trainers:
        abort(403)
    return kind


def _all_packs(edition: Edition) -> Response:
    title = _("Print packs")
    return _packs("packs/show.html", title, edition, _way(edition)[:-1], _for_trainers(edition), to_trainers=True)


def _packs(
    template: str, title: str, edition: Edition, way: list[Crumb], address: Addresses, *, to_trainers: bool
) -> Response:
    kinds = rules.offered(edition.course, to_trainers=to_trainers)
    return page(
        template,
        title=title,
        crumbs=way,
        edition=edition,
        course=edition.course,
        language=content_language(edition.course.languages, edition.course.languages[0]),
        kinds=kinds,
        ready=files.ready(edition, kinds),
        address=address,
        names=OWN_NAMES,
        kind_words=KIND_WORDS,
        kind_notes=KIND_NOTES,
    )


def _ask(edition: Edition, kind: rules.Kind, language: str, address: Addresses) -> ResponseReturnValue:
    with transaction():
        actions.ask_for(edition, kind, language, who_asks(), datetime.now(UTC))
    return redirect(address("pack", kind=kind.name, language=language), 303)


def _progress(
    edition: Edition, kind: rules.Kind, language: str, address: Addresses, way: list[Crumb]
) -> ResponseReturnValue:
    found = _found(edition, kind, language)
    if found.state == "none":
        return redirect(address("list"), 303)
    answer = page(
        "packs/pack.html",
        title=KIND_WORDS[kind.name],
        crumbs=way,
        edition=edition,
        course=edition.course,
        kind=kind,
        language=language,
        language_name=OWN_NAMES[language],
        found=found,
        step=STEP_WORDS.get(found.step),
        address=address,
    )
    if found.state == "working":
        answer.headers["Refresh"] = EVERY_TWO_SECONDS
    return answer


def _file(edition: Edition, kind: rules.Kind, language: str, address: Addresses) -> ResponseReturnValue:
    found = _found(edition, kind, language)
    if found.state != "ready":
        return redirect(address("list"), 303)
    with in_language(language):
        name = f"{edition.key} {KIND_WORDS[kind.name]}, {OWN_NAMES[language]}, {edition.number}.pdf"
    answer = send_file(found.path, "application/pdf", conditional=True)
    plain = f"{edition.key}-{edition.number}-{kind.name}-{language}.pdf"
    answer.headers["Content-Disposition"] = disposition(name, plain)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _found(edition: Edition, kind: rules.Kind, language: str) -> files.File:
    if language not in edition.course.languages or not kind.is_in(edition.course):
        abort(404)
    return files.file_of(edition, kind, language)
