"""The pages of sessions: planning with one click too many, attendance from two tabs, paper that holds what it says."""

import io
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import python_calamine
from flask import Flask
from sqlalchemy import Connection, func, select

from tests.conftest import Browser, SignIn, counting
from tests.reading import text_of
from tests.seminars.make import enrolment, fields_of, plan, session, training
from tot.db import db
from tot.seminars import papers
from tot.seminars.models import AttendanceMark, Session
from tot.seminars.queries import OnRoll


class Stage:
    """A cohort in the database and its trainer's browser; only ids are kept, so that no context stays open."""

    def __init__(self, app: Flask, sign_in: SignIn, people: int, **changes: Any) -> None:
        self.app = app
        with app.app_context():
            cohort, enrolments = training(people, **changes)
            self.cohort, self.people = cohort.id, [one.id for one in enrolments]
            self.session = session(cohort, plan(mode=cohort.mode)).id
            trainer = cohort.led_by
            db.session.commit()
        self.trainer = sign_in(trainer)

    @contextmanager
    def inside(self):
        with self.app.app_context():
            yield
            db.session.commit()

    def count(self, what: Any) -> int:
        with self.inside():
            return db.session.scalar(select(func.count()).select_from(what))

    @property
    def attendance(self) -> str:
        return f"/seminars/{self.session}/attendance"


@pytest.fixture
def stage(app: Flask, world: Connection, sign_in: SignIn) -> Callable[..., Stage]:
    return lambda people=3, **changes: Stage(app, sign_in, people, **changes)


@pytest.fixture(autouse=True)
def after_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    import time_machine

    with time_machine.travel(datetime(2027, 3, 1, 13, 0, tzinfo=UTC), tick=False):
        yield


FORM = {
    "title": "Session 2", "day": "2027-03-01", "begins": "14:00", "ends": "17:30", "minutes": "180",
    "mode": "in person", "venue": "Hall", "module_key": "T-1", "request_key": "one",
}  # fmt: skip


def test_a_double_click_plans_one_session_in_local_time(stage) -> None:
    on = stage()
    page = on.trainer.get(f"/seminars/cohorts/{on.cohort}/plan").text
    assert 'value="2027-03-01"' in page
    assert "Session 2" in page
    for _click in range(2):
        on.trainer.post(f"/seminars/cohorts/{on.cohort}/plan", FORM)
    with on.inside():
        planned = db.session.scalars(select(Session).order_by(Session.begins_at)).all()
        assert [s.begins_at for s in planned] == [
            datetime(2027, 3, 1, 4, 0, tzinfo=UTC),
            datetime(2027, 3, 1, 9, 0, tzinfo=UTC),  # 14:00 in Tashkent
        ]
        assert planned[1].module_key == "T-1"


def test_what_cannot_be_is_said_beside_its_field_and_keeps_what_was_typed(stage) -> None:
    on = stage()
    path = f"/seminars/cohorts/{on.cohort}/plan"
    over = on.trainer.post(path, {**FORM, "begins": "10:00", "ends": "12:00", "minutes": "90"}, status=422).text
    assert "takes place from 09:00 to 12:30" in over
    assert 'value="Session 2"' in over
    assert "must end after it begins" in on.trainer.post(path, {**FORM, "ends": "13:00"}, status=422).text
    assert "Choose a day between them" in on.trainer.post(path, {**FORM, "day": "2027-03-09"}, status=422).text
    assert (
        "Write a number of minutes from 1 to 720." in on.trainer.post(path, {**FORM, "minutes": "0"}, status=422).text
    )
    assert on.count(Session) == 1


def test_morning_and_afternoon_come_together(stage) -> None:
    on = stage()
    path = f"/seminars/cohorts/{on.cohort}/plan-day"
    assert 'value="Day 2"' in on.trainer.get(path).text
    day = {
        "title": "Day 2", "day": "2027-03-02", "mode": "hybrid", "venue": "", "module_key": "", "request_key": "day",
        "morning_begins": "09:00", "morning_ends": "12:30", "morning_minutes": "180",
        "afternoon_begins": "13:30", "afternoon_ends": "17:00", "afternoon_minutes": "170",
    }  # fmt: skip
    for _click in range(2):
        on.trainer.post(path, day)
    listed = on.trainer.get(f"/seminars/cohorts/{on.cohort}").text
    assert "Day 2, morning" in listed
    assert "170 min" in listed
    assert on.count(Session) == 3


def test_a_session_is_changed_cancelled_and_taken_back(stage) -> None:
    on = stage()
    form = on.trainer.get(f"/seminars/{on.session}/edit").text
    assert 'value="09:00"' in form
    on.trainer.post(f"/seminars/{on.session}/edit", {**FORM, "title": "Afternoon"})
    on.trainer.post(f"/seminars/{on.session}/cancel")
    listed = on.trainer.get(f"/seminars/cohorts/{on.cohort}").text
    assert "Take the cancellation back" in listed
    on.trainer.get(on.attendance, status=403)
    on.trainer.post(f"/seminars/cohorts/{on.cohort}/sessions/{on.session}/restore")
    assert "Afternoon" in on.trainer.get(on.attendance).text
    on.trainer.post(f"/seminars/cohorts/{on.cohort}/sessions/999999/restore", status=404)


