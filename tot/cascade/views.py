"""Pages of the slice."""

from flask import Blueprint, Response

from tot.policy import Can
from tot.web.access import requires
from tot.web.pages import page

views = Blueprint("cascade", __name__, url_prefix="/cascade")


@views.get("/")
@requires(Can.SEE_CASCADE)
def tree() -> Response:
    return page("home/start.html", title="Cascade")
