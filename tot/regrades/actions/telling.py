"""Letters after a regrade: to everybody whose points changed, and one to the trainer of each cohort."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template
from flask_babel import LazyString
from flask_babel import gettext as _
from sqlalchemy import select

from tot import jobs, mail
from tot.accounts.models import Person
from tot.cohorts.models import Cohort
from tot.courses.queries import book
from tot.courses.rules import Words
from tot.courses.wording import TEST_NAMES
from tot.db import db, transaction
from tot.quizzes import rules as quizzes
from tot.quizzes.models import Regrade
from tot.quizzes.queries import Seen, seen_of
from tot.regrades import queries
from tot.regrades.queries import Changed
from tot.web.languages import in_language, say

AT_ONCE = 50  # letters in one transaction: others write in between


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as a letter tells of it."""

    change: Changed
    test: LazyString  # in the language of the letter
    course: Words
    seen: Seen
    address: str


@jobs.works("tell of a regrade")
def tell_of(arguments: dict[str, Any], report: jobs.Report) -> None:
    """Writes what is not written yet: each letter is unique, so that a killed worker may begin again."""
    number: int = arguments["regrade"]
    of_person: dict[int, list[Changed]] = defaultdict(list)
    for change in queries.changes_made(number):
        of_person[change.person_id].append(change)
    people = sorted(of_person)
    for begin in range(0, len(people), AT_ONCE):
        some = people[begin : begin + AT_ONCE]
        with transaction():
            _write_to_participants(db.session.get_one(Regrade, number), some, of_person)
        report(begin + len(some), len(people))
    with transaction():
        _write_to_trainers(db.session.get_one(Regrade, number))


def _write_to_participants(made: Regrade, ids: Sequence[int], of_person: dict[int, list[Changed]]) -> None:
    for person in db.session.scalars(select(Person).where(Person.id.in_(ids), Person.email.is_not(None))):
        lines = [_line(change) for change in of_person[person.id]]
        with in_language(person.language):
            body = render_template(
                "regrades/letters/participant.txt",
                name=person.name,
                lines=lines,
                is_undoing=made.undoes_id is not None,
                reason=_reason_for(lines, made),
            )
            mail.write(
                to=person,
                purpose="regraded",
                thing=f"regrade {made.id}",
                subject=_("Your answer has its earlier points again")
                if made.undoes_id
                else _("Your answer was marked again"),
                body=body,
                now=made.made_at,
            )


def _line(change: Changed) -> Line:
    course = book(change.course_version_id)
    quiz = quizzes.pinned_quiz(course, change.quiz_key).quiz
    seen = seen_of(change.enrolment_id, change.cohort_id, course, quiz)
    return Line(change, TEST_NAMES[quiz.kind], course.title, seen, _address(f"/quizzes/attempts/{change.attempt_id}"))


def _reason_for(lines: Iterable[Line], made: Regrade) -> str:
    """The reason speaks of what is right, so it is told only where that may be seen already."""
    return made.reason if all(line.seen.shows_key for line in lines) else ""


def _write_to_trainers(made: Regrade) -> None:
    counts: dict[str, list[int]] = made.counts["cohorts"]
    rows = db.session.execute(
        select(Cohort, Person)
        .join(Person, Person.id == Cohort.led_by_id)
        .where(Cohort.id.in_([int(number) for number in counts]), Person.email.is_not(None))
        .order_by(Cohort.id)
    )
    for cohort, trainer in rows:
        with in_language(trainer.language):
            raised, lowered, passed, failed = counts[str(cohort.id)]
            body = render_template(
                "regrades/letters/trainer.txt",
                name=trainer.name,
                cohort=cohort.name,
                course=say(book(cohort.course_version_id).title),
                made=made,
                raised=raised,
                lowered=lowered,
                passed=passed,
                failed=failed,
                address=_address(f"/reports/cohorts/{cohort.id}/tests"),
            )
            mail.write(
                to=trainer,
                purpose="regrade of cohort",
                thing=f"regrade {made.id} cohort {cohort.id}",
                subject=_("Answers have their earlier points again: %(cohort)s", cohort=cohort.name)
                if made.undoes_id
                else _("Answers were marked again: %(cohort)s", cohort=cohort.name),
                body=body,
                now=made.made_at,
            )


def _address(path: str) -> str:
    return f"{current_app.config['TOT'].public_url}{path}"
