"""What is worth remembering: events, and the exact facts that each kind carries."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tot.db import Base, as_plain, db


class Did(StrEnum):
    """The kinds of event. A new kind says in FACTS what it carries."""

    ADDED_PERSON = "person added"
    INVITED = "person invited"
    MADE_SLIP = "slip made"
    MADE_LINK = "link made"
    JOINED = "invitation used"
    SIGNED_IN = "signed in"
    LOCKED = "sign-in locked"
    CHANGED_PASSWORD = "password changed"  # noqa: S105 a kind of event
    CHANGED_PERSON = "person changed"
    GRANTED_ROLE = "role granted"
    ENDED_ROLE = "role ended"
    ADDED_PLACE = "place added"
    CHANGED_PLACE = "place changed"
    ADDED_AGENCY = "agency added"
    CHANGED_AGENCY = "agency changed"
    PUBLISHED = "course published"
    SIGNED_OFF = "text signed off"
    WITHDREW_SIGN_OFF = "sign-off withdrawn"
    REMARKED = "remark made"
    SETTLED_REMARK = "remark dealt with or opened again"
    GRANTED_LICENCE = "licence granted"
    ENDED_LICENCE = "licence ended"
    OPENED_COHORT = "cohort opened"
    CHANGED_COHORT = "cohort changed"
    MOVED_COHORT = "cohort moved to another version"
    CLOSED_COHORT = "cohort closed"
    REOPENED_COHORT = "cohort reopened"
    IMPORTED = "participants imported"
    ENROLLED = "person enrolled"
    WITHDREW = "enrolment ended"
    PLANNED_SESSION = "session planned"
    CHANGED_SESSION = "session changed"
    CANCELLED_SESSION = "session cancelled"
    MARKED_ATTENDANCE = "attendance marked"
    STARTED_ATTEMPT = "attempt started"
    SUBMITTED_ATTEMPT = "attempt submitted"
    OPENED_TEST = "test opened"
    CLOSED_TEST = "test closed"
    GAVE_TIME = "extra time given"
    GAVE_FORMS = "forms of a test given"
    KEYED_TEST = "test typed in from paper"
    CORRECTED_KEYING = "typed test corrected"
    CORRECTED_DAY = "day of a typed test corrected"
    CHECKED_KEYING = "typed test checked by a second person"
    MARKED_ANSWER = "answer marked"
    REGRADED = "answers marked again"
    CHOSE_MARKER = "marker chosen"
    DISMISSED_MARKER = "marker dismissed"
    RATED_ANSWER = "answer marked beside others"
    SETTLED_ANSWER = "answer settled between markers"
    ISSUED = "certificates issued"
    REISSUED = "certificate reissued"
    REVOKED = "certificate revoked"


# How somebody does at her tests. Whoever looks after the installation sees what else happened, and none of these.
ABOUT_LEARNING = frozenset(
    {
        Did.STARTED_ATTEMPT,
        Did.SUBMITTED_ATTEMPT,
        Did.KEYED_TEST,
        Did.CORRECTED_KEYING,
        Did.CHECKED_KEYING,
        Did.MARKED_ANSWER,
        Did.RATED_ANSWER,
        Did.SETTLED_ANSWER,
    }
)

FACTS: dict[Did, set[str]] = {
    Did.ADDED_PERSON: {"person", "place"},
    Did.INVITED: {"person", "by_letter"},
    Did.MADE_SLIP: {"person", "expires_at"},
    Did.MADE_LINK: {"person", "by"},
    Did.JOINED: {"person"},
    Did.SIGNED_IN: {"person"},
    Did.LOCKED: {"person", "until"},
    Did.CHANGED_PASSWORD: {"person"},
    Did.CHANGED_PERSON: {"person", "fields"},
    Did.GRANTED_ROLE: {"person", "role", "place"},
    Did.ENDED_ROLE: {"person", "role", "place"},
    Did.ADDED_PLACE: {"place"},
    Did.CHANGED_PLACE: {"place", "names"},
    Did.ADDED_AGENCY: {"agency"},
    Did.CHANGED_AGENCY: {"agency", "names"},
    Did.PUBLISHED: {"course", "version", "changed"},
    Did.SIGNED_OFF: {"text", "version", "language", "role"},
    Did.WITHDREW_SIGN_OFF: {"text", "version", "language", "role", "reason"},
    Did.REMARKED: {"text", "version", "language", "piece"},
    Did.SETTLED_REMARK: {"text", "piece", "state"},
    Did.GRANTED_LICENCE: {"person", "course", "level", "place", "because_of_cohort"},
    Did.ENDED_LICENCE: {"person", "course", "reason"},
    Did.OPENED_COHORT: {"cohort", "course", "version"},
    Did.CHANGED_COHORT: {"cohort", "fields"},
    Did.MOVED_COHORT: {"cohort", "course", "from_version", "to_version"},
    Did.CLOSED_COHORT: {"cohort"},
    Did.REOPENED_COHORT: {"cohort"},
    Did.IMPORTED: {"cohort", "import", "created", "matched", "skipped"},
    Did.ENROLLED: {"cohort", "person"},
    Did.WITHDREW: {"cohort", "person", "reason"},
    Did.PLANNED_SESSION: {"cohort", "session"},
    Did.CHANGED_SESSION: {"cohort", "session", "fields"},
    Did.CANCELLED_SESSION: {"cohort", "session"},
    Did.MARKED_ATTENDANCE: {"cohort", "session", "marks"},
    Did.STARTED_ATTEMPT: {"enrolment", "quiz", "number"},
    Did.SUBMITTED_ATTEMPT: {"enrolment", "quiz", "number", "points"},
    Did.OPENED_TEST: {"cohort", "quiz"},
    Did.CLOSED_TEST: {"cohort", "quiz", "handed_in"},
    Did.GAVE_TIME: {"enrolment", "quiz", "minutes"},
    Did.GAVE_FORMS: {"cohort", "test", "people"},
    Did.KEYED_TEST: {"enrolment", "quiz", "number", "taken_on", "points"},
    Did.CORRECTED_KEYING: {"enrolment", "quiz", "number", "changed", "points", "reason"},
    Did.CORRECTED_DAY: {"enrolment", "quiz", "number", "before", "taken_on", "reason"},
    Did.CHECKED_KEYING: {"enrolment", "quiz", "number"},
    Did.MARKED_ANSWER: {"answer", "points"},
    Did.REGRADED: {"question", "place", "mode", "to_version", "undoes", "raised", "lowered", "passed", "failed"},
    Did.CHOSE_MARKER: {"cohort", "quiz", "part", "person"},
    Did.DISMISSED_MARKER: {"cohort", "quiz", "part", "person"},
    Did.RATED_ANSWER: {"answer", "part", "number", "points"},
    Did.SETTLED_ANSWER: {"answer", "points", "how"},
    Did.ISSUED: {"cohort", "batch", "certificates"},
    Did.REISSUED: {"certificate", "supersedes"},
    Did.REVOKED: {"certificate", "reason"},
}


class Actor(Protocol):
    """Whoever does something: of a person, all that must be known beneath accounts."""

    id: int


class Event(Base):
    """One thing that somebody did; never changed afterwards."""

    __tablename__ = "events"
    __table_args__ = (Index(None, "thing_kind", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    thing_kind: Mapped[str | None]
    thing_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]]


def remember(did: Did, *, actor: Actor | None, now: datetime, about: Any = None, **facts: Any) -> Event:
    """Adds one event to the running transaction; `about` is the row it concerns.

    A command or the clock has no actor. Raises ValueError when the facts are not exactly those that FACTS promises for
    this kind.
    """
    if set(facts) != FACTS[did]:
        raise ValueError(f"{did.value}: the facts are {sorted(FACTS[did])}, not {sorted(facts)}")
    event = Event(
        at=now,
        actor_id=actor.id if actor else None,
        kind=did.value,
        thing_kind=getattr(about, "__tablename__", None),
        thing_id=getattr(about, "id", None),
        facts=as_plain(facts),
    )
    db.session.add(event)
    return event