def test_one_submit_marks_forty_and_the_page_then_shows_what_is_saved(stage) -> None:
    on = stage(40)
    drawn = on.trainer.get(on.attendance).text
    assert "Nothing is saved yet" in drawn
    assert drawn.count('type="radio"') == 200
    sent = fields_of(on.people, {on.people[3]: "absent", on.people[7]: "late"}) | {f"minutes-{on.people[7]}": "120"}
    for _click in range(2):
        on.trainer.post(on.attendance, sent)
    assert on.count(AttendanceMark) == 40
    saved = on.trainer.get(on.attendance).text
    assert f'name="status-{on.people[3]}" value="absent" checked' in saved
    assert f'name="minutes-{on.people[7]}" inputmode="numeric" maxlength="4" value="120"' in saved
    assert "Nothing is saved yet" not in saved


def test_two_tabs_nothing_is_overwritten_unseen(stage) -> None:
    on = stage()
    one, other, third = on.people
    on.trainer.post(on.attendance, fields_of(on.people))
    first_tab = fields_of(on.people, {one: "absent", third: "excused"}, drawn_from=1)
    second_tab = fields_of(on.people, {one: "late", other: "left early"}, drawn_from=1) | {f"minutes-{one}": "60"}
    on.trainer.post(on.attendance, first_tab)
    shown = on.trainer.post(on.attendance, second_tab, status=409).text
    assert "Saved by Malika Fictional at 18:00: absent. You chose: late." in shown
    assert on.count(AttendanceMark) == 5
    # The page now shows both: her own choices are set, and what the first tab changed elsewhere is there too.
    assert f'name="status-{one}" value="late" checked' in shown
    assert f'name="status-{other}" value="left early" checked' in shown
    assert f'name="status-{third}" value="excused" checked' in shown
    again = fields_of(on.people, {one: "late", other: "left early", third: "excused"})
    again |= {f"number-{one}": "2", f"number-{other}": "1", f"number-{third}": "2", f"minutes-{one}": "60"}
    on.trainer.post(on.attendance, again)
    history = on.trainer.get(on.attendance).text
    assert "Corrected" in history
    assert history.count("Malika Fictional: late, 60 min") == 1


def test_minutes_that_cannot_be_are_said_beside_their_person(stage) -> None:
    on = stage()
    for wrong in ("181", "-1", "abc", "²", "999999999999"):
        sent = fields_of(on.people, {on.people[1]: "late"}) | {f"minutes-{on.people[1]}": wrong}
        answer = on.trainer.post(on.attendance, sent, status=422).text
        assert "Write a number of minutes from 0 to 180." in answer
        assert 'aria-invalid="true"' in answer
    assert on.count(AttendanceMark) == 0
    on.trainer.post(on.attendance, fields_of(on.people, {on.people[1]: "late"}) | {f"minutes-{on.people[1]}": ""})
    with on.inside():
        assert set(db.session.scalars(select(AttendanceMark.minutes))) == {180}


def test_in_a_hybrid_session_each_one_has_a_mode(stage) -> None:
    on = stage(2, mode="hybrid")
    assert f'name="mode-{on.people[0]}"' in on.trainer.get(on.attendance).text
    sent = fields_of(on.people) | {f"mode-{on.people[0]}": "online", f"mode-{on.people[1]}": "in person"}
    on.trainer.post(on.attendance, sent)
    with on.inside():
        modes = select(AttendanceMark.mode).order_by(AttendanceMark.enrolment_id)
        assert list(db.session.scalars(modes)) == ["online", "in person"]


def test_rubbish_marks_nobody(stage) -> None:
    on = stage()
    on.trainer.post(on.attendance, {"status-x": "present", "status-1": "<script>", "status-999999": "present"})
    assert on.count(AttendanceMark) == 0


def test_paper_holds_everybody_and_room_for_walk_ins(stage) -> None:
    on = stage(30)
    with on.inside():
        cohort = db.session.get_one(Session, on.session).cohort
        long_name = "Muhammadyusufxoʻja Abdurahmonxoʻjayev Sayidmuhammadali oʻgʻli"
        enrolment(cohort, long_name)
    answer = on.trainer.get(f"/seminars/{on.session}/sheet.pdf")
    pages = text_of(answer.data)
    assert len(pages) == 2
    for number, text in enumerate(pages, 1):
        assert "Session of 1 March, 4:00" in text
        assert "Malika Fictional" in text
        assert f"{number} / 2" in text
    whole = " ".join(pages)
    assert long_name.replace(" ", "") in whole.replace(" ", "")
    assert all(f"Participant {number:02} Fictional" in whole for number in range(1, 31))
    assert " 36 " in f" {pages[-1]} ", "31 people and five blank rows"
    with on.inside():
        held = db.session.get_one(Session, on.session)
        (many,) = text_of(papers.sign_in_sheet(held, [OnRoll(1300, 1, "Gul", None, is_active=True)], "en"))
    assert "1300" in many.split(), "a number stays in one piece"


