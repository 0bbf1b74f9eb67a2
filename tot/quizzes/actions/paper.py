"""Tests on paper: forms are given before sheets are printed, lines are typed in, corrected and checked.

A line is one attempt. It is marked and told to progress like an attempt on the platform, and it is one unit: of the
lines that are sent together each is saved whole or refused whole, with its reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.clock import local_day
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.courses.rules import Course, Quiz
from tot.db import db
from tot.quizzes import keying, queries, rules
from tot.quizzes.actions import typed
from tot.quizzes.actions.typed import Change, Desk, Sent
from tot.quizzes.keying import Line, Outcome, Reading, Stands
from tot.quizzes.models import FormGiven
from tot.quizzes.queries import OnPaper, PaperLine
from tot.refusals import Refused, Sentence
from tot.web.languages import format_day

COIN = 0  # who has form A is decided by the printed numbers, turn by turn: neighbours in a row have different forms


def give_forms(cohort: Cohort, test: OnPaper, actor: Person, now: datetime) -> int:
    """Decides for everybody who has none yet which form she is to have, as many one as the other.

    Returns for how many. What was decided stays, whether on paper or when somebody began on the platform.
    """
    _lock(cohort)
    if not test.has_forms:
        return 0
    given = queries.first_forms(cohort.id, test.test_key)
    people = db.session.scalars(
        select(Enrolment.id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.ended_at.is_(None), Enrolment.id.not_in(list(given)))
        .order_by(Enrolment.id)
    ).all()
    counts = {form: sum(first == form for first, _number in given.values()) for form in rules.FORMS}
    for enrolment_id in people:
        first = rules.next_form(counts, COIN)
        counts[first] += 1
        db.session.add(FormGiven(enrolment_id=enrolment_id, test_key=test.test_key, first=first, given_at=now))
    if people:
        db.session.flush()
        facts = {"cohort": cohort.id, "test": test.test_key, "people": len(people)}
        remember(Did.GAVE_FORMS, actor=actor, now=now, about=cohort, **facts)
    return len(people)


def key_in(
    cohort: Cohort, test: OnPaper, lines: Sequence[Line], sent: Sent, actor: Person, now: datetime
) -> list[Outcome]:
    """Saves what was typed, line by line, and says of each what became of it.

    The same line again changes nothing. A line that stands is changed only by somebody who saw how it stands and says
    why; the answers before stay on record. Raises Refused when nothing at all can be saved.
    """
    _check_day(sent, now)
    _lock(cohort, (line.enrolment_id for line in lines))
    found = {line.enrolment_id: line for line in queries.lines_of(cohort, test)}
    judge = Judge(Desk(cohort, test, sent, actor, now), book(cohort.course_version_id))
    outcomes = []
    for line in lines:
        known = found.get(line.enrolment_id)
        if known is None:
            sentence = _l("This person no longer takes part in the cohort.")
            outcomes.append(Outcome(line.enrolment_id, "refused", sentence))
        else:
            outcomes.append(judge.take(line, known))
    typed.write(judge.desk, judge.fresh, judge.changed, judge.checked)
    return outcomes


def correct_day(
    cohort: Cohort, test: OnPaper, enrolment_ids: Sequence[int], sent: Sent, actor: Person, now: datetime
) -> int:
    """Corrects the day on which these people took the test, where another one was saved; returns for how many."""
    _check_day(sent, now)
    _lock(cohort, enrolment_ids)
    lines = [line for line in queries.lines_of(cohort, test) if line.enrolment_id in enrolment_ids]
    return typed.correct_day(Desk(cohort, test, sent, actor, now), lines)


def _check_day(sent: Sent, now: datetime) -> None:
    if sent.day > local_day(now):
        raise Refused(_l("This day has not come yet. Write the day on which the test was taken."), "day")


class Judge:
    """Takes lines one after the other, and keeps apart what is to be written of those that are good."""

    def __init__(self, desk: Desk, course: Course) -> None:
        self.desk, self.course, self.test, self.sent = desk, course, desk.test, desk.sent
        self.fresh: list[Change] = []
        self.changed: list[Change] = []
        self.checked: list[PaperLine] = []
        self.is_read_twice = queries.is_for_two(desk.cohort, desk.test.quiz_key)

    def take(self, line: Line, known: PaperLine) -> Outcome:
        """Judges one line."""
        stands = known.stands
        form = keying.form_of(line.form) if self.test.has_forms else ""
        if self.test.has_forms and not form:
            return self._refused(line, _l("Type the form that is printed on the sheet, A or B."))
        quiz = stands.forms[form] if stands else queries.form_of_quiz(self.course, self.test, form)
        if len(line.cells) != len(quiz.questions):
            return self._refused(line, _l("This page is older than the test. Load it again."))
        reading = keying.read(quiz, line)
        errors = {**reading.errors, **self._not_to_mark(quiz, reading, stands)}
        if errors:
            return replace(self._refused(line, _l("Not saved: look at the red cells.")), errors=errors)
        if sentence := self._hindrance(known, form):
            return self._refused(line, sentence)
        who = self.desk.actor.id if self.sent.is_second else None
        outcome = keying.judge(line, reading, form, stands, self.sent.reason, who)
        change = Change(known, form, quiz, reading)
        if outcome.what == "saved":
            self.fresh.append(change)
        elif outcome.what == "corrected":
            self.changed.append(change)
        elif outcome.what == "checked":
            self.checked.append(known)
        if outcome.what in ("saved", "corrected", "checked"):
            return replace(outcome, number=stands.number + 1 if stands else 1)
        return outcome

    def _refused(self, line: Line, sentence: Sentence) -> Outcome:
        return Outcome(line.enrolment_id, "refused", sentence)

    def _not_to_mark(self, quiz: Quiz, reading: Reading, stands: Stands | None) -> dict[int, Sentence]:
        """Open answers that somebody types points for who does not mark alone in this cohort."""
        if self.sent.may_mark and not self.is_read_twice:
            return {}
        before = stands.typed if stands and stands.quiz == quiz else ("",) * len(quiz.questions)
        lines = zip(reading.said, reading.typed, before, strict=True)
        sentence = _l("Only the trainer of the cohort marks open answers. Type ? and she marks it later.")
        if self.is_read_twice:
            sentence = _l("Two markers read the open answers of this test. Type ? and both find it in their queues.")
        return {
            number: sentence
            for number, (said, typed, was) in enumerate(lines, 1)
            if said is not None and said.criteria is not None and typed != was
        }

    def _hindrance(self, known: PaperLine, form: str) -> Sentence | None:
        """Why this person cannot have such an attempt on paper; nothing where she can."""
        has_other = any(one.quiz_key == self.test.other_half for one in known.tried)
        if has_other and form != known.form:
            return _l("By what is stored she had form %(form)s at the other test, too. Look at both sheets.", form=form)
        if known.stands is not None:
            return None
        tried = [one for one in known.tried if one.quiz_key == self.test.quiz_key]
        if any(one.submitted_at is None for one in tried):
            return _l(
                "She is answering this test on the platform. It is handed in when her time is over or you close it."
            )
        if sum(one.is_on_paper for one in tried) < self.test.nth - 1:
            return _l("Type in her earlier sheet first.")
        online = [one for one in tried if not one.is_on_paper]
        quiz = queries.form_of_quiz(self.course, self.test, form)
        if rules.left_of(quiz, len(tried)) == 0:
            day = format_day((online or tried)[-1].began_at)
            return _l("She took this test on the platform on %(day)s, and there is no further attempt.", day=day)
        if (
            tried
            and quiz.attempts
            and any(one.tally.is_passed for one in queries.outcomes(known.enrolment_id, quiz.id))
        ):
            return _l("She has passed this test already. There is no further attempt.")
        return None


def _lock(cohort: Cohort, enrolments: Iterable[int] = ()) -> None:
    """In the order in which beginning an attempt locks, too: people first, then the cohort. One desk at a time."""
    numbers = sorted(set(enrolments))
    if numbers:
        wanted = select(Enrolment.id).where(Enrolment.id.in_(numbers), Enrolment.cohort_id == cohort.id)
        db.session.execute(wanted.order_by(Enrolment.id).with_for_update())
    closed = db.session.execute(select(Cohort.closed_at).where(Cohort.id == cohort.id).with_for_update()).scalar_one()
    if closed is not None:
        raise Refused(_l("This cohort is closed. Reopen it first."))
