"""What belongs to a whole course: its tests, its handouts; what every text may hold: boxes, terms, links, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.courses.make import (
    COURSE,
    ITEMS_EN,
    LESSON_EN,
    LESSON_RU,
    M1,
    MODULE,
    SCENARIO,
    Change,
    swap,
    write_course,
    write_picture,
)
from tot.courses.reader import read_courses
from tot.courses.rules import Course, Cut, Draw, things_in

PREPOST, REFRESHER, HANDOUTS = "tests/prepost", "tests/refresher", "handouts"

WHOLE = {
    f"{PREPOST}/test.yaml": """\
id: TST-prepost
kind: pre- and post-test
pretest: {id: TST-pre}
posttest: {id: TST-post, pass_percent: 70, origin: provisional}
forms:
  A: [TST-pa1, TST-pa2]
  B: [TST-pb1, TST-pb2]
""",
    f"{PREPOST}/items.yaml": """\
kind: items
items:
  - {id: TST-pa1, module: TST-1, type: tf, key: true, sources: [F-PAL-3]}
  - {id: TST-pa2, module: TST-2, type: num, key: 18, sources: [F-PAL-5]}
  - {id: TST-pb1, module: TST-1, type: tf, key: false, sources: [F-PAL-3]}
  - {id: TST-pb2, module: TST-2, type: num, key: 2, sources: [F-PAL-3]}
""",
    f"{PREPOST}/items.en.yaml": """\
language: en
items:
  TST-pa1: {stem: It is so., feedback: It is.}
  TST-pa2: {stem: How old?, feedback: Under 18.}
  TST-pb1: {stem: It is not so., feedback: It is.}
  TST-pb2: {stem: How many elements?, feedback: Two.}
""",
    f"{REFRESHER}/test.yaml": "id: TST-refresher\nkind: refresher quiz\npass_percent: 60\n",
    f"{REFRESHER}/items.yaml": """\
kind: items
items:
  - {id: TST-r1, type: tf, key: true, sources: [DESIGN]}
  - {id: TST-r2, type: tf, key: false, sources: [DESIGN]}
""",
    f"{REFRESHER}/items.en.yaml": """\
language: en
items:
  TST-r1: {stem: The core stays., feedback: It does.}
  TST-r2: {stem: The annex stays., feedback: It changes.}
""",
    f"{HANDOUTS}/handouts.yaml": """\
handouts:
  - {id: TST-h-plan, file: plan, for: trainers, title: {en: A plan, ru: План}}
""",
    f"{HANDOUTS}/plan.en.md": "---\nlanguage: en\n---\n## Day 1\n\nBegin.\n",
}
TRANSLATED = {
    f"{PREPOST}/items.ru.yaml": """\
items:
  TST-pa1: {stem: Это так., feedback: Так.}
  TST-pa2: {stem: Сколько лет?, feedback: До 18.}
  TST-pb1: {stem: Это не так., feedback: Так.}
  TST-pb2: {stem: Сколько элементов?, feedback: Два.}
""",
    f"{REFRESHER}/items.ru.yaml": """\
items:
  TST-r1: {stem: Ядро остаётся., feedback: Да.}
  TST-r2: {stem: Приложение остаётся., feedback: Оно меняется.}
""",
    f"{HANDOUTS}/plan.ru.md": "## День 1\n\nНачать.\n",
}

GLOSSARY = """\
- id: child
  number: 1
  words: {en: child, ru: ребёнок, uz: bola}
  meaning: {en: A person under 18., ru: Человек до 18 лет., uz: 18 yoshga toʻlmagan kishi.}
  certainty: {ru: seen, uz: seen}
