"""`tot certificates verify`: a code, a file, a file that somebody changed; exit code 0 only when everything holds."""

import json
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from tests.certificates.make import DONE, coordinator, graduates, issued
from tot.certificates import actions, paper
from tot.certificates.cli import certificates
from tot.certificates.rules import claims_from, code_of
from tot.db import db


@pytest.fixture
def papers(app: Flask, world, tmp_path: Path) -> dict[str, tuple[str, Path]]:
    """Code and file of a valid, a revoked and a forged certificate, and of a book with all that were issued."""
    with app.app_context():
        cohort, people = graduates(2)
        valid, revoked = issued(cohort, people)
        actions.revoke(revoked, "misuse", "private", coordinator(cohort), DONE)
        forged = {**valid.facts, "name": "Somebody Else"}
        sheets = {
            "valid": paper.Sheet(claims_from(valid.facts), valid.code),
            "revoked": paper.Sheet(claims_from(revoked.facts), revoked.code),
            "forged": paper.Sheet(claims_from(forged), valid.code),
            "unknown": paper.Sheet(claims_from(forged), code_of([7] * 14)),
        }
        made = {name: (sheet.code, tmp_path / f"{name}.pdf") for name, sheet in sheets.items()}
        for name, sheet in sheets.items():
            made[name][1].write_bytes(paper.one(sheet))
        made["book"] = ("", tmp_path / "book.pdf")
        made["book"][1].write_bytes(paper.many([sheets["valid"], sheets["revoked"]], "Cohort 1"))
        db.session.commit()
    return made


def verify(app: Flask, *arguments: str) -> Result:
    return CliRunner().invoke(certificates, ["verify", *arguments], obj=ScriptInfo(create_app=lambda: app))


def test_a_code(app: Flask, papers) -> None:
    done = verify(app, papers["valid"][0].lower())
    assert done.exit_code == 0, done.output
    assert "valid" in done.output
    assert "name: Participant 01 Fictional" in done.output
    done = verify(app, papers["revoked"][0])
    assert done.exit_code == 1
    assert "revoked since 2027-03-05" in done.output
    assert "private" not in done.output
    assert verify(app, "nonsense").exit_code == 1


def test_a_file_is_compared_with_what_was_certified(app: Flask, papers) -> None:
    assert verify(app, str(papers["valid"][1])).exit_code == 0
    forged = verify(app, str(papers["forged"][1]))
    assert forged.exit_code == 1
    assert "DIFFERS name: Participant 01 Fictional" in forged.output
    assert forged.output.count("DIFFERS") == 1
    assert "unknown" in verify(app, str(papers["unknown"][1])).output


def test_a_file_of_many_pages(app: Flask, papers) -> None:
    done = verify(app, "--json", str(papers["book"][1]))
    assert done.exit_code == 1
    pages = json.loads(done.output)
    assert [page["state"] for page in pages] == ["valid", "revoked"]
    assert [page["differs"] for page in pages] == [[], []]
    assert pages[1]["reason"] == "misuse"
    assert pages[0]["claims"]["number"] == "TST-2027-000001"


def test_what_is_no_certificate_is_said_in_a_sentence(app: Flask, world, tmp_path: Path) -> None:
    missing = verify(app, str(tmp_path / "missing.pdf"))
    assert (missing.exit_code, "there is no such file" in missing.output) == (1, True)
    text = tmp_path / "text.pdf"
    text.write_text("This is not a PDF.")
    assert "cannot be read as a PDF" in verify(app, str(text)).output
    empty = tmp_path / "empty.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(empty)
    assert "no code can be read" in verify(app, str(empty)).output


def test_help_says_what_the_exit_code_means(app: Flask) -> None:
    done = verify(app, "--help")
    assert "CODE|FILE.pdf" in done.output
    assert "Exit code 0" in " ".join(done.output.split())
