"""What was learned between the pre-test and the post-test: of a cohort, and of a course cohort by cohort."""

from flask import Response
from flask_babel import gettext as _

from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.courses.queries import book, current_course
from tot.courses.rules import Course
from tot.policy import Can, may
from tot.reports import queries
from tot.reports.pictures import gain_by_group
from tot.reports.queries import Group
from tot.reports.rules.gain import FEWEST_FOR_INTERVAL, FEWEST_PAIRS, band, gain_of
from tot.reports.rules.gain import gain as gain_in
from tot.reports.views.blueprint import views
from tot.reports.views.tests import Scope, everything, only
from tot.reports.words import GAIN_WORDS, fixed
from tot.web.access import requires, who_asks
from tot.web.pages import page


@views.get("/gain/<key>")
@requires(Can.SEE_TOTALS, on=current_course)
def gain(course: Course) -> Response:
    """The gain of every cohort of a course within reach, and of all together."""
    return _gain(everything(), course)


@views.get("/cohorts/<int:cohort_id>/gain")
@requires(Can.SEE_COHORT, on=cohort_by_id)
def cohort_gain(cohort: Cohort) -> Response:
    """The gain of a cohort, with its people for those who may see their names."""
    return _gain(only(cohort), book(cohort.course_version_id))


def _gain(scope: Scope, course: Course) -> Response:
    found = queries.groups(scope.where, course.id)
    # A sum is made of the groups that are shown: what is hidden cannot be worked out from it.
    shown = [group for group in found if not scope.is_counted or len(group.pairs) >= FEWEST_PAIRS]
    by_group = [(_name(scope, group, number), group.gain) for number, group in enumerate(shown, 1)]
    pairs = [pair for group in shown for pair in group.pairs]
    only_pre = sum(_readable(scope, one.only_pre) for _name, one in by_group)
    only_post = sum(_readable(scope, one.only_post) for _name, one in by_group)
    together = gain_in(pairs, only_pre, only_post)
    return page(
        "reports/gain.html",
        title=_("Gain between pre-test and post-test"),
        crumbs=[
            *scope.crumbs,
            (_("Results of tests"), scope.address("tests")),
            (_("Gain"), None),
        ],
        scope=scope,
        course=course,
        together=together,
        by_group=by_group,
        hidden=len(found) - len(shown),
        waiting=0 if scope.is_counted else sum(len(group.waiting) for group in found),
        picture=gain_by_group(by_group) if len(by_group) > 1 else None,
        people=_people(scope, shown),
        band=band,
        words=GAIN_WORDS,
        fixed=fixed,
        fewest=FEWEST_PAIRS,
        for_interval=FEWEST_FOR_INTERVAL,
    )


def _readable(scope: Scope, count: int) -> int:
    """What of a count goes into a sum: nothing of one that is hidden."""
    return 0 if scope.is_counted and count < FEWEST_PAIRS else count


def _name(scope: Scope, group: Group, number: int) -> str:
    """Trainers often name a cohort after a place or after themselves, so whoever only counts reads a number."""
    return _("Cohort %(number)s", number=number) if scope.is_counted else group.name


def _people(scope: Scope, groups: list[Group]) -> list[tuple[str, float, float, float | None]]:
    """(name, share before, share after, gain) of everybody in a cohort, by name."""
    if scope.cohort is None or not may(who_asks(), Can.SEE_NAMES, scope.cohort):
        return []
    pairs = [pair for group in groups for pair in group.pairs]
    names = queries.names_of(pairs)
    return sorted((names[pair.person], pair.pre, pair.post, gain_of(pair)) for pair in pairs)
