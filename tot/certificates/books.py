"""The file of a whole batch: made in the background, kept in instance/papers, made anew when the batch has changed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app

from tot import jobs
from tot.accounts.models import Person
from tot.certificates import paper, queries
from tot.certificates.models import Batch, Certificate
from tot.certificates.rules import claims_from


@dataclass(frozen=True, slots=True)
class Book:
    """The file of a batch as it is now. States: none, working, failed, ready."""

    path: Path
    state: str
    done: int
    total: int


def in_force(certificates: Sequence[Certificate]) -> list[Certificate]:
    """Those that a book holds: what was revoked or replaced is printed no more."""
    return [certificate for certificate in certificates if certificate.is_current]


def book_of(batch: Batch, certificates: Sequence[Certificate]) -> Book:
    """Where the file of this batch stands."""
    path, valid = _path(batch, certificates), in_force(certificates)
    if path.is_file():
        return Book(path, "ready", len(valid), len(valid))
    job = jobs.by_key(_key(path))
    state = "none" if job is None or job.state == "done" else "failed" if job.state == "failed" else "working"
    return Book(path, state, job.steps_done if job else 0, len(valid))


def request_book(batch: Batch, actor: Person, now: datetime) -> None:
    """Asks for the file of a batch; asked twice, it is made once."""
    path = _path(batch, queries.certificates_in(batch.id))
    jobs.request("certificate book", _key(path), actor=actor, now=now, is_lost=not path.is_file(), batch=batch.id)


@jobs.works("certificate book")
def make_book(arguments: dict[str, Any], report: jobs.Report) -> None:
    """Writes the file, whole or not at all, so that nobody downloads half a book."""
    batch = queries.batch_by_id(arguments["batch"])
    if batch is None:
        return
    certificates = queries.certificates_in(batch.id)
    path, valid = _path(batch, certificates), in_force(certificates)
    if not valid or path.is_file():
        return
    sheets = [paper.Sheet(claims_from(certificate.facts), certificate.code) for certificate in valid]
    content = paper.many(sheets, batch.cohort.name, report)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".part")
    scratch.write_bytes(content)
    scratch.replace(path)


def _path(batch: Batch, certificates: Sequence[Certificate]) -> Path:
    """Another set of certificates, another wording, name or address is another file."""
    held = [(certificate.number, certificate.digest) for certificate in in_force(certificates)]
    made_by = (batch.cohort.name, current_app.config["VERSION"], current_app.config["TOT"].public_url)
    digest = hashlib.sha256(repr((held, made_by)).encode()).hexdigest()[:16]
    folder: Path = current_app.config["TOT"].instance / "papers"
    return folder / f"batch-{batch.id}-{digest}.pdf"


def _key(path: Path) -> str:
    return f"certificate book {path.stem}"
