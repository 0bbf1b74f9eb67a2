"""Who may do what: one table that an auditor can read. Conditions read attributes and nothing else."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Protocol


class Can(StrEnum):
    """Every permission, as a phrase that completes the sentence "may …"."""

    SEE_OWN_PAGES = "see own pages"
    SEE_PLACES = "see places and agencies"
    CHANGE_PLACES = "change a place, or add one beneath it"
    CHANGE_AGENCIES = "change agencies"
    SEE_PEOPLE = "see people of a place"
    SEE_PERSON = "see a person"
    CHANGE_PERSON = "change a person"
    INVITE_PERSON = "invite a person"
    MAKE_SLIP = "make a slip for a person"
    GRANT_ROLE = "grant a role"
    SEE_COURSES = "see the courses"
    PUBLISH_COURSE = "publish a course"
    READ_FACILITATOR_NOTES = "read facilitator notes"
    PRINT_PACKS = "print packs, also those for trainers"
    REVIEW = "read courses for review, and remark on them"
    SIGN_OFF = "sign off a version of a text"
    WITHDRAW_SIGN_OFF = "withdraw a sign-off"
    SETTLE_REMARK = "say that a remark is dealt with"
    GRANT_MASTER_LICENCE = "license a master trainer"
    SEE_TRAINERS = "see a list of trainers"
    SEE_LICENCE = "see a licence"
    END_LICENCE = "end a licence"
    OPEN_COHORT = "open a cohort"
    SEE_COHORTS = "see a list of cohorts"
    SEE_COHORT = "see a cohort"
    CHANGE_COHORT = "change a cohort"
    ENROL = "enrol people in a cohort"
    SEE_NAMES = "see the names in a cohort"
    PLAN_SESSION = "plan a session"
    PRINT_SIGN_IN_SHEET = "print a sign-in sheet"
    MARK_ATTENDANCE = "mark attendance"
    SEE_REGISTER = "see the attendance register"
    MARK_ANSWER = "mark an open answer"
    REGRADE = "mark answers again by a corrected key"
    SEE_REGRADE = "see what was marked again, and undo it"
    SEE_OWN_QUEUE = "see the answers that wait for one's own marking"
    RATE_ANSWER = "mark an answer beside another marker, not knowing whose it is"
    CHOOSE_MARKERS = "choose who marks a test beside its trainer"
    CONVERT_QUESTIONS = "convert files of questions"
    SEE_CONVERSION = "see what became of a file of questions"
    HOLD_TEST = "open and close a test, and give somebody more time"
    KEY_ANSWERS = "print answer sheets of a cohort, and type in what was answered on paper"
    RAISE_TRAINER = "make a participant a trainer"
    SEE_CASCADE = "see the cascade"
    LEARN = "learn in a cohort"
    PLAY_SCENARIO = "play a scenario"
    ANSWER_QUIZ = "answer a quiz"
    REVIEW_ATTEMPT = "review an attempt"
    SEE_ELIGIBILITY = "see who has met the conditions of a certificate"
    ISSUE_CERTIFICATES = "issue certificates"
    DOWNLOAD_CERTIFICATE = "download a certificate"
    REVOKE_CERTIFICATE = "revoke a certificate"
    SEE_TOTALS = "see totals without names"
    SEE_EVENTS = "see what happened"
    SEE_LETTERS = "see letters that wait"
    SEE_SYSTEM = "see the state of the system"


class Office(Protocol):
    """A role that somebody holds for a place and all beneath it."""

    kind: str
    place_path: str


class Licence(Protocol):
    """What somebody may train, and where that stands in the cascade."""

    course_key: str
    level: str
    path: str
    is_valid: bool


class Asker(Protocol):
    """Whoever asks: all that the conditions read of a person."""

    id: int

    @property
    def roles(self) -> Sequence[Office]: ...
    @property
    def licences(self) -> Sequence[Licence]: ...


Condition = Callable[[Asker, Any], bool]


def _cohort(thing: Any) -> Any:
    """The cohort a thing belongs to, or the thing itself."""
    return getattr(thing, "cohort", thing)


def anybody(person: Asker, thing: Any) -> bool:
    """Signed in, as anybody."""
    return True


def is_self(person: Asker, thing: Any) -> bool:
    """The thing is this very person."""
    return getattr(thing, "__tablename__", None) == "people" and thing.id == person.id


def owner(person: Asker, thing: Any) -> bool:
    """The thing is about this person: her enrolment, attempt, certificate."""
    return bool(getattr(thing, "person_id", None) == person.id)


def open_now(person: Asker, thing: Any) -> bool:
    """The thing still takes answers."""
    return bool(getattr(thing, "is_open", False))


def leads(person: Asker, thing: Any) -> bool:
    """The person leads the cohort that the thing belongs to."""
    return bool(getattr(_cohort(thing), "led_by_id", None) == person.id)


def upline(person: Asker, thing: Any) -> bool:
    """The person stands above the cohort's trainer in the cascade of the same course."""
    path = getattr(_cohort(thing), "licence_path", None)
    return path is not None and any(
        licence.is_valid and path.startswith(licence.path) and path != licence.path for licence in person.licences
    )