"""


def whole(changes: Mapping[str, Change] = {}) -> dict[str, Change]:
    """The files of the tests and handouts, to be added to the course of the tests, with these changes."""
    files: dict[str, Change] = dict(WHOLE)
    for name, text in TRANSLATED.items():
        source = WHOLE[name.replace(".ru.", ".en.")]
        header = f"language: ru\ntranslates: sha256:{sha256(source.encode()).hexdigest()}\nstatus: draft\n"
        files[name] = f"---\n{header}---\n{text}" if name.endswith(".md") else header + text
    for name, change in changes.items():
        files[name] = change(str(files[name])) if callable(change) and name in files else change
    return files


def written(folder: Path, changes: Mapping[str, Change] = {}) -> Path:
    made = {name: text for name, text in whole(changes).items() if not callable(text) and text is not None}
    for name, text in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(str(text))
    return write_course(folder, {name: change for name, change in changes.items() if name not in whole()})


@pytest.fixture
def course(tmp_path: Path) -> Course:
    reading = read_courses(written(tmp_path))
    assert [str(problem) for problem in reading.problems] == []
    return reading.courses[0]


def test_a_paired_test_has_two_forms(course: Course) -> None:
    test = course.prepost
    assert test is not None
    assert (test.pretest_id, test.posttest_id, test.pass_percent, test.origin) == (
        "TST-pre", "TST-post", 70, "provisional",
    )  # fmt: skip
    assert [question.id for question in test.form("B")] == ["TST-pb1", "TST-pb2"]
    assert [question.module for question in test.form("A")] == ["TST-1", "TST-2"]


def test_a_refresher_needs_its_percent_of_the_items_rounded_up(course: Course) -> None:
    assert course.refresher is not None
    assert (course.refresher.kind, course.refresher.pass_mark) == ("refresher quiz", 2)
    assert course.refresher.drafts == ("ru",)


def test_a_handout_is_for_trainers_or_for_participants(course: Course) -> None:
    (handout,) = course.handouts
    assert (handout.id, handout.for_trainers, handout.title["ru"]) == ("TST-h-plan", True, "План")
    assert handout.drafts == ("ru",)
    assert handout.body == {"en": "## Day 1\n\nBegin.", "ru": "## День 1\n\nНачать."}


def test_all_of_it_is_addressable(course: Course) -> None:
    ids = [thing.id for thing in things_in(course)]
    assert len(ids) == len(set(ids))
    assert {"TST-pa1", "TST-prepost", "TST-r1", "TST-refresher", "TST-h-plan"} <= set(ids)


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "message"),
    [
        (f"{PREPOST}/test.yaml", "A: [TST-pa1, TST-pa2]", "A: [TST-pa1, TST-pa3]", "forms.A", "no item 'TST-pa3'"),
        (f"{PREPOST}/test.yaml", "[TST-pa1, TST-pa2]", "[TST-pa1, TST-pb2]", "forms.B", "TST-pb2 is in form A too"),
        (f"{PREPOST}/test.yaml", "[TST-pb1, TST-pb2]", "[TST-pb1]", "forms", "TST-pb2 is in neither form"),
        (f"{PREPOST}/test.yaml", "provisional", "me", "posttest.origin", "possible here: panel, provisional"),
        (f"{PREPOST}/items.yaml", "TST-pa1, module: TST-1", "TST-pa1", "items.TST-pa1.module", "is missing"),
        (
            f"{PREPOST}/items.yaml",
            "module: TST-1, type: tf, key: true",
            "module: TST-9, type: tf, key: true",
            "items.TST-pa1.module",
            "cannot be 'TST-9'",
        ),
        (f"{REFRESHER}/test.yaml", "pass_percent: 60", "pass_percent: 101", "pass_percent", "between 1 and 100"),
        (f"{HANDOUTS}/handouts.yaml", "trainers", "all", "handouts.TST-h-plan.for", "participants, trainers"),
        (f"{HANDOUTS}/handouts.yaml", "file: plan", "file: ../x", "handouts.TST-h-plan.file", "the name of a file"),
    ],
)
def test_a_mistake_in_them_is_found(tmp_path: Path, file: str, old: str, new: str, where: str, message: str) -> None:
    problems = read_courses(written(tmp_path, {file: swap(old, new)})).problems
    found = [p for p in problems if p.file == str(tmp_path / file) and p.where == where and message in p.message]
    assert len(found) == 1, "\n".join(map(str, problems))


PUBLIC = {
    COURSE: lambda text: text.replace("attendance: {percent_total: 80, percent_each_day: 70}\n", "is_public: true\n"),
    **{f"{MODULE}/{stem}.{end}": None for stem in ("scenario", "items") for end in ("yaml", "en.yaml", "ru.yaml")},
    **{f"{MODULE}/facilitator.{language}.md": None for language in ("en", "ru")},
    M1: lambda text: text.replace("scenario: TST-1-scenario\ncheck: {id: TST-1-check, pass: 7}\n", ""),
}  # fmt: skip


def test_a_public_course_is_a_lesson_and_a_job_aid(tmp_path: Path) -> None:
    reading = read_courses(write_course(tmp_path, PUBLIC))
    assert [str(problem) for problem in reading.problems] == []
    assert reading.courses[0].is_public


def lesson_problems(folder: Path, english: str, russian: str) -> list[tuple[str, str]]:
    (folder / "figures").mkdir(exist_ok=True, parents=True)
    write_picture(folder / "figures" / "map.png")
    write_course(folder, {LESSON_EN: swap("1. Look.", english), LESSON_RU: swap("1. Смотрите.", russian)})
    reading = read_courses(folder)
    return [(Path(problem.file).name, problem.message) for problem in reading.errors]


RIGHT = [
    "::: rule\n\nNever.\n\n:::\n",
    "::: think\nWhy?\n:::\n\n::: example\nSo.\n:::\n",
    "A [child](term:child) and [a *guardian*](term:guardian).",
    "See [the annex of your country](annex:).",
    "See [above](#TST-1-s1) and [the site](https://example.org/a_b?c=d).",
    '![A map of a post](figures/map.png "Kumtepa")',
    "`[x](javascript:y)` is code.",
    "A note.[^1]\n\n[^1]: Below.",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_text_may_hold(tmp_path: Path, text: str) -> None:
    assert lesson_problems(tmp_path, text, text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("::: rul\nx\n:::", "there is no box 'rul'; did you mean rule?"),
        ("::: rule\nx", "this box is never closed"),
        ("x\n\n:::", "::: closes no box"),
        ("::: rule\n::: think\nx\n:::", "a box inside a box"),
        ("[x](javascript:alert)", "a link cannot lead to 'javascript:alert'"),
        ("[x](data:text/html,x)", "a link cannot lead to"),
        ("[x](terms:child)", "a link cannot lead to 'terms:child'"),
        ("[x](other.md)", "a link cannot lead to 'other.md'"),
        ("[x]()", "a link cannot lead to ''"),
        ("[x](annex:UZ)", "a link cannot lead to 'annex:UZ'"),
        ("[x](#TST-1-s9)", "nothing here has the id 'TST-1-s9'; did you mean TST-1-s"),
        ("![](figures/map.png)", "a picture without words"),
        ("![x](figures/mop.png)", "there is no picture figures/mop.png; put it into the folder figures/"),
        ("![x](https://example.org/a.png)", "there is no picture https://example.org/a.png"),
        ("[x][y]\n\n[y]: javascript:z", "the address of a link stands apart"),
    ],
)
def test_a_text_may_not_hold(tmp_path: Path, text: str, message: str) -> None:
    problems = lesson_problems(tmp_path, text, text)
    for file in ("lesson.en.md", "lesson.ru.md"):
        assert [said for name, said in problems if name == file and message in said], problems


@pytest.mark.parametrize(
    ("english", "russian", "message"),
    [
        ("::: rule\nx\n:::", "x", "the boxes differ from the source (rule there, none here)"),
        ("::: rule\nx\n:::", "::: think\nx\n:::", "the boxes differ from the source (rule there, think here)"),
        ("[x](term:child)", "x", "the term child is linked in the source and not here"),
        ("x", "[x](term:child)", "the term child is linked here and not in the source"),
    ],
)
def test_a_translation_has_the_boxes_and_terms_of_its_source(
    tmp_path: Path, english: str, russian: str, message: str
) -> None:
    ((file, said),) = lesson_problems(tmp_path, english, russian)
    assert file == "lesson.ru.md"
    assert message in said


def test_a_term_must_be_in_the_glossary_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text(GLOSSARY)
    problems = lesson_problems(tmp_path / "TST", "[x](term:chidl)", "[x](term:child)")
    assert ("lesson.en.md", "the glossary has no term 'chidl'; did you mean child?") in problems


def test_links_are_looked_at_in_every_text(tmp_path: Path) -> None:
    reading = read_courses(write_course(tmp_path, {ITEMS_EN: swap("feedback: Help.", 'feedback: "[x](ftp:y)"')}))
    (problem,) = reading.errors
    assert (problem.where, problem.line) == ("items.TST-1-q8.feedback", 27)


def test_a_scale_needs_a_word_on_the_page(tmp_path: Path) -> None:
    changes = {SCENARIO: lambda text: text.replace("trust", "mood")}
    (problem,) = read_courses(write_course(tmp_path, changes)).errors
    assert "there is no word for the scale 'mood'" in problem.message


def test_a_section_names_its_facts(tmp_path: Path) -> None:
    changes = {M1: swap("TST-1-s2, minutes: 3", "TST-1-s2, minutes: 3, sources: [F-PAL-1, F-PAL-3]")}
    lesson = read_courses(write_course(tmp_path, changes)).courses[0].module("TST-1").lesson
    assert lesson is not None
    assert [section.sources for section in lesson.sections] == [(), ("F-PAL-1", "F-PAL-3")]


@given(
    name=st.sampled_from([*whole()]),
    start=st.floats(0, 1),
    length=st.integers(0, 60),
    instead=st.binary(max_size=20) | st.sampled_from([b"- ", b": ", b"{", b"[", b"null", b"\n", b"A: x", b"1"]),
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_spoilt_test_never_makes_the_reader_fall(
    spoilt: Path, name: str, start: float, length: int, instead: bytes
) -> None:
    content = (spoilt / name).read_bytes()
    at = int(start * len(content))
    (spoilt / name).write_bytes(content[:at] + instead + content[at + length :])
    try:
        reading = read_courses(spoilt)
    finally:
        (spoilt / name).write_bytes(content)
    assert bool(reading.courses) == (not reading.errors)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("spoilt"))


FINAL = {
    "tests/final/test.yaml": """\
