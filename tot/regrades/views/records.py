"""Which keys were corrected and what became of it; one regrade with everything it changed."""

from flask import Response, abort, request
from flask_babel import gettext as _

from tot.courses.queries import book, current_course, published_courses
from tot.policy import Can, may
from tot.quizzes.models import Regrade
from tot.quizzes.queries import regrades_in
from tot.regrades import queries
from tot.regrades.views.blueprint import (
    KEPT_WORDS,
    MODE_NAMES,
    crumbs,
    language_of,
    name_of_test,
    tests_asking,
    views,
)
from tot.web.access import requires, who_asks
from tot.web.lists import leaf
from tot.web.pages import page


@views.get("/")
@requires(Can.REGRADE)
def index() -> Response:
    """Questions whose key was corrected, course by course, and the regrades there were."""
    places = queries.places_of(who_asks())
    place = request.args.get("place") or next(iter(places), "")
    if place not in places:
        abort(404)
    courses = published_courses()
    past, asked = regrades_in(place), queries.corrected_questions()
    standing, known = queries.standing_in(asked, [place]), {one.question_key for one in past}
    states, standing_here = queries.states_in(asked, standing)[place], standing[place]
    found = [one for one in asked if standing_here[one.key].answers or one.key in known]
    return page(
        "regrades/index.html",
        title=_("Corrected keys"),
        crumbs=crumbs()[:-1],
        places=places,
        place=place,
        courses=[
            (course, language_of(course), [one for one in found if one.course_key == course.id]) for course in courses
        ],
        standing=standing_here,
        states=states,
        past=past,
        tests_asking=tests_asking,
        modes=MODE_NAMES,
    )


@views.get("/<int:regrade_id>")
@requires(Can.SEE_REGRADE, on=queries.regrade_by_id)
def show(regrade: Regrade) -> Response:
    """Who marked again, when, why, and what it changed."""
    asked = queries.asked(regrade.question_key) or abort(404)
    shown = leaf(queries.count_of_changes(regrade.id))
    changes = queries.changes_made(regrade.id, limit=shown.size, offset=shown.offset)
    course, is_newest = current_course(asked.course_key), regrade.to_version_id == asked.newest.id
    return page(
        "regrades/show.html",
        title=_("Regrade %(number)s", number=regrade.id),
        crumbs=crumbs(),
        regrade=regrade,
        asked=asked,
        target=next((one for one in asked.versions if one.id == regrade.to_version_id), None),
        undone_by=queries.undoing_of(regrade.id),
        staying=queries.staying_behind(asked, regrade.place_path, who_asks()) if is_newest else [],
        changes=changes,
        names=queries.named({change.enrolment_id for change in changes}, who_asks()),
        tests={c.quiz_key: name_of_test(book(c.course_version_id), c.quiz_key) for c in changes},
        leaf=shown,
        may_undo=may(who_asks(), Can.SEE_REGRADE, regrade),
        language=language_of(course),
        course=course,
        modes=MODE_NAMES,
        kept_words=KEPT_WORDS,
    )