def own_line(person: Asker, thing: Any) -> bool:
    """The licence is the person's own, or stands beneath one of hers in the cascade."""
    path = getattr(thing, "path", None)
    return path is not None and any(licence.is_valid and path.startswith(licence.path) for licence in person.licences)


def _has_role(person: Asker, kind: str, place_path: str | None) -> bool:
    return any(
        role.kind == kind and (place_path is not None and place_path.startswith(role.place_path))
        for role in person.roles
    )


def staff_of_place(person: Asker, thing: Any) -> bool:
    """A coordinator of the thing's place or of one above it."""
    return _has_role(person, "coordinator", getattr(_cohort(thing), "place_path", None))


def coordinator(person: Asker, thing: Any) -> bool:
    """A coordinator of any place; what she sees is limited to that place by the query."""
    return any(role.kind == "coordinator" for role in person.roles)


def coordinator_of_country(person: Asker, thing: Any) -> bool:
    """A coordinator of a whole country: agencies are shared by all its regions."""
    return any(role.kind == "coordinator" and role.place_path.count("/") == 2 for role in person.roles)


def administrator(person: Asker, thing: Any) -> bool:
    """Looks after the installation. Sees settings, accounts and letters, but no learning records."""
    return any(role.kind == "administrator" for role in person.roles)


def observer(person: Asker, thing: Any) -> bool:
    """M&E officer, donor or ombuds observer, reviewer: totals only, never names."""
    return any(role.kind in {"m&e officer", "observer", "reviewer"} for role in person.roles)


def reviewer(person: Asker, thing: Any) -> bool:
    """Reviews course content."""
    return any(role.kind == "reviewer" for role in person.roles)


def reviewer_of_place(person: Asker, thing: Any) -> bool:
    """Reviews course content for the country that the text is about; most texts are about none."""
    path = getattr(thing, "place_path", None)
    return _has_role(person, "reviewer", path) if path else reviewer(person, thing)


def marks(person: Asker, thing: Any) -> bool:
    """It is the person's turn to mark this answer: as first, second or third."""
    return bool(getattr(thing, "marker_id", None) == person.id)


def trainer(person: Asker, thing: Any) -> bool:
    """Holds a valid licence for some course."""
    return any(licence.is_valid for licence in person.licences)


def no_more_power(person: Asker, thing: Any) -> bool:
    """The person concerned (or the one enrolled) holds no office and no licence beyond the reach of the one who asks.

    Whoever could make a slip for somebody with more power could sign in as that somebody.
    """
    about = getattr(thing, "person", thing)
    reach = tuple(role.place_path for role in person.roles if role.kind == "coordinator")
    held = [*about.roles, *about.licences]
    return all(one.place_path.startswith(reach) for one in held) and not administrator(about, thing)


def holds_no_office(person: Asker, thing: Any) -> bool:
    """The person concerned has neither a role nor a licence."""
    about = getattr(thing, "person", thing)
    return not about.roles and not about.licences


def licensed(person: Asker, thing: Any) -> bool:
    """Holds a valid licence for the course of the thing (a course key, a cohort, a course)."""
    course = thing if isinstance(thing, str) else getattr(_cohort(thing), "course_key", None)
    return any(licence.is_valid and licence.course_key == course for licence in person.licences)


def master(person: Asker, thing: Any) -> bool:
    """Holds a valid master trainer's licence for the course of the thing."""
    course = thing if isinstance(thing, str) else getattr(_cohort(thing), "course_key", None)
    return any(
        licence.is_valid and licence.level == "master trainer" and licence.course_key == course
        for licence in person.licences
    )


def enrolled(person: Asker, thing: Any) -> bool:
    """Takes part in the cohort; `thing` is her own enrolment, play or attempt, and the enrolment was not ended."""
    return owner(person, thing) and bool(getattr(thing, "is_active", False))


