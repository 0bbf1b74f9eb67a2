"""The pages of certificates: who earned one, issuing with a preview, one's own, the book, what strangers are told."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pytest
import time_machine
from flask import Flask
from sqlalchemy import Connection, func, select

from tests.certificates.make import DONE, came, coordinator, graduates, issued, learned
from tests.conftest import Browser, SignIn, counting
from tests.progress.make import person
from tests.reading import text_of
from tests.seminars.make import enrolment, training
from tot import jobs
from tot.certificates import words
from tot.certificates.models import Certificate
from tot.certificates.rules import claims_from, code_of, shown_code
from tot.cohorts.models import Cohort, Enrolment
from tot.db import db
from tot.web.languages import in_language


class Stage:
    """A cohort whose people have earned their certificates, its trainer, and a coordinator of its place."""

    def __init__(self, app: Flask, sign_in: SignIn, people: int = 3, **changes: Any) -> None:
        self.app = app
        with app.app_context():
            cohort, enrolments = graduates(people, **changes)
            self.cohort, self.name, self.people = cohort.id, cohort.name, [one.id for one in enrolments]
            trainer, boss, learner = cohort.led_by, coordinator(cohort), enrolments[0].person
            stranger = person("Stranger Fictional")
            db.session.commit()
        self.trainer, self.coordinator = sign_in(trainer), sign_in(boss)
        self.learner, self.stranger = sign_in(learner), sign_in(stranger)

    @contextmanager
    def inside(self) -> Iterator[Cohort]:
        with self.app.app_context():
            yield db.session.get_one(Cohort, self.cohort)
            db.session.commit()

    def issue(self, kind: str = "completion", people: slice = slice(None)) -> list[tuple[int, str, str, int]]:
        """Issues without the pages; returns id, number, code and batch of each."""
        with self.inside() as cohort:
            enrolments = [db.session.get_one(Enrolment, number) for number in self.people[people]]
            return [
                (c.id, c.number, c.code, c.batch_id)
                for c in issued(cohort, enrolments, kind, key=f"{kind} {cohort.id}")
            ]

    def count(self) -> int:
        with self.inside():
            return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


@pytest.fixture
def stage(app: Flask, world: Connection, sign_in: SignIn) -> Callable[..., Stage]:
    return lambda people=3, **changes: Stage(app, sign_in, people, **changes)


@pytest.fixture(autouse=True)
def after_the_course() -> Iterator[None]:
    with time_machine.travel(DONE, tick=False):
        yield


def test_who_has_earned_what_is_said_in_words(app: Flask, world: Connection, sign_in: SignIn) -> None:
    with app.app_context():
        cohort, people = training(2)
        came(people, cohort, {1: "absent"})
        learned(people[0], cohort)
        number, trainer = cohort.id, cohort.led_by
        db.session.commit()
    shown = " ".join(sign_in(trainer).get(f"/certificates/cohorts/{number}").text.split())
    assert "Attendance in all: 0 minutes, 288 are needed" in shown
    assert "Attendance on 1 March 2027: 0 minutes, 288 are needed" in shown
    assert "Module T-1: 0 of 2 sections read" in shown
    assert "Module T-1: knowledge check not passed yet, best result 0, 8 are needed" in shown
    assert "Module T-1: scenario not played to an ending yet" in shown


def test_issuing_is_previewed_and_a_double_click_issues_once(stage) -> None:
    on = stage(3)
    chosen = on.trainer.get(f"/certificates/cohorts/{on.cohort}/issue?kind=completion").text
    assert chosen.count('type="checkbox"') == 3
    query = f"kind=completion&person={on.people[0]}&person={on.people[2]}"
    preview = on.trainer.get(f"/certificates/cohorts/{on.cohort}/preview?{query}").text
    assert "Issue 2 certificates" in preview
    assert "Participant 02" not in preview
    assert on.count() == 0, "a preview issues nothing"
    sent = {"kind": "completion", "person": [str(on.people[0]), str(on.people[2])], "request_key": "click"}
    first = on.trainer.post(f"/certificates/cohorts/{on.cohort}/issue", sent)
    again = on.trainer.post(f"/certificates/cohorts/{on.cohort}/issue", sent)
    assert first.location == again.location
    assert on.count() == 2
    other_tab = on.trainer.post(f"/certificates/cohorts/{on.cohort}/issue", {**sent, "request_key": "tab"}, status=409)
    assert "Nobody is left" in other_tab.text
    left = on.trainer.get(f"/certificates/cohorts/{on.cohort}/issue?kind=completion").text
    assert "holds number TST-2027-000001 already" in left
    assert left.count('type="checkbox"') == 1
    listed = on.trainer.get(first.location).text
    assert "TST-2027-000002" in listed


def test_a_name_that_cannot_be_printed_is_left_out_with_its_letters(stage) -> None:
    on = stage(2)
    with on.inside():
        db.session.get_one(Enrolment, on.people[0]).person.name = "Nilufar 李"
    shown = on.trainer.get(f"/certificates/cohorts/{on.cohort}/issue").text
    assert "letters that cannot be printed: 李 (U+674E)" in shown
    assert shown.count('type="checkbox"') == 1
    sent = {"kind": "completion", "person": str(on.people[0]), "request_key": "k"}
    answer = on.trainer.post(f"/certificates/cohorts/{on.cohort}/issue", sent, status=409)
    assert "Nilufar 李" in answer.text


def test_rubbish_issues_nothing(stage) -> None:
    on = stage(1)
    path = f"/certificates/cohorts/{on.cohort}"
    on.trainer.get(f"{path}/issue?kind=competence", status=404)
    on.trainer.get(f"{path}/preview?kind=completion&person=x&person=99999999999999&person=²", status=303)
    on.trainer.post(f"{path}/issue", {"kind": "competence", "person": str(on.people[0])}, status=400)
    on.trainer.post(f"{path}/issue", {"kind": "completion", "person": "999999", "request_key": "k"}, status=409)
    assert on.count() == 0


def test_the_owner_downloads_hers_and_nobody_elses(stage) -> None:
    on = stage(2)
    (mine, number, code, _batch), (other, *_rest) = on.issue()
    listed = on.learner.get("/certificates/mine").text
    assert number in listed
    assert shown_code(code) in listed
    assert "TST-2027-000002" not in listed
    answer = on.learner.get(f"/certificates/{mine}/certificate.pdf")
    assert "Participant 01 Fictional" in text_of(answer.data)[0]
    assert 'filename="TST-2027-000001 Participant 01 Fictional.pdf"' in answer.headers["Content-Disposition"]
    on.learner.get(f"/certificates/{other}/certificate.pdf", status=403)
    on.stranger.get(f"/certificates/{mine}/certificate.pdf", status=403)
    assert "No certificate yet" in on.stranger.get("/certificates/mine").text


def test_a_name_in_any_alphabet_reaches_the_file_name(stage) -> None:
    on = stage(1)
    with on.inside():
        db.session.get_one(Enrolment, on.people[0]).person.name = "Гулноза Ёқубова"
    ((number, *_rest),) = on.issue()
    sent = on.trainer.get(f"/certificates/{number}/certificate.pdf").headers["Content-Disposition"]
    assert "filename*=UTF-8''TST-2027-000001%20%D0%93%D1%83" in sent
    assert 'filename="TST-2027-000001 _' in sent


def test_the_book_is_made_in_the_background_and_its_download_goes_on_where_it_stopped(stage) -> None:
    on = stage(4)
    *_fields, batch = on.issue()[0]
    page = f"/certificates/batches/{batch}"
    on.coordinator.get(f"{page}/book", status=303)
    on.coordinator.get(f"{page}/book.pdf", status=303)
    for _click in range(2):
        on.coordinator.post(f"{page}/book")
    waiting = on.coordinator.get(f"{page}/book")
    assert waiting.headers["Refresh"] == "2"
    assert "0 of 4" in " ".join(waiting.text.split())
    with on.inside():
        jobs.run_waiting()
    ready = on.coordinator.get(f"{page}/book")
    assert "Refresh" not in ready.headers
    whole = on.coordinator.get(f"{page}/book.pdf", buffered=True)
    with pikepdf.open(io.BytesIO(whole.data)) as document:
        assert len(document.pages) == 4
        assert str(document.docinfo["/Title"]) == f"Certificate of completion: {on.name}"
    assert "TST-2027-000001-000004" in whole.headers["Content-Disposition"]
    half = len(whole.data) // 2
    rest = on.coordinator.get(f"{page}/book.pdf", status=206, headers={"Range": f"bytes={half}-"}, buffered=True)
    assert whole.data[:half] + rest.data == whole.data
    on.stranger.get(f"{page}/book.pdf", status=403)
    on.learner.get(f"{page}/book.pdf", status=403)
    on.learner.get(page, status=403)


def test_whoever_makes_a_trainer_is_told_where_the_participant_stands(stage, world: Connection) -> None:
    on, counts = stage(3), []
    with on.inside() as cohort:
        behind, left = (enrolment(cohort, f"Late {number} Fictional").id for number in (1, 2))
        db.session.get_one(Enrolment, left).ended_at = DONE

    def told(number: int) -> str:
        with counting(world) as seen:
            shown = on.trainer.get(f"/cohorts/enrolments/{number}/make-trainer").text
        counts.append(len(seen))
        return shown[shown.index("<main") :]

    warning = "holds no certificate of completion of this course yet. You may make her or him a trainer all the same."
    shown = told(behind)
    assert warning in shown
    assert "What is missing" in shown
    assert "Module T-1: scenario not played to an ending yet" in shown, "by its title, not by its id"
    assert "Make a national trainer" in shown, "it is said, and forbids nothing"
    shown = told(on.people[0])
    assert warning in shown
    assert "What is missing" not in shown, "earned, and not issued yet"
    assert warning in told(left)
    on.issue("attendance")
    assert warning in told(on.people[0])
    on.issue()
    shown = told(on.people[0])
    assert warning not in shown
    assert "holds the certificate of completion of this course." in shown
    with on.inside() as cohort:
        for number in range(20):
            enrolment(cohort, f"More {number} Fictional")
    counts.clear()
    told(behind)
    on_more = counts[-1]
    with on.inside() as cohort:
        for number in range(20):
            enrolment(cohort, f"Still more {number} Fictional")
    told(behind)
    assert counts[-1] == on_more, counts


REVOKING = {"category": "issued in error", "reason": "The lists of two groups were mixed up."}


def test_revoking_needs_a_reason_and_its_page_says_it_afterwards(stage) -> None:
    on = stage(2)
    (number, _number, code, batch), *_rest = on.issue()
    path = f"/certificates/{number}/revoke"
    on.trainer.get(path, status=403)
    assert "What happened" not in on.coordinator.get(path).text, "that is the heading of a list of events"
    assert "Choose a reason." in on.coordinator.post(path, {"reason": "x"}, status=422).text
    assert "Write one sentence." in on.coordinator.post(path, {"category": "misuse"}, status=422).text
    for _click in range(2):
        on.coordinator.post(path, REVOKING)
    assert "The lists of two groups were mixed up." in on.trainer.get(f"/certificates/batches/{batch}").text
    assert "Revoked on 5 March 2027." in on.learner.get("/certificates/mine").text
    on.learner.get(f"/certificates/{number}/certificate.pdf", status=409)
    told = on.stranger.get(f"/V/{code}").text
    assert "This certificate was revoked" in told
    assert "It was issued in error." in told
    assert "mixed up" not in told


def test_a_corrected_name_is_offered_as_a_replacement(stage) -> None:
    on = stage(1)
    ((number, _number, code, batch),) = on.issue()
    assert "name corrected" not in on.trainer.get(f"/certificates/batches/{batch}").text
    with on.inside():
        db.session.get_one(Enrolment, on.people[0]).person.name = "Participant 01 Corrected"
    assert "name corrected" in on.trainer.get(f"/certificates/batches/{batch}").text
    assert "Participant 01 Corrected" in on.trainer.get(f"/certificates/{number}/reissue").text
    for _click in range(2):
        on.trainer.post(f"/certificates/{number}/reissue", {"request_key": "click"})
    assert on.count() == 2
    told = on.stranger.get(f"/V/{code}").text
    assert "This certificate was replaced" in told
    assert "It holds no more since 5 March 2027." in told
    again = on.trainer.post(f"/certificates/{number}/reissue", {"request_key": "other"}, status=422)
    assert "holds no more" in again.text


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_a_stranger_sees_every_claim_of_the_paper_and_nothing_else(
    stage, app: Flask, browser: Browser, language
) -> None:
    on = stage(2, language=language)
    (number, _number, code, _batch), *_rest = on.issue()
    answer = browser.get(f"/V/{code}", headers={"Accept-Language": language})
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "no-store"
    shown = " ".join(answer.text.split())
    with app.app_context(), in_language(language):
        claims = claims_from(db.session.get_one(Certificate, number).facts)
        for label, claim in words.claims_on_paper(claims).items():
            assert " ".join(claim.split()) in shown, label
            assert str(words.LABELS[label]) in shown
    for hidden in ("Participant 02", "person0", "example.org", f"/certificates/{number}"):
        assert hidden not in shown


def test_a_code_is_found_however_it_is_typed(stage, browser: Browser) -> None:
    on = stage(1)
    ((_id, _number, code, _batch),) = on.issue()
    for typed in (code.lower(), shown_code(code), shown_code(code).replace("-", " "), code.replace("0", "o")):
        browser.get(f"/v/{typed}")
        sent = browser.get(f"/v?code={typed.replace(' ', '+')}", status=303)
        assert sent.location.rpartition("/")[2] == code


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("TST-2027-000001", "This is the number of a certificate."),
        ("3N9T1", "A code has fifteen letters and digits"),
        (code_of(range(14))[:-1] + "W", "typing mistake"),
        (code_of(range(14))[:-2] + "XX", "typing mistake"),
        (code_of([22] * 14), "we have not issued a certificate with it"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "A code has fifteen"),
    ],
)
def test_what_is_wrong_with_a_code_is_said(browser: Browser, typed: str, advice: str) -> None:
    text = browser.get(f"/v/{typed}", status=404).text
    assert advice in text
    assert "<script>alert" not in text


def test_codes_cannot_be_tried_at_random(browser: Browser) -> None:
    somewhere = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.9"}}
    for _try in range(60):
        browser.get("/v/3N9T1", status=404, **somewhere)
    browser.get("/v/3N9T1", status=429, **somewhere)


def test_strangers_do_nothing(stage, browser: Browser) -> None:
    on = stage(1)
    ((number, _number, _code, batch),) = on.issue()
    here = f"/certificates/cohorts/{on.cohort}"
    one = f"/certificates/{number}"
    pages = (
        here,
        f"{here}/issue",
        f"{here}/preview",
        f"/certificates/batches/{batch}",
        f"{one}/revoke",
        f"{one}/reissue",
    )
    for path in pages:
        on.stranger.get(path, status=403)
        on.learner.get(path, status=403)
        browser.get(path, status=303)
    on.stranger.post(f"/certificates/cohorts/{on.cohort}/issue", {"kind": "completion"}, status=403)
    on.learner.post(f"/certificates/{number}/revoke", REVOKING, status=403)
    on.learner.post(f"/certificates/batches/{batch}/book", status=403)
    browser.get("/certificates/mine", status=303)


def test_fifty_people_ask_no_more_of_the_database_than_five(app: Flask, world: Connection, sign_in: SignIn) -> None:
    paths = (
        "/certificates/cohorts/{0}", "/certificates/cohorts/{0}/issue", "/certificates/cohorts/{0}/preview?person={2}",
        "/certificates/batches/{1}",
    )  # fmt: skip
    seen: dict[int, list[int]] = {}
    version = None
    for people in (5, 50):
        on = Stage(app, sign_in, people, **({"version": version} if version else {}))
        *_fields, batch = on.issue("attendance")[0]
        with on.inside() as cohort:
            version = cohort.course_version
        for path in paths:
            with counting(world) as statements:
                on.trainer.get(path.format(on.cohort, batch, on.people[0]))
            seen.setdefault(people, []).append(len(statements))
    assert seen[5] == seen[50]
    assert max(seen[50]) <= 8
    with on.inside():
        code = db.session.scalar(select(Certificate.code).limit(1))
    with counting(world) as statements:
        Browser(app.test_client()).get(f"/V/{code}")
    assert len(statements) == 1, "a stranger's question is one query, by a unique column"
