"""Each person's first page, and the choice of language."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, abort, current_app, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.cohorts.queries import OwnEnrolment, own_enrolments
from tot.courses.queries import book
from tot.courses.rules import Course
from tot.courses.wording import TEST_NAMES
from tot.home import queries
from tot.policy import Can, may
from tot.progress.queries import standings
from tot.progress.rules import (
    CourseTest,
    Fact,
    MarkedAgain,
    ModuleProgress,
    Step,
    course_tests,
    marked_again,
    next_step,
    progress_in,
)
from tot.quizzes.queries import count_beside
from tot.quizzes.rules import quiz_in
from tot.regrades.queries import to_decide
from tot.reviews.queries import groups, to_do
from tot.web.access import public, signed_in
from tot.web.course_text import content_language
from tot.web.pages import TEXT_SIZES, page
from tot.web.security import is_local

views = Blueprint("home", __name__)

NEWS = timedelta(days=30)
"""How long the first page says that points changed; the page of the attempt says so for ever."""


@dataclass(frozen=True, slots=True)
class Learning:
    """One course that somebody takes: how far she is and what comes next."""

    enrolment: OwnEnrolment
    course: Course
    language: str
    modules: tuple[ModuleProgress, ...]
    tests: tuple[CourseTest, ...]
    marked_again: tuple[tuple[MarkedAgain, str], ...]  # lately, with the kind of the test

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(one.done for one in self.modules) + sum(test.is_done for test in self.tests if test.is_asked)

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return sum(len(one.steps) for one in self.modules) + sum(test.is_asked for test in self.tests)

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done."""
        return next_step(self.modules, self.tests)


@views.get("/")
@signed_in
def start() -> Response:
    """What somebody learns, leads and looks after, each with the next thing to do."""
    person, now = current_user._get_current_object(), datetime.now(UTC)  # herself: the stand-in asks at every use
    enrolments = own_enrolments(person.id)
    led = queries.led_by(person.id) if may(person, Can.OPEN_COHORT) else []
    upcoming = queries.next_sessions({e.cohort_id for e in enrolments} | {one.cohort_id for one in led}, now)
    is_coordinator = may(person, Can.SEE_PEOPLE) and may(person, Can.SEE_COHORTS)
    return page(
        "home/start.html",
        title=_("Home"),
        learning=_learning(enrolments, now),
        names=TEST_NAMES,
        led=led,
        beside=count_beside(person.id) if may(person, Can.SEE_OWN_QUEUE) else 0,
        upcoming=upcoming,
        to_review=to_do(groups(), person) if may(person, Can.REVIEW) else None,
        counts=queries.counts_for(person) if is_coordinator else None,
        to_decide=to_decide(person) if may(person, Can.REGRADE) else [],
    )


@views.get("/language/<code>")
@public
def language(code: str) -> ResponseReturnValue:
    """Shows the platform in another language from now on, and goes back to where one was."""
    if code not in current_app.config["TOT"].languages:
        abort(404)
    session["language"] = code
    return _back()


@views.get("/text-size/<size>")
@public
def text_size(size: str) -> ResponseReturnValue:
    """Shows every text larger or smaller from now on, and goes back to where one was."""
    if size not in TEXT_SIZES:
        abort(404)
    session["text_size"] = size
    return _back()


def _back() -> ResponseReturnValue:
    target = request.args.get("next")
    return redirect(target if target is not None and is_local(target) else "/", 303)


def _learning(enrolments: list[OwnEnrolment], now: datetime) -> list[Learning]:
    evidence, openings = standings((e.id for e in enrolments), (e.cohort_id for e in enrolments))
    found = []
    for enrolment in enrolments:
        course = book(enrolment.course_version_id)
        found.append(
            Learning(
                enrolment=enrolment,
                course=course,
                language=content_language(course.languages, enrolment.language),
                modules=tuple(progress_in(module, evidence[enrolment.id]) for module in course.modules),
                tests=course_tests(course, evidence[enrolment.id], openings[enrolment.cohort_id]),
                marked_again=_marked_again(course, evidence[enrolment.id], now),
            )
        )
    return found


def _marked_again(course: Course, evidence: tuple[Fact, ...], now: datetime) -> tuple[tuple[MarkedAgain, str], ...]:
    found = ((one, quiz_in(course, one.quiz_key)) for one in marked_again(evidence, now - NEWS))
    return tuple((one, test.quiz.kind) for one, test in found if test)