# A permission holds when every condition in any one of its tuples holds.
TABLE: dict[Can, list[tuple[Condition, ...]]] = {
    Can.SEE_OWN_PAGES: [(anybody,)],
    Can.SEE_PLACES: [(coordinator,), (administrator,)],
    Can.CHANGE_PLACES: [(staff_of_place,), (administrator,)],
    Can.CHANGE_AGENCIES: [(coordinator_of_country,), (administrator,)],
    Can.SEE_PEOPLE: [(coordinator,), (administrator,)],
    Can.SEE_PERSON: [(is_self,), (staff_of_place,), (administrator,)],
    Can.CHANGE_PERSON: [(staff_of_place, no_more_power), (administrator,)],
    Can.INVITE_PERSON: [(coordinator,), (administrator,)],
    Can.MAKE_SLIP: [(staff_of_place, no_more_power), (administrator,), (leads, holds_no_office)],
    Can.GRANT_ROLE: [(administrator,)],
    Can.SEE_COURSES: [(coordinator,), (administrator,), (trainer,), (observer,)],
    Can.PUBLISH_COURSE: [(administrator,), (reviewer,)],
    Can.READ_FACILITATOR_NOTES: [(trainer,), (reviewer,), (coordinator,)],
    Can.PRINT_PACKS: [(trainer,), (reviewer,), (coordinator,)],
    Can.REVIEW: [(reviewer,), (administrator,)],
    Can.SIGN_OFF: [(reviewer_of_place,), (administrator,)],
    Can.WITHDRAW_SIGN_OFF: [(owner, reviewer), (administrator,)],
    Can.SETTLE_REMARK: [(reviewer,), (administrator,)],
    Can.GRANT_MASTER_LICENCE: [(coordinator,)],
    Can.SEE_TRAINERS: [(trainer,), (coordinator,)],
    Can.SEE_LICENCE: [(own_line,), (staff_of_place,)],
    Can.END_LICENCE: [(staff_of_place,)],
    Can.OPEN_COHORT: [(trainer,)],
    Can.SEE_COHORTS: [(trainer,), (coordinator,)],
    Can.SEE_COHORT: [(leads,), (upline,), (staff_of_place,)],
    Can.CHANGE_COHORT: [(leads,), (staff_of_place,)],
    Can.ENROL: [(leads, open_now), (staff_of_place, open_now)],
    Can.SEE_NAMES: [(leads,), (upline,), (staff_of_place,)],
    Can.PLAN_SESSION: [(leads, open_now), (staff_of_place, open_now)],
    Can.PRINT_SIGN_IN_SHEET: [(leads,), (staff_of_place,)],
    Can.MARK_ATTENDANCE: [(leads, open_now), (staff_of_place, open_now)],
    Can.SEE_REGISTER: [(leads,), (upline,), (staff_of_place,)],
    Can.MARK_ANSWER: [(leads,)],
    # One key for everybody: not cohort by cohort, and never by whoever keeps the machines.
    Can.REGRADE: [(coordinator_of_country,), (reviewer,)],
    Can.SEE_REGRADE: [(staff_of_place,), (reviewer_of_place,)],
    Can.SEE_OWN_QUEUE: [(trainer,)],
    # Whoever marks beside the trainer sees the answer and nothing of its author: no names, no attempt, no cohort.
    Can.RATE_ANSWER: [(marks, leads), (marks, licensed)],
    Can.CHOOSE_MARKERS: [(leads,), (staff_of_place,)],
    Can.CONVERT_QUESTIONS: [(trainer,), (reviewer,), (administrator,)],
    Can.SEE_CONVERSION: [(owner,)],
    Can.HOLD_TEST: [(leads,), (staff_of_place,)],
    Can.KEY_ANSWERS: [(leads,), (staff_of_place,)],
    Can.RAISE_TRAINER: [(leads, master)],
    Can.SEE_CASCADE: [(trainer,), (coordinator,), (observer,)],
    Can.LEARN: [(enrolled,)],
    Can.PLAY_SCENARIO: [(enrolled,)],
    # An answer that comes after the end is refused by the action, which can say so and show what was written.
    Can.ANSWER_QUIZ: [(enrolled,)],
    Can.REVIEW_ATTEMPT: [(owner,), (leads,)],
    Can.SEE_ELIGIBILITY: [(leads,), (staff_of_place,)],
    Can.ISSUE_CERTIFICATES: [(leads,), (staff_of_place,)],
    Can.DOWNLOAD_CERTIFICATE: [(owner,), (leads,), (staff_of_place,)],
    Can.REVOKE_CERTIFICATE: [(staff_of_place,)],
    Can.SEE_TOTALS: [(coordinator,), (observer,), (trainer,)],
    Can.SEE_EVENTS: [(administrator,)],
    Can.SEE_LETTERS: [(administrator,)],
    Can.SEE_SYSTEM: [(administrator,)],
}


def may(person: Any, permission: Can, thing: Any = None) -> bool:
    """Whether the person may; somebody who is not signed in, or whose account was closed, may nothing."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return False
    return any(all(condition(person, thing) for condition in row) for row in TABLE[permission])
