"""A text to read beside its source, with what is other than in the version signed last; signing it off, withdrawing."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tot.courses.models import SignOff
from tot.courses.queries import facts, glossary
from tot.courses.signing import ROLE_NAMES, digest_in, signed_now
from tot.db import transaction
from tot.policy import Can
from tot.reviews import actions, queries, rules, words
from tot.reviews.forms import SignOffForm, WithdrawForm
from tot.reviews.queries import Reading, SignedBy
from tot.reviews.showing import shown
from tot.reviews.views.blueprint import crumb_of_group, crumbs, name_of, views
from tot.web.access import requires, who_asks
from tot.web.languages import OWN_NAMES
from tot.web.pages import Crumb, page


@views.get("/<thing_key>/<language>")
@requires(Can.REVIEW, on=queries.reading)
def read(read: Reading) -> Response:
    """The text and, for whoever may, the form to sign it off."""
    return _page(read, SignOffForm(version_id=read.version_id))


@views.post("/<thing_key>/<language>")
@requires(Can.SIGN_OFF, on=queries.reading)
def sign_off(read: Reading) -> ResponseReturnValue:
    """Signs the version that stood on the page."""
    form = SignOffForm()
    if form.validate_on_submit():
        version, role, note = form.version_id.data, form.role.data, form.note.data
        with form.refusals(), transaction():
            now, key = datetime.now(UTC), form.request_key.data
            actions.sign_off(read, version, role, note, who_asks(), now, request_key=key)
        if not form.errors:
            flash(_("Signed off. You can withdraw it at the end of this page."), "success")
            return redirect(url_for("reviews.read", thing_key=read.key, language=read.language), 303)
    form.version_id.data = read.version_id
    form.version_id.raw_data = None
    return _page(read, form)


@views.route("/sign-offs/<int:sign_off_id>/withdraw", methods=["GET", "POST"])
@requires(Can.WITHDRAW_SIGN_OFF, on=queries.sign_off_by_id)
def withdraw(signed: SignOff) -> ResponseReturnValue:
    """Asks why, and takes a signature back."""
    form, there = WithdrawForm(), url_for("reviews.read", thing_key=signed.thing_key, language=signed.language)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.withdraw(signed, form.reason.data, who_asks(), datetime.now(UTC))
        if not form.errors:
            flash(_("The sign-off is withdrawn. It stays in the list, with the reason."), "success")
            return redirect(there, 303)
    return page(
        "reviews/withdraw.html",
        title=_("Withdraw a sign-off"),
        crumbs=crumbs((f"{signed.thing_key}, {OWN_NAMES[signed.language]}", there)),
        form=form,
        signed=signed,
        there=there,
        roles=ROLE_NAMES,
        names=OWN_NAMES,
    )


def way_to(read: Reading) -> list[Crumb]:
    """The way to the page of a text."""
    return crumbs(crumb_of_group(read.group_key))


def shared(read: Reading) -> dict[str, Any]:
    """What every page needs that shows pieces."""
    known = facts()
    by_id = {fact.id: fact for fact in known.facts} if known else {}
    return {
        "reading": read,
        "names": OWN_NAMES,
        "words": words,
        "shown": shown,
        "roles": ROLE_NAMES,
        "facts": by_id,
        "to_compare": {name for name, fact in by_id.items() if fact.tag == "M"},
    }


def _page(read: Reading, form: SignOffForm) -> Response:
    signs = queries.sign_offs_of(read.key, read.language)
    chosen = request.args.get("since", type=int)
    valid = [one for one in signs if one.withdrawn_at is None]
    last = next((one for one in valid if one.id == chosen), valid[0] if valid else None)
    before = queries.pieces_signed(last, read.kind) if last else None
    ever = signed_now().get((read.key, read.language), ())
    holding = [one for one in ever if one.digest == digest_in(read.thing, read.language)]
    return page(
        "reviews/read.html",
        title=f"{name_of(read)} – {OWN_NAMES[read.language]}",
        crumbs=way_to(read),
        form=form,
        pieces=rules.compared(read.pieces, before, read.languages),
        last=last,
        chosen=last is not None and last.id == chosen,
        standing=rules.standing_of(read.thing, read.language, holding, ever),
        sign_offs=signs,
        own_roles=_own_roles(signs, read),
        remarks=queries.remarks_on(read),
        glossary=None if read.kind == "glossary" else glossary(),
        texts=[line.words for piece in read.pieces for line in piece.lines if line.is_prose],
        **shared(read),
    )


def _own_roles(signs: list[SignedBy], read: Reading) -> set[str]:
    """The roles in which whoever asks has signed this very version."""
    return {
        one.role
        for one in signs
        if one.version_id == read.version_id and one.person_id == who_asks().id and one.withdrawn_at is None
    }
