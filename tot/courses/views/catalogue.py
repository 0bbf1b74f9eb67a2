"""The catalogue of courses and what a trainer needs of a module: the facilitator note and the job aid."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tot.accounts.queries import country_of
from tot.courses import queries
from tot.courses.models import Version
from tot.courses.queries import Opened
from tot.courses.rules import Course, Handout, sides_of_job_aid
from tot.courses.signing import ROLE_NAMES, is_draft, legal_signature, signatures_on
from tot.courses.sources import has_source
from tot.courses.views.blueprint import crumbs, views
from tot.policy import Can, may
from tot.web.access import requires
from tot.web.course_text import content_language
from tot.web.languages import OWN_NAMES, current_language, say
from tot.web.pages import page


@views.get("/")
@requires(Can.SEE_COURSES)
def index() -> Response:
    """Every course that can be taught now."""
    return page("courses/index.html", title=_("Courses"), courses=queries.published_courses(), names=OWN_NAMES)


@views.get("/<key>")
@requires(Can.SEE_COURSES, on=queries.current_course_version)
def show(version: Version) -> Response:
    """One course: for whom, how long, and its modules."""
    course = queries.book(version.id)
    language, annex = _language(course.languages), queries.annex(country_of(current_user))
    return page(
        "courses/show.html",
        title=say(course.title, language),
        crumbs=crumbs(),
        course=course,
        published=version,
        has_files=may(current_user, Can.PUBLISH_COURSE) and has_source(version.id),
        annex=annex,
        legal_signature=legal_signature(annex, current_language()),
        signatures_on=signatures_on,
        is_draft=is_draft,
        roles=ROLE_NAMES,
        language=language,
        names=OWN_NAMES,
    )


@views.get("/<key>/<module_key>/facilitator")
@requires(Can.READ_FACILITATOR_NOTES, on=queries.facilitator_note)
def facilitator(opened: Opened) -> Response:
    """How to run the session of a module."""
    return _module_page("courses/facilitator.html", _("Facilitator note"), opened, glossary=queries.glossary())


@views.get("/<key>/<module_key>/jobaid")
@requires(Can.READ_FACILITATOR_NOTES, on=queries.job_aid)
def jobaid(opened: Opened) -> Response:
    """The sheet that participants take to work: one page, both sides."""
    sides = sides_of_job_aid(opened.module.jobaid, _language(opened.course.languages))
    return _module_page("courses/jobaid.html", _("Job aid"), opened, sides=sides)


@views.get("/<key>/handouts/<handout_key>")
@requires(Can.READ_FACILITATOR_NOTES, on=queries.handout)
def handout(opened: tuple[Course, Handout]) -> Response:
    """A sheet of the course: an agenda, a rubric, a form."""
    course, sheet = opened
    language = _language(course.languages)
    return page(
        "courses/handout.html",
        title=say(sheet.title, language),
        crumbs=crumbs((say(course.title), url_for("courses.show", key=course.id))),
        course=course,
        handout=sheet,
        language=language,
        is_draft=is_draft(sheet, language),
        names=OWN_NAMES,
    )


def _module_page(template: str, title: str, opened: Opened, **values: Any) -> Response:
    course, module = opened
    language = _language(course.languages)
    way = crumbs((say(course.title), url_for("courses.show", key=course.id)))
    return page(
        template,
        title=_("%(what)s: %(module)s", what=title, module=say(module.title, language)),
        crumbs=way,
        course=course,
        module=module,
        language=language,
        is_draft=is_draft(module, language),
        names=OWN_NAMES,
        **values,
    )


def _language(offered: tuple[str, ...]) -> str:
    """The language asked for in the address (to print in another than the page's), else the page's, else the first."""
    asked = request.args.get("language", "")
    return asked if asked in offered else content_language(offered, offered[0])