id: TST-final
kind: final test
minutes: 40
attempts: 2
cut: {percent: 70, origin: panel, judges: 7, on: "2027-03-05"}
draw:
  - {tag: law, count: 2}
""",
    "tests/final/items.yaml": """\
kind: items
items:
  - {id: TST-f1, type: tf, key: true, sources: [F-PAL-3]}
  - {id: TST-f2, type: tf, key: false, tags: [law], sources: [F-PAL-3]}
  - {id: TST-f3, type: tf, key: true, tags: [law], sources: [F-PAL-3]}
  - {id: TST-f4, type: tf, key: false, tags: [law, rare], sources: [F-PAL-3]}
""",
    "tests/final/items.en.yaml": """\
language: en
items:
  TST-f1: {stem: One., feedback: So.}
  TST-f2: {stem: Two., feedback: So.}
  TST-f3: {stem: Three., feedback: So.}
  TST-f4: {stem: Four., feedback: So.}
""",
}


def finals(folder: Path, file: str = "", old: str = "", new: str = "") -> tuple[list[str], Course | None]:
    """What the reader says about the course with a final test of which one place is spoiled."""
    texts = dict(FINAL)
    if file:
        name = f"tests/final/{file}"
        assert texts[name].count(old) == 1
        texts[name] = texts[name].replace(old, new)
    english = texts["tests/final/items.en.yaml"]
    header = f"language: ru\ntranslates: sha256:{sha256(english.encode()).hexdigest()}\nstatus: draft\n"
    words = zip(("One", "Two", "Three", "Four", "So"), ("Один", "Два", "Три", "Четыре", "Так"), strict=True)
    russian = english.replace("language: en\n", header)
    for one, other in words:
        russian = russian.replace(f"{one}.", f"{other}.")
    reading = read_courses(written(folder, {**texts, "tests/final/items.ru.yaml": russian}))
    return [str(problem) for problem in reading.problems], reading.courses[0] if reading.courses else None


def test_a_final_test_has_its_settings(tmp_path: Path) -> None:
    said, course = finals(tmp_path)
    assert said == []
    assert course is not None
    assert course.final is not None
    final = course.final
    assert (final.kind, final.minutes, final.attempts, final.asked, final.pass_mark) == ("final test", 40, 2, 3, 3)
    assert final.cut == Cut(percent=70, origin="panel", judges=7, on=date(2027, 3, 5))
    assert final.draw == (Draw(tag="law", count=2),)
    assert [question.id for question in final.always] == ["TST-f1"]


OPEN = "type: short, points: 1, criteria: [says]"
WORDS_OF_OPEN = "  TST-f1: {stem: One., feedback: So., model: So., criteria: {says: {text: So., patterns: []}}}"


@pytest.mark.parametrize(
    ("setting", "markers", "message"),
    [
        ("", 0, "TST-f1 is read by a person; write `markers: 2`"),
        ("markers: 1\n", 1, ""),
        ("markers: 2\n", 2, ""),
        ("markers: 3\n", 0, "between 1 and 2"),
    ],
)
def test_a_test_with_an_open_answer_says_how_many_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, markers: int, message: str
) -> None:
    changed = {
        "tests/final/test.yaml": FINAL["tests/final/test.yaml"] + setting,
        "tests/final/items.yaml": FINAL["tests/final/items.yaml"].replace(
            "type: tf, key: true, sources", f"{OPEN}, sources", 1
        ),
        "tests/final/items.en.yaml": FINAL["tests/final/items.en.yaml"].replace(
            "  TST-f1: {stem: One., feedback: So.}", WORDS_OF_OPEN
        ),
    }
    monkeypatch.setattr(f"{__name__}.FINAL", changed)
    said, course = finals(tmp_path)
    if message:
        assert [line for line in said if message in line], said
    else:
        assert said == []
        assert course is not None
        assert course.final is not None
        assert course.final.markers == markers


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("test.yaml", "minutes: 40", "markers: 2\nminutes: 40", "nobody marks anything"),
        ("test.yaml", "minutes: 40", "minutes: 0", "between 1 and 600"),
        ("test.yaml", "attempts: 2\n", "", "attempts"),
        ("test.yaml", "judges: 7", "judges: 5", "between 6 and 100"),
        ("test.yaml", '"2027-03-05"', '"5 March"', "no day"),
        ("test.yaml", 'on: "2027-03-05"', "", "on"),
        ("test.yaml", "origin: panel", "origin: guess", "cannot be 'guess'"),
        ("test.yaml", "tag: law", "tag: lwa", "no item has the tag 'lwa'"),
        ("test.yaml", "count: 2", "count: 4", "draws 4 of 3 items"),
        ("test.yaml", "count: 2", "count: 3", "draws all 3 items"),
        ("test.yaml", "count: 2}", "count: 2}\n  - {tag: rare, count: 1}", "in the draws 'law' and 'rare'"),
        ("items.yaml", "key: true, tags: [law]", "key: true, points: 2, tags: [law]", "different points"),
    ],
)
def test_what_is_wrong_with_a_final_test(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    said, _course = finals(tmp_path, file, old, new)
    assert [line for line in said if message in line], said
