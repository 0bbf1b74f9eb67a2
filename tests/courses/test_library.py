"""Facts, glossary and annexes: read with all their mistakes, published and loaded again as they were."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.courses.make import swap, write_course
from tests.courses.test_advice import FACTS as FACTS_YAML
from tests.courses.test_whole import GLOSSARY as GLOSSARY_YAML
from tot.courses import queries
from tot.courses.actions import publish
from tot.courses.reader import Reading, read_courses
from tot.courses.rules.library import TOPICS
from tot.courses.wording import TOPIC_NAMES
from tot.db import transaction

ANNEX_YAML = """\
country: uz
name: {en: Uzbekistan, ru: Узбекистан, uz: Oʻzbekiston}
version: 1
on: 2026-11-21
status: draft
reviewer: null
entries:
  - id: UZ-law
    topic: law
    facts: [F-UZ-1]
    text: {en: It is law., ru: Это закон., uz: Bu qonun.}
open:
  - id: UZ-open-1
    asks: {en: Which article?, ru: Какая статья?, uz: Qaysi modda?}
    facts: []
"""
ALL = {"facts.yaml": FACTS_YAML, "glossary.yaml": GLOSSARY_YAML, "annexes/uz.yaml": ANNEX_YAML}


def digest_of(path: Path) -> str:
    return "sha256:" + sha256(path.read_bytes()).hexdigest()


def read(folder: Path, name: str = "", old: str = "", new: str = "") -> Reading:
    for path, text in ALL.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(swap(old, new)(text) if path == name else text)
    write_course(folder / "TST")
    return read_courses(folder)


def test_the_library_is_read_with_the_courses_beside_it(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert [str(problem) for problem in reading.problems] == []
    assert [whole.id for whole in reading.wholes] == ["FACTS", "GLOSSARY", "ANNEX-UZ", "TST"]
    library = reading.library
    assert library.facts is not None
    assert library.facts.fact("F-IND-1").open == "Check it."
    assert library.facts.titles(("F-PAL-3", "DESIGN", "F-PAL-3", "X"), "en") == ("A protocol", "A rule", "X")
    assert library.glossary is not None
    assert library.glossary.term("child").words["ru"] == "ребёнок"
    (annex,) = library.annexes
    assert (annex.on, annex.version, annex.is_signed_off, annex.reviewer) == (date(2026, 11, 21), "1", False, "")
    assert annex.open_points[0].asks["uz"] == "Qaysi modda?"


def test_the_sources_are_named_in_other_languages_too(tmp_path: Path) -> None:
    (tmp_path / "facts.ru.yaml").write_text(
        "language: ru\ntranslates: sha256:0\nstatus: draft\ntitles:\n  F-PAL-3: Протокол\n  F-NONE-1: Ничто\n"
    )
    reading = read(tmp_path)
    said = [str(problem).partition("facts.ru.yaml:")[2] for problem in reading.problems]
    assert len(said) == 3
    assert "facts.yaml has changed since" in said[0]
    assert "learners will read the English title" in said[1]
    assert "F-NONE-1" in said[2]
    (tmp_path / "facts.ru.yaml").write_text(
        f"language: ru\ntranslates: {digest_of(tmp_path / 'facts.yaml')}\nstatus: draft\ntitles:\n"
        + "".join(f"  {name}: Источник {name}\n" for name in ("F-PAL-3", "F-IND-1", "F-UZ-1", "DESIGN", "F-BAD-1"))
    )
    facts = read(tmp_path).library.facts
    assert facts is not None
    assert facts.titles(["F-PAL-3"], "ru") == ("Источник F-PAL-3",)
    assert facts.titles(["F-PAL-3"], "uz") == ("A protocol",)


def test_one_course_alone_brings_no_library(tmp_path: Path) -> None:
    read(tmp_path)
    reading = read_courses(tmp_path / "TST")
    assert [whole.id for whole in reading.wholes] == ["TST"]


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "message"),
    [
        ("facts.yaml", "id: F-PAL-3", "id: f pal", "list.f pal.id", "cannot be a fact's id"),
        ("facts.yaml", "id: F-IND-1", "id: F-PAL-3", "list.F-PAL-3.id", "already a fact above"),
        ("facts.yaml", "tag: M", "tag: X", "list.F-IND-1.tag", "cannot be 'X'"),
        ("facts.yaml", "country: uz", "country: xx", "list.F-UZ-1.country", "cannot be 'xx'"),
        ("facts.yaml", "text: Signs.", "text: Call +998 71 234-56-78.", "list.F-IND-1.text", "telephone"),
        ("facts.yaml", "tag: M, ", "tag: M, more: x, ", "list.F-IND-1.more", "is not a field here"),
        ("glossary.yaml", "id: child", "id: The Child", "list.The Child.id", "cannot be a slug"),
        ("glossary.yaml", "ru: ребёнок, ", "", "list.child.words.ru", "is missing"),
        ("glossary.yaml", "uz: seen", "uz: sure", "list.child.certainty.uz", "cannot be 'sure'"),
        ("glossary.yaml", "number: 1", "number: 0", "list.child.number", "between 1 and"),
        ("glossary.yaml", "A person under 18.", '"See [x](term:chld)."', "list.child.meaning.en", "no term 'chld'"),
        ("annexes/uz.yaml", "country: uz", "country: kz", "country", "is 'kz' in a file named uz.yaml"),
        ("annexes/uz.yaml", "on: 2026-11-21", "on: 2026-11-31", "on", "is no day"),
        ("annexes/uz.yaml", "on: 2026-11-21\n", "", "on", "is missing"),
        ("annexes/uz.yaml", "status: draft", "status: final", "status", "cannot be 'final'"),
        ("annexes/uz.yaml", "status: draft", "status: signed off", "reviewer", "is empty"),
        ("annexes/uz.yaml", "[F-UZ-1]", "[F-IND-1]", "entries.UZ-law.facts", "F-IND-1 is tagged M; an annex states"),
        ("annexes/uz.yaml", "[F-UZ-1]", "[F-UZ-9]", "entries.UZ-law.facts", "no fact 'F-UZ-9'"),
        ("annexes/uz.yaml", "topic: law", "topic: laws", "entries.UZ-law.topic", "cannot be 'laws'; did you mean law?"),
        ("annexes/uz.yaml", "facts: []", "facts: [F-X]", "open.UZ-open-1.facts", "no fact 'F-X'"),
        ("annexes/uz.yaml", "id: UZ-open-1", "id: UZ-law", "open.UZ-law.id", "already used above"),
        ("annexes/uz.yaml", ", uz: Bu qonun.", "", "entries.UZ-law.text.uz", "is missing"),
    ],
)
def test_a_mistake_in_the_library(tmp_path: Path, file: str, old: str, new: str, where: str, message: str) -> None:
    reading = read(tmp_path, file, old, new)
    found = [
        problem
        for problem in reading.errors
        if (problem.file, problem.where) == (str(tmp_path / file), where) and message in problem.message
    ]
    assert len(found) == 1, "\n".join(map(str, reading.problems))
    assert reading.wholes == ()


def test_every_topic_has_a_heading_on_screen_and_on_paper() -> None:
    assert tuple(TOPIC_NAMES) == TOPICS


def test_two_terms_cannot_share_a_number(tmp_path: Path) -> None:
    twice = GLOSSARY_YAML + GLOSSARY_YAML.replace("id: child", "id: minor")
    read(tmp_path)
    (tmp_path / "glossary.yaml").write_text(twice)
    (problem,) = read_courses(tmp_path).errors
    assert "1 is already the number of 'child'" in problem.message


@pytest.mark.usefixtures("inside")
def test_the_library_is_published_with_versions(tmp_path: Path, now: datetime) -> None:
    assert (queries.glossary(), queries.facts(), queries.annex("uz"), queries.annexes()) == (None, None, None, [])
    reading = read(tmp_path)
    with transaction():
        publish(reading.wholes, now, is_everything=True)
    facts, glossary, annex = queries.facts(), queries.glossary(), queries.annex("UZ")
    assert facts is not None
    assert glossary is not None
    assert annex is not None
    assert facts.facts == reading.library.facts.facts  # type: ignore[union-attr]
    assert glossary.terms == reading.library.glossary.terms  # type: ignore[union-attr]
    assert (annex.on, annex.entries) == (date(2026, 11, 21), reading.library.annexes[0].entries)
    assert annex.version_id
    assert queries.glossary() is glossary, "kept, because a version never changes"
    assert [course.id for course in queries.published_courses()] == ["TST"]


@pytest.mark.usefixtures("inside")
def test_a_new_word_makes_a_new_glossary_and_touches_no_course(tmp_path: Path, now: datetime) -> None:
    with transaction():
        publish(read(tmp_path).wholes, now)
    changed = read(tmp_path, "glossary.yaml", "uz: bola}", "uz: bolakay}")
    with transaction():
        done = publish(changed.wholes, now + timedelta(days=1)).courses
    assert {one.course_key: one.changed for one in done if one.is_changed} == {"GLOSSARY": ("GLOSSARY",)}
    assert queries.glossary().term("child").words["uz"] == "bolakay"  # type: ignore[union-attr]


@pytest.mark.usefixtures("inside")
def test_one_course_published_alone_leaves_the_library(tmp_path: Path, now: datetime) -> None:
    with transaction():
        publish(read(tmp_path).wholes, now)
        publish(read_courses(tmp_path / "TST").wholes, now)
    assert queries.glossary() is not None


@given(
    name=st.sampled_from([*ALL]),
    start=st.floats(0, 1),
    length=st.integers(0, 60),
    instead=st.binary(max_size=20) | st.sampled_from([b"- ", b": ", b"{", b"[", b"null", b"\n", b"on: x", b"1"]),
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_spoilt_library_never_makes_the_reader_fall(
    spoilt: Path, name: str, start: float, length: int, instead: bytes
) -> None:
    content = ALL[name].encode()
    at = int(start * len(content))
    (spoilt / name).write_bytes(content[:at] + instead + content[at + length :])
    try:
        reading = read_courses(spoilt)
    finally:
        (spoilt / name).write_bytes(content)
    assert bool(reading.wholes) == (not reading.errors)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spoilt")
    read(folder)
    return folder
