"""Reading a module: its contents, one section a page, all of it on paper, and its job aid."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tot.cohorts.queries import OwnEnrolment, own_enrolment
from tot.courses.queries import book, glossary
from tot.courses.rules import Course, Lesson, Module
from tot.courses.signing import is_draft
from tot.db import transaction
from tot.lessons import actions, queries
from tot.policy import Can
from tot.web.access import requires
from tot.web.course_text import content_language
from tot.web.languages import say
from tot.web.pages import address, page

views = Blueprint("lessons", __name__, url_prefix="/lessons")


@views.get("/<int:enrolment_id>/<module_key>")
@requires(Can.LEARN, on=own_enrolment)
def module(enrolment: OwnEnrolment, module_key: str) -> Response:
    """The contents of a module's lesson, with what was read."""
    course, found, lesson = _lesson(enrolment, module_key)
    read = queries.sections_read(enrolment.id)
    return _page("lessons/module.html", enrolment, course, found, found.title, lesson=lesson, read=read)


@views.get("/<int:enrolment_id>/handouts/<handout_key>")
@requires(Can.LEARN, on=own_enrolment)
def handout(enrolment: OwnEnrolment, handout_key: str) -> Response:
    """A sheet of the course that participants fill in or keep."""
    course = book(enrolment.course_version_id)
    sheets = (one for one in course.handouts if one.id == handout_key and not one.for_trainers)
    sheet = next(sheets, None) or abort(404)
    language = content_language(course.languages, enrolment.language)
    back = (say(course.title, language), address("progress.course", enrolment_id=enrolment.id))
    return page(
        "lessons/handout.html",
        title=say(sheet.title, language),
        crumbs=[back],
        handout=sheet,
        language=language,
        is_draft=is_draft(sheet, language),
    )


@views.get("/<int:enrolment_id>/<module_key>/<section_key>")
@requires(Can.LEARN, on=own_enrolment)
def section(enrolment: OwnEnrolment, module_key: str, section_key: str) -> Response:
    """One section to read."""
    course, found, lesson = _lesson(enrolment, module_key)
    at = _place(lesson, section_key)
    return _page(
        "lessons/section.html",
        enrolment,
        course,
        found,
        lesson.sections[at].title,
        lesson=lesson,
        section=lesson.sections[at],
        at=at,
        read=queries.sections_read(enrolment.id),
    )


@views.post("/<int:enrolment_id>/<module_key>/<section_key>")
@requires(Can.LEARN, on=own_enrolment)
def read(enrolment: OwnEnrolment, module_key: str, section_key: str) -> ResponseReturnValue:
    """Notes that a section was read, and goes on to the next; after the last, back to the course."""
    _course, _module, lesson = _lesson(enrolment, module_key)
    at = _place(lesson, section_key)
    with transaction():
        actions.read(enrolment, lesson, lesson.sections[at], datetime.now(UTC))
    if at + 1 < len(lesson.sections):
        following = lesson.sections[at + 1].id
        return redirect(
            address("lessons.section", enrolment_id=enrolment.id, module_key=module_key, section_key=following), 303
        )
    flash(_("You have reached the end of the lesson."), "success")
    return redirect(address("progress.course", enrolment_id=enrolment.id), 303)


@views.get("/<int:enrolment_id>/<module_key>/print")
@requires(Can.LEARN, on=own_enrolment)
def whole(enrolment: OwnEnrolment, module_key: str) -> Response:
    """The whole lesson on one page, to print."""
    course, found, lesson = _lesson(enrolment, module_key)
    return _page("lessons/whole.html", enrolment, course, found, found.title, lesson=lesson)


@views.get("/<int:enrolment_id>/<module_key>/job-aid")
@requires(Can.LEARN, on=own_enrolment)
def job_aid(enrolment: OwnEnrolment, module_key: str) -> Response:
    """The page that participants keep at their post."""
    course, found, _found = _lesson(enrolment, module_key)
    if not found.jobaid:
        abort(404)
    return _page("lessons/job_aid.html", enrolment, course, found, {}, title=_("Job aid"))


def _lesson(enrolment: OwnEnrolment, module_key: str) -> tuple[Course, Module, Lesson]:
    course = book(enrolment.course_version_id)
    found = next((one for one in course.ready_modules if one.id == module_key), None)
    if found is None or found.lesson is None:
        abort(404)
    return course, found, found.lesson


def _place(lesson: Lesson, section_key: str) -> int:
    places = [at for at, one in enumerate(lesson.sections) if one.id == section_key]
    return places[0] if places else abort(404)


def _page(
    template: str, enrolment: OwnEnrolment, course: Course, found: Module, words: Any, *, title: str = "", **more: Any
) -> Response:
    language = content_language(course.languages, enrolment.language)
    if template == "lessons/module.html":
        back = (say(course.title, language), address("progress.course", enrolment_id=enrolment.id))
    else:
        there = address("lessons.module", enrolment_id=enrolment.id, module_key=found.id)
        back = (say(found.title, language), there)
    return page(
        template,
        title=title or say(words, language),
        crumbs=[back],
        enrolment=enrolment,
        module=found,
        language=language,
        is_draft=is_draft(found, language),
        glossary=glossary(),
        **more,
    )
