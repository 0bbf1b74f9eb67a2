"""Letters: written with the change that wants them, sent after the commit, once per thing, recipient and purpose.

Many hold a link that lets its owner in. Where no mail server is set, somebody must hand them over, and reads them; what
a mail server has taken is nobody else's business and is forgotten here.
"""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app
from sqlalchemy import ForeignKey, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tot import jobs
from tot.config import Settings
from tot.db import Base, db, transaction


class Letter(Base):
    """One letter to one person about one thing; the same is never sent twice."""

    __tablename__ = "letters"
    __table_args__ = (UniqueConstraint("thing", "person_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    address: Mapped[str]
    purpose: Mapped[str]
    thing: Mapped[str]  # e.g. "invitation 17"
    subject: Mapped[str]
    body: Mapped[str]  # empty once a mail server has taken it
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    file_name: Mapped[str | None]  # where it lies when no mail server is set


def write(*, to: Any, purpose: str, thing: str, subject: str, body: str, now: datetime) -> Letter | None:
    """Puts a letter into the outbox of the running transaction; None without an address, or when it is there."""
    if not to.email:
        return None
    known = select(Letter).where(Letter.thing == thing, Letter.person_id == to.id, Letter.purpose == purpose)
    if db.session.scalar(known):
        return None
    letter = Letter(
        person_id=to.id, address=to.email, purpose=purpose, thing=thing, subject=subject, body=body, written_at=now
    )
    db.session.add(letter)
    db.session.flush()
    jobs.request("send letter", f"letter {letter.id}", actor=None, now=now, letter=letter.id)
    return letter


@jobs.works("send letter")
def send(arguments: dict[str, Any], report: jobs.Report) -> None:
    """Sends one letter, or writes it to a file where no mail server is set."""
    letter = db.session.get_one(Letter, arguments["letter"])
    if letter.sent_at is not None:
        return
    settings: Settings = current_app.config["TOT"]
    message = _message(letter, settings)
    left: dict[str, Any]
    if settings.mail_url:
        _send_by_smtp(settings.mail_url, message)
        left = {"body": ""}
    else:
        left = {"file_name": _write_to_file(settings.instance / "letters", letter, message)}
    with transaction():
        db.session.execute(update(Letter).where(Letter.id == letter.id).values(sent_at=datetime.now(UTC), **left))


def _message(letter: Letter, settings: Settings) -> EmailMessage:
    message = EmailMessage()
    sender = (
        settings.mail_from if "<" in settings.mail_from else formataddr((settings.platform_name, settings.mail_from))
    )
    message["From"], message["To"], message["Subject"] = sender, letter.address, letter.subject
    message["Auto-Submitted"] = "auto-generated"  # so that no absence notice comes back
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<letter-{letter.id}@{urlsplit(settings.public_url).hostname}>"
    message.set_content(letter.body)
    return message


def _write_to_file(folder: Path, letter: Letter, message: EmailMessage) -> str:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{letter.id:06d}.eml"
    with open(folder / name, "wb", opener=_for_its_owner) as file:
        file.write(bytes(message))
    return name


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _send_by_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    with line_to(url) as line:
        if parts.username:
            line.login(unquote(parts.username), unquote(parts.password or ""))
        line.send_message(message)


@contextmanager
def line_to(url: str, timeout: float = 30) -> Iterator[smtplib.SMTP]:
    """A line to a mail server, encrypted where its address says so; then the server must prove whose it is.

    Letters hold links that let their owner in, and the line carries the password for sending them.
    """
    parts, trusted = urlsplit(url), ssl.create_default_context()
    host = parts.hostname or "localhost"
    server = (
        smtplib.SMTP_SSL(host, parts.port or 465, timeout=timeout, context=trusted)
        if parts.scheme == "smtps"
        else smtplib.SMTP(host, parts.port or 25, timeout=timeout)
    )
    with server as line:
        if parse_qs(parts.query).get("tls") == ["1"]:
            line.starttls(context=trusted)
        yield line
