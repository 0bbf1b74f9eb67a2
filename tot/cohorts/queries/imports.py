"""Files of participants, and what would happen to each of their rows."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from tot.accounts.models import Person
from tot.accounts.queries import agencies, emails_in_use, places_under
from tot.cohorts.models import Cohort, Import
from tot.cohorts.queries.participants import persons_of_cohort
from tot.cohorts.queries.people import names_in_sight
from tot.cohorts.rules import Known, People, Verdict, judge
from tot.cohorts.sheet.entries import Directory, understand
from tot.cohorts.sheet.reading import Row
from tot.db import db


def import_by_id(import_id: int) -> Import | None:
    """An uploaded file with its cohort."""
    return db.session.scalar(
        select(Import).where(Import.id == import_id).options(joinedload(Import.cohort).joinedload(Cohort.place))
    )


def waiting_import(cohort_id: int, digest: str, person_id: int) -> Import | None:
    """The same file, uploaded by the same person and not yet confirmed."""
    return db.session.scalar(
        select(Import).where(
            Import.cohort_id == cohort_id,
            Import.digest == digest,
            Import.made_by_id == person_id,
            Import.confirmed_at.is_(None),
        )
    )


def was_imported(cohort_id: int, digest: str) -> bool:
    """Whether this very file was imported into the cohort before."""
    again = exists().where(Import.cohort_id == cohort_id, Import.digest == digest, Import.confirmed_at.is_not(None))
    return bool(db.session.scalar(select(again)))


def files_of(cohort_id: int) -> list[Any]:
    """(id, file_name, made_at, confirmed_at) of a cohort's files, the latest first, without their rows."""
    return list(
        db.session.execute(
            select(Import.id, Import.file_name, Import.made_at, Import.confirmed_at)
            .where(Import.cohort_id == cohort_id)
            .order_by(Import.id.desc())
        )
    )


def verdicts_of(import_: Import, person: Person, languages: Collection[str]) -> list[Verdict]:
    """What would happen now to each row of a file, judged by what this person may see. `languages`: those offered."""
    cohort = import_.cohort
    rows = [Row(row["line"], row["cells"], row["problem"]) for row in import_.rows]
    directory = Directory(places_under("/"), agencies(), cohort.place_path)
    entries = understand(rows, directory, languages, cohort.language)
    here = persons_of_cohort(cohort.id)
    states = {number: "active" if is_active else "left" for number, is_active in here.items()}
    people = People(
        Known(number, key, email, states.get(number))
        for number, key, email in names_in_sight(person)
        if number != cohort.led_by_id  # the trainer does not take part
    )
    used = emails_in_use(entry.email for entry in entries if entry.email)
    return judge(entries, people, used - set(people.by_email), _settled(cohort.id))


def _settled(cohort_id: int) -> dict[tuple[str, str | None], int]:
    """(key, address) of a row → the person who was made of it, or chosen for it, in an earlier import."""
    results = db.session.scalars(
        select(Import.result)
        .where(Import.cohort_id == cohort_id, Import.confirmed_at.is_not(None))
        .order_by(Import.confirmed_at.desc(), Import.id.desc())
    )
    return {
        (row["key"], row["email"]): row["person"]
        for result in results
        for row in result or ()
        if row["person"] is not None
    }
