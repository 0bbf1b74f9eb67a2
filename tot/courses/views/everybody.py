"""Courses that anybody may read without signing in: whoever looks for work, and their families."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, url_for
from flask_babel import gettext as _

from tot.courses import queries
from tot.courses.rules import sides_of_job_aid
from tot.courses.signing import is_draft
from tot.courses.views.blueprint import views
from tot.web.access import public
from tot.web.course_text import content_language
from tot.web.languages import say
from tot.web.pages import page


@views.get("/open")
@public
def everybody() -> Response:
    """The courses that anybody may read."""
    title = _("For everybody to read")
    return page("courses/everybody.html", title=title, courses=queries.public_courses())


@views.get("/open/<key>")
@public
def read(key: str) -> Response:
    """A whole course on one page."""
    course = queries.public_course(key) or abort(404)
    language = content_language(course.languages, course.languages[0])
    return page(
        "courses/read.html",
        title=say(course.title, language),
        crumbs=[(_("For everybody to read"), url_for("courses.everybody"))],
        course=course,
        language=language,
        is_draft=is_draft,
        glossary=queries.glossary(),
    )


@views.get("/open/<key>/<module_key>/leaflet")
@public
def leaflet(key: str, module_key: str) -> Response:
    """The sheet to print and to hand out."""
    course = queries.public_course(key) or abort(404)
    module = next((one for one in course.modules if one.id == module_key and one.jobaid), None) or abort(404)
    language = content_language(course.languages, course.languages[0])
    way: list[Any] = [(say(course.title, language), url_for("courses.read", key=key))]
    return page(
        "courses/leaflet.html",
        title=_("Leaflet"),
        crumbs=way,
        course=course,
        module=module,
        language=language,
        sides=sides_of_job_aid(module.jobaid, language),
    )
