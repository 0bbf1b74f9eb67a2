"""The blueprint that all pages of the slice hang on, and the way that leads to them."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from tot.cohorts.models import Cohort
from tot.cohorts.way import way_to
from tot.refusals import Sentence
from tot.web.pages import Crumb

# No prefix: /v and /V are printed on paper and read aloud, so they are as short as can be.
views = Blueprint("certificates", __name__)


def crumbs(cohort: Cohort, *further: Sentence) -> list[Crumb]:
    """The way to a page about the certificates of a cohort."""
    here = url_for("certificates.cohort", cohort_id=cohort.id)
    return [
        *way_to(cohort),
        (_("Certificates"), here if further else None),
        *((label, None) for label in further),
    ]
