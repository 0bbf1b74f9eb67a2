"""A certificate is issued once, to those who earned it; its claims are frozen; new rows replace and revoke it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.certificates.make import DONE, came, coordinator, graduates, issued, learned
from tests.seminars.make import published, training
from tot import jobs
from tot.audit import Event
from tot.certificates import actions, books, queries
from tot.certificates.models import Batch, Certificate, Revocation
from tot.certificates.rules import claims_from, digest_of, typed_code
from tot.db import db, is_repeat, transaction
from tot.mail import Letter
from tot.refusals import Refused


def certificates() -> list[Certificate]:
    return list(db.session.scalars(select(Certificate).order_by(Certificate.id)))


def test_everything_the_paper_says_is_frozen(inside: None) -> None:
    cohort, people = graduates(2, mode="hybrid", language="ru")
    first, second = issued(cohort, people)
    says = claims_from(first.facts)
    assert (says.name, says.kind, says.number) == ("Participant 01 Fictional", "completion", "TST-2027-000001")
    assert second.number == "TST-2027-000002"
    assert (says.course_key, says.course_version, dict(says.course_title)) == ("TST", 1, {"en": "A course"})
    assert [module.key for module in says.modules] == ["T-1", "T-2"]
    assert (says.minutes_attended, says.minutes_planned) == (360, 360)
    assert (says.starts_on, says.ends_on, says.issued_on) == (date(2027, 3, 1), date(2027, 3, 1), date(2027, 3, 5))
    assert (says.mode, says.venue, says.language, says.trainer) == ("hybrid", "Hall", "ru", "Malika Fictional")
    assert (says.place, says.issuer, says.is_specimen) == ({"en": "Nowhere"}, "Posbon", False)
    assert first.digest == digest_of(first.facts)
    assert typed_code(first.code).trouble == ""
    people[0].person.name, cohort.venue = "Somebody Else", "Elsewhere"
    db.session.flush()
    db.session.expire_all()
    assert claims_from(certificates()[0].facts) == says


def test_attendance_certifies_no_modules(inside: None) -> None:
    cohort, people = graduates(1, is_demo=True)
    (one,) = issued(cohort, people, "attendance")
    assert claims_from(one.facts).modules == ()
    assert claims_from(one.facts).is_specimen, "the fictional world says so on its papers"


def test_a_double_click_issues_once(inside: None) -> None:
    cohort, people = graduates(2)
    for _click in range(2):
        with transaction():
            issued(cohort, people, key="same")
    assert len(certificates()) == 2
    assert db.session.scalar(select(func.count()).select_from(Event).where(Event.kind == "certificates issued")) == 1


def test_two_tabs_issue_one_certificate_each(inside: None) -> None:
    cohort, people = graduates(3)
    issued(cohort, people[:2], key="first tab")
    assert [c.enrolment_id for c in issued(cohort, people, key="second tab")] == [people[2].id]
    with pytest.raises(Refused, match="Nobody is left"):
        issued(cohort, people, key="third tab")
    assert [c.number for c in certificates()] == [f"TST-2027-00000{n}" for n in (1, 2, 3)]
    assert db.session.scalar(select(func.count()).select_from(Batch)) == 2


def test_the_database_itself_refuses_a_second_one_in_force(inside: None) -> None:
    cohort, people = graduates(1)
    (one,) = issued(cohort, people)
    twin = {"kind": one.kind, "number": "X", "code": "Y", "facts": {}, "digest": "", "issued_at": DONE}
    db.session.add(Certificate(enrolment_id=one.enrolment_id, batch_id=one.batch_id, is_current=True, **twin))
    with pytest.raises(IntegrityError) as repeated:
        db.session.flush()
    assert is_repeat(repeated.value)


def test_nobody_gets_what_she_has_not_earned(inside: None) -> None:
    cohort, people = training(3)
    came(people, cohort, {2: "absent"})
    learned(people[0], cohort)
    assert [c.enrolment_id for c in issued(cohort, people[:1])] == [people[0].id]
    with pytest.raises(Refused, match="Participant 02 Fictional"):
        issued(cohort, people[:2], key="other")
    with pytest.raises(Refused, match="Participant 03 Fictional"):
        issued(cohort, people, "attendance", key="another")
    assert len(certificates()) == 1


def test_the_eligibility_table(inside: None) -> None:
    cohort, people = training(4)
    came(people, cohort, {1: "late", 2: "absent"})
    learned(people[0], cohort)
    learned(people[2], cohort)
    people[3].ended_at = DONE
    db.session.flush()
    standings = queries.standings_of(cohort)
    assert [(p.name[:14], p.has_earned("attendance"), p.has_earned("completion")) for p in standings.people] == [
        ("Participant 01", True, True), ("Participant 02", True, False), ("Participant 03", False, False),
    ]  # fmt: skip
    unmet = [[c.code for c in p.conditions["completion"] if not c.is_met] for p in standings.people]
    assert unmet[1] == ["sections read", "scenario ended", "check passed", "sections read", "check passed"]
    assert unmet[2] == ["attendance total", "attendance day"]
    assert (standings.earned("attendance"), standings.earned("completion"), standings.minutes_planned) == (2, 1, 360)
    assert standings.people[2].conditions["attendance"][0].need == 288


def test_a_name_that_cannot_be_printed_is_named(inside: None) -> None:
    cohort, people = graduates(2)
    people[1].person.name = "Nilufar 李 Fictional"
    db.session.flush()
    db.session.commit()
    with pytest.raises(Refused, match=r"Nilufar 李 Fictional.*U\+674E"), transaction():
        issued(cohort, people)
    assert certificates() == []
    assert [c.number for c in issued(cohort, people[:1])] == ["TST-2027-000001"], "a refused batch takes no number"


def test_years_and_courses_count_for_themselves(inside: None) -> None:
    cohort, people = graduates(3)
    ids = [one.id for one in people]
    actions.issue(cohort, "completion", ids[:1], cohort.led_by, DONE, request_key="a")
    # Half past midnight on 1 January in Tashkent is still December in UTC.
    new_year = datetime(2027, 12, 31, 19, 30, tzinfo=UTC)
    actions.issue(cohort, "completion", ids[1:2], cohort.led_by, new_year, request_key="b")
    actions.issue(cohort, "attendance", ids[:1], cohort.led_by, DONE, request_key="c")
    assert [c.number for c in certificates()] == ["TST-2027-000001", "TST-2028-000001", "TST-2027-000002"]


def test_revoking_tells_the_owner_once_and_strangers_the_reason(inside: None) -> None:
    cohort, people = graduates(1)
    (one,) = issued(cohort, people)
    people[0].person.email = "owner@example.org"
    boss = coordinator(cohort)
    for _click in range(2):
        with transaction():
            actions.revoke(one, "issued in error", "The name list was mixed up.", boss, DONE + timedelta(days=1))
    verdict = queries.by_code(one.code)
    assert verdict is not None
    assert (verdict.state, verdict.category, verdict.is_valid) == ("revoked", "issued in error", False)
    assert verdict.since == DONE + timedelta(days=1)
    assert not hasattr(verdict, "reason")
    assert db.session.scalar(select(func.count()).select_from(Revocation)) == 1
    letter = db.session.scalars(select(Letter)).one()
    assert letter.subject == f"Your certificate {one.number} was revoked"
    assert "The name list was mixed up." in letter.body
    assert [c.number for c in issued(cohort, people, key="again")] == ["TST-2027-000002"]


def test_a_corrected_name_gets_a_new_certificate_that_replaces_the_old(inside: None) -> None:
    cohort, people = graduates(1)
    (old,) = issued(cohort, people)
    with pytest.raises(Refused, match="already bears this name"):
        actions.reissue(old, cohort.led_by, DONE, request_key="r")
    people[0].person.name = "Participant 01 Corrected"
    db.session.flush()
    later = DONE + timedelta(days=3)
    for _click in range(2):
        with transaction():
            new = actions.reissue(old, cohort.led_by, later, request_key="r")
    before, after = claims_from(old.facts), claims_from(new.facts)
    assert (after.name, after.number, after.replaces) == ("Participant 01 Corrected", "TST-2027-000002", before.number)
    assert after.issued_on == date(2027, 3, 8)
    assert (after.minutes_attended, after.modules, after.trainer) == (360, before.modules, before.trainer)
    assert (old.is_current, new.is_current, new.supersedes_id, len(certificates())) == (False, True, old.id, 2)
    verdict = queries.by_code(old.code)
    assert verdict is not None
    assert (verdict.state, verdict.since) == ("superseded", later)
    with pytest.raises(Refused, match="holds no more"):
        actions.reissue(old, cohort.led_by, later, request_key="other")
    with pytest.raises(Refused, match="replaced already"):
        actions.revoke(old, "misuse", "x", cohort.led_by, later)


def test_facts_that_were_tampered_with_are_not_confirmed(inside: None) -> None:
    cohort, people = graduates(1)
    (one,) = issued(cohort, people)
    one.facts = {**one.facts, "name": "Somebody Else"}
    db.session.flush()
    verdict = queries.by_code(one.code)
    assert verdict is not None
    assert verdict.state == "damaged"
    assert queries.by_code("0" * 15) is None


def test_the_file_of_a_batch_is_made_once_and_anew_when_it_changed(inside: None, app: Flask) -> None:
    cohort, people = graduates(3)
    one, _two, _three = issued(cohort, people)
    batch = queries.batch_by_id(one.batch_id)
    assert books.book_of(batch, queries.certificates_in(batch.id)).state == "none"
    for _click in range(2):
        with transaction():
            books.request_book(batch, cohort.led_by, DONE)
    assert books.book_of(batch, queries.certificates_in(batch.id)).state == "working"
    jobs.run_waiting()
    made = books.book_of(batch, queries.certificates_in(batch.id))
    assert (made.state, made.total) == ("ready", 3)
    assert db.session.scalar(select(func.count()).select_from(jobs.Job).where(jobs.Job.kind == "certificate book")) == 1
    made.path.unlink()
    with transaction():
        books.request_book(batch, cohort.led_by, DONE)
    jobs.run_waiting()
    assert made.path.is_file(), "a file that was removed is made again"
    actions.revoke(one, "misuse", "x", cohort.led_by, DONE)
    assert books.book_of(batch, queries.certificates_in(batch.id)).state == "none"


@pytest.mark.parametrize("people", [5, 50])
def test_standings_ask_the_same_for_any_number_of_people(inside: None, world, people: int) -> None:
    from tests.conftest import counting

    version = published()
    cohort, _people = graduates(people, version=version)
    queries.standings_of(cohort)  # the book of the course is kept from now on
    with counting(world) as seen:
        assert len(queries.standings_of(cohort).people) == people
    assert len(seen) == 4
