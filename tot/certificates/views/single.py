"""One certificate: one's own to download, replaced after a corrected name, revoked."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.certificates import actions, paper, queries, words
from tot.certificates.forms import ReissueForm, RevokeForm
from tot.certificates.models import Certificate
from tot.certificates.rules import claims_from, shown_code
from tot.certificates.views.blueprint import crumbs, views
from tot.db import transaction
from tot.policy import Can
from tot.refusals import Refused
from tot.web.access import requires, signed_in
from tot.web.pages import page
from tot.web.paper import download


@views.get("/certificates/mine")
@signed_in
def mine() -> Response:
    """The certificates of the person who asks."""
    certificates = queries.certificates_of_person(current_user.id)
    return page(
        "certificates/mine.html",
        title=_("My certificates"),
        certificates=[(certificate, claims_from(certificate.facts)) for certificate in certificates],
        words=words,
        shown_code=shown_code,
        address=f"{current_app.config['TOT'].public_url}/v",
    )


@views.get("/certificates/<int:certificate_id>/certificate.pdf")
@requires(Can.DOWNLOAD_CERTIFICATE, on=queries.certificate_by_id)
def file(certificate: Certificate) -> Response:
    """One certificate as PDF."""
    if not certificate.is_current:
        raise Refused(_("This certificate holds no more, so it is not printed any more."))
    claims = claims_from(certificate.facts)
    content = paper.one(paper.Sheet(claims, certificate.code))
    return download(content, f"{claims.number} {claims.name}.pdf", "application/pdf")


@views.route("/certificates/<int:certificate_id>/reissue", methods=["GET", "POST"])
@requires(Can.ISSUE_CERTIFICATES, on=queries.certificate_by_id)
def reissue(certificate: Certificate) -> ResponseReturnValue:
    """Replaces a certificate by one with the corrected name."""
    form = ReissueForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            key = form.request_key.data
            new = actions.reissue(certificate, current_user, datetime.now(UTC), request_key=key)
        if not form.errors:
            flash(_("The certificate %(number)s takes its place.", number=new.number), "success")
            return redirect(url_for("certificates.batch", batch_id=new.batch_id), 303)
    return _about_one("reissue", _("Replace the certificate"), certificate, form)


@views.route("/certificates/<int:certificate_id>/revoke", methods=["GET", "POST"])
@requires(Can.REVOKE_CERTIFICATE, on=queries.certificate_by_id)
def revoke(certificate: Certificate) -> ResponseReturnValue:
    """Takes a certificate back."""
    form = RevokeForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            why = (form.category.data, form.reason.data.strip())
            actions.revoke(certificate, *why, current_user, datetime.now(UTC))
        if not form.errors:
            flash(_("The certificate %(number)s is revoked.", number=certificate.number), "success")
            return redirect(url_for("certificates.batch", batch_id=certificate.batch_id), 303)
    return _about_one("revoke", _("Revoke the certificate"), certificate, form)


def _about_one(template: str, title: str, certificate: Certificate, form: Any) -> Response:
    return page(
        f"certificates/{template}.html",
        title=title,
        crumbs=crumbs(certificate.cohort, certificate.number),
        certificate=certificate,
        claims=claims_from(certificate.facts),
        kind=words.KIND_WORDS[certificate.kind],
        form=form,
    )
