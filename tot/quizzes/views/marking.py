"""Marking open answers: the queue of a cohort, and one answer with its rubric."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.cohorts.way import way_to
from tot.courses.queries import book
from tot.db import transaction
from tot.policy import Can
from tot.quizzes import actions, queries, rules
from tot.quizzes.forms import MarkForm, mark_form
from tot.quizzes.models import Answer
from tot.quizzes.queries import Stack, Waiting, answer_by_id
from tot.quizzes.sheet import Row, sheet_of
from tot.quizzes.views.beside import rate_instead
from tot.quizzes.views.blueprint import views
from tot.web.access import requires, who_asks
from tot.web.course_text import content_language
from tot.web.pages import Crumb, page


@views.get("/cohorts/<int:cohort_id>/to-mark")
@requires(Can.MARK_ANSWER, on=cohort_by_id)
def to_mark(cohort: Cohort) -> Response:
    """The open answers of a cohort that wait for its trainer, question by question."""
    waiting = queries.waiting_in(cohort.id)
    questions: dict[tuple[str, str], list[Waiting]] = {}
    for row in waiting:
        questions.setdefault((row.quiz_key, row.question_key), []).append(row)
    wanted = {quiz.id for _module, quiz in rules.read_by_people(book(cohort.course_version_id)) if quiz.markers == 2}
    wanted |= {quiz_key for quiz_key, part in queries.markers_in(cohort, who_asks()) if part == "second"}
    return page(
        "quizzes/to_mark.html",
        title=_("Answers to mark"),
        crumbs=_crumbs(cohort)[:-1],
        cohort=cohort,
        count=len(waiting),
        questions=[(queries.question_of(rows[0]), rows, key[0] in wanted) for key, rows in questions.items()],
        language=content_language(book(cohort.course_version_id).languages, cohort.language),
    )


@views.get("/answers/<int:answer_id>/mark")
@requires(Can.MARK_ANSWER, on=answer_by_id)
def mark(answer: Answer) -> ResponseReturnValue:
    """One open answer with its rubric; what the platform recognised is ticked already."""
    row = _row(answer)
    if _is_read_twice(answer):
        return redirect(url_for("quizzes.rate", answer_id=answer.id, part="first"), 303)
    remark, number = (row.given.remark, row.given.markings + 1) if row.given else ("", 1)
    read = row.given.criteria if row.given else None
    said: dict[str, Any] = {
        "number": number,
        "remark": remark,
        "none_found": read is not None and not any(read.values()),
    }
    form = mark_form(row.question, _language(answer), row.criteria, **said)
    return _mark_page(answer, row, form)


@views.post("/answers/<int:answer_id>/mark")
@requires(Can.MARK_ANSWER, on=answer_by_id)
def save_mark(answer: Answer) -> ResponseReturnValue:
    """Marks an open answer, and goes to the next that waits: to the same question first."""
    row, cohort_id, stack = _row(answer), answer.cohort.id, _stack(answer)
    form, answer_id = mark_form(row.question, _language(answer)), answer.id
    if _is_read_twice(answer):  # since the page was made: what was typed goes on without the name
        return rate_instead(answer, form)
    if form.validate_on_submit():
        said = (form.marked, form.remark.data)
        with form.refusals(), transaction():
            actions.mark(answer, *said, number=form.number.data, actor=current_user, now=datetime.now(UTC))
        if not form.errors:
            flash(_("Saved. The participant now sees your marking."), "success")
            return redirect(_next_to_mark(cohort_id, stack.next_left(answer_id)), 303)
    return _mark_page(answer, row, form)


def _row(answer: Answer) -> Row:
    return next(row for row in sheet_of(answer.attempt).rows if row.question.id == answer.question_key)


def _language(answer: Answer) -> str:
    return content_language(book(answer.attempt.course_version_id).languages, answer.cohort.language)


def _mark_page(answer: Answer, row: Row, form: MarkForm) -> Response:
    stack = _stack(answer)
    return page(
        "quizzes/mark.html",
        title=answer.attempt.enrolment.person.name,
        crumbs=[*_crumbs(answer.cohort), (answer.attempt.enrolment.person.name, None)],
        answer=answer,
        row=row,
        form=form,
        language=_language(answer),
        done=len(stack.answers) - len(stack.left),
        count=len(stack.answers),
        before=stack.beside(answer.id, -1),
        after=stack.beside(answer.id, 1),
    )


def _stack(answer: Answer) -> Stack:
    found = queries.stack(answer.cohort.id, answer.attempt.quiz_key, answer.question_key, "first")
    return found if answer.id in found.answers else Stack((answer.id,), frozenset())  # of an attempt that goes on


def _is_read_twice(answer: Answer) -> bool:
    attempt = answer.attempt
    return queries.is_read_twice(attempt, queries.quiz_of(attempt)) and not queries.is_marked_by_one(answer.id)


def _next_to_mark(cohort_id: int, following: int | None) -> str:
    if following is None:
        following = next((row.answer_id for row in queries.waiting_in(cohort_id)), None)
    if following is None:
        return url_for("quizzes.to_mark", cohort_id=cohort_id)
    return url_for("quizzes.mark", answer_id=following)


def _crumbs(cohort: Cohort) -> list[Crumb]:
    return [
        *way_to(cohort),
        (_("Answers to mark"), url_for("quizzes.to_mark", cohort_id=cohort.id)),
    ]
