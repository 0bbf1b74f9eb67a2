"""The way to a cohort: pages of the slices above begin with it."""

from flask import url_for
from flask_babel import gettext as _

from tot.cohorts.models import Cohort
from tot.web.pages import Crumb


def way_to(cohort: Cohort) -> list[Crumb]:
    """From the list of cohorts to this one."""
    return [(_("Cohorts"), url_for("cohorts.index")), (cohort.name, url_for("cohorts.show", cohort_id=cohort.id))]
