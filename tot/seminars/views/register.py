"""The attendance register: on the page, to print, to count on with."""

from flask import Response
from flask_babel import gettext as _

from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.policy import Can
from tot.seminars import papers, queries
from tot.seminars.views.blueprint import crumbs, paper_language, views
from tot.seminars.words import STATUS_LETTERS, STATUS_WORDS, legend
from tot.web.access import requires
from tot.web.pages import page
from tot.web.paper import download
from tot.web.sheets import XLSX_TYPE


@views.get("/cohorts/<int:cohort_id>/register")
@requires(Can.SEE_REGISTER, on=cohort_by_id)
def register(cohort: Cohort) -> Response:
    """The register: everybody, every session, minutes and percent."""
    return page(
        "seminars/register.html",
        title=_("Attendance register"),
        crumbs=crumbs(cohort, _("Attendance register")),
        cohort=cohort,
        register=queries.register_of(cohort.id),
        letters=STATUS_LETTERS,
        words=STATUS_WORDS,
        legend=legend(),
    )


@views.get("/cohorts/<int:cohort_id>/register.pdf")
@requires(Can.SEE_REGISTER, on=cohort_by_id)
def register_pdf(cohort: Cohort) -> Response:
    """The register to print and sign."""
    content = papers.register_pdf(cohort, queries.register_of(cohort.id), paper_language(cohort))
    return download(content, f"{_('Attendance register')} {cohort.name}.pdf", "application/pdf", inline=True)


@views.get("/cohorts/<int:cohort_id>/register.xlsx")
@requires(Can.SEE_REGISTER, on=cohort_by_id)
def register_xlsx(cohort: Cohort) -> Response:
    """The register to count on with."""
    content = papers.register_xlsx(cohort, queries.register_of(cohort.id))
    return download(content, f"{_('Attendance register')} {cohort.name}.xlsx", XLSX_TYPE)
