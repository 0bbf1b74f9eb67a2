"""Who is asking: the sign-in cookie, its end, and what happens to a form that was sent after it."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.datastructures import MultiDict

from tot.accounts import actions, queries
from tot.accounts.models import Person
from tot.db import transaction

SEEN_EVERY = 600  # seconds: how often "last seen" is written into the cookie


def connect(app: Flask) -> None:
    """Makes Flask-Login find people of ours."""
    manager = LoginManager(app)
    manager.session_protection = None  # a phone changes its address on the way; the cookie is signed and ends
    manager.user_loader(_find)
    manager.unauthorized_handler(ask_to_sign_in)
    app.before_request(_give_back_kept_form)


def enter(person: Person) -> None:
    """Signs a person in on this browser."""
    kept_language = session.get("language")
    session.clear()  # a session from before the sign-in is never continued
    session.permanent = True
    session["language"] = person.language or kept_language
    session["seen"] = session["was_seen"] = _seconds()
    session["was"] = person.id
    login_user(person)


def leave() -> None:
    """Signs out on this browser; who it was stays known, so that a form in another tab is not lost."""
    was, language = session.get("was"), session.get("language")
    logout_user()
    session.clear()
    session["was"], session["language"] = was, language


def _seconds() -> int:
    return int(datetime.now(UTC).timestamp())


def _find(cookie: str) -> Person | None:
    idle = current_app.config["TOT"].idle_minutes * 60
    seen, now = session.get("seen", 0), _seconds()
    if now - seen > idle:
        return None
    if now - seen > SEEN_EVERY:
        session["seen"] = now
    return queries.person_of_cookie(cookie)


def ask_to_sign_in() -> ResponseReturnValue:
    """Leads to the sign-in page; a form that was sent is kept for its owner and given back afterwards."""
    target = request.full_path.rstrip("?")
    if request.method == "POST":
        target = _keep_form()
    flash(_("Please sign in to go on."), "info")
    return redirect(url_for("accounts.sign_in", next=target), 303)


def _keep_form() -> str:
    was = session.get("was")
    path = request.path
    if was is None:
        return path
    fields = [
        [name, value]
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    ]
    with transaction():
        key = actions.keep_form(person_id=was, path=path, fields=fields, now=datetime.now(UTC))
    return f"{path}?kept={key}"


def _give_back_kept_form() -> None:
    key = request.args.get("kept")
    if key is None or request.method != "GET" or not current_user.is_authenticated:
        return
    fields: Any = queries.kept_form(current_user, key, request.path)
    if fields is not None:
        g.kept_fields = MultiDict([(name, value) for name, value in fields])
        flash(
            _("You were signed out while you were writing. Nothing was lost: check what you wrote and save it."), "info"
        )
