"""Taking a quiz: what awaits one, an attempt with all its questions, and its end."""

from datetime import UTC, datetime

from flask import Response, abort, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.cohorts.queries import OwnEnrolment, own_enrolment
from tot.courses.queries import book
from tot.courses.rules import Course, Module, PairedTest, Quiz
from tot.courses.signing import is_draft
from tot.courses.wording import TEST_NAMES, origin_words
from tot.db import transaction
from tot.policy import Can
from tot.progress.queries import openings_of
from tot.quizzes import actions, queries, rules
from tot.quizzes.models import Attempt
from tot.quizzes.queries import Sitting, sitting_by_id
from tot.quizzes.sheet import Sheet, sheet_of
from tot.quizzes.views.blueprint import views
from tot.web.access import requires
from tot.web.course_text import content_language
from tot.web.languages import say
from tot.web.pages import Crumb, address, page


@views.get("/<int:enrolment_id>/<quiz_key>")
@requires(Can.LEARN, on=own_enrolment)
def quiz(enrolment: OwnEnrolment, quiz_key: str) -> Response:
    """What awaits one, and how earlier attempts went."""
    course = book(enrolment.course_version_id)
    module, quiz = rules.quiz_in(course, quiz_key) or abort(404)
    way, outcomes = rules.way_of(quiz), queries.outcomes(enrolment.id, quiz_key)
    openings = openings_of([enrolment.cohort_id])[enrolment.cohort_id] if way.is_opened else {}
    language = content_language(course.languages, enrolment.language)
    return page(
        "quizzes/quiz.html",
        title=TEST_NAMES[quiz.kind],
        crumbs=crumbs(course, enrolment.id),
        enrolment=enrolment,
        module=module,
        quiz=quiz,
        way=way,
        outcomes=outcomes,
        may_begin=_may_begin(quiz, outcomes, openings),
        origin=origin_words(quiz.cut) if quiz.cut else "",
        extra=queries.extra_minutes(enrolment.id, quiz_key) if quiz.minutes else 0,
        language=language,
        is_draft=is_draft(_reviewed_with(course, module, quiz), language),
    )


def _reviewed_with(course: Course, module: Module | None, quiz: Quiz) -> Module | PairedTest | Quiz:
    """What a reviewer signs when she signs this test: the module of a check, both forms of a pre- and post-test."""
    if module is not None:
        return module
    paired = course.prepost
    return paired if paired and quiz.id in (paired.pretest_id, paired.posttest_id) else quiz


def _may_begin(quiz: Quiz, outcomes: list[queries.Outcome], openings: dict[str, bool]) -> bool:
    """Whether the button stands there; whether it holds is decided by the action."""
    if outcomes and not outcomes[0].submitted_at:
        return True
    if rules.way_of(quiz).is_opened and not openings.get(quiz.id):
        return False
    is_done = quiz.attempts > 0 and any(one.tally.is_passed for one in outcomes)
    return not is_done and rules.left_of(quiz, len(outcomes)) != 0


@views.post("/<int:enrolment_id>/<quiz_key>")
@requires(Can.LEARN, on=own_enrolment)
def begin(enrolment: OwnEnrolment, quiz_key: str) -> ResponseReturnValue:
    """Begins an attempt, or goes on with the one that is open."""
    found = rules.quiz_in(book(enrolment.course_version_id), quiz_key) or abort(404)
    with transaction():
        begun = actions.begin(enrolment, found.quiz, current_user, datetime.now(UTC))
    sitting = queries.sitting_by_id(begun) or abort(404)
    return redirect(way_on(sheet_of(sitting)), 303)


@views.get("/attempts/<int:attempt_id>")
@requires(Can.ANSWER_QUIZ, on=sitting_by_id)
def attempt(sitting: Sitting) -> ResponseReturnValue:
    """All questions of an attempt: which are answered, which are left."""
    if is_finished(sitting):
        return redirect(address("quizzes.review", attempt_id=sitting.id), 303)
    return _sheet_page("quizzes/attempt.html", _("Your answers"), sheet_of(sitting))


@views.get("/attempts/<int:attempt_id>/finish")
@requires(Can.ANSWER_QUIZ, on=sitting_by_id)
def finish(sitting: Sitting) -> ResponseReturnValue:
    """Asks whether to finish although questions are left."""
    if is_finished(sitting):
        return redirect(address("quizzes.review", attempt_id=sitting.id), 303)
    sheet = sheet_of(sitting)
    title = _("Hand in your answers?") if sheet.way.may_change else _("Finish the knowledge check?")
    return _sheet_page("quizzes/finish.html", title, sheet)


@views.post("/attempts/<int:attempt_id>/finish")
@requires(Can.ANSWER_QUIZ, on=sitting_by_id)
def submit(sitting: Sitting) -> ResponseReturnValue:
    """Finishes an attempt."""
    with transaction():
        actions.finish(sitting, queries.quiz_of(sitting), current_user, datetime.now(UTC))
    return redirect(address("quizzes.review", attempt_id=sitting.id), 303)


def _sheet_page(template: str, title: str, sheet: Sheet) -> Response:
    return page(
        template,
        title=title,
        crumbs=crumbs(sheet.course, sheet.attempt.enrolment_id),
        sheet=sheet,
        way_on=way_on(sheet),
        seconds_left=seconds_left(sheet.attempt),
        language=content_language(sheet.course.languages, sheet.attempt.language),
    )


def is_finished(sitting: Sitting) -> bool:
    """Whether an attempt takes no more answers; one whose time is over is handed in now."""
    now = datetime.now(UTC)
    if sitting.submitted_at is None and rules.is_over(sitting.ends_at, now):
        with transaction():
            actions.hand_in_if_over(sitting, now)
        return True
    return sitting.submitted_at is not None


def seconds_left(attempt: Attempt | Sitting) -> int | None:
    """By the server's clock, without the grace; None without a limit."""
    if attempt.ends_at is None:
        return None
    return max(0, round((attempt.ends_at - datetime.now(UTC)).total_seconds()))


def way_on(sheet: Sheet, after: int = 0) -> str:
    """The next question without an answer, looking on from this one; all answers when there is none."""
    number = sheet.next_left(after)
    if number is None:
        return address("quizzes.attempt", attempt_id=sheet.attempt.id)
    return address("quizzes.question", attempt_id=sheet.attempt.id, number=number)


def crumbs(course: Course, enrolment_id: int) -> list[Crumb]:
    """One step back: a phone has no room for the whole way."""
    return [(say(course.title), address("progress.course", enrolment_id=enrolment_id))]
