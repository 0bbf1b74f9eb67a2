"""The blueprint that all pages of the slice hang on, the way that leads to them, and the language of their papers."""

from typing import Any

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tot.cohorts.models import Cohort
from tot.cohorts.way import way_to
from tot.web.languages import current_language
from tot.web.pages import Crumb

views = Blueprint("seminars", __name__, url_prefix="/seminars")


def crumbs(cohort: Cohort, *further: Any) -> list[Crumb]:
    """The way to a page about the sessions of a cohort."""
    here = url_for("seminars.index", cohort_id=cohort.id)
    return [
        *way_to(cohort),
        (_("Sessions"), here if further else None),
        *((label, None) for label in further),
    ]


def back(cohort_id: int) -> ResponseReturnValue:
    """To the list of sessions."""
    return redirect(url_for("seminars.index", cohort_id=cohort_id), 303)


def paper_language(cohort: Cohort) -> str:
    """The language asked for in the address, else the cohort's own."""
    asked = request.args.get("language", cohort.language)
    return asked if asked in current_app.config["TOT"].languages else current_language()
