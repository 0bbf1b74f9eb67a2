"""What the checker advises: each rule spoils one thing in a course that is in order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.courses.make import (
    COURSE,
    FACILITATOR_EN,
    FACILITATOR_RU,
    ITEMS,
    ITEMS_EN,
    ITEMS_RU,
    JOBAID_EN,
    LESSON_EN,
    LESSON_RU,
    M1,
    SCENARIO,
    SCENARIO_EN,
    SCENARIO_RU,
    Change,
    swap,
    write_course,
)
from tests.courses.test_whole import GLOSSARY, PREPOST, written
from tot.courses.reader import Problem, Reading, read_courses
from tot.courses.reader.advice.reading import words_in


def reading_of(folder: Path, changes: Mapping[str, Change]) -> Reading:
    """What is found, apart from translations that the change made stale."""
    return read_courses(write_course(folder, changes))


def said(problems: tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in problems if problem.where != "translates"]


def spoil(*pairs: tuple[str, str]) -> Change:
    def change(text: str) -> str:
        for old, new in pairs:
            text = swap(old, new)(text)
        return text

    return change


LONG = "That is the answer that says by far the most"
RUBRIC, NOTED_EN, NOTED_RU = "noted: [0, 2]}", "noted: {text: A note,", "noted: {text: Запись,"
MANY = "noted: [0, 2], " + ", ".join(f"c{number}: [0, 1]" for number in range(6)) + "}"
MANY_EN = "".join(f"c{number}: {{text: It, levels: {{0: No, 1: Yes}}}}\n      " for number in range(6)) + NOTED_EN
MANY_RU = "".join(f"c{number}: {{text: Это, levels: {{0: Нет, 1: Да}}}}\n      " for number in range(6)) + NOTED_RU
TF = [f"  - {{id: TST-1-t{number}, type: tf, key: true, sources: [F-PAL-3]}}\n" for number in range(5)]
TF_EN = [f"  TST-1-t{number}: {{stem: It is {number}., feedback: It is.}}\n" for number in range(5)]
TF_RU = [f"  TST-1-t{number}: {{stem: Это {number}., feedback: Да.}}\n" for number in range(5)]
SINGLE = [
    f"  - {{id: TST-1-s1{number}, type: single, options: [a, b], key: b, sources: [F-PAL-3]}}\n" for number in range(9)
]
SINGLE_EN = [f"  TST-1-s1{number}: {{stem: It?, options: {{a: It, b: It}}, feedback: It.}}\n" for number in range(9)]
SINGLE_RU = [f"  TST-1-s1{number}: {{stem: А?, options: {{a: Он, b: Он}}, feedback: Да.}}\n" for number in range(9)]
# How the true/false item becomes one with two options.
TF_KEY, CHOICE_KEY = "type: tf, key: false", "type: single, options: [a, b], key: b"
TF_STEM_EN, CHOICE_EN = "stem: All is safe., feedback", "stem: All is safe?, options: {a: A, b: B}, feedback"
TF_STEM_RU, CHOICE_RU = "stem: Всё безопасно., feedback", "stem: Да?, options: {a: А, b: Б}, feedback"


def add(lines: list[str]) -> Change:
    return lambda text: text + "".join(lines)


def without(*names: str) -> Change:
    """A text without the lines that speak of these ids, and what is indented under them."""

    def change(text: str) -> str:
        kept, under = [], 99
        for line in text.splitlines(keepends=True):
            depth = len(line) - len(line.lstrip(" "))
            if any(name in line for name in names):
                under = depth
            elif line.strip() and depth <= under:
                under = 99
            if under == 99:
                kept.append(line)
        return "".join(kept)

    return change


# What is changed; the file that is named; a piece of the message; how grave it is.
Row = tuple[dict[str, Change], str, str, str]

ROWS: list[Row] = [
    # items
    ({ITEMS_EN: swap("c: Neither", "c: None of the above")}, ITEMS, "option c (en) is “None of the above”", "error"),
    ({ITEMS_EN: swap("c: Neither", "c: All of these answers")}, ITEMS, "option c (en)", "error"),
    ({ITEMS_RU: swap("c: Никакой", "c: Всё вышеперечисленное")}, ITEMS, "option c (ru)", "error"),
    ({ITEMS_RU: swap("c: Никакой", "c: Ни один из перечисленных")}, ITEMS, "option c (ru)", "error"),
    ({ITEMS_RU: swap("c: Никакой", "c: Все ответы верны")}, ITEMS, "option c (ru)", "error"),
    (
        {
            ITEMS: spoil((TF_KEY, CHOICE_KEY)),
            ITEMS_EN: spoil(
                ("b: That,", f"b: {LONG},"),
                ("a: Help,", f"a: {LONG},"),
                (TF_STEM_EN, CHOICE_EN),
            ),
            ITEMS_RU: swap(TF_STEM_RU, CHOICE_RU),
        },
        ITEMS,
        "in 2 of 3 items (en) the right option is the longest (TST-1-q1, TST-1-q8)",
        "warning",
    ),
    (
        {
            ITEMS: without("TST-1-q8", "TST-1-q9"),
            ITEMS_EN: without("TST-1-q8", "TST-1-q9"),
            ITEMS_RU: without("TST-1-q8", "TST-1-q9"),
        },
        ITEMS,
        "7 items of 7 types; a module that is ready has at least 8",
        "warning",
    ),
    (
        {ITEMS: add(TF), ITEMS_EN: add(TF_EN), ITEMS_RU: add(TF_RU)},
        COURSE,
        "of 6 true/false items 5 are true",
        "warning",
    ),
    (
        {ITEMS: add(SINGLE), ITEMS_EN: add(SINGLE_EN), ITEMS_RU: add(SINGLE_RU)},
        COURSE,
        "in 10 of 11 items the right option stands at place 2",
        "warning",
    ),
    (
        {
            ITEMS: spoil(("options: [a, b], key: a", "options: [b, a], key: a"), (TF_KEY, CHOICE_KEY)),
            ITEMS_EN: swap(TF_STEM_EN, CHOICE_EN),
            ITEMS_RU: swap(TF_STEM_RU, CHOICE_RU),
        },
        ITEMS,
        "the right option always stands at place 2",
        "warning",
    ),
    (
        {ITEMS_EN: swap("1: She is not alone, 2", "1: nothing  about it, 2")},
        ITEMS,
        "safe says the same for 0 and 1 points",
        "warning",
    ),
    (
        {ITEMS: swap(RUBRIC, MANY), ITEMS_EN: swap(NOTED_EN, MANY_EN), ITEMS_RU: swap(NOTED_RU, MANY_RU)},
        ITEMS,
        "has 8 criteria; two markers rarely agree on more than 7",
        "warning",
    ),
    # scenarios
    (
        {
            SCENARIO: spoil(("  n4:\n    a: {to: n1}\n", ""), ("a: {to: n4}", "a: {to: n2}")),
            SCENARIO_EN: lambda text: text[: text.index("  n4:")] + text[text.index("endings:") :],
            SCENARIO_RU: lambda text: text[: text.index("  n4:")] + text[text.index("endings:") :],
        },
        SCENARIO,
        "has 3 decisions; 4 to 7 teach",
        "warning",
    ),
    # facilitator notes
    (
        {FACILITATOR_EN: swap("10–120", "10–110")},
        FACILITATOR_EN,
        "adds up to 110 minutes, and minutes.session is 120",
        "warning",
    ),
    ({FACILITATOR_RU: swap("10–120", "10–20")}, FACILITATOR_RU, "adds up to 20 minutes", "warning"),
    (
        {FACILITATOR_EN: spoil(("| 0–10 |", "| Ten |"), ("| 10–120 |", "| The rest |"))},
        FACILITATOR_EN,
        "has no timed table",
        "warning",
    ),
    # translations
    ({LESSON_RU: swap("2. Слушайте.\n", "")}, LESSON_RU, "has 1 list entries, and the source has 2", "warning"),
    (
        {FACILITATOR_RU: swap("| 10–120 | Работа |\n", "| 10–120 | Работа |\n| | Ещё |\n")},
        FACILITATOR_RU,
        "has 5 rows of tables",
        "warning",
    ),
    (
        {LESSON_RU: swap("status: draft", "status: reviewed by a lawyer")},
        LESSON_RU,
        "Write reviewed by <role>, 2027-03-05",
        "error",
    ),
    (
        {LESSON_RU: swap("status: draft", "status: reviewed by a lawyer, 2027-02-30")},
        LESSON_RU,
        "Write reviewed by",
        "error",
    ),
    # partners
    (
        {ITEMS_EN: swap("y: Y", "y: X")},
        ITEMS,
        "x and y say the same (en); one partner may belong to several",
        "warning",
    ),
    (
        {
            ITEMS: swap("right: [x, y]", "right: [x, y, v, w, z]"),
            ITEMS_EN: swap("y: Y", "y: Y, v: V, w: W, z: Z"),
            ITEMS_RU: swap("y: Игрек", "y: Игрек, v: Вэ, w: Дубль-вэ, z: Зет"),
        },
        ITEMS,
        "3 entries belong to nothing here, and only 2 to something",
        "warning",
    ),
    # letters
    ({LESSON_RU: swap("Слушайте", "Слyшайте")}, LESSON_RU, "'Слyшайте' mixes Latin and Cyrillic letters", "warning"),
    # the course
    (
        {"moduls/x.md": "x"},
        "moduls",
        "is not read: no file in this folder has this name; did you mean modules?",
        "warning",
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2])
def test_a_rule_speaks(tmp_path: Path, row: Row) -> None:
    changes, file, message, severity = row
    (problem,) = said(reading_of(tmp_path, changes).problems)
    assert (problem.file, problem.severity) == (str(tmp_path / file), severity)
    assert message in problem.message


HINTS: list[Row] = [
    (
        {
            ITEMS_RU: spoil(("b: Тот,", f"b: {LONG},"), ("a: Помочь,", f"a: {LONG},"), (TF_STEM_RU, CHOICE_RU)),
            ITEMS: swap(TF_KEY, CHOICE_KEY),
            ITEMS_EN: swap(TF_STEM_EN, CHOICE_EN),
        },
        ITEMS,
        "in 2 of 3 items (ru) the right option is the longest",
        "hint",
    ),
    ({}, LESSON_EN, "the lesson has 11 words; 900 to 1500 fit one sitting", "hint"),
    ({LESSON_EN: swap("1. Look.", "1. " + "look and see and " * 30)}, LESSON_EN, "sentences have", "hint"),
    (
        {LESSON_EN: swap("1. Look.", "1. " + "Responsibilities notwithstanding. " * 40)},
        LESSON_EN,
        "letters or more",
        "hint",
    ),
    (
        {JOBAID_EN: swap("- Greet the child.", "- " + "Greet the child. " * 60)},
        JOBAID_EN,
        "this side has 180 words",
        "hint",
    ),
]


@pytest.mark.parametrize("row", HINTS, ids=lambda row: row[2])
def test_a_hint_is_given_and_never_counts(tmp_path: Path, row: Row) -> None:
    changes, file, message, severity = row
    reading = reading_of(tmp_path, changes)
    assert said(reading.problems) == []
    assert reading.courses
    found = [hint for hint in reading.hints if message in hint.message]
    assert [(hint.file, hint.severity) for hint in found] == [(str(tmp_path / file), severity)], reading.hints


@pytest.mark.parametrize("status", ["draft", "reviewed", "reviewed by a judge of the Supreme Court, 2027-03-05"])
def test_the_status_of_a_translation(tmp_path: Path, status: str) -> None:
    reading = reading_of(tmp_path, {LESSON_RU: swap("status: draft", f"status: {status}")})
    assert reading.problems == ()


@pytest.mark.parametrize(
    "text", ["All of the children above stay.", "Каждый из перечисленных детей", "Hozir boshlab, hammasiga javob bersa"]
)
def test_an_option_that_only_sounds_alike(tmp_path: Path, text: str) -> None:
    assert said(reading_of(tmp_path, {ITEMS_EN: swap("c: Neither", f'c: "{text}"')}).errors) in ([],)


@pytest.mark.parametrize(
    ("change", "message", "severity"),
    [
        (
            swap("[TST-pb1, TST-pb2]", "[TST-pb2, TST-pb1]"),
            "TST-pb2 has module TST-2, and its twin TST-pa1 has TST-1",
            "error",
        ),
        (swap("B: [TST-pb1, TST-pb2]", "B: [TST-pb1]"), "has 1 items, and form A has 2", "error"),
    ],
)
def test_forms_are_twins(tmp_path: Path, change: Change, message: str, severity: str) -> None:
    problems = read_courses(written(tmp_path, {f"{PREPOST}/test.yaml": change})).problems
    assert [problem.severity for problem in problems if message in problem.message] == [severity], problems


def test_every_ready_module_is_asked_about(tmp_path: Path) -> None:
    changes: dict[str, Change] = {f"{PREPOST}/items.yaml": lambda text: text.replace("module: TST-1", "module: TST-2")}
    (problem,) = read_courses(written(tmp_path, changes)).problems
    assert (problem.severity, problem.where) == ("warning", "forms")
    assert "asks nothing about TST-1" in problem.message


FACTS = """\
- {id: F-PAL-3, tag: V, title: A protocol, text: Act and purpose are enough., sources: [S1]}
- {id: F-IND-1, tag: M, title: A list, text: Signs., open: Check it.}
- {id: DESIGN, tag: DESIGN, title: A rule, text: A decision.}
- {id: F-UZ-1, tag: V, title: A law, text: It is law., country: uz}
- {id: F-BAD-1, tag: U, title: A rumour, text: Who knows.}
"""


@pytest.mark.parametrize(
    ("file", "old", "new", "message", "severity"),
    [
        (M1, "[F-IND-1, DESIGN]", "[F-IND-9]", "facts.yaml has no fact 'F-IND-9'; did you mean F-IND-1?", "error"),
        (M1, "[F-IND-1, DESIGN]", "[F-BAD-1]", "F-BAD-1 is uncertain (tag U)", "error"),
        (M1, "minutes: 3}", "minutes: 3, sources: [F-BAD-1]}", "F-BAD-1 is uncertain", "error"),
        (M1, "minutes: 3}", "minutes: 3, sources: [F-UZ-1]}", "F-UZ-1 is national law", "warning"),
        (ITEMS, "locked: true, sources: [F-PAL-3]", "sources: [F-PAL-4]", "facts.yaml has no fact 'F-PAL-4'", "error"),
    ],
)
def test_sources_are_facts(tmp_path: Path, file: str, old: str, new: str, message: str, severity: str) -> None:
    (tmp_path / "facts.yaml").write_text(FACTS)
    assert read_courses(write_course(tmp_path / "TST")).problems == ()
    (problem,) = reading_of(tmp_path / "TST", {file: swap(old, new)}).problems
    assert (problem.file, problem.severity) == (str(tmp_path / "TST" / file), severity)
    assert message in problem.message


def test_an_item_may_ask_about_national_law(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(FACTS)
    change = swap("locked: true, sources: [F-PAL-3]", "sources: [F-UZ-1]")
    assert reading_of(tmp_path / "TST", {ITEMS: change}).problems == ()


def test_words_are_counted_without_addresses() -> None:
    assert words_in("See [the boʻlim](term:trafficking-in) of *it*, 5 `code here` o’zbek-rus.") == [
        "See", "the", "boʻlim", "of", "it", "o’zbek-rus",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [("bo'lim", 1), ("ma’no", 1), ("boʻlim maʼno “so‘z”", 1), ("boʻlim maʼno “soʻz”", 0), ("TST’ bolalar", 0)],
)
def test_uzbek_letters_are_letters(tmp_path: Path, words: str, found: int) -> None:
    (tmp_path / "glossary.yaml").write_text(GLOSSARY.replace("uz: bola}", f'uz: "{words}"}}'))
    write_course(tmp_path / "TST")
    warnings = read_courses(tmp_path).warnings
    assert [problem.where for problem in warnings] == ["list.child.words.uz"] * found
