"""Marking open answers: the queue of a cohort, and one answer with its rubric."""

from datetime import UTC, datetime

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.courses.queries import book
from tot.db import transaction
from tot.policy import Can
from tot.quizzes import actions, queries
from tot.quizzes.forms import MarkForm, mark_form
from tot.quizzes.models import Answer
from tot.quizzes.queries import answer_by_id
from tot.quizzes.sheet import Row, sheet_of
from tot.quizzes.views.blueprint import views
from tot.web.access import requires
from tot.web.course_text import content_language
from tot.web.pages import Crumb, page


@views.get("/cohorts/<int:cohort_id>/to-mark")
@requires(Can.MARK_ANSWER, on=cohort_by_id)
def to_mark(cohort: Cohort) -> Response:
    """The open answers of a cohort that wait for its trainer."""
    return page(
        "quizzes/to_mark.html",
        title=_("Answers to mark"),
        crumbs=_crumbs(cohort)[:-1],
        waiting=[(row, queries.question_of(row)) for row in queries.waiting_in(cohort.id)],
        language=content_language(book(cohort.course_version_id).languages, cohort.language),
    )


@views.get("/answers/<int:answer_id>/mark")
@requires(Can.MARK_ANSWER, on=answer_by_id)
def mark(answer: Answer) -> Response:
    """One open answer with its rubric; what the platform recognised is ticked already."""
    row = _row(answer)
    remark, number = (row.given.remark, row.given.markings + 1) if row.given else ("", 1)
    form = mark_form(row.question, _language(answer), row.criteria, number=number, remark=remark)
    return _mark_page(answer, row, form)


@views.post("/answers/<int:answer_id>/mark")
@requires(Can.MARK_ANSWER, on=answer_by_id)
def save_mark(answer: Answer) -> ResponseReturnValue:
    """Marks an open answer, and goes to the next that waits."""
    row, cohort_id = _row(answer), answer.cohort.id
    form = mark_form(row.question, _language(answer))
    if form.validate_on_submit():
        said = (form.marked, form.remark.data)
        with form.refusals(), transaction():
            actions.mark(answer, *said, number=form.number.data, actor=current_user, now=datetime.now(UTC))
        if not form.errors:
            flash(_("Saved. The participant now sees your marking."), "success")
            return redirect(_next_to_mark(cohort_id), 303)
    return _mark_page(answer, row, form)


def _row(answer: Answer) -> Row:
    return next(row for row in sheet_of(answer.attempt).rows if row.question.id == answer.question_key)


def _language(answer: Answer) -> str:
    return content_language(book(answer.attempt.course_version_id).languages, answer.cohort.language)


def _mark_page(answer: Answer, row: Row, form: MarkForm) -> Response:
    return page(
        "quizzes/mark.html",
        title=answer.attempt.enrolment.person.name,
        crumbs=[*_crumbs(answer.cohort), (answer.attempt.enrolment.person.name, None)],
        answer=answer,
        row=row,
        form=form,
        language=_language(answer),
    )


def _next_to_mark(cohort_id: int) -> str:
    waiting = queries.waiting_in(cohort_id)
    if waiting:
        return url_for("quizzes.mark", answer_id=waiting[0].answer_id)
    return url_for("quizzes.to_mark", cohort_id=cohort_id)


def _crumbs(cohort: Cohort) -> list[Crumb]:
    return [
        (_("Cohorts"), url_for("cohorts.index")),
        (cohort.name, url_for("cohorts.show", cohort_id=cohort.id)),
        (_("Answers to mark"), url_for("quizzes.to_mark", cohort_id=cohort.id)),
    ]
