"""The blueprint that all pages of the slice hang on, and the way that leads to them."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from tot.web.pages import Crumb

views = Blueprint("courses", __name__, url_prefix="/courses")


def crumbs(*further: Crumb) -> list[Crumb]:
    """The way to a page about a course."""
    return [(_("Courses"), url_for("courses.index")), *further]
