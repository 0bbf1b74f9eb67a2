"""The backbone holds: one commit, rolled back as a whole; letters leave only after it; every route is marked."""

import smtplib
import ssl
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import parsedate_to_datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from tot import jobs, mail
from tot.accounts.models import Person
from tot.audit import Did, Event, remember
from tot.db import db, transaction
from tot.web import access


def person(now: datetime, **changes: object) -> Person:
    values = {"name": "Dilfuza Fictional", "name_key": "dilfuza fictional", "sign_in_name": "dilfuza1", "made_at": now}
    values["name_order"] = "0611"
    return Person(**{**values, "email": "dilfuza@example.org", "sign_in_key": "k", **changes})


def write_and_fail(now: datetime) -> None:
    with transaction():
        somebody = person(now)
        db.session.add(somebody)
        db.session.flush()
        mail.write(to=somebody, purpose="greeting", thing="test 1", subject="s", body="b", now=now)
        raise RuntimeError


def test_raising_rolls_back_and_nothing_leaves(inside: None, now: datetime) -> None:
    with pytest.raises(RuntimeError):
        write_and_fail(now)
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0
    assert db.session.scalar(select(func.count()).select_from(jobs.Job)) == 0


def test_what_is_written_together_is_undone_together(fresh: Flask, now: datetime) -> None:
    """On the real engine, where no outer transaction of a test hides a missing BEGIN."""
    with fresh.app_context():
        with pytest.raises(RuntimeError):
            write_and_fail(now)
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_who_only_reads_begins_no_transaction(fresh: Flask) -> None:
    def is_inside() -> bool:
        driver = db.session.connection().connection.dbapi_connection
        if db.engine.dialect.name == "sqlite":
            return driver.in_transaction
        return driver.info.transaction_status.name != "IDLE"

    with fresh.app_context():
        db.session.scalar(select(func.count()).select_from(Person))
        assert not is_inside()
        with transaction():
            assert is_inside()


def test_the_same_letter_is_written_once_and_sent_once(app: Flask, inside: None, now: datetime) -> None:
    with transaction():
        somebody = person(now)
        db.session.add(somebody)
        db.session.flush()
        for _again in range(2):
            mail.write(to=somebody, purpose="greeting", thing="test 2", subject="Salom", body="Oʻqing", now=now)
    jobs.run_waiting()
    jobs.run_waiting()
    letters = list(db.session.scalars(select(mail.Letter)))
    assert len(letters) == 1
    assert letters[0].sent_at is not None
    file = app.config["TOT"].instance / "letters" / letters[0].file_name
    assert file.stat().st_mode & 0o077 == 0  # its link lets somebody in
    sent = message_from_bytes(file.read_bytes())
    assert parsedate_to_datetime(sent["Date"]) == now.replace(microsecond=0)
    assert (sent["From"], sent["Auto-Submitted"]) == ("Posbon <no-reply@localhost>", "auto-generated")


@pytest.mark.parametrize("url", ["smtps://mail.example.org", "smtp://mail.example.org:587?tls=1"])
def test_a_mail_server_must_prove_whose_it_is(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[ssl.SSLContext] = []

    class Server(AbstractContextManager["Server", None]):
        def __init__(self, host: str, port: int, timeout: float, context: ssl.SSLContext | None = None) -> None:
            seen.extend([context] if context else [])

        def starttls(self, context: ssl.SSLContext) -> None:
            seen.append(context)

        def __exit__(self, *_how: object) -> None:
            return None

    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", Server)
    with mail.line_to(url):
        pass
    assert [(context.verify_mode, context.check_hostname) for context in seen] == [(ssl.CERT_REQUIRED, True)]


def test_work_that_kills_whoever_does_it_is_given_up(inside: None, now: datetime) -> None:
    with transaction():
        job = jobs.request("no such work", "deadly", actor=None, now=now)
        job.state, job.attempts, job.lease_until = "running", jobs.TRIES, datetime.now(UTC) - timedelta(minutes=1)
    jobs.run_waiting()
    assert (job.state, job.attempts) == ("failed", jobs.TRIES + 1)
    assert "killed" in (job.error or "")
    assert jobs.run_waiting() == 0


def test_an_event_carries_exactly_its_facts(inside: None, now: datetime) -> None:
    with pytest.raises(ValueError, match="the facts are"):
        remember(Did.SIGNED_IN, actor=None, now=now, somebody=3)
    with transaction():
        remember(Did.SIGNED_IN, actor=None, now=now, person=3)
    assert db.session.scalars(select(Event)).one().facts == {"person": 3}


def test_a_route_without_a_mark_stops_the_start(app: Flask) -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/hole", "hole", lambda: "open")
    with pytest.raises(access.Unmarked, match="hole"):
        access.refuse_unmarked(bare)
    access.refuse_unmarked(app)
