"""Files of participants: judged row by row, imported once, and nothing ever twice; no name from outside one's sight."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.accounts.make import make_agency, make_coordinator, make_person, make_place
from tests.cascade.make import make_course, make_trainer
from tests.cohorts.make import make_cohort, make_enrolment
from tot.accounts.actions import newcomers
from tot.accounts.models import Person
from tot.accounts.rules import name_key
from tot.audit import Event
from tot.cohorts import actions, queries
from tot.cohorts.actions.imports import Undecided
from tot.cohorts.models import Cohort, Enrolment, Import
from tot.cohorts.rules import Verdict
from tot.cohorts.sheet.reading import opened
from tot.db import db, transaction
from tot.refusals import Refused

THIRTY = Path(__file__).parent / "files" / "thirty-fictional-participants.csv"
LANGUAGES = ("en", "ru", "uz")


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


class Desk:
    """A trainer with a cohort and files to import."""

    def __init__(self, now: datetime) -> None:
        make_course()
        self.now = now
        self.region = make_place("UZ-TO", names={"en": "Tashkent region", "ru": "Ташкентская область"})
        self.district = make_place("UZ-TO-1", names={"en": "Bekobod", "ru": "Бекабад"})
        self.trainer = make_trainer(self.region)
        self.cohort = make_cohort(self.trainer)

    def upload(self, *rows: str, heading: str = "Name,E-mail", actor: Person | None = None) -> Import:
        with transaction():
            file = opened("\n".join([heading, *rows]).encode(), "list.csv")
            return actions.take_in_file(self.cohort, file, actor or self.trainer, self.now)

    def judge(self, *rows: str, actor: Person | None = None, **options: Any) -> list[Verdict]:
        import_ = self.upload(*rows, actor=actor, **options)
        return queries.verdicts_of(import_, actor or self.trainer, LANGUAGES)

    def confirm(self, import_: Import, choices: dict[int, str] | None = None, actor: Person | None = None) -> list[str]:
        with transaction():
            actions.confirm_import(import_, choices or {}, LANGUAGES, actor or self.trainer, self.now)
        return [row["what"] for row in import_.result or []]


@pytest.fixture
def desk(inside: None, now: datetime) -> Desk:
    return Desk(now)


def kinds(verdicts: list[Verdict]) -> list[str]:
    return [verdict.kind for verdict in verdicts]


# ------------------------------------------------------------------------------------------------------ once, not twice


def test_thirty_people_arrive_and_the_same_file_again_creates_nobody(desk: Desk) -> None:
    with transaction():
        import_ = actions.take_in_file(desk.cohort, opened(THIRTY.read_bytes(), "thirty.csv"), desk.trainer, desk.now)
    people = count(Person)
    assert count(Enrolment) == 0, "nothing is written before it is confirmed"
    assert desk.confirm(import_) == ["created"] * 30
    assert (count(Person), count(Enrolment)) == (people + 30, 30)
    with transaction():
        again = actions.take_in_file(desk.cohort, opened(THIRTY.read_bytes(), "thirty.csv"), desk.trainer, desk.now)
    assert again is not import_
    assert desk.confirm(again) == ["already there"] * 30
    assert (count(Person), count(Enrolment)) == (people + 30, 30)
    oktam = db.session.scalars(select(Person).where(Person.name_key == name_key("Абдуллаев Жасур Ўктам ўғли"))).one()
    assert oktam.name == "Abdullayev Jasur Oʻktam oʻgʻli"
    assert (oktam.sex, oktam.language, oktam.place_path) == ("male", "uz", desk.cohort.place_path)
    facts = db.session.scalars(select(Event.facts).where(Event.kind == "participants imported").order_by(Event.id))
    assert [(f["created"], f["matched"], f["skipped"]) for f in facts] == [(30, 0, 0), (0, 0, 30)]


def test_confirming_twice_imports_once(desk: Desk) -> None:
    import_ = desk.upload("Aziz Karimov,", "Elena Petrova,")
    first, second = desk.confirm(import_), desk.confirm(import_)
    assert first == second == ["created", "created"]
    assert count(Enrolment) == 2


def test_the_same_file_in_two_tabs_is_one_import_until_it_is_confirmed(desk: Desk) -> None:
    first, second = desk.upload("Aziz Karimov,"), desk.upload("Aziz Karimov,")
    assert first is second
    desk.confirm(first)
    assert desk.upload("Aziz Karimov,") is not first


def test_two_waiting_files_with_the_same_person_make_one(desk: Desk) -> None:
    one, other = desk.upload("Aziz Karimov,"), desk.upload("Aziz Karimov,", "Elena Petrova,")
    desk.confirm(one)
    assert desk.confirm(other) == ["already there", "created"]


def test_a_file_can_be_discarded_until_it_is_imported(desk: Desk) -> None:
    waiting, done = desk.upload("Aziz Karimov,"), desk.upload("Elena Petrova,")
    desk.confirm(done)
    with transaction():
        actions.discard_import(waiting)
        actions.discard_import(done)
    assert list(db.session.scalars(select(Import))) == [done]


def test_a_closed_cohort_takes_no_file_and_imports_none(desk: Desk) -> None:
    import_ = desk.upload("Aziz Karimov,")
    with transaction():
        actions.close_cohort(desk.cohort, desk.trainer, desk.now)
    with pytest.raises(Refused, match="closed"):
        desk.confirm(import_)
    with pytest.raises(Refused, match="closed"):
        desk.upload("Elena Petrova,")
    assert count(Enrolment) == 0


# ------------------------------------------------------------------------------------------------------------- verdicts


def test_each_row_gets_its_verdict(desk: Desk) -> None:
    make_enrolment(desk.cohort, make_person("Karimov Aziz Rustamovich"))
    make_enrolment(desk.cohort, make_person("Petrova Elena", email="elena@example.org"), ended_at=desk.now)
    other = make_cohort(desk.trainer)
    make_enrolment(other, make_person("Nurmatov Sherzod Anvarovich"))
    verdicts = desk.judge(
        "Каримов Азиз Рустамович,",
        "Petrova Elena,",
        "Nurmatov Sherzod,",
        "Qodirova Mohira,mohira@example.org",
        "Qodirova Mohira,",
        "12345,",
        "Someone New,not an address",
    )
    assert kinds(verdicts) == ["here", "left", "choose", "new", "twice", "refused", "refused"]
    assert [verdict.reason for verdict in verdicts] == [None, "left", None, None, "twice", "name digits", "no address"]
    assert [match.why for match in verdicts[2].matches] == ["patronymic missing"]


def test_a_choice_is_needed_and_only_an_offered_one_counts(desk: Desk) -> None:
    known = make_enrolment(make_cohort(desk.trainer), make_person("Nurmatov Sherzod Anvarovich")).person
    import_ = desk.upload("Nurmatov Sherzod,", "Elena Petrova,")
    for wrong in ({}, {2: "something"}, {2: str(desk.trainer.id)}):
        with pytest.raises(Undecided) as undecided:
            desk.confirm(import_, wrong)
        assert undecided.value.lines == [2]
    assert count(Enrolment) == 1
    assert desk.confirm(import_, {2: str(known.id)}) == ["matched", "created"]
    assert queries.enrolment_of(desk.cohort.id, known.id) is not None


def test_a_new_person_can_be_made_although_a_name_is_alike(desk: Desk) -> None:
    make_enrolment(make_cohort(desk.trainer), make_person("Nurmatov Sherzod"))
    people = count(Person)
    import_ = desk.upload("Nurmatov Sherzod,")
    assert desk.confirm(import_, {2: "new"}) == ["created"]
    assert count(Person) == people + 1
    assert desk.confirm(desk.upload("Nurmatov Sherzod,")) == ["already there"]


def test_who_was_chosen_under_another_spelling_is_known_the_next_time(desk: Desk) -> None:
    known = make_enrolment(make_cohort(desk.trainer), make_person("Nurmatov Sherzod Anvarovich")).person
    desk.confirm(desk.upload("Nurmatov Sherzod,"), {2: str(known.id)})
    assert desk.confirm(desk.upload("Nurmatov Sherzod,")) == ["already there"]


def test_two_people_of_one_name_are_two_when_the_trainer_says_so(desk: Desk) -> None:
    rows = ("Karimov Aziz,", "Karimov Aziz,")
    assert desk.confirm(desk.upload(*rows)) == ["created", "skipped"]
    assert desk.confirm(desk.upload(*rows, "")) == ["already there", "skipped"]
    import_ = desk.upload(*rows, "", "")
    assert desk.confirm(import_, {3: "new"}) == ["already there", "created"]
    assert desk.confirm(desk.upload(*rows)) == ["already there", "already there"]


def test_two_people_of_one_name_with_two_addresses_are_two(desk: Desk) -> None:
    rows = ("Karimov Aziz,a@example.org", "Karimov Aziz,b@example.org", "Karimov A.,b@example.org")
    assert kinds(desk.judge(*rows)) == ["new", "new", "twice"]
    desk.confirm(desk.upload(*rows))
    assert kinds(desk.judge(*rows, "")) == ["here", "here", "twice"]


def test_an_address_finds_its_owner_whatever_the_name(desk: Desk) -> None:
    owner = make_person("Rahimova Gulnora", email="gulnora@example.org")
    make_enrolment(make_cohort(desk.trainer), owner)
    verdict = desk.judge("Somebody Else,Gulnora@Example.org")[0]
    assert (verdict.kind, verdict.matches[0].person_id, verdict.may_be_new) == ("choose", owner.id, False)
    with pytest.raises(Undecided):
        desk.confirm(desk.upload("Somebody Else,Gulnora@Example.org"), {2: "new"})
    assert desk.confirm(desk.upload("Somebody Else,Gulnora@Example.org"), {2: "skip"}) == ["skipped"]


def test_the_same_person_chosen_for_two_rows_takes_part_once(desk: Desk) -> None:
    known = make_enrolment(make_cohort(desk.trainer), make_person("Nurmatov Sherzod Anvarovich")).person
    import_ = desk.upload("Nurmatov Sherzod,", "Sherzod Nurmatov,")
    assert desk.confirm(import_, {2: str(known.id), 3: str(known.id)}) == ["matched", "already there"]


# ---------------------------------------------------------------------------------------------------------------- sight


def test_nobody_outside_ones_sight_is_matched_or_named(desk: Desk) -> None:
    hidden = make_person("Nurmatov Sherzod", email="sherzod@example.org")
    make_enrolment(make_cohort(make_trainer()), hidden)
    verdicts = desk.judge("Nurmatov Sherzod,", "Another Name,sherzod@example.org")
    assert kinds(verdicts) == ["new", "refused"]
    assert verdicts[1].reason == "address used"
    assert all(verdict.person_id is None and not verdict.matches for verdict in verdicts)


def test_somebody_out_of_sight_cannot_be_chosen_by_number(desk: Desk) -> None:
    hidden = make_person("Nurmatov Sherzod Anvarovich")
    make_enrolment(make_cohort(desk.trainer), make_person("Nurmatov Sherzod"))
    import_ = desk.upload("Nurmatov Sherzod,")
    with pytest.raises(Undecided):
        desk.confirm(import_, {2: str(hidden.id)})


def test_a_coordinator_sees_her_place_and_the_upline_her_line(desk: Desk) -> None:
    below = make_trainer(desk.region, desk.trainer.licences[0])
    make_enrolment(make_cohort(below), make_person("Nurmatov Sherzod", make_place("KZ-AL")))
    make_person("Petrova Elena", make_place("UZ-TO-1"))
    make_person("Kim Viktoria", make_place("KZ-AL"))
    rows = ("Nurmatov Sherzod,", "Petrova Elena,", "Kim Viktoria,")
    assert kinds(desk.judge(*rows)) == ["choose", "new", "new"]
    coordinator = make_coordinator(desk.region)
    assert kinds(desk.judge(*rows, actor=coordinator)) == ["choose", "choose", "new"]


def test_the_trainer_herself_is_not_offered(desk: Desk) -> None:
    make_enrolment(make_cohort(make_trainer(desk.region, desk.trainer.licences[0])), desk.trainer)
    assert kinds(desk.judge(f"{desk.trainer.name},")) == ["new"]


def test_a_closed_account_is_not_offered(desk: Desk) -> None:
    closed = make_person("Nurmatov Sherzod", is_active=False, email="closed@example.org")
    make_enrolment(make_cohort(desk.trainer), closed)
    assert kinds(desk.judge("Nurmatov Sherzod,", "A New One,closed@example.org")) == ["new", "refused"]


# ---------------------------------------------------------------------------------------------------------------- cells


def test_places_agencies_and_words_are_understood_in_any_language(desk: Desk) -> None:
    agency = make_agency("border service")
    rows = (
        "Aziz Karimov,м,Пограничная служба,Ташкентская обл.,Бекабад,рус",
        "Elena Petrova,ayol,border service,Tashkent,,oʻzbekcha",
        "Olim Nosirov,perhaps,Moon Office,Atlantis,Bekobod,latin",
    )
    heading = "Name,Sex,Agency,Region,District,Language"
    entries = [verdict.entry for verdict in desk.judge(*rows, heading=heading)]
    assert [(e.sex, e.agency_id, e.place_id, e.language) for e in entries] == [
        ("male", agency.id, desk.district.id, "ru"),
        ("female", agency.id, desk.region.id, "uz"),
        ("prefer not to say", None, desk.district.id, "en"),
    ]
    assert [dict(e.notes) for e in entries] == [
        {}, {}, {"sex": "perhaps", "language": "latin", "agency": "Moon Office"}
    ]  # fmt: skip
    desk.confirm(desk.upload(*rows, heading=heading))
    person = db.session.scalars(select(Person).where(Person.name == "Aziz Karimov")).one()
    assert (person.place_path, person.agency_id, person.language) == (desk.district.path, agency.id, "ru")


def test_an_unknown_place_means_the_cohorts(desk: Desk) -> None:
    verdict = desk.judge("Aziz Karimov,Atlantis", heading="Name,Region")[0]
    assert dict(verdict.entry.notes) == {"place": "Atlantis"}
    desk.confirm(desk.upload("Aziz Karimov,Atlantis", heading="Name,Region"))
    person = db.session.scalars(select(Person).where(Person.name == "Aziz Karimov")).one()
    assert person.place_path == desk.cohort.place_path


def test_of_two_places_of_one_name_the_nearer_is_meant_or_none(desk: Desk) -> None:
    names = {"en": "Markaz"}
    near, _far = make_place("UZ-TO-5", names=names), make_place("UZ-SA-5", names=names)
    assert desk.judge("Aziz Karimov,Markaz", heading="Name,District")[0].entry.place_id == near.id
    make_place("UZ-TO-6", names=names)
    assert desk.judge("Elena Petrova,Markaz", heading="Name,District")[0].entry.place_id is None


def test_a_cell_that_looks_like_a_formula_stays_text(desk: Desk) -> None:
    import_ = desk.upload("Aziz Karimov,=cmd|' /C calc'!A0", "=1+1,", heading="Name,Position")
    assert desk.confirm(import_) == ["created", "skipped"]
    person = db.session.scalars(select(Person).where(Person.name == "Aziz Karimov")).one()
    assert person.position == "=cmd|' /C calc'!A0"


# ---------------------------------------------------------------------------------------------------------------- speed


def test_judging_asks_the_database_as_often_for_fifty_as_for_five(desk: Desk, world: Any) -> None:
    from tests.conftest import counting

    asked = []
    for number in (5, 50):
        for _each in range(number):
            make_enrolment(desk.cohort)
        import_ = desk.upload(*(f"Somebody Number{chr(97 + n % 26)}{chr(97 + n // 26)}," for n in range(number)))
        db.session.expire_all()
        import_ = queries.import_by_id(import_.id)  # type: ignore[assignment]
        with counting(world) as statements:
            queries.verdicts_of(import_, desk.trainer, LANGUAGES)
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 10


def test_importing_asks_the_database_as_often_for_fifty_as_for_five(desk: Desk, world: Any) -> None:
    from tests.conftest import counting

    asked = []
    for number in (5, 50):
        letters = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(number)]
        import_ = desk.upload(*(f"Some{number > 5} {a}body,{a}{number}@example.org" for a in letters))
        with counting(world) as statements:
            assert desk.confirm(import_) == ["created"] * number
        asked.append(len([one for one in statements if not one.startswith("INSERT")]))  # SQLite takes row by row
    assert asked[0] == asked[1] <= 25


def test_a_cohort_remains_whole_when_one_row_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks in the middle of an import: nothing of it is there, and it can be confirmed again."""
    import_ = desk.upload("Aziz Karimov,", "Elena Petrova,")
    people = count(Person)
    real = newcomers.remember_added

    def break_at_second(person: Person, *given: Any) -> None:
        if person.name == "Elena Petrova":
            raise RuntimeError("power cut")
        real(person, *given)

    monkeypatch.setattr(newcomers, "remember_added", break_at_second)
    with pytest.raises(RuntimeError):
        desk.confirm(import_)
    assert (count(Person), count(Enrolment)) == (people, 0)
    monkeypatch.undo()
    assert desk.confirm(import_) == ["created", "created"]
    assert db.session.scalars(select(Cohort)).one() is desk.cohort
