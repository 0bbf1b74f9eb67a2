"""The doctor: each trouble is noticed, graded, and comes with its remedy; one broken check never hides the others."""

import json
import shutil
import socketserver
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from tot.accounts.models import Person
from tot.app import main
from tot.config import CONTACTS, Settings
from tot.db import db
from tot.installation import doctor, machine, records, surroundings
from tot.installation.findings import Finding, State
from tot.jobs import Job
from tot.web import fonts


@pytest.fixture
def settings(tmp_path):
    tmp_path.chmod(0o700)
    return Settings(instance=tmp_path)


def only(findings) -> Finding:
    found = list(findings)
    assert len(found) == 1, found
    return found[0]


# ------------------------------------------------------------------------------------------------------- the machine


def test_an_open_instance_folder_is_warned_about_with_the_command(settings):
    settings.instance.chmod(0o755)
    first, second = machine.folders(settings)
    assert (first.state, first.remedy) == (State.WARN, f"chmod o-rwx {settings.instance}")
    assert second.state is State.OK


def test_a_folder_that_cannot_be_written_fails_by_name(settings, monkeypatch):
    (settings.instance / "letters").write_text("a file where a folder should be")
    finding = only(machine.folders(settings))
    assert finding.state is State.FAIL
    assert "letters" in finding.sentence
    assert finding.remedy.startswith("chown -R")


def test_a_full_disk_is_warned_about(settings, monkeypatch):
    monkeypatch.setattr(machine, "ROOMY", 2**62)
    assert State.WARN in {finding.state for finding in machine.folders(settings)}


@pytest.mark.parametrize(
    ("content", "mode", "state", "remedy"),
    [
        (None, 0, State.WARN, "tot init"),
        ("short", 0o600, State.FAIL, "Delete it"),
        ("s" * 64, 0o640, State.FAIL, "chmod 600"),
        ("s" * 64, 0o600, State.OK, ""),
    ],
)
def test_the_secret_is_there_long_and_private(settings, monkeypatch, content, mode, state, remedy):
    monkeypatch.delenv("TOT_SECRET_KEY", raising=False)
    if content:
        (settings.instance / "secret.key").write_text(content)
        (settings.instance / "secret.key").chmod(mode)
    finding = only(machine.secret(settings))
    assert finding.state is state
    assert finding.remedy.startswith(remedy)


@pytest.mark.parametrize(("given", "state"), [("short", State.FAIL), ("x" * 40, State.OK)])
def test_a_secret_from_the_environment_is_measured(settings, monkeypatch, given, state):
    monkeypatch.setenv("TOT_SECRET_KEY", given)
    assert only(machine.secret(settings)).state is state


def test_fonts_are_made_or_make_run_is_the_remedy(settings, made):
    missing = only(machine.font_files(settings))
    assert (missing.state, missing.remedy) == (State.FAIL, "make run")
    shutil.copytree(made[0], settings.instance / "assets" / "fonts")
    assert only(machine.font_files(settings)).state is State.OK


def test_without_debians_fonts_the_package_is_the_remedy(settings, monkeypatch):
    monkeypatch.setattr(fonts, "SOURCES", settings.instance)
    assert only(machine.font_files(settings)).remedy == "apt-get install fonts-noto-core"


def test_a_font_with_a_hole_is_named_with_its_letters(settings, made, monkeypatch):
    shutil.copytree(made[0], settings.instance / "assets" / "fonts")
    monkeypatch.setattr(fonts, "COVERED", fonts.COVERED | {ord("漢")})
    found = list(machine.font_files(settings))
    assert {finding.state for finding in found} == {State.FAIL}
    assert "noto-sans-400.ttf has no 漢." in {finding.sentence for finding in found}


def test_pango_draws(settings):
    assert only(machine.pango(settings)).state is State.OK


