"""Signing in, people, places."""

from flask import Blueprint, Response

from tot.policy import Can
from tot.web.access import public, requires
from tot.web.pages import page

views = Blueprint("accounts", __name__, url_prefix="/accounts")


@views.get("/sign-in")
@public
def sign_in() -> Response:
    return page("home/start.html", title="Sign in")


@views.get("/people")
@requires(Can.SEE_PEOPLE)
def index() -> Response:
    return page("home/start.html", title="People")


@views.get("/places")
@requires(Can.SEE_PLACES)
def places() -> Response:
    return page("home/start.html", title="Places")
