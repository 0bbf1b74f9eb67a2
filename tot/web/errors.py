"""Error pages: what happened, that nothing was lost where that is so, and what to do next. Never a traceback."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError
from werkzeug.exceptions import HTTPException

from tot.db import CANNOT_WRITE, db, is_away
from tot.refusals import Refused
from tot.web.pages import page

TITLES = {
    400: _l("We could not read that"),
    403: _l("This page is not for your account"),
    404: _l("There is no such page"),
    405: _l("This page works in another way"),
    413: _l("That file is too large"),
    429: _l("Too many tries"),
    500: _l("Something went wrong on our side"),
    503: _l("The platform is busy"),
}
TOO_LONG = _l("That text is too long")  # of a form that sends no file

# What a database says of a number or a sign that no column can hold: only made-up addresses and forms have them.
BEYOND = (DataError, OverflowError)


def connect(app: Flask) -> None:
    """Answers every error with a page of ours."""
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(CSRFError, show_csrf)
    app.register_error_handler(Refused, _show_refusal)
    for kind in CANNOT_WRITE:
        app.register_error_handler(kind, _show_unsaved)
    for beyond in BEYOND:
        app.register_error_handler(beyond, _show_unreadable)
    app.register_error_handler(500, _show_failure)


def _show(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error
    if code not in TITLES:
        code = 400 if code < 500 else 500
    title = TOO_LONG if code == 413 and request.mimetype != "multipart/form-data" else TITLES[code]
    response = page(f"errors/{code}.html", title=title, status=error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def show_csrf(error: CSRFError) -> Response:
    """The page for a form whose token does not hold; accounts first look whether it can be kept for its owner."""
    return page("errors/csrf.html", title=_l("This form has grown old"), status=400)


def _show_refusal(refused: Refused) -> Response:
    return page("errors/refused.html", title=_l("That cannot be done now"), status=409, sentence=refused.sentence)


def _show_unsaved(error: DBAPIError) -> Response:
    """The disk is full or the database is away: nothing of what was sent is written, everything before it is."""
    if not is_away(error):
        raise error
    current_app.logger.error("the database refused", exc_info=error)
    db.session.rollback()
    title = _l("The platform cannot save anything right now")
    return page("errors/unsaved.html", title=title, status=503, is_for_nobody=True, fields=_to_send_again())


def _to_send_again() -> list[tuple[str, str]]:
    """What was typed, so that the page can send it once more; no password, and no file, which it could not hold."""
    if request.files or any("password" in name for name in request.form):
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def _show_unreadable(_error: DataError | OverflowError) -> Response:
    db.session.rollback()
    return page("errors/400.html", title=TITLES[400], status=400)


def _show_failure(_error: Exception) -> Response:
    db.session.rollback()  # the page itself may need the database
    return page("errors/500.html", title=TITLES[500], status=500, is_for_nobody=True)
