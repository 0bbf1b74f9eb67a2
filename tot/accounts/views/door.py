"""The door: signing in and out, coming with a code, a forgotten password."""

from datetime import UTC, datetime

from flask import Response, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext, refresh
from flask_login import current_user

from tot.accounts import actions, passwords, queries, signing_in
from tot.accounts.forms import CodeForm, ForgotForm, JoinForm, SignInForm
from tot.accounts.models import Invitation, Person
from tot.accounts.views.blueprint import views
from tot.db import transaction
from tot.web.access import public
from tot.web.languages import current_language, format_moment
from tot.web.pages import page
from tot.web.security import is_local, limiter, unkept


def _failed(response: Response) -> bool:
    """Only what failed counts against an address: thirty people in one training room share one."""
    return response.status_code in (404, 422)


@views.route("/accounts/sign-in", methods=["GET", "POST"])
@public
@limiter.limit("50 per 10 minutes", methods=["POST"], deduct_when=_failed)
def sign_in() -> ResponseReturnValue:
    """E-mail or sign-in name, and the password. Whatever does not fit, the answer is the same."""
    target = request.args.get("next")
    if current_user.is_authenticated:
        return redirect(_back_to(target), 303)
    form = SignInForm()
    if form.validate_on_submit():
        person = signing_in.try_sign_in(form.name.data, form.password.data, datetime.now(UTC))
        if person is not None:
            signing_in.enter(person)
            _tell_of_lock(person)
            return redirect(_back_to(target), 303)
        form.form_errors.append(
            _(
                "The sign-in name or the password is not right. Check both. After 5 wrong tries an account is locked "
                "for 15 minutes or longer: then wait, or ask for a new slip."
            )
        )
    return page(
        "accounts/sign_in.html",
        title=pgettext("a page", "Sign in"),
        form=form,
        target=target if is_local(target) else None,
    )


def _back_to(target: str | None) -> str:
    return target if target is not None and is_local(target) else url_for("home.start")


def _tell_of_lock(person: Person) -> None:
    if person.untold_lock_at is None:
        return
    refresh()  # the language is hers now
    flash(
        _(
            "Your account was locked on %(moment)s, because somebody typed wrong passwords. If that was not you, "
            "choose a new password.",
            moment=format_moment(person.untold_lock_at),
        ),
        "warning",
    )
    with transaction():
        actions.told_lock(person)


@views.post("/accounts/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Ends the sign-in on this browser."""
    if current_user.is_authenticated:
        signing_in.leave()
    flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@views.route("/J", methods=["GET", "POST"])
@views.route("/j", methods=["GET", "POST"])
@public
def join() -> ResponseReturnValue:
    """Typing the code from a slip."""
    form = CodeForm()
    if form.validate_on_submit():
        code = "".join(form.code.data.split()).replace("/", "") or "-"
        return redirect(url_for("accounts.use_code", code=code), 303)
    return page("accounts/join.html", title=_("Your code"), form=form)


@views.route("/J/<code>", methods=["GET", "POST"])
@views.route("/j/<code>", methods=["GET", "POST"])
@public
@limiter.limit("20 per 10 minutes", deduct_when=lambda response: response.status_code == 404)
def use_code(code: str) -> ResponseReturnValue:
    """Is this you? Then choose a language and a password. Looking at the page uses nothing up."""
    now = datetime.now(UTC)
    invitation = queries.invitation_by_code(code)
    if invitation is None:
        return page("accounts/code_unknown.html", title=_("We do not know this code"), status=404)
    _speak_her_language(invitation)
    if not invitation.is_open_at(now) or not invitation.person.is_active:
        return _closed_code(invitation)
    form = JoinForm(data={"language": current_language()})
    if form.validate_on_submit() and (person := _join(form, code, invitation.person, now)):
        signing_in.enter(person)
        refresh()
        flash(_("Welcome! Next time sign in as %(name)s with your password.", name=person.sign_in_name), "success")
        return redirect(url_for("home.start"), 303)
    if form.is_submitted() and not form.language.errors:
        signing_in.speak(form.language.data)
        refresh()  # what to mend is said in the language that was just chosen
    title = _("Is this you?") if not invitation.person.has_joined else _("Choose a new password")
    # The page names somebody who has not signed in, and its address lets her in.
    return unkept(page("accounts/use_code.html", title=title, form=form, person=invitation.person, by=invitation.by))


def _join(form: JoinForm, code: str, person: Person, now: datetime) -> Person | None:
    joined = None
    with form.refusals():
        actions.good_password(person, form.password.data)
        hashed = passwords.hash_of(form.password.data)
        with transaction():
            joined = actions.join(code, hashed, form.language.data, now)
    return joined


def _speak_her_language(invitation: Invitation) -> None:
    """The first look at a code switches to its owner's language; after that the choice on the page holds."""
    if session.get("code_seen") == invitation.id:
        return
    session["code_seen"] = invitation.id
    if invitation.person.language in current_app.config["TOT"].languages:
        session["language"] = invitation.person.language
        refresh()


def _closed_code(invitation: Invitation) -> Response:
    if invitation.used_at is not None:
        return page("accounts/code_used.html", title=_("This code was used already"), status=410)
    if invitation.withdrawn_at is not None or not invitation.person.is_active:
        return page("accounts/code_withdrawn.html", title=_("This code was replaced"), status=410)
    return page(
        "accounts/code_expired.html", title=_("This code has expired"), status=410, expired_at=invitation.expires_at
    )


@views.route("/accounts/forgot", methods=["GET", "POST"])
@public
@limiter.limit("20 per 10 minutes", methods=["POST"])
def forgot() -> ResponseReturnValue:
    """A letter to whoever has an address; the answer is the same for every name, known or not."""
    form = ForgotForm()
    if form.validate_on_submit():
        person = queries.person_by_sign_in(form.name.data)
        number = person.id if person else None
        with transaction():
            actions.ask_reset(number, datetime.now(UTC))
        return redirect(url_for("accounts.forgot", sent=1), 303)
    if "sent" in request.args:
        return page("accounts/forgot_sent.html", title=_("Look into your letters"))
    return page("accounts/forgot.html", title=_("A new password"), form=form)
