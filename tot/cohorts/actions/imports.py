"""Files of participants: taken in without changing anything, then imported once, and what became of each row."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.accounts import actions as accounts
from tot.accounts.models import Agency, Person, Place
from tot.audit import Did, remember
from tot.cohorts import queries
from tot.cohorts.actions.cohorts import lock, refuse_closed
from tot.cohorts.models import Cohort, Enrolment, Import
from tot.cohorts.rules import Outcome, Verdict, outcome
from tot.cohorts.sheet.entries import Entry
from tot.cohorts.sheet.reading import File
from tot.db import db
from tot.refusals import Refused

CREATED, MATCHED, HERE, SKIPPED = "created", "matched", "already there", "skipped"


class Undecided(Refused):
    """Rows for which it must still be said who they are; `lines` says where they stand."""

    def __init__(self, lines: list[int]) -> None:
        super().__init__(_l("Some rows still need your decision. Choose an answer in each of them."))
        self.lines = lines


def take_in_file(cohort: Cohort, file: File, actor: Person, now: datetime) -> Import:
    """Keeps the rows of a file; nobody is added. The same file again, while it waits, is the same import."""
    lock(cohort)
    refuse_closed(cohort)
    if waiting := queries.waiting_import(cohort.id, file.digest, actor.id):
        return waiting
    sheet = file.sheet
    import_ = Import(
        cohort=cohort,
        file_name=file.name[-120:],
        digest=file.digest,
        reading={
            "understood_as": sheet.understood_as,
            "delimiter": sheet.delimiter,
            "columns": dict(sheet.columns),
            "ignored": list(sheet.ignored),
        },
        rows=[{"line": row.line, "cells": dict(row.cells), "problem": row.problem} for row in sheet.rows],
        made_at=now,
        made_by_id=actor.id,
    )
    db.session.add(import_)
    db.session.flush()
    return import_


def discard_import(import_: Import) -> None:
    """Forgets a file that was not imported; one that was stays."""
    lock(import_.cohort)
    db.session.refresh(import_, ["confirmed_at"])
    if import_.confirmed_at is None:
        db.session.delete(import_)
        db.session.flush()


def confirm_import(
    import_: Import, choices: Mapping[int, str], languages: Collection[str], actor: Person, now: datetime
) -> None:
    """Adds and enrols the people of a file; confirmed again, it does nothing. `choices`: line → see rules.outcome.

    Rows are judged once more, on what is true now. Raises Undecided when an answer is missing.
    """
    cohort = import_.cohort
    lock(cohort)
    db.session.refresh(import_, ["confirmed_at", "result"])
    if import_.confirmed_at is not None:
        return
    refuse_closed(cohort)
    outcomes = _outcomes(queries.verdicts_of(import_, actor, languages), choices)
    import_.result = _Applying(cohort, actor, now).all(outcomes)
    import_.confirmed_at = now
    counts = {what: sum(row["what"] == what for row in import_.result) for what in (CREATED, MATCHED)}
    remember(
        Did.IMPORTED,
        actor=actor,
        now=now,
        about=cohort,
        cohort=cohort.id,
        created=counts[CREATED],
        matched=counts[MATCHED],
        skipped=len(outcomes) - sum(counts.values()),
        **{"import": import_.id},
    )


def _outcomes(verdicts: list[Verdict], choices: Mapping[int, str]) -> list[Outcome]:
    found = [(verdict, outcome(verdict, choices.get(verdict.line))) for verdict in verdicts]
    if undecided := [verdict.line for verdict, happens in found if happens is None]:
        raise Undecided(undecided)
    return [happens for _verdict, happens in found if happens is not None]


class _Applying:
    """One import at work: who takes part by now, so that nobody is enrolled twice."""

    def __init__(self, cohort: Cohort, actor: Person, now: datetime) -> None:
        self.cohort, self.actor, self.now = cohort, actor, now
        self.here = queries.persons_of_cohort(cohort.id)
        self.enrolments: list[Enrolment] = []

    def all(self, outcomes: list[Outcome]) -> list[dict[str, Any]]:
        """Applies every outcome; returns what became of each row, in the order of the file."""
        matched = queries.people_by_id(o.person_id for o in outcomes if o.what == "match" and o.person_id)
        created = self._create([happens.verdict.entry for happens in outcomes if happens.what == "create"])
        rows = [self._row(happens, matched, created) for happens in outcomes]
        self._write_enrolments()
        return rows

    def _row(
        self, happens: Outcome, matched: Mapping[int, Person], created: Mapping[int, Person | None]
    ) -> dict[str, Any]:
        entry = happens.verdict.entry
        person_id, what, reason = happens.person_id, SKIPPED, happens.reason
        if happens.what == "here":
            what = HERE
        elif happens.what == "match":
            what = HERE if person_id in self.here else MATCHED
            self._enrol(matched[person_id or 0])
        elif happens.what == "create":
            person = created[entry.line]
            if person is None:  # somebody took the address a moment ago; the other rows go on
                reason = "address used"
            else:
                person_id, what = person.id, CREATED
                self._enrol(person)
        if what == SKIPPED:
            person_id = None
        row = {"line": entry.line, "name": entry.name, "what": what, "reason": reason, "person": person_id}
        return {**row, "key": entry.key, "email": entry.email}

    def _create(self, entries: Sequence[Entry]) -> dict[int, Person | None]:
        """Line → the new person; None where the address has an owner by now."""
        newcomers = [
            accounts.Newcomer(
                name=entry.name,
                email=entry.email,
                language=entry.language,
                sex=entry.sex,
                agency=db.session.get(Agency, entry.agency_id) if entry.agency_id else None,
                place=db.session.get(Place, entry.place_id) if entry.place_id else self.cohort.place,
                position=entry.position,
                is_demo=self.cohort.is_demo,
            )
            for entry in entries
        ]
        added = accounts.add_people(self.actor, self.now, newcomers)
        return {entry.line: person for entry, person in zip(entries, added, strict=True)}

    def _enrol(self, person: Person) -> None:
        if person.id in self.here:
            return
        self.here[person.id] = True
        self.enrolments.append(
            Enrolment(cohort_id=self.cohort.id, person_id=person.id, enrolled_at=self.now, enrolled_by_id=self.actor.id)
        )

    def _write_enrolments(self) -> None:
        db.session.add_all(self.enrolments)
        db.session.flush()  # all at once: a thousand people are enrolled in one statement
        for enrolment in self.enrolments:
            remember(
                Did.ENROLLED,
                actor=self.actor,
                now=self.now,
                about=enrolment,
                cohort=self.cohort.id,
                person=enrolment.person_id,
            )