def test_a_language_without_translations_fails_by_name(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    finding = only(machine.catalogues(Settings(instance=tmp_path, languages=("en", "tlh"))))
    assert (finding.state, finding.sentence) == (State.FAIL, "Not translated: tlh.")
    assert "languages" in finding.remedy
    assert only(machine.catalogues(Settings(instance=tmp_path, languages=("en",)))).state is State.OK


def test_translations_that_are_not_compiled_fail_by_name(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    folder = tmp_path / "tot" / "translations" / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text("")
    settings = Settings(instance=tmp_path, languages=("en", "ru"))
    finding = only(machine.catalogues(settings))
    assert (finding.state, finding.remedy) == (State.FAIL, "make run")
    (folder / "messages.mo").write_bytes(b"")
    assert only(machine.catalogues(settings)).state is State.OK


# -------------------------------------------------------------------------------------------------- the surroundings


@pytest.mark.parametrize(
    ("url", "proxies", "state"),
    [
        ("https://learn.example.org", 1, State.OK),
        ("https://learn.example.org", 0, State.WARN),  # somebody encrypts in front, and every visitor looks like it
        ("http://learn.example.org", 0, State.WARN),
        ("http://127.0.0.1:8000", 0, State.WARN),
        ("learn.example.org", 0, State.FAIL),
    ],
)
def test_the_address_is_one_that_phones_can_open_safely(tmp_path, url, proxies, state):
    settings = Settings(instance=tmp_path, public_url=url, proxies=proxies)
    assert only(surroundings.address(settings)).state is state


class Greeting(socketserver.StreamRequestHandler):
    """As much of a mail server as is needed to be greeted."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while command := self.rfile.readline():
            self.wfile.write(b"221 bye\r\n" if command.lower().startswith(b"quit") else b"250 yes\r\n")


@pytest.fixture
def mail_port():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Greeting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_letters_without_a_server_are_a_warning(settings):
    finding = only(surroundings.mail(settings))
    assert finding.state is State.WARN
    assert "mail_url" in finding.remedy


def test_a_mail_server_is_greeted(tmp_path, mail_port):
    url = f"smtp://127.0.0.1:{mail_port}"
    sender = only(surroundings.mail(Settings(instance=tmp_path, mail_url=url)))
    assert (sender.state, "mail_from" in sender.remedy) == (State.WARN, True)
    set_up = Settings(instance=tmp_path, mail_url=url, mail_from="course@example.org")
    assert only(surroundings.mail(set_up)).state is State.OK


def test_a_silent_mail_server_and_a_wrong_address_fail(tmp_path, closed_port):
    for url in (f"smtp://127.0.0.1:{closed_port}", "ftp://example.org", "smtp://"):
        finding = only(surroundings.mail(Settings(instance=tmp_path, mail_url=url)))
        assert finding.state is State.FAIL, url
        assert finding.remedy


def test_contacts_that_are_not_set_are_named(tmp_path):
    some = dict.fromkeys(CONTACTS[1:], "112")
    finding = only(surroundings.contacts(Settings(instance=tmp_path, contacts=some)))
    assert finding.state is State.WARN
    assert finding.sentence.endswith(CONTACTS[0])
    every = dict.fromkeys(CONTACTS, "112")
    assert only(surroundings.contacts(Settings(instance=tmp_path, contacts=every))).state is State.OK


# ------------------------------------------------------------------------------------------------------- the records


def test_a_database_that_answers_is_named(app: Flask):
    with app.app_context():
        first = next(records.database(app.config["TOT"]))
    assert first.state is State.OK
    assert first.sentence in ("SQLite answers.", "PostgreSQL answers.")


def test_migrations_that_are_pending_fail_with_the_command(tmp_path, monkeypatch):
    CliRunner().invoke(main, ["init"], env={"TOT_INSTANCE": str(tmp_path)}, catch_exceptions=False)
    found = rows(run(tmp_path, "--json"))
    states = [found[subject]["state"] for subject in ("database", "migrations", "glyphs", "background work")]
    assert states == ["ok", "ok", "ok", "ok"]
    monkeypatch.setattr(records, "pending_migrations", lambda: ["0007", "0008"])
    pending = rows(run(tmp_path, "--json"))["migrations"]
    assert (pending["state"], pending["sentence"], pending["remedy"]) == ("fail", "2 are pending.", "tot init")


def test_a_name_that_cannot_be_printed_is_counted_with_its_letter(inside: None, now: datetime):
    for number, name in enumerate(("Saida 漢 Fictional", "Oʻgʻiloy Fictional")):
        keys = {"name_key": name.lower(), "name_order": name.lower(), "sign_in_key": "k"}
        db.session.add(Person(name=name, sign_in_name=f"s{number}", made_at=now, **keys))
    db.session.flush()
    finding = only(records.names())
    assert finding.state is State.WARN
    assert "漢 (U+6F22)" in finding.sentence
    assert finding.sentence.startswith("1 ")


def test_work_that_waits_for_nobody_or_failed_is_counted(inside: None, now: datetime):
    for key, state, made_at in (("a", "waiting", now - timedelta(days=3650)), ("b", "failed", now), ("c", "done", now)):
        db.session.add(Job(kind="send letter", arguments={}, unique_key=key, state=state, made_at=made_at))
    db.session.flush()
    waiting, failed = records.background()
    assert (waiting.state, waiting.remedy, waiting.sentence[:2]) == (State.WARN, "tot jobs work", "1 ")
    assert (failed.state, failed.sentence[:2]) == (State.WARN, "1 ")


# ------------------------------------------------------------------------------------------------------- the command


def run(instance: Path, *arguments, **environment):
    done = CliRunner().invoke(main, ["doctor", *arguments], env={"TOT_INSTANCE": str(instance), **environment})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def rows(done):
    return {row["subject"]: row for row in json.loads(done.stdout)}


def test_before_init_the_remedy_for_the_database_is_init_and_none_is_made(tmp_path):
    done = run(tmp_path, "--json")
    assert done.exit_code == 1
    assert (rows(done)["database"]["state"], rows(done)["database"]["remedy"]) == ("fail", "tot init")
    assert not (tmp_path / "tot.sqlite").exists()


def test_a_line_is_the_state_the_subject_and_below_it_the_remedy(tmp_path):
    lines = run(tmp_path).stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("warn  contacts"))
    assert lines[at + 1].lstrip().startswith("→ ")


def test_a_setting_that_cannot_be_read_is_the_one_finding(tmp_path):
    (tmp_path / "config.toml").write_text("not toml")
    done = run(tmp_path, "--json")
    assert done.exit_code == 1
    assert list(rows(done)) == ["settings"]
    assert "config.toml" in rows(done)["settings"]["sentence"]


def test_an_unreachable_database_is_a_line_among_the_others(tmp_path, closed_port):
    done = run(tmp_path, "--json", TOT_DATABASE_URL=f"postgresql://nobody@127.0.0.1:{closed_port}/none")
    assert done.exit_code == 1
    found = rows(done)
    assert found["database"]["state"] == "fail"
    assert "cannot be reached" in found["database"]["sentence"]
    assert found["Pango"]["state"] == "ok"


def test_a_check_that_breaks_is_a_failure_of_its_own(settings):
    def tea_leaves(_settings):
        raise RuntimeError("spilled")
        yield

    finding = only(doctor.guarded(tea_leaves, settings))
    assert (finding.subject, finding.state, finding.sentence) == ("tea leaves", State.FAIL, "RuntimeError: spilled")


def test_nothing_failing_is_exit_code_0(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "findings", lambda _script: iter([Finding("fonts", State.WARN, "Thin.", "Eat.")]))
    assert run(tmp_path).exit_code == 0
