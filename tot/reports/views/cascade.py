"""The cascade with its reach."""

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user

from tot.cascade.rules import LEVEL_NAMES
from tot.courses.queries import published_courses
from tot.policy import Can
from tot.reports import queries
from tot.reports.rules import cascade as rules
from tot.reports.views.blueprint import views
from tot.web.access import requires
from tot.web.languages import say
from tot.web.pages import page


@views.get("/cascade")
@requires(Can.SEE_CASCADE)
def cascade() -> Response:
    """Who trained whom, generation by generation, and whom they reached."""
    by_course = queries.trainers_by_course()
    sights = {key: rules.sight_of(current_user, trainers, key) for key, trainers in by_course.items()}
    keys = [key for key, sight in sights.items() if sight]
    chosen = request.args.get("course")
    key = chosen if chosen in keys else next(iter(keys), None)
    titles = {course.id: say(course.title) for course in published_courses()}
    trainers, sight = (by_course[key], sights[key]) if key else ([], {})
    reaches = queries.reach_of_course(key) if key else {}
    regions = {path: say(names) for path, names in queries.large_places().items()}
    trees = rules.forest(trainers, reaches, sight)
    return page(
        "reports/cascade.html",
        title=_("Cascade"),
        crumbs=[(_("Cascade"), None)],
        courses=[(course, titles.get(course, course)) for course in keys],
        key=key,
        trees=trees,
        rows=rules.flat(trees),
        generations=rules.generations(trainers, reaches, sight),
        hides=rules.hides_something(trees),
        levels=LEVEL_NAMES,
        region_of=lambda trainer: regions.get(rules.region_of(trainer.place_path), ""),
        fewest=rules.FEWEST,
    )
