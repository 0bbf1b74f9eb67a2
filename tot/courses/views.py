"""Pages of the slice."""

from flask import Blueprint, Response

from tot.policy import Can
from tot.web.access import requires
from tot.web.pages import page

views = Blueprint("courses", __name__, url_prefix="/courses")


@views.get("/")
@requires(Can.SEE_COURSES)
def index() -> Response:
    return page("home/start.html", title="Courses")
