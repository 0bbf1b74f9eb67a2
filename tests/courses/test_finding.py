"""What is published can be found: the same on SQLite and PostgreSQL, in the same order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from tests.conftest import fresh_database
from tests.courses.make import LESSON_EN, swap, write_course
from tests.progress.make import course, module
from tests.real import real
from tot import config
from tot.app import create_app
from tot.courses.actions import publish
from tot.courses.finding import index
from tot.courses.finding.pieces import HANDOUT, JOB_AID, MODULE, NOTE, SECTION, TERM, Hit
from tot.courses.finding.query import entries, hits
from tot.courses.finding.spelling import keys_in, terms_in
from tot.courses.models import IndexEntry, Version
from tot.courses.reader import read_courses
from tot.courses.rules import Course, Lesson, Section
from tot.db import db, transaction
from tot.refusals import Refused

TEXTS = [
    "The child's guardian comes; the guardian of the child stays.", "Guardians", "guard", "The child alone", "",
    "Oʻqituvchi va bola. O‘qituvchilar — bolalarning do'stlari.", "BOLALAR bilan", "maʼno, ma'no, mano",
    "Ребёнок и опекун ребёнка", "РЕБЕНКУ 17 лет", "ребе\u0308нок в NFD", "су\u0301д, судья, суду",
    "Soft\u00adhyphen and zero\u200bwidth", "a_b-c/d e.g. 3.14 18-year-old", "<b>bold</b> & \"quoted\" 'words'",
    "NEAR AND OR NOT * ^ : ( ) -- %", "x" * 5000, "日本語 ไทย हिन्दी", "ß ẞ ﬁ ½ Å K", "😀 emoji 😀 guardian",
    "Ўқитувчи ғамхўр ҳақ қиз", "\x00NUL\x00".replace("\x00", "\ufffd"), "İstanbul ışık",
]  # fmt: skip
ASKED = [
    "guardian", "the guardian", "child guardian", "guardian child", "guard", "g", "bola", "bolaning", "o'qituvchi",
    "OʻQITUVCHI bola", "mano", "ребенок", "ребёнку", "опекун ребенка", "суд", "судья", "softhyphen", "zerowidth", "18",
    "b", "bold quoted", "near", "AND OR NOT", "xxx", "x" * 64, "日本語", "हिन्दी", "ss", "fi", "12", "emoji", "ўқитувчи",
    "istanbul", "zzz", "text section", "child child guard alone stays comes the", "\"'*^:()--%\\;", "guardian'; DROP--",
    "{title}: child", "child OR bola", "-child +guardian", "child*", "a AND", "NEAR(a b, 3)", "'a':* & !b | <-> c",
]  # fmt: skip
KINDS = (SECTION, MODULE, NOTE, JOB_AID, HANDOUT, TERM)
QUESTIONS = [
    *ASKED, "identification", "presumed victim", "border child", "признак", "права ребёнка", "допрос", "опекун",
    "vasiy", "chegara bola", "odam savdosi", "yordam", "переводчик", "interpreter", "training", "cascade",
    "суд ребёнок",
]  # fmt: skip


def mixed_course() -> Course:
    """One lesson of a section for each text, some with the next as title, in two languages."""
    one = module("TST-1")
    sections = tuple(
        Section(
            id=f"TST-1-s{number}", minutes=1, locked=False,
            title={"en": TEXTS[(number + 1) % len(TEXTS)][:60] or "Title", "uz": f"Text {number}"},
            body={"en": body, "uz": " ".join(reversed(body.split(" ")))},
        )
        for number, body in enumerate(TEXTS)
    )  # fmt: skip
    lesson = Lesson(id="TST-1-lesson", sections=sections)
    return course(replace(one, lesson=lesson, facilitator={"en": "Guardian note"}, jobaid={"en": "Job: guardian"}))


def everything() -> dict[str, set[int]]:
    numbers = set(db.session.scalars(select(Version.id)))
    return dict.fromkeys(KINDS, numbers)


Plain = tuple[str, str, int, str, int]


def answers(asked: str) -> list[Plain]:
    found = hits(terms_in(asked), everything())
    return sorted((hit.kind, hit.part, hit.position, hit.language, hit.score) for hit in found)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Flask]]:
    """The same courses published on both databases."""
    urls = {"sqlite": "", "postgresql": fresh_database("finding")}
    apps = {
        name: create_app(config.load(tmp_path_factory.mktemp(name), database_url=url), testing=True)
        for name, url in urls.items()
    }
    reading = real()
    for app in apps.values():
        with app.app_context():
            db.create_all()
            with transaction():
                publish([*reading.wholes, mixed_course()], datetime(2027, 3, 1, tzinfo=UTC), pictures=reading.pictures)
    yield apps
    for app in apps.values():
        with app.app_context():
            db.engine.dispose()


@cache
def _keys_in(text: str) -> frozenset[str]:
    return frozenset(keys_in(text).split())


def test_both_databases_give_the_same_with_the_same_scores(both: dict[str, Flask]) -> None:
    given = []
    for app in both.values():
        with app.app_context():
            given.append({asked: answers(asked) for asked in QUESTIONS})
    assert given[0] == given[1]
    assert sum(bool(found) for found in given[0].values()) > len(QUESTIONS) / 2


def test_a_database_finds_what_reading_everything_finds(both: dict[str, Flask]) -> None:
    words_of = cache(_keys_in)  # the same texts lie in both databases
    for app in both.values():
        with app.app_context():
            rows = db.session.scalars(select(IndexEntry))
            keys = {
                row.id: set(row.words.split()) if row.kind == TERM else words_of(f"{row.title}\n{row.text}")
                for row in rows
            }
            known = set().union(*keys.values())
            for asked in QUESTIONS:
                terms = terms_in(asked)
                meant = [set(filter(term.matches, known)) for term in terms]
                expected = {
                    number
                    for number, present in keys.items()
                    if terms and not any(present.isdisjoint(words) for words in meant)
                }
                assert {hit.entry_id for hit in hits(terms, everything())} == expected, asked


def test_the_full_text_index_is_asked(both: dict[str, Flask]) -> None:
    plans = {
        "sqlite": "EXPLAIN QUERY PLAN SELECT id FROM index_entries WHERE index_entries.id IN"
        " (SELECT rowid FROM index_words WHERE index_words MATCH '\"guardian\" *')",
        "postgresql": "EXPLAIN SELECT id FROM index_entries WHERE index_words_set @@ CAST('''guardian'':*' AS tsquery)",
    }
    for name, app in both.items():
        with app.app_context(), transaction():
            if name == "postgresql":
                db.session.execute(text("SET LOCAL enable_seqscan = off"))  # so few rows are read faster without
            plan = "\n".join(str(row) for row in db.session.execute(text(plans[name])))
        assert "index_words" in plan, plan


@pytest.fixture
def published(inside: None, tmp_path: Path, now: datetime) -> Course:
    (value,) = read_courses(write_course(tmp_path / "TST")).courses
    publish([value], now)
    return value


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(IndexEntry)) or 0


def found(asked: str, *kinds: str) -> list[Hit]:
    scope = {kind: numbers for kind, numbers in everything().items() if kind in (kinds or KINDS)}
    return sorted(hits(terms_in(asked), scope), key=lambda hit: -hit.score)


def test_every_kind_of_text_is_found_in_every_language(published: Course) -> None:
    assert [(hit.kind, hit.part, hit.language) for hit in found("matters")] == [(SECTION, "TST-1-s1", "en")]
    assert [(hit.kind, hit.part, hit.language) for hit in found("важно")] == [(SECTION, "TST-1-s1", "ru")]
    assert [(hit.kind, hit.language) for hit in found("greeting")] == [(NOTE, "en"), (JOB_AID, "en")]
    assert [hit.kind for hit in found("greeting", JOB_AID)] == [JOB_AID]
    assert {hit.kind for hit in found("second later wait")} == set()
    assert [(hit.kind, hit.language) for hit in found("Ждать")] == [(MODULE, "ru")], "also of a module in preparation"
    (hit,) = found("matters")
    assert entries([hit.entry_id])[hit.entry_id] == ("Why", "Because it matters. A closer look · Call.")


def test_questions_and_their_keys_are_never_found(published: Course) -> None:
    for words in ("promise", "обещать", "Someone knocks", "стучит"):
        assert found(words) == []


def test_nothing_is_found_outside_the_scope(published: Course) -> None:
    (hit,) = found("matters")
    assert hits(terms_in("matters"), {SECTION: [hit.version_id + 1000]}) == []
    assert hits(terms_in("matters"), {NOTE: [hit.version_id]}) == []
    assert hits(terms_in("matters"), {}) == []
    assert hits((), everything()) == []


def test_publishing_again_adds_only_what_is_new(published: Course, tmp_path: Path, now: datetime) -> None:
    before = count()
    publish([published], now)
    assert count() == before
    (changed,) = read_courses(write_course(tmp_path / "2", {LESSON_EN: swap("it* matters", "it* counts")})).courses
    publish([changed], now)
    assert count() > before
    assert len(found("matters")) == 1, "who is on the version of before still finds it"
    assert len(found("counts")) == 1
    assert found("matters")[0].version_id != found("counts")[0].version_id


def test_versions_from_before_the_index_are_found_after_the_next_publishing(
    inside: None, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    (value,) = read_courses(write_course(tmp_path / "TST")).courses
    with monkeypatch.context() as before:
        before.setattr(index, "fill", lambda: 0)
        publish([value], now)
    assert found("matters") == []
    publish([value], now)
    assert len(found("matters")) == 1


def test_what_was_refused_is_not_found(inside: None, published: Course, now: datetime) -> None:
    other = replace(published, id="TS2")  # its things belong to TST
    with pytest.raises(Refused), db.session.begin_nested():
        publish([other], now)
    assert len(found("matters")) == 1


def test_better_matches_come_first(inside: None, now: datetime) -> None:
    bodies = {"inflected": "Some guards.", "exact": "One guard.", "often": "Guard, guard and guard.", "title": "Else."}
    sections = tuple(
        Section(id=f"TST-1-{name}", minutes=1, locked=False, body={"en": body},
                title={"en": "Guard" if name == "title" else "Other"})
        for name, body in bodies.items()
    )  # fmt: skip
    one = replace(module("TST-1", scenario=False, check=False), lesson=Lesson(id="TST-1-lesson", sections=sections))
    publish([course(one)], now)
    assert [hit.part for hit in found("guard", SECTION)] == [
        f"TST-1-{n}" for n in ("title", "often", "exact", "inflected")
    ]
