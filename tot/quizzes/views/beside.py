"""Marking beside somebody else: what waits for one person, and one answer without its author."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tot.cohorts.queries import cohort_by_id
from tot.courses.queries import book
from tot.db import transaction
from tot.policy import Can
from tot.quizzes import actions, queries, rules, settling
from tot.quizzes.forms import DecideForm, MarkForm, mark_form
from tot.quizzes.models import Answer
from tot.quizzes.queries import Pile, Stack, Turn
from tot.quizzes.queries.markers import turn
from tot.quizzes.settling import Standing
from tot.quizzes.views.blueprint import views
from tot.quizzes.words import PART_NAMES, name_of
from tot.web.access import requires, who_asks
from tot.web.course_text import content_language
from tot.web.languages import say
from tot.web.pages import page


@views.get("/marking")
@requires(Can.SEE_OWN_QUEUE)
def queue() -> Response:
    """Everything that waits for one's marking, question by question."""
    piles = queries.piles_of(who_asks().id)
    return page(
        "quizzes/queue.html",
        title=_("Answers to mark"),
        piles=[(pile, queries.question_of(pile), _test_of(pile), _language_of(pile)) for pile in piles],
        left=sum(pile.left for pile in piles),
        parts=PART_NAMES,
    )


@views.get("/marking/next")
@requires(Can.SEE_OWN_QUEUE)
def next_answer() -> ResponseReturnValue:
    """Leads to the next answer of the pile that is asked for: ?cohort=…&quiz=…&question=…&part=… of one's own queue."""
    person, asked = who_asks(), request.args
    quiz_key, part = asked.get("quiz", ""), asked.get("part", "")
    cohort = cohort_by_id(asked.get("cohort", 0, type=int)) if part in settling.PARTS else None
    if cohort is None or queries.marker_of(cohort, quiz_key, part) != person.id:
        abort(404)
    found = queries.stack(cohort.id, quiz_key, asked.get("question", ""), settling.part(part))
    is_alone = part == "first" and not queries.is_for_two(cohort, quiz_key)
    order = found if is_alone else queries.blind(found, person.id)
    first = next((one for one in order.answers if one in found.left), None)
    if first is None:
        return redirect(url_for("quizzes.queue"), 303)
    if is_alone:
        return redirect(url_for("quizzes.mark", answer_id=first), 303)
    return redirect(url_for("quizzes.rate", answer_id=first, part=part), 303)


@views.get("/answers/<int:answer_id>/beside/<part>")
@requires(Can.RATE_ANSWER, on=turn)
def rate(turn: Turn) -> ResponseReturnValue:
    """One answer without its author; a third sees what both gave, but not who."""
    answer = turn.answer
    if turn.part == "first" and not queries.is_read_twice(answer.attempt, queries.quiz_of(answer.attempt)):
        return redirect(url_for("quizzes.mark", answer_id=answer.id), 303)
    stands = queries.standing_of(answer.id)
    own = stands.of(turn.part)
    if own is None:
        return _rate_page(turn, stands, _form(turn, number=1))
    said = {"number": own.number + 1, "remark": own.remark, "reason": own.reason}
    return _rate_page(turn, stands, _form(turn, own.criteria, none_found=not any(own.criteria.values()), **said))


@views.post("/answers/<int:answer_id>/beside/<part>")
@requires(Can.RATE_ANSWER, on=turn)
def save_rating(turn: Turn) -> ResponseReturnValue:
    """Keeps what one marker gives, and goes on to the next answer to the same question."""
    form, person = _form(turn), who_asks()
    if form.validate_on_submit():
        said = {"number": form.number.data, "reason": form.reason.data if isinstance(form, DecideForm) else ""}
        stack = _stack(turn)
        with form.refusals(), transaction():
            actions.rate(turn, form.marked, form.remark.data, actor=person, now=datetime.now(UTC), **said)
        if not form.errors:
            return _go_on(turn, stack)
    return _rate_page(turn, queries.standing_of(turn.answer.id), form)


def rate_instead(answer: Answer, form: MarkForm) -> ResponseReturnValue:
    """What the trainer typed into the page for one marker, on the page for two."""
    mine = turn(answer.id, "first")
    if mine is None:
        return redirect(url_for("quizzes.queue"), 303)
    form.form_errors.append(_("Two markers read this test. Mark the answer beside the other one."))
    own = queries.standing_of(answer.id).first
    form.number.data, form.number.raw_data = own.number + 1 if own else 1, None
    return _rate_page(mine, queries.standing_of(answer.id), form)


def _test_of(pile: Pile) -> str:
    course = book(pile.course_version_id)
    return f"{say(course.title)} · {name_of(rules.pinned_quiz(course, pile.quiz_key))}"


def _language_of(pile: Pile) -> str:
    return content_language(book(pile.course_version_id).languages, pile.language)


def _form(turn: Turn, criteria: Mapping[str, int] | None = None, **values: Any) -> MarkForm:
    question = queries.quiz_of(turn.answer.attempt).question(turn.answer.question_key)
    base = DecideForm if turn.part == "third" else MarkForm
    # Nothing is ticked beforehand, not even what the platform recognised: two who follow the same hint do not agree.
    return mark_form(question, _language(turn), criteria, base=base, **values)


def _language(turn: Turn) -> str:
    return content_language(book(turn.answer.attempt.course_version_id).languages, turn.cohort.language)


def _stack(turn: Turn) -> Stack:
    answer = turn.answer
    found = queries.stack(turn.cohort.id, answer.attempt.quiz_key, answer.question_key, turn.part)
    return queries.blind(found, turn.marker_id)


def _rate_page(turn: Turn, stands: Standing, form: MarkForm) -> ResponseReturnValue:
    stack, answer = _stack(turn), turn.answer
    own = stands.of(turn.part)
    if answer.id not in stack.answers or (turn.part == "third" and not stands.is_apart):
        return redirect(url_for("quizzes.queue"), 303)
    course, test = queries.pinned(answer.attempt)
    both = settling.shuffled(answer.id, [one for one in (stands.first, stands.second) if one])
    place, count = stack.place(answer.id), len(stack.answers)
    return page(
        "quizzes/rate.html",
        title=_("Answer %(number)s of %(count)s", number=place, count=count),
        crumbs=[
            (_("Answers to mark"), url_for("quizzes.queue")),
            (_("Answer %(number)s of %(count)s", number=place, count=count), None),
        ],
        test=f"{say(course.title)} · {name_of(test)}",
        part=PART_NAMES[turn.part],
        turn=turn,
        question=form.question,
        form=form,
        own=own,
        both=both if turn.part == "third" else [],
        takes=stands.takes(turn.part) and not queries.is_marked_by_one(answer.id),
        done=count - len(stack.left),
        count=count,
        before=stack.beside(answer.id, -1),
        after=stack.beside(answer.id, 1),
        language=_language(turn),
    )


def _go_on(turn: Turn, stack: Stack) -> ResponseReturnValue:
    following = stack.next_left(turn.answer.id)
    if following is None:
        flash(_("Saved. You have marked every answer to this question."), "success")
        return redirect(url_for("quizzes.queue"), 303)
    flash(_("Saved. This is the next answer to the same question."), "success")
    return redirect(url_for("quizzes.rate", answer_id=following, part=turn.part), 303)
