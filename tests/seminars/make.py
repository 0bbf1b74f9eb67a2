"""Makers for a cohort with people and sessions, over a small published course."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from tests.progress import make
from tot.accounts.models import Agency, Person
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.actions import publish
from tot.courses.models import Version
from tot.db import db
from tot.seminars.models import Session
from tot.seminars.rules import Plan

AT = make.AT
_serial = count(1)


def published(key: str = "TST") -> Version:
    """A published course with two ready modules, and one in preparation."""
    modules = [make.module("T-1"), make.module("T-2", scenario=False), make.module("T-3", is_ready=False)]
    course = make.course(*modules)
    done = publish([course], AT)
    return db.session.get_one(Version, done.courses[0].version_id)


def training(people: int = 3, **changes: Any) -> tuple[Cohort, list[Enrolment]]:
    """A cohort of the published course from 1 to 4 March 2027 with that many participants."""
    values = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 4), "mode": "in person", **changes}
    cohort = make.cohort(values.pop("version", None) or published(), **values)
    agency = Agency(code=f"A{next(_serial)}", kind="border service", names={"en": "Border service (fictional)"})
    db.session.add(agency)
    db.session.flush()
    return cohort, [enrolment(cohort, f"Participant {number:02} Fictional", agency) for number in range(1, people + 1)]


def enrolment(cohort: Cohort, name: str, agency: Agency | None = None, **changes: Any) -> Enrolment:
    """One more participant."""
    who: Person = make.person(
        name, agency_id=agency.id if agency else None, place_id=cohort.place_id, place_path=cohort.place_path
    )
    return make.enrolment(cohort, who, **changes)


def plan(day: int = 1, hour: int = 4, minutes: int = 180, **changes: Any) -> Plan:
    """A half-day in March 2027; 4 o'clock UTC is 9 o'clock in Tashkent."""
    begins = datetime(2027, 3, day, hour, 0, tzinfo=UTC)
    values = {
        "title": f"Session of {day} March, {hour}:00", "begins_at": begins, "ends_at": begins + timedelta(minutes=210),
        "minutes": minutes, "mode": "in person", "venue": "Hall", "module_key": None,
    }  # fmt: skip
    return Plan(**{**values, **changes})


def session(cohort: Cohort, wanted: Plan | None = None, **changes: Any) -> Session:
    """A session that was planned."""
    wanted = wanted or plan()
    fields = ("title", "begins_at", "ends_at", "minutes", "mode", "venue", "module_key")
    values = {
        **{name: getattr(wanted, name) for name in fields},
        "cohort_id": cohort.id, "planned_at": AT, "planned_by_id": cohort.led_by_id, "request_key": f"s{next(_serial)}",
    }  # fmt: skip
    added = Session(**{**values, **changes})
    db.session.add(added)
    db.session.flush()
    return added


def fields_of(enrolments: Sequence[int], statuses: dict[int, str] | None = None, drawn_from: int = 0) -> dict[str, str]:
    """The attendance page as a browser sends it: everybody present but those in `statuses`."""
    sent: dict[str, str] = {}
    for number in enrolments:
        sent |= {
            f"status-{number}": (statuses or {}).get(number, "present"),
            f"minutes-{number}": "180",
            f"number-{number}": str(drawn_from),
        }
    return sent
