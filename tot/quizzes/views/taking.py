"""Taking a quiz, question by question, and seeing how it went."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.cohorts.queries import OwnEnrolment, own_enrolment
from tot.courses.queries import book
from tot.courses.rules import Course
from tot.db import transaction
from tot.policy import Can
from tot.quizzes import actions, queries, rules
from tot.quizzes.forms import Draft, blank, sent
from tot.quizzes.models import Attempt
from tot.quizzes.queries import Sitting, attempt_by_id, sitting_by_id
from tot.quizzes.sheet import Row, Sheet, sheet_of
from tot.quizzes.views.blueprint import views
from tot.refusals import Refused
from tot.web.access import requires
from tot.web.course_text import content_language
from tot.web.languages import say
from tot.web.pages import Crumb, page


@views.get("/<int:enrolment_id>/<quiz_key>")
@requires(Can.LEARN, on=own_enrolment)
def quiz(enrolment: OwnEnrolment, quiz_key: str) -> Response:
    """What awaits one, and how earlier attempts went."""
    course = book(enrolment.course_version_id)
    found = rules.quiz_in(course, quiz_key) or abort(404)
    return page(
        "quizzes/quiz.html",
        title=_("Knowledge check"),
        crumbs=_crumbs(course, enrolment.id),
        enrolment=enrolment,
        module=found[0],
        quiz=found[1],
        way=rules.way_of(found[1]),
        outcomes=queries.outcomes(enrolment.id, quiz_key),
        language=content_language(course.languages, enrolment.language),
    )


@views.post("/<int:enrolment_id>/<quiz_key>")
@requires(Can.LEARN, on=own_enrolment)
def begin(enrolment: OwnEnrolment, quiz_key: str) -> ResponseReturnValue:
    """Begins an attempt, or goes on with the one that is open."""
    found = rules.quiz_in(book(enrolment.course_version_id), quiz_key) or abort(404)
    with transaction():
        begun = actions.begin(enrolment, found[1], current_user, datetime.now(UTC))
    sitting = queries.sitting_by_id(begun) or abort(404)
    return redirect(_way_on(sheet_of(sitting)), 303)


@views.get("/attempts/<int:attempt_id>")
@requires(Can.ANSWER_QUIZ, on=sitting_by_id)
def attempt(sitting: Sitting) -> ResponseReturnValue:
    """All questions of an attempt: which are answered, which are left."""
    if sitting.submitted_at is not None:
        return redirect(url_for("quizzes.review", attempt_id=sitting.id), 303)
    return _sheet_page("quizzes/attempt.html", _("Your answers"), sheet_of(sitting))


@views.get("/attempts/<int:attempt_id>/<int:number>")
@requires(Can.ANSWER_QUIZ, on=sitting_by_id)
def question(sitting: Sitting, number: int) -> ResponseReturnValue:
    """One question; after the answer, what is right and why."""
    if sitting.submitted_at is not None:
        return redirect(url_for("quizzes.review", attempt_id=sitting.id, _anchor=f"question-{number}"), 303)
    sheet = sheet_of(sitting)
    row = sheet.row(number) or abort(404)
    return _question_page(sheet, row, blank(row.given.revision + 1 if row.given else 1))


@views.post("/attempts/<int:attempt_id>/<int:number>")
@requires(Can.ANSWER_QUIZ, on=sitting_by_id)
def answer(sitting: Sitting, number: int) -> ResponseReturnValue:
    """Saves an answer. What cannot be saved is shown again as it was typed, with the reason."""
    quiz = queries.quiz_of(sitting)
    asked = quiz.questions[number - 1] if 0 < number <= len(quiz.questions) else abort(404)
    draft = sent(asked)
    if not draft.is_bad:
        try:
            with transaction():
                saved = actions.answer(
                    sitting,
                    quiz,
                    asked,
                    draft.response,
                    client_key=draft.client_key,
                    revision=int(draft.revision),
                    now=datetime.now(UTC),
                )
        except Refused as refused:
            draft = replace(draft, sentences=(refused.sentence,))
        else:
            if not saved.is_kept:
                flash(_("This question already had an answer. It stands; the one you sent now was not added."), "info")
            return redirect(url_for("quizzes.question", attempt_id=sitting.id, number=number), 303)
    sheet = sheet_of(sitting)
    return _question_page(sheet, sheet.rows[number - 1], draft)


@views.get("/attempts/<int:attempt_id>/finish")
@requires(Can.ANSWER_QUIZ, on=sitting_by_id)
def finish(sitting: Sitting) -> ResponseReturnValue:
    """Asks whether to finish although questions are left."""
    if sitting.submitted_at is not None:
        return redirect(url_for("quizzes.review", attempt_id=sitting.id), 303)
    return _sheet_page("quizzes/finish.html", _("Finish the knowledge check?"), sheet_of(sitting))


@views.post("/attempts/<int:attempt_id>/finish")
@requires(Can.ANSWER_QUIZ, on=sitting_by_id)
def submit(sitting: Sitting) -> ResponseReturnValue:
    """Finishes an attempt."""
    with transaction():
        actions.finish(sitting, queries.quiz_of(sitting), current_user, datetime.now(UTC))
    return redirect(url_for("quizzes.review", attempt_id=sitting.id), 303)


@views.get("/attempts/<int:attempt_id>/review")
@requires(Can.REVIEW_ATTEMPT, on=attempt_by_id)
def review(attempt: Attempt) -> ResponseReturnValue:
    """What was answered, what is right and why: for the participant and for the trainer who leads the cohort."""
    is_own = attempt.person_id == current_user.id
    if attempt.submitted_at is None and is_own:
        return redirect(url_for("quizzes.attempt", attempt_id=attempt.id), 303)
    if is_own:
        return _sheet_page("quizzes/review.html", _("Your result"), sheet_of(attempt), is_own=True)
    crumbs: list[Crumb] = [(attempt.cohort.name, url_for("cohorts.show", cohort_id=attempt.cohort.id))]
    return _sheet_page("quizzes/review.html", attempt.enrolment.person.name, sheet_of(attempt), crumbs, is_own=False)


def _sheet_page(template: str, title: str, sheet: Sheet, crumbs: list[Crumb] | None = None, **more: Any) -> Response:
    return page(
        template,
        title=title,
        crumbs=crumbs or _crumbs(sheet.course, sheet.attempt.enrolment_id),
        sheet=sheet,
        way_on=_way_on(sheet),
        language=content_language(sheet.course.languages, sheet.attempt.language),
        **more,
    )


def _question_page(sheet: Sheet, row: Row, draft: Draft) -> Response:
    return page(
        "quizzes/question.html",
        title=_("Question %(number)s of %(count)s", number=row.number, count=len(sheet.rows)),
        crumbs=_crumbs(sheet.course, sheet.attempt.enrolment_id),
        sheet=sheet,
        row=row,
        draft=draft,
        status=422 if draft.is_bad else 200,
        way_on=_way_on(sheet, row.number),
        language=content_language(sheet.course.languages, sheet.attempt.language),
    )


def _way_on(sheet: Sheet, after: int = 0) -> str:
    number = sheet.next_left(after)
    if number is None:
        return url_for("quizzes.attempt", attempt_id=sheet.attempt.id)
    return url_for("quizzes.question", attempt_id=sheet.attempt.id, number=number)


def _crumbs(course: Course, enrolment_id: int) -> list[Crumb]:
    """One step back: a phone has no room for the whole way."""
    return [(say(course.title), url_for("progress.course", enrolment_id=enrolment_id))]
