"""Pages of the slice."""

from flask import Blueprint, Response

from tot.policy import Can
from tot.web.access import requires
from tot.web.pages import page

views = Blueprint("installation", __name__, url_prefix="/installation")


@views.get("/")
@requires(Can.SEE_SYSTEM)
def state() -> Response:
    return page("home/start.html", title="Installation")
