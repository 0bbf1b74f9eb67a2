"""Answering a quiz, question by question."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import Response, abort, current_app, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tot.courses.rules import Question, Quiz
from tot.db import CANNOT_WRITE, db, is_away
from tot.policy import Can
from tot.quizzes import actions, queries, rules
from tot.quizzes.forms import Draft, blank, sent
from tot.quizzes.queries import Sitting, sitting_by_id
from tot.quizzes.sheet import Row, Sheet, sheet_of
from tot.quizzes.views.blueprint import views
from tot.quizzes.views.taking import crumbs, is_finished, seconds_left, way_on
from tot.refusals import Refused
from tot.web.access import requires
from tot.web.course_text import content_language
from tot.web.languages import format_clock
from tot.web.pages import address, page


@views.get("/attempts/<int:attempt_id>/<int:number>")
@requires(Can.ANSWER_QUIZ, on=sitting_by_id)
def question(sitting: Sitting, number: int) -> ResponseReturnValue:
    """One question; after the answer, what is right and why."""
    if is_finished(sitting):
        return redirect(address("quizzes.review", attempt_id=sitting.id, _anchor=f"question-{number}"), 303)
    sheet = sheet_of(sitting)
    row = sheet.row(number) or abort(404)
    return _question_page(sheet, row, blank(row.question, row.given))


@views.post("/attempts/<int:attempt_id>/<int:number>")
@requires(Can.ANSWER_QUIZ, on=sitting_by_id)
def answer(sitting: Sitting, number: int) -> ResponseReturnValue:
    """Saves an answer. What cannot be saved is shown again as it was typed, with the reason.

    A page with a script asks for JSON and stays where it is.
    """
    quiz = queries.quiz_of(sitting)
    asked = quiz.questions[number - 1] if 0 < number <= len(quiz.questions) else abort(404)
    draft, saved = _saved(sitting, quiz, asked, sent(asked))
    if request.headers.get("Accept") == "application/json":
        return _as_json(sitting, draft, saved)
    if saved is None:
        sheet = sheet_of(sitting)
        return _question_page(sheet, sheet.rows[number - 1], draft)
    may_change = rules.way_of(quiz).may_change
    if not saved.is_kept and may_change:
        flash(_("This question has a newer answer, from another page or phone. It stands; look at it here."), "info")
    elif not saved.is_kept:
        flash(_("This question already had an answer. It stands; the one you sent now was not added."), "info")
    elif may_change:
        last = number == len(quiz.questions)
        where = address("quizzes.attempt", attempt_id=sitting.id)
        return redirect(where if last else f"{where}/{number + 1}", 303)
    return redirect(address("quizzes.question", attempt_id=sitting.id, number=number), 303)


def _saved(sitting: Sitting, quiz: Quiz, asked: Question, draft: Draft) -> tuple[Draft, actions.Saved | None]:
    if draft.is_bad:
        return draft, None
    key, revision, now = draft.client_key, int(draft.revision), datetime.now(UTC)
    try:
        return draft, actions.answer(sitting, quiz, asked, draft.response, client_key=key, revision=revision, now=now)
    except Refused as refused:
        return replace(draft, sentences=(refused.sentence,), status=422), None
    except CANNOT_WRITE as error:  # the disk is full, or the database is away: nothing of this answer was written
        if not is_away(error):
            raise
        current_app.logger.exception("an answer could not be saved")
        db.session.rollback()
        sentence = _("The platform cannot save anything right now. Keep this page open and send your answer again.")
        return replace(draft, sentences=(sentence,), status=503), None


def _as_json(sitting: Sitting, draft: Draft, saved: actions.Saved | None) -> ResponseReturnValue:
    if saved is None:
        said = [str(one) for one in (*draft.sentences, *draft.errors.values())]
        is_final = bool(draft.sentences) and draft.status == 422
        return jsonify(said=said, is_refused=is_final), draft.status
    now = format_clock(datetime.now(UTC))
    left = seconds_left(sitting)
    return jsonify(kept=saved.is_kept, revision=saved.revision, said=_("Saved %(time)s", time=now), left=left), 200


def _question_page(sheet: Sheet, row: Row, draft: Draft) -> Response:
    return page(
        "quizzes/question.html",
        title=_("Question %(number)s of %(count)s", number=row.number, count=len(sheet.rows)),
        crumbs=crumbs(sheet.course, sheet.attempt.enrolment_id),
        sheet=sheet,
        row=row,
        draft=draft,
        status=draft.status,
        way_on=way_on(sheet, row.number),
        next_page=_next_page(sheet, row.number),
        seconds_left=seconds_left(sheet.attempt),
        language=content_language(sheet.course.languages, sheet.attempt.language),
    )


def _next_page(sheet: Sheet, number: int) -> str:
    """The question after this one, at the end all answers."""
    base = address("quizzes.attempt", attempt_id=sheet.attempt.id)
    return base if number >= len(sheet.rows) else f"{base}/{number + 1}"
