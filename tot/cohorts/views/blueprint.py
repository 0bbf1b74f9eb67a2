"""The blueprint that all pages of the slice hang on, and the way that leads to them."""

from typing import Any

from flask import Blueprint, current_app, url_for
from flask_babel import gettext as _

from tot.cohorts.models import Cohort
from tot.web.pages import Crumb

views = Blueprint("cohorts", __name__, url_prefix="/cohorts")


def offered_languages() -> tuple[str, ...]:
    """The languages that this installation offers."""
    languages: tuple[str, ...] = current_app.config["TOT"].languages
    return languages


def crumbs(cohort: Cohort | None = None, *further: Any) -> list[Crumb]:
    """The way to a page of a cohort."""
    way: list[Crumb] = [(_("Cohorts"), url_for("cohorts.index") if cohort or further else None)]
    if cohort is not None:
        way.append((cohort.name, url_for("cohorts.show", cohort_id=cohort.id) if further else None))
    return [*way, *((label, None) for label in further)]
