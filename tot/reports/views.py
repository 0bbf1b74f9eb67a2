"""Pages of the slice."""

from flask import Blueprint, Response

from tot.policy import Can
from tot.web.access import requires
from tot.web.pages import page

views = Blueprint("reports", __name__, url_prefix="/reports")


@views.get("/cascade")
@requires(Can.SEE_CASCADE)
def cascade() -> Response:
    return page("home/start.html", title="Cascade")
