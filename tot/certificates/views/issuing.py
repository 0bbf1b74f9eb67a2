"""Who has earned what, and issuing: choose, check, issue."""

from datetime import UTC, datetime

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tot.certificates import actions, queries, words
from tot.certificates.forms import IssueForm, people_in
from tot.certificates.rules import KINDS
from tot.certificates.views.blueprint import crumbs, views
from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.db import transaction
from tot.policy import Can
from tot.web.access import requires
from tot.web.pages import page


@views.get("/certificates/cohorts/<int:cohort_id>")
@requires(Can.SEE_ELIGIBILITY, on=cohort_by_id)
def cohort(cohort: Cohort) -> Response:
    """Each participant with the conditions that are met and those that are not."""
    return page(
        "certificates/cohort.html",
        title=_("Certificates"),
        crumbs=crumbs(cohort),
        cohort=cohort,
        standings=queries.standings_of(cohort),
        batches=queries.batches_of(cohort.id),
        kinds=KINDS,
        words=words,
    )


@views.get("/certificates/cohorts/<int:cohort_id>/issue")
@requires(Can.ISSUE_CERTIFICATES, on=cohort_by_id)
def choose(cohort: Cohort) -> Response:
    """Who gets a certificate of this kind, and who is left out and why."""
    kind = _kind()
    standings = queries.standings_of(cohort)
    left_out = [
        (person, reasons) for person in standings.people if (reasons := words.left_out(person, kind, standings.course))
    ]
    kept = {person.enrolment_id for person, _reasons in left_out}
    return page(
        "certificates/choose.html",
        title=words.KIND_WORDS[kind],
        crumbs=crumbs(cohort, words.KIND_WORDS[kind]),
        cohort=cohort,
        kind=kind,
        kinds=[(other, words.KIND_WORDS[other]) for other in KINDS],
        ready=[person for person in standings.people if person.enrolment_id not in kept],
        left_out=left_out,
    )


@views.get("/certificates/cohorts/<int:cohort_id>/preview")
@requires(Can.ISSUE_CERTIFICATES, on=cohort_by_id)
def preview(cohort: Cohort) -> ResponseReturnValue:
    """What would be printed, name by name, before anything is issued."""
    kind, chosen = _kind(), people_in(request.args)
    standings = queries.standings_of(cohort)
    people = [
        person
        for person in standings.people
        if person.enrolment_id in chosen and not words.left_out(person, kind, standings.course)
    ]
    if not people:
        flash(_("Choose at least one person."), "warning")
        return redirect(url_for("certificates.choose", cohort_id=cohort.id, kind=kind), 303)
    return page(
        "certificates/preview.html",
        title=_("Check before you issue"),
        crumbs=crumbs(cohort, words.KIND_WORDS[kind]),
        cohort=cohort,
        kind=kind,
        kind_words=words.KIND_WORDS[kind],
        people=people,
        standings=standings,
        form=IssueForm(formdata=None, kind=kind),
    )


@views.post("/certificates/cohorts/<int:cohort_id>/issue")
@requires(Can.ISSUE_CERTIFICATES, on=cohort_by_id)
def issue(cohort: Cohort) -> ResponseReturnValue:
    """Issues the batch that was previewed."""
    form = IssueForm()
    if not form.validate():
        abort(400)
    chosen, key = people_in(request.form), form.request_key.data
    with transaction():
        batch = actions.issue(cohort, form.kind.data, chosen, current_user, datetime.now(UTC), request_key=key)
    number = len(queries.certificates_in(batch.id))
    flash(ngettext("%(num)s certificate is issued.", "%(num)s certificates are issued.", number), "success")
    return redirect(url_for("certificates.batch", batch_id=batch.id), 303)


def _kind() -> str:
    kind = request.args.get("kind", KINDS[-1])
    if kind not in KINDS:
        abort(404)
    return kind
