"""What waits for review: all courses, and one course with each text in each language."""

from flask import Response
from flask_babel import gettext as _

from tot.courses.signing import ROLE_NAMES
from tot.policy import Can
from tot.reviews import queries
from tot.reviews.queries import Group
from tot.reviews.views.blueprint import crumbs, name_of_group, name_of_text, views
from tot.reviews.words import STANDING_NAMES, STANDING_TONES
from tot.web.access import requires, who_asks
from tot.web.languages import OWN_NAMES
from tot.web.pages import page


@views.get("/")
@requires(Can.REVIEW)
def index() -> Response:
    """Every course, with how much of it waits."""
    return page(
        "reviews/index.html",
        title=_("Courses to review"),
        groups=queries.groups(),
        to_do=_to_do,
        name_of=name_of_group,
    )


@views.get("/<key>")
@requires(Can.REVIEW, on=queries.group)
def group(group: Group) -> Response:
    """Each text of a course in each language: signed off, changed since, or waiting."""
    return page(
        "reviews/group.html",
        title=name_of_group(group),
        crumbs=crumbs(),
        group=group,
        to_do=_to_do(group),
        columns=[_("Text"), *(OWN_NAMES[code] for code in group.languages)],
        name_of=name_of_text,
        names=OWN_NAMES,
        roles=ROLE_NAMES,
        standings=STANDING_NAMES,
        tones=STANDING_TONES,
    )


def _to_do(group: Group) -> int:
    """What waits for whoever asks."""
    return queries.to_do([group], who_asks())
