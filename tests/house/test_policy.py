"""The policy table once more, in the customer's words: who may and who may not."""

from dataclasses import dataclass, field

import pytest

from tot.policy import TABLE, Can, may


@dataclass
class Office:
    kind: str
    place_path: str


@dataclass
class Paper:
    course_key: str
    path: str
    place_path: str = "/UZ/UZ-TO/"
    level: str = "national trainer"
    is_valid: bool = True


@dataclass
class Somebody:
    id: int
    roles: list[Office] = field(default_factory=list)
    licences: list[Paper] = field(default_factory=list)
    place_path: str = "/UZ/UZ-TO/"
    is_active: bool = True
    is_authenticated: bool = True
    __tablename__ = "people"


@dataclass
class Group:
    course_key: str = "BRD"
    led_by_id: int = 2
    licence_path: str = "/1/2/"
    place_path: str = "/UZ/UZ-TO/"
    is_open: bool = True


@dataclass
class Belonging:
    """An enrolment, attempt or certificate in the cohort."""

    person: Somebody
    cohort: Group = field(default_factory=Group)
    is_open: bool = True
    is_active: bool = True

    @property
    def person_id(self) -> int:
        return self.person.id


@dataclass
class Turn:
    """An answer of the participant's that somebody marks beside the trainer."""

    marker_id: int
    cohort: Group = field(default_factory=Group)


@dataclass
class Law:
    """The annex of a country, laid before reviewers."""

    place_path: str = "/UZ/"


MASTER = Somebody(1, licences=[Paper("BRD", "/1/", level="master trainer")])
TRAINER = Somebody(2, licences=[Paper("BRD", "/1/2/")])
OTHER_TRAINER = Somebody(3, licences=[Paper("BRD", "/1/3/")])
OTHER_COURSE = Somebody(4, licences=[Paper("INV", "/4/")])
COORDINATOR = Somebody(5, roles=[Office("coordinator", "/UZ/")])
ELSEWHERE = Somebody(6, roles=[Office("coordinator", "/UZ/UZ-SA/")])
ADMINISTRATOR = Somebody(7, roles=[Office("administrator", "/UZ/")])
OBSERVER = Somebody(8, roles=[Office("observer", "/UZ/")])
PARTICIPANT = Somebody(9)
REVIEWER = Somebody(11, roles=[Office("reviewer", "/UZ/")])
REVIEWER_ABROAD = Somebody(12, roles=[Office("reviewer", "/KZ/")])
CLASSMATE = Somebody(10)
CLOSED = Somebody(2, licences=[Paper("BRD", "/1/2/")], is_active=False)
EVERYBODY = {
    "master": MASTER,
    "trainer": TRAINER,
    "other trainer": OTHER_TRAINER,
    "other course": OTHER_COURSE,
    "coordinator": COORDINATOR,
    "coordinator elsewhere": ELSEWHERE,
    "administrator": ADMINISTRATOR,
    "observer": OBSERVER,
    "reviewer": REVIEWER,
    "reviewer abroad": REVIEWER_ABROAD,
    "participant": PARTICIPANT,
    "classmate": CLASSMATE,
    "closed account": CLOSED,
}
# Who works in one region: the licence of the first reaches beyond it, and so would whoever took her account.
NATIONWIDE = Somebody(13, licences=[Paper("BRD", "/9/", place_path="/UZ/")], place_path="/UZ/UZ-SA/")
UNDER_LICENCE = Somebody(14, licences=[Paper("BRD", "/9/14/", place_path="/UZ/UZ-SA/")], place_path="/UZ/UZ-SA/")
STAFF = {"trainer", "coordinator"}
COORDINATORS = {"coordinator", "coordinator elsewhere"}
REVIEWERS = {"reviewer", "reviewer abroad"}

