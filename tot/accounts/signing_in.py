"""Who is asking: the sign-in cookie, its end, and what happens to a form that was sent after it."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask, Response, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tot.accounts import actions, passwords, queries
from tot.accounts.models import Person
from tot.db import transaction
from tot.web.errors import show_csrf
from tot.web.security import is_local

SEEN_EVERY = 600  # seconds: how often "last seen" is written into the cookie


def connect(app: Flask) -> None:
    """Makes Flask-Login find people of ours."""
    manager = LoginManager(app)
    manager.session_protection = None  # a phone changes its address on the way; the cookie is signed and ends
    manager.user_loader(_find)
    manager.unauthorized_handler(ask_to_sign_in)
    app.register_error_handler(CSRFError, _form_of_an_ended_session)
    app.before_request(_give_back_kept_form)
    app.after_request(_drop_form_that_was_sent)


# ------------------------------------------------------------------------------------------------- coming and going


def try_sign_in(typed: str, password: str, now: datetime) -> Person | None:
    """The person, if name and password fit and nothing is locked. An unknown name takes as long as a wrong password."""
    person = queries.person_by_sign_in(typed)
    number, kept = (person.id, person.password_hash) if person else (None, None)
    is_right = passwords.fits(password, kept)  # outside the transaction: it takes 45 ms on purpose
    with transaction():
        if is_right and number and kept:
            actions.drop_old_kept_forms(now)
            return actions.note_sign_in(number, kept, now)
        actions.note_failure(number, now)
    return None


def enter(person: Person) -> None:
    """Signs a person in on this browser. Nothing of an earlier session is continued, unless it was her own.

    Then forms that she has open in other tabs still hold: their token is kept.
    """
    token = session.get("was_csrf") or session.get("csrf_token") if session.get("was") == person.id else None
    size = session.get("text_size")
    session.clear()
    session.permanent = True
    if size:
        session["text_size"] = size  # belongs to the telephone and the eyes in front of it, not to an account
    session["language"] = person.language
    session["seen"] = _seconds()
    session["was"] = person.id
    if token:
        session["csrf_token"] = token
    login_user(person)


def leave() -> None:
    """Signs out on this browser; who it was stays known, so that a form in another tab is not lost."""
    kept = {name: session.get(name) for name in ("was", "language", "text_size")}
    kept["was_csrf"] = session.get("csrf_token")
    logout_user()
    session.clear()
    session.update({name: value for name, value in kept.items() if value})


def stay(person: Person) -> None:
    """Goes on with this sign-in after all others were ended."""
    login_user(person)


def speak(language: str) -> None:
    """Goes on in another language."""
    session["language"] = language


def is_right_password(person: Person, password: str, now: datetime) -> bool:
    """Whether somebody who is signed in knows the password. Wrong ones count as at the door, and lock it."""
    is_right = passwords.fits(password, person.password_hash) and not person.is_locked_at(now)
    if not is_right:
        with transaction():
            actions.note_failure(person.id, now)
    return is_right


def _seconds() -> int:
    return int(datetime.now(UTC).timestamp())


def _find(cookie: str) -> Person | None:
    idle = current_app.config["TOT"].idle_minutes * 60
    seen, now = session.get("seen", 0), _seconds()
    if now - seen > idle:
        return None
    person = queries.person_of_cookie(cookie)
    if person is not None and now - seen > SEEN_EVERY:
        session["seen"] = now
    return person


# ----------------------------------------------------------------------------- forms that come after the session's end


def ask_to_sign_in() -> ResponseReturnValue:
    """Leads to the sign-in page; a form that was sent is kept for its owner and given back afterwards."""
    target = request.full_path.rstrip("?")
    sentence = _("Please sign in to go on.")
    if request.method == "POST":
        target, is_kept = _keep_form()
        if is_kept:
            sentence = _("You were signed out. Sign in again: what you wrote is kept for you.")
    flash(sentence, "info")
    return redirect(url_for("accounts.sign_in", next=target), 303)


def _form_of_an_ended_session(error: CSRFError) -> ResponseReturnValue:
    """A form whose token holds no more: kept if this browser's last session made it; otherwise it is old or forged."""
    if not current_user.is_authenticated and _is_of_last_session():
        return ask_to_sign_in()
    return show_csrf(error)


def _is_of_last_session() -> bool:
    """Whether the token in the form was made in the session that ended on this browser.

    Without this, the form of one person could be kept for the next who signed in and out on the same telephone.
    """
    token, known = request.form.get("csrf_token", ""), session.get("was_csrf")
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        return known is not None and signer.loads(token) == known
    except BadData:
        return False


def _keep_form() -> tuple[str, bool]:
    """Where to go back to after the sign-in, and whether what was written will be there."""
    was, path = session.get("was"), _page_of_form()
    if was is None:
        return path, False
    fields = [
        [name, value]
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    ]
    with transaction():
        key = actions.keep_form(person_id=was, path=path.partition("?")[0], fields=fields, now=datetime.now(UTC))
    if key is None:
        return path, False
    return f"{path}{'&' if '?' in path else '?'}kept={key}", True


def _page_of_form() -> str:
    """The page that shows the form: where it was sent to, or, if that only takes forms, where it came from."""
    query = request.query_string.decode(errors="replace")
    here = request.path + (f"?{query}" if query else "")
    if _shows_a_page(request.path):
        return _without_kept(here)
    came_from = urlsplit(request.referrer or "")
    there = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    if came_from.netloc == request.host and is_local(there) and _shows_a_page(came_from.path):
        return _without_kept(there)
    return "/"


def _without_kept(path: str) -> str:
    front, _mark, query = path.partition("?")
    left = "&".join(part for part in query.split("&") if part and not part.startswith("kept="))
    return f"{front}?{left}" if left else front


def _shows_a_page(path: str) -> bool:
    try:
        current_app.url_map.bind("localhost").match(path, method="GET")
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return False
    return True


def _give_back_kept_form() -> None:
    key = request.args.get("kept")
    if key is None or request.method != "GET" or not current_user.is_authenticated:
        return
    fields: Any = queries.kept_form(current_user, key, request.path)
    if fields is not None:
        g.kept_fields = MultiDict([(name, value) for name, value in fields])
        flash(_("You were signed out while you were writing. Nothing was lost: check it and send it again."), "info")


def _drop_form_that_was_sent(response: Response) -> Response:
    """A kept form stays until it has been sent: whoever loads the page again still finds the text."""
    referrer = request.referrer or ""
    if request.method != "POST" or ("kept" not in request.args and "kept=" not in referrer):
        return response
    if response.status_code < 400 and current_user and current_user.is_authenticated:
        came_from = parse_qs(urlsplit(referrer).query).get("kept", [None])[0]
        if key := request.args.get("kept") or came_from:
            with transaction():
                actions.drop_kept_form(current_user.id, key)
    return response
