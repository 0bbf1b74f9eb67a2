"""Pages of the slice."""

from flask import Blueprint, Response

from tot.policy import Can
from tot.web.access import requires
from tot.web.pages import page

views = Blueprint("cohorts", __name__, url_prefix="/cohorts")


@views.get("/")
@requires(Can.SEE_COHORTS)
def index() -> Response:
    return page("home/start.html", title="Cohorts")