# permission on a cohort led by the trainer, or on something of the participant's in it → exactly these may
COHORT = Group()
THINGS = [
    (Can.SEE_COHORT, COHORT, STAFF | {"master"}),
    (Can.SEE_NAMES, COHORT, STAFF | {"master"}),
    (Can.SEE_REGISTER, COHORT, STAFF | {"master"}),
    (Can.CHANGE_COHORT, COHORT, STAFF),
    (Can.ENROL, COHORT, STAFF),
    (Can.ENROL, Group(is_open=False), set()),
    (Can.PLAN_SESSION, COHORT, STAFF),
    (Can.PRINT_SIGN_IN_SHEET, COHORT, STAFF),
    (Can.MARK_ATTENDANCE, Belonging(PARTICIPANT), STAFF),
    (Can.MARK_ANSWER, COHORT, {"trainer"}),
    # A corrected key is one for everybody: neither a trainer decides for her cohort nor a region for itself.
    (Can.REGRADE, None, {"coordinator"} | REVIEWERS),
    (Can.SEE_REGRADE, Law(), {"coordinator", "reviewer"}),
    (Can.SEE_OWN_QUEUE, None, {"master", "trainer", "other trainer", "other course"}),
    (Can.CHOOSE_MARKERS, COHORT, STAFF),
    # An answer beside another marker: whose turn it is, and nobody above, beside or in charge of her.
    (Can.RATE_ANSWER, Turn(marker_id=2), {"trainer"}),
    (Can.RATE_ANSWER, Turn(marker_id=3), {"other trainer"}),
    (Can.RATE_ANSWER, Turn(marker_id=4), set()),  # whose licence is for another course, or has ended
    (Can.RATE_ANSWER, Turn(marker_id=5), set()),
    (Can.RATE_ANSWER, Turn(marker_id=9), set()),
    (
        Can.CONVERT_QUESTIONS,
        None,
        {"master", "trainer", "other trainer", "other course", "administrator"} | REVIEWERS,
    ),
    (Can.SEE_CONVERSION, Belonging(TRAINER), {"trainer"}),  # an uploaded file is seen by nobody else
    (Can.HOLD_TEST, COHORT, STAFF),
    (Can.HOLD_TEST, Belonging(PARTICIPANT), STAFF),
    # Whoever types answers in sees them; whoever stands above in the cascade sees results only.
    (Can.KEY_ANSWERS, COHORT, STAFF),
    (Can.SEE_ELIGIBILITY, COHORT, STAFF),
    (Can.ISSUE_CERTIFICATES, COHORT, STAFF),
    (Can.RAISE_TRAINER, COHORT, set()),
    (Can.RAISE_TRAINER, Group(led_by_id=1, licence_path="/1/"), {"master"}),
    (Can.LEARN, Belonging(PARTICIPANT), {"participant"}),
    (Can.LEARN, Belonging(PARTICIPANT, is_active=False), set()),
    (Can.ANSWER_QUIZ, Belonging(PARTICIPANT), {"participant"}),
    (Can.ANSWER_QUIZ, Belonging(PARTICIPANT, is_active=False), set()),
    (Can.PLAY_SCENARIO, Belonging(PARTICIPANT), {"participant"}),
    (Can.PLAY_SCENARIO, Belonging(PARTICIPANT, is_active=False), set()),
    (Can.REVIEW_ATTEMPT, Belonging(PARTICIPANT), {"participant", "trainer"}),
    (Can.DOWNLOAD_CERTIFICATE, Belonging(PARTICIPANT), STAFF | {"participant"}),
    (Can.REVOKE_CERTIFICATE, Belonging(PARTICIPANT), {"coordinator"}),
    (Can.SEE_PERSON, PARTICIPANT, {"participant", "coordinator", "administrator"}),
    (Can.CHANGE_PERSON, PARTICIPANT, {"coordinator", "administrator"}),
    # Whoever makes a slip for somebody could sign in as that somebody.
    (Can.MAKE_SLIP, Belonging(PARTICIPANT), STAFF | {"administrator"}),
    (Can.MAKE_SLIP, Belonging(OTHER_TRAINER), {"coordinator", "administrator"}),
    (Can.MAKE_SLIP, Belonging(ADMINISTRATOR), {"administrator"}),
    (Can.MAKE_SLIP, NATIONWIDE, {"coordinator", "administrator"}),
    (Can.CHANGE_PERSON, NATIONWIDE, {"coordinator", "administrator"}),
    (Can.CHANGE_PERSON, UNDER_LICENCE, {"coordinator", "coordinator elsewhere", "administrator"}),
    (Can.MAKE_SLIP, Belonging(ELSEWHERE), {"coordinator", "administrator"}),
    (Can.MAKE_SLIP, ADMINISTRATOR, {"administrator"}),
    (Can.OPEN_COHORT, None, {"master", "trainer", "other trainer", "other course"}),
    (Can.PRINT_PACKS, None, {"master", "trainer", "other trainer", "other course"} | COORDINATORS | REVIEWERS),
    (Can.REVIEW, None, REVIEWERS | {"administrator"}),
    # The law of a country is signed off by its own reviewers, everything else by all.
    (Can.SIGN_OFF, None, REVIEWERS | {"administrator"}),
    (Can.SIGN_OFF, Law(), {"reviewer", "administrator"}),
    (Can.WITHDRAW_SIGN_OFF, Belonging(REVIEWER), {"reviewer", "administrator"}),
    (Can.WITHDRAW_SIGN_OFF, Belonging(TRAINER), {"administrator"}),  # who signed when she was a reviewer
    (Can.SETTLE_REMARK, None, REVIEWERS | {"administrator"}),
    (
        Can.READ_FACILITATOR_NOTES,
        None,
        {"master", "trainer", "other trainer", "other course"} | COORDINATORS | REVIEWERS,
    ),
    (Can.CHANGE_PLACES, PARTICIPANT, {"coordinator", "administrator"}),  # a place: only its path matters
    (Can.CHANGE_PLACES, None, {"administrator"}),
    (Can.CHANGE_AGENCIES, None, {"coordinator", "administrator"}),
    (Can.GRANT_MASTER_LICENCE, None, {"coordinator", "coordinator elsewhere"}),
    (
        Can.SEE_TOTALS,
        None,
        {"master", "trainer", "other trainer", "other course", "observer", "reviewer", "reviewer abroad"}
        | COORDINATORS,
    ),
    (Can.SEE_TRAINERS, None, {"master", "trainer", "other trainer", "other course"} | COORDINATORS),
    # The trainer's own licence, seen by her and her line; and one of the generation above.
    (Can.SEE_LICENCE, Paper("BRD", "/1/2/"), STAFF | {"master"}),
    (Can.SEE_LICENCE, Paper("BRD", "/1/"), {"master", "coordinator"}),
    (Can.END_LICENCE, Paper("BRD", "/1/2/"), {"coordinator"}),
    (Can.GRANT_ROLE, None, {"administrator"}),
    (Can.PUBLISH_COURSE, None, REVIEWERS | {"administrator"}),
    (Can.SEE_LETTERS, None, {"administrator"}),
    (Can.SEE_SYSTEM, None, {"administrator"}),
    (Can.SEE_OWN_PAGES, None, set(EVERYBODY) - {"closed account"}),
]


def named(value: object) -> str:
    """The same name in every test worker: sets come in another order in each."""
    return " ".join(sorted(value))[:40] if isinstance(value, set) else str(value)[:40]


@pytest.mark.parametrize(("permission", "thing", "allowed"), THINGS, ids=named)
def test_exactly_these_may(permission: Can, thing: object, allowed: set[str]) -> None:
    assert {who for who, person in EVERYBODY.items() if may(person, permission, thing)} == allowed


def test_every_permission_has_a_row_and_nobody_unknown_has_any() -> None:
    class Stranger:
        is_authenticated = False

    assert set(TABLE) == set(Can)
    assert not any(may(Stranger(), permission) for permission in Can)