def test_the_register_is_the_same_on_page_paper_and_workbook(stage) -> None:
    on = stage(3)
    sent = fields_of(on.people, {on.people[1]: "late", on.people[2]: "absent"}) | {f"minutes-{on.people[1]}": "150"}
    on.trainer.post(on.attendance, sent)
    path = f"/seminars/cohorts/{on.cohort}/register"
    shown = " ".join(on.trainer.get(path).text.split())
    assert "L 150" in shown
    assert "83%" in shown
    (printed,) = text_of(on.trainer.get(f"{path}.pdf").data)
    assert "L 150" in printed
    assert "83%" in printed
    assert "Posbon · Attendance register: Cohort" in printed, "each page says whose it is"
    workbook = python_calamine.load_workbook(io.BytesIO(on.trainer.get(f"{path}.xlsx").data))
    rows = workbook.get_sheet_by_index(0).to_python()
    assert rows[5][1:7] == ["Participant 01 Fictional", "Border service (fictional)", "present", 180, 180, 1]
    assert rows[6][3:7] == ["late", 150, 150, 0.83]
    assert rows[7][3:7] == ["absent", 0, 0, 0]
    with on.inside():
        cohort = db.session.get_one(Session, on.session).cohort
        for day in range(1, 11):
            session(cohort, plan(day, 9, title="Interviewing a child who does not want to talk"))
    parts = text_of(on.trainer.get(f"{path}.pdf").data)
    assert len(parts) == 2
    assert "Sessions 1–9" in parts[0]
    assert "Sessions 10–11 Interviewing a child who does not want to talk · 9 Mar 27, 14:00" in parts[1]
    assert "10 10 Mar 14:00" not in parts[1], "numbers go on"
    assert "11 10 Mar 14:00" in parts[1]


def test_a_name_never_becomes_a_formula(stage) -> None:
    on = stage(1)
    with on.inside():
        enrolment(db.session.get_one(Session, on.session).cohort, "=cmd|' /C calc'!A0")
    workbook = on.trainer.get(f"/seminars/cohorts/{on.cohort}/register.xlsx").data
    rows = python_calamine.load_workbook(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    assert "=cmd|' /C calc'!A0" in {row[1] for row in rows}
    assert b"<f>" not in _sheet_xml(workbook)


def _sheet_xml(workbook: bytes) -> bytes:
    import zipfile

    return zipfile.ZipFile(io.BytesIO(workbook)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "what", ["/seminars/cohorts/{cohort}", "/seminars/{session}/attendance", "/seminars/cohorts/{cohort}/register"]
)
def test_fifty_people_ask_no_more_of_the_database_than_five(app, world, sign_in, what: str) -> None:
    numbers = []
    for people in (5, 50):
        on = Stage(app, sign_in, people, **({} if people == 5 else {"version": numbers[0][1]}))
        on.trainer.post(on.attendance, fields_of(on.people))
        with counting(world) as seen:
            on.trainer.get(what.format(cohort=on.cohort, session=on.session))
        with on.inside():
            version = db.session.get_one(Session, on.session).cohort.course_version
        numbers.append((len(seen), version))
    assert numbers[0][0] == numbers[1][0] <= 8


def test_strangers_see_nothing(stage, app, sign_in, browser: Browser) -> None:
    from tests.progress.make import person

    on = stage()
    with on.inside():
        stranger = person("Stranger Fictional")
    other = sign_in(stranger)
    for path in (
        f"/seminars/cohorts/{on.cohort}", f"/seminars/cohorts/{on.cohort}/plan", f"/seminars/{on.session}/edit",
        f"/seminars/{on.session}/sheet.pdf", on.attendance, f"/seminars/cohorts/{on.cohort}/register",
        f"/seminars/cohorts/{on.cohort}/register.pdf", f"/seminars/cohorts/{on.cohort}/register.xlsx",
    ):  # fmt: skip
        other.get(path, status=403)
        browser.get(path, status=303)
    other.post(on.attendance, fields_of(on.people), status=403)
    other.post(f"/seminars/{on.session}/cancel", status=403)
    on.trainer.get("/seminars/999999/attendance", status=404)


def test_a_session_that_ends_while_marking_loses_nothing(stage) -> None:
    on = stage()
    with on.trainer.client.session_transaction() as cookie:
        seen, cookie["seen"] = cookie["seen"], 0
    sent = fields_of(on.people, {on.people[1]: "left early"}) | {f"minutes-{on.people[1]}": "95"}
    asked = on.trainer.post(on.attendance, sent)
    assert on.count(AttendanceMark) == 0
    back = parse_qs(urlsplit(asked.location).query)["next"][0]
    with on.trainer.client.session_transaction() as cookie:
        cookie["seen"] = seen
    shown = on.trainer.get(back).text
    assert f'name="status-{on.people[1]}" value="left early" checked' in shown
    assert 'value="95"' in shown
    on.trainer.post(on.attendance, sent)
    assert on.count(AttendanceMark) == 3
