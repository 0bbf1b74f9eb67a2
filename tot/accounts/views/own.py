"""The own account: language, e-mail address, password, and signing out everywhere."""

from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user

from tot.accounts import actions, passwords, queries, signing_in
from tot.accounts.forms import AddressForm, LanguageForm, PasswordForm
from tot.accounts.models import Person
from tot.accounts.views.blueprint import views
from tot.db import transaction
from tot.web.access import signed_in
from tot.web.pages import Crumb, page


def _me() -> Person:
    """The person herself, not Flask-Login's stand-in for whoever asks."""
    person: Person = current_user._get_current_object()
    return person


def _crumbs(title: str) -> list[Crumb]:
    return [(_("Your account"), url_for("accounts.me")), (title, None)]


def _to_me(sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("accounts.me"), 303)


@views.route("/accounts/me", methods=["GET", "POST"])
@signed_in
def me() -> ResponseReturnValue:
    """What is known about oneself, and the language."""
    form = LanguageForm(data={"language": current_user.language})
    if form.validate_on_submit():
        with transaction():
            actions.change_person(_me(), _me(), datetime.now(UTC), language=form.language.data)
        signing_in.speak(form.language.data)
        refresh()
        return _to_me(_("The language is set."))
    return page("accounts/me.html", title=_("Your account"), form=form, person=queries.person_by_id(current_user.id))


@views.route("/accounts/me/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    """A new password; every other sign-in ends, this one goes on."""
    form = PasswordForm()
    if form.validate_on_submit() and _is_hers(form):
        with form.refusals():
            actions.good_password(_me(), form.password.data)
            hashed = passwords.hash_of(form.password.data)
            with transaction():
                actions.change_password(_me(), hashed, datetime.now(UTC))
            signing_in.stay(_me())
            return _to_me(_("The password is changed. You are signed out on all other devices."))
    return page("accounts/password.html", title=_("New password"), form=form, crumbs=_crumbs(_("New password")))


@views.route("/accounts/me/address", methods=["GET", "POST"])
@signed_in
def address() -> ResponseReturnValue:
    """Where letters go."""
    form = AddressForm(data={"email": current_user.email})
    if form.validate_on_submit() and _is_hers(form):
        with form.refusals():
            with transaction():
                actions.change_person(_me(), _me(), datetime.now(UTC), email=form.email.data)
            return _to_me(_("The e-mail address is changed."))
    return page("accounts/address.html", title=_("E-mail address"), form=form, crumbs=_crumbs(_("E-mail address")))


@views.post("/accounts/me/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """Ends every sign-in but this one: a telephone was lost, or somebody else's was used."""
    with transaction():
        actions.sign_out_everywhere(_me())
    signing_in.stay(_me())
    return _to_me(_("You are signed out on all other devices."))


def _is_hers(form: PasswordForm | AddressForm) -> bool:
    """Whether the password of now is right. Wrong ones count towards the lock: a device may have been left open."""
    if signing_in.is_right_password(_me(), form.password_now.data, datetime.now(UTC)):
        return True
    form.password_now.errors = [_("This is not your password.")]
    return False
