"""Each person's first page, and the choice of language."""

from flask import Blueprint, Response, abort, current_app, redirect, request, session
from flask.typing import ResponseReturnValue

from tot.web.access import public, signed_in
from tot.web.pages import page
from tot.web.security import is_local

views = Blueprint("home", __name__)


@views.get("/")
@signed_in
def start() -> Response:
    """The first page."""
    return page("home/start.html", title="Home")


@views.get("/language/<code>")
@public
def language(code: str) -> ResponseReturnValue:
    """Shows the platform in another language from now on, and goes back to where one was."""
    if code not in current_app.config["TOT"].languages:
        abort(404)
    session["language"] = code
    target = request.args.get("next")
    return redirect(target if target is not None and is_local(target) else "/", 303)
