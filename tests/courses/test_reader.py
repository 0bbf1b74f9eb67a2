"""Every kind of mistake in a course folder is found, at its place, with advice; and nothing makes the reader fall."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.courses.make import (
    COURSE,
    FACILITATOR_RU,
    FILES,
    ITEMS,
    ITEMS_EN,
    ITEMS_RU,
    JOBAID_EN,
    JOBAID_RU,
    LESSON_EN,
    LESSON_RU,
    M1,
    M2,
    MODULE,
    PLAN_RU,
    RUSSIAN,
    SCENARIO,
    SCENARIO_EN,
    SCENARIO_RU,
    Change,
    swap,
    write_course,
)
from tests.real import real
from tot.courses.reader import Problem, read_courses
from tot.courses.reader.files import LARGEST_FILE
from tot.web import markdown


def problems_of(folder: Path, changes: Mapping[str, Change]) -> tuple[Problem, ...]:
    reading = read_courses(write_course(folder, changes))
    assert bool(reading.courses) == (not reading.errors), "a course with an error is not handed out, and only that"
    return reading.problems


def test_the_course_of_the_tests_is_in_order(tmp_path: Path) -> None:
    assert problems_of(tmp_path, {}) == ()


MANY = "\n".join(f"x{number}: 1" for number in range(50))

# One row: the file that is spoiled; what stands there; what is written instead; a text on the line that must be named
# ("" is the first line); where; a piece of the message. With another file at the end, the problem is reported there.
Row = tuple[str, str, str, str, str, str] | tuple[str, str, str, str, str, str, str]

YAML: list[Row] = [
    (COURSE, "hours: 3.5", "hours: 3.5\nhours: 4", "hours: 4", "hours", "is written twice, first on line 4"),
    (COURSE, "hours: 3.5", "\thours: 3.5", "\thours", "file", "a tab; indent with spaces"),
    (COURSE, "id: TST", "id: &x TST", "id: &x", "file", "anchors and aliases"),
    (COURSE, "id: TST", "id: *x", "id: *x", "file", "anchors and aliases"),
    (COURSE, "id: TST", "id: !x TST", "id: !x", "file", "tags (!name) are not used"),
    (COURSE, "id: TST", 'id: "TST', 'id: "', "file", "a quote opened here is never closed"),
    (COURSE, "[en, ru]", "[en, ru", "languages", "file", "a bracket [ opened here is never closed"),
    (COURSE, "{en: Nobody, ru: Никто}", "{en: Nobody", "audience", "file", "a brace { opened here is never closed"),
    (COURSE, "en: Nobody, ru: Никто", "en: 'x': y", "audience", "file", "a brace { opened here is never closed"),
    (COURSE, "  ru: Он выдуман.", "  ru: Он: выдуман.", "Он: выдуман", "file", "a colon in the middle of a text"),
    (COURSE, "  ru: Он выдуман.", "  ru: @Он", "@Он", "file", "a text cannot begin with @"),
    (COURSE, "kind: course", "kind: course\n---\nid: X", "---", "file", "a second document begins here"),
    (COURSE, "hours: 3.5", "hours: 3.5\nstray", "stray", "file", "a line without a colon"),
    (COURSE, "hours: 3.5", "? [a]\n: 1\nhours: 3.5", "? [a]", "file", "a name must be one word"),
    (COURSE, "hours: 3.5", f"hours: {'[' * 30}1{']' * 30}", "hours: [", "file", "is nested deeper than 20 levels"),
    (COURSE, "hours: 3.5", "  hours: 3.5", "  hours", "file", "indentation or quotes do not fit"),
    (COURSE, "Nobody", '"No\\0body"', "No\\0body", "file", "holds an invisible character"),
    (COURSE, "Nobody", "No\x07body", "No\x07body", "file", "invisible character U+0007"),
]

FIELDS: list[Row] = [
    (COURSE, "hours: 3.5\n", "", "", "hours", "is missing; write a number"),
    (COURSE, "hours: 3.5", "hours: many", "hours: many", "hours", "should be a number; this is the text 'many'"),
    (COURSE, "hours: 3.5", "hours: 007", "hours: 007", "hours", "should be a number"),
    (COURSE, "hours: 3.5", "hours: 0", "hours: 0", "hours", "should be between 0.25 and 1000, not 0"),
    (COURSE, "hours: 3.5", f"hours: 3.5\n{MANY}", "x0: 1", "x0", "holds 50 names that are no fields here"),
    (COURSE, "hours: 3.5", "hours:", "hours:", "hours", "is empty; write a number"),
    (COURSE, "hours: 3.5", "hors: 3.5", "hors", "hors", "is not a field here; did you mean hours?"),
    (COURSE, "percent_total: 80", "percent_total: 80.5", "percent", "attendance.percent_total", "a whole number"),
    (COURSE, "percent_total: 80", "percent_total: 180", "percent", "attendance.percent_total", "between 0 and 100"),
    (COURSE, "{en: Nobody, ru: Никто}", "Nobody", "audience", "audience", "should be a group of fields"),
    (COURSE, "{en: Nobody, ru: Никто}", "{en: Nobody}", "audience", "audience.ru", "is missing; write a text"),
    (COURSE, "Nobody,", "Nobody, de: Keiner,", "audience", "audience.de", "is not a field here"),
    (COURSE, "en: Nobody", "en: 2017", "audience", "audience.en", "2017 is a number, put it in quotes"),
    (COURSE, "en: Nobody", "en: true", "audience", "audience.en", "true is a yes or no"),
    (COURSE, "en: Nobody", "en: [a]", "audience", "audience.en", "this is a list"),
    (COURSE, "en: Nobody", "en: {a: b}", "audience", "audience.en", "this is a group of fields"),
    (COURSE, "en: Nobody", "en: ''", "audience", "audience.en", "is empty; write a text"),
    (COURSE, "languages: [en, ru]", "languages: en", "languages", "languages", "should be a list"),
    (COURSE, "languages: [en, ru]", "languages: []", "languages", "languages", "is an empty list"),
    (COURSE, "languages: [en, ru]", "languages: [en, ru, 7]", "languages", "languages", "should be a list of texts"),
    (COURSE, "languages: [en, ru]", "languages: [en, ru, en]", "languages", "languages", "'en' is written twice"),
    (COURSE, "languages: [en, ru]", "languages: [en, ru, rus]", "languages", "languages", "did you mean ru?"),
    (COURSE, "languages: [en, ru]", "languages: [ru]", "languages", "languages", "en is missing"),
    (COURSE, "kind: course", "kind: curse", "kind", "kind", "cannot be 'curse'; did you mean course?"),
    (M1, "locked: true", "locked: yes", "TST-1-s1", "lesson.sections.TST-1-s1.locked", "should be true or false"),
    (M1, "status: ready", "status: redy", "status", "status", "did you mean ready?"),
    (M2, "hours: 0.5", "hours: 0.5\nminutes: {}", "minutes", "minutes", "is not a field here"),
]

IDS: list[Row] = [
    (COURSE, "id: TST", "id: tst", "id: tst", "id", "cannot be a course's id"),
    (M1, "id: TST-1\n", "id: TST 1\n", "id: TST 1", "id", "cannot be an id; write it like TST-2-q1"),
    (M1, "id: TST-1-lesson", "id: BRD-1-lesson", "BRD-1", "lesson.id", "should begin with the course's id; write TST-"),
    (M1, "id: TST-1-s2", "id: TST-1-s1", "minutes: 3}", "lesson.sections.TST-1-s1.id", "is already used in"),
    (ITEMS, "id: TST-1-q2", "id: TST-1-s1", "TST-1-s1", "items.TST-1-s1.id", "module.yaml:13"),
    (COURSE, "[TST-1, TST-2]", "[TST-1, TST-3, TST-2]", "modules", "modules", "no folder in modules/ holds 'TST-3'"),
    (COURSE, "[TST-1, TST-2]", "[TST-1]", "id: TST-2", "id", "course.yaml does not list TST-2", M2),
    (ITEMS, "[a, b, c]", "[a, B, c]", "TST-1-q1", "items.TST-1-q1.options", "'B' cannot be a name"),
    (SCENARIO, "  n2:\n", "  N 2:\n", "N 2", "nodes.N 2", "cannot be a name"),
]

MARKDOWN: list[Row] = [
    (LESSON_EN, "---\nlanguage", "language", "", "file", "has no front matter"),
    (LESSON_EN, "language: en\n", "", "", "language", "is missing"),
    (LESSON_EN, "language: en", "language: ru", "language", "language", "is 'ru' in a file named .en"),
    (LESSON_EN, "status: source", "status: draft", "status", "status", "cannot be 'draft'"),
    (LESSON_EN, "status: source", "author: me", "author", "author", "is not a field here"),
    (LESSON_EN, "status: source", "a: b: c", "a: b", "file", "a colon in the middle"),
    (LESSON_RU, "status: draft", "status: done", "status", "status", "possible here: draft, reviewed"),
    (LESSON_EN, "## Why", "Hello\n\n## Why", "Hello", "text", "text before the first heading"),
    (LESSON_EN, " {#TST-1-s1}", "", "## Why", "text", "write ## Title {#id}"),
    (LESSON_EN, "{#TST-1-s2}", "{#TST-1-s3}", "## How", "TST-1-s3", "knows no part 'TST-1-s3'; did you mean TST-1-s"),
    (LESSON_EN, "{#TST-1-s2}", "{#TST-1-s1}", "## How", "TST-1-s1", "stands here twice"),
    (LESSON_RU, "## Как {#TST-1-s2}", "Как", "Почему", "TST-1-s2", "the part is missing"),
    (LESSON_EN, "\n1. Look.\n2. Listen.\n", "", "## How", "TST-1-s2", "has a heading and no text"),
    (LESSON_EN, "### A", "# A", "# A closer", "TST-1-s1", "level 1 cannot stand here; write ###"),
    (LESSON_EN, "### A", "#### A", "#### A closer", "TST-1-s1", "level 4 cannot stand here; write ###"),
    (LESSON_EN, "### A", "###A", "###A closer", "TST-1-s1", "needs a space after its #"),
    (LESSON_EN, "### A closer look\n", "A closer look\n---\n", "---", "TST-1-s1", "a line of = or -"),
    (LESSON_RU, "### Ближе\n", "", "Потому", "TST-1-s1", "the headings differ from the source (### there, none here)"),
    (FACILITATOR_RU, "## План", "План", "План", "text", "the headings differ from the source (## there, none here)"),
    (FACILITATOR_RU, PLAN_RU, "", "---", "text", "has no text"),
    (JOBAID_EN, "{#back}", "{#bak}", "## Never", "bak", "a job aid knows no part 'bak'; did you mean back?"),
    (JOBAID_RU, "{#front}", "{#back}", "## Никогда", "back", "stands here twice"),
]

PROSE: list[Row] = [
    (LESSON_EN, "*it*", "<b>it</b>", "<b>it", "TST-1-s1", "HTML is not used here"),
    (LESSON_EN, "*it*", "<!-- it -->", "<!--", "TST-1-s1", "HTML is not used here"),
    (LESSON_EN, "Look.", "Look at {{hotline}}.", "{{hotline}}", "TST-1-s2", "did you mean hotline_national?"),
    (LESSON_EN, "Look.", "Look {{ at.", "Look {{", "TST-1-s2", "{{ without its other half"),
    (LESSON_EN, "Look.", "Call +998 71 234-56-78.", "+998", "TST-1-s2", "looks like a telephone number"),
    (LESSON_EN, "Look.", "Call 1148.", "1148", "TST-1-s2", "looks like a telephone number"),
    (LESSON_EN, "Look.", "Hotline: 102.", "102", "TST-1-s2", "looks like a telephone number"),
    (LESSON_RU, "Слушайте.", "Телефон доверия 1148.", "1148", "TST-1-s2", "looks like a telephone number"),
    (LESSON_EN, "Look.", "Write to a.b@example.org.", "@", "TST-1-s2", "looks like an e-mail address"),
    (LESSON_RU, "{{interpreter_service}}", "им", "Потому", "TST-1-s1", "{{interpreter_service}} stands in the source"),
    (LESSON_RU, "Слушайте.", "{{ngo_support}}", "Смотрите", "TST-1-s2", "{{ngo_support}} stands here and not in the"),
    (SCENARIO_EN, "Someone knocks.", "Someone <i>knocks</i>.", "knocks", "nodes.n1.text", "HTML is not used"),
    (SCENARIO_EN, "You call", "## You call", "## You", "nodes.n1.text", "headings are not used here"),
    (SCENARIO_RU, "{{interpreter_service}}", "ему", "Кто-то", "nodes.n1.text", "stands in the source and not here"),
    (ITEMS_EN, "stem: Which one?", "stem: <u>Which", "Which", "items.TST-1-q1.stem", "HTML is not used"),
    (COURSE, "ru: Он выдуман.", "ru: Звоните 1148", "1148", "summary.ru", "looks like a telephone number"),
]

WORDS: list[Row] = [
    (SCENARIO_RU, 'setting: "Место: нигде."\n', "", "", "setting", "is missing; write a text"),
    (
        SCENARIO_RU,
        "feedback: Это нехорошо",
        "feedbak: Так",
        "feedbak",
        "nodes.n1.choices.a.feedbak",
        "did you mean feed",
    ),
    (SCENARIO_RU, ", consequence: Скрипит", "", "Открыть", "nodes.n1.choices.b.consequence", "is missing"),
    (
        SCENARIO_RU,
        "Закрыть,",
        "Закрыть, consequence: Так,",
        "Закрыть",
        "nodes.n2.choices.a.consequence",
        "not in the source",
    ),
    (SCENARIO_EN, "      b: {text: Greet, feedback: Well done}\n", "", "choices", "nodes.n2.choices.b", "is missing"),
    (
        SCENARIO_EN,
        "      b: {text: Greet",
        "      c: {text: Greet",
        "c: {text",
        "nodes.n2.choices.c",
        "is not a field here",
    ),
    (SCENARIO_RU, "  good: {", "  god: {", "god:", "endings.god", "did you mean good?"),
    (ITEMS_RU, "  TST-1-q2:", "  TST-1-q22:", "TST-1-q22", "items.TST-1-q22", "did you mean TST-1-q2?"),
    (ITEMS_RU, ", c: Никакой", "", "TST-1-q1", "items.TST-1-q1.options.c", "is missing"),
    (ITEMS_RU, "c: Никакой", "c: Никакой, d: Ещё", "TST-1-q1", "items.TST-1-q1.options.d", "is not a field here"),
    (ITEMS_RU, "y: Игрек", "z: Игрек", "TST-1-q5", "items.TST-1-q5.right.y", "is missing"),
    (ITEMS_RU, ", unit: лет", "", "TST-1-q6", "items.TST-1-q6.unit", "is missing"),
    (ITEMS_EN, "    model: I cannot promise.\n", "", "TST-1-q7", "items.TST-1-q7.model", "is missing"),
    (
        ITEMS_EN,
        'patterns: ["*thank you*"]',
        'patterns: ["*Thank*"]',
        "kind:",
        "items.TST-1-q7.criteria.kind.patterns",
        "small",
    ),
    (
        ITEMS_EN,
        'patterns: ["*thank you*"]',
        'patterns: ["*"]',
        "kind:",
        "items.TST-1-q7.criteria.kind.patterns",
        "pattern",
    ),
    (ITEMS_EN, ', patterns: ["*thank you*"]', "", "kind:", "items.TST-1-q7.criteria.kind.patterns", "is missing"),
    (ITEMS_EN, "What do you say?", "", "stem:", "items.TST-1-q7.stem", "is empty"),
]

SCENARIOS: list[Row] = [
    (SCENARIO, "id: TST-1-scenario", "id: TST-1-story", "id:", "id", "module.yaml says 'TST-1-scenario'"),
    (SCENARIO, "start: n1", "start: n9", "start", "start", "possible here: n1, n2, n3, n4"),
    (SCENARIO, "to: good", "to: goood", "goood", "nodes.n2.b.to", "no node or ending 'goood'; did you mean good?"),
    (SCENARIO, "to: good, ", "", "trust: 1, safety", "nodes.n2.b.to", "is missing"),
    (SCENARIO, "trust: 1, safety: 2", "trust: 3", "trust: 3", "nodes.n2.b.trust", "between -2 and 2"),
    (SCENARIO, "trust: 1, safety: 2", "thrust: 1", "thrust", "nodes.n2.b.thrust", "did you mean trust?"),
    (SCENARIO, "to: n2, trust", "to: bad, trust", "n2:", "nodes.n2", "cannot be reached from the start"),
    (SCENARIO, "to: n2, trust", "to: bad, trust", "good:", "endings.good", "cannot be reached from the start"),
    (SCENARIO, "to: n2, trust", "to: bad, trust", "n1:", "nodes.n1", "no safe ending can be reached from here"),
    (SCENARIO, "good: {safe: true}", "good: {safe: false}", "n2:", "nodes.n2", "no safe ending can be reached"),
    (SCENARIO, "good: {safe: true}", "good: {}", "good:", "endings.good.safe", "is missing; write true or false"),
    (
        SCENARIO,
        "    a: {to: n1}\n    b: {to: good, trust: 1, safety: 2}",
        "    {}",
        "n2:",
        "nodes.n2",
        "has no choices",
    ),
    (SCENARIO, "  bad: {safe", "  n1: {safe", "n1: {", "endings.n1", "is the name of a node too"),
    (M1, "scenario: TST-1-scenario\n", "", "", "scenario", "is missing, and there is a scenario.yaml"),
]

SAFE = "criteria: {safe: [0, 1, 2], noted: [0, 2]}"
IN_CASE = "items.TST-1-q9.criteria"
CASES: list[Row] = [
    (ITEMS, f", {SAFE}", "", "TST-1-q9", IN_CASE, "is missing"),
    (ITEMS, SAFE, "criteria: {}", "TST-1-q9", IN_CASE, "needs at least one criterion"),
    (ITEMS, SAFE, "criteria: [safe, noted]", "TST-1-q9", IN_CASE, "should be a group of fields"),
    (ITEMS, "safe: [0, 1, 2]", "safe: [1, 2]", "TST-1-q9", f"{IN_CASE}.safe", "should go up from 0"),
    (ITEMS, "safe: [0, 1, 2]", "safe: [0, 2, 1]", "TST-1-q9", f"{IN_CASE}.safe", "not [0, 2, 1]"),
    (ITEMS, "safe: [0, 1, 2]", "safe: [0]", "TST-1-q9", f"{IN_CASE}.safe", "should go up from 0"),
    (ITEMS, "safe: [0, 1, 2]", "safe: [0, 1, 10]", "TST-1-q9", f"{IN_CASE}.safe", "between 0 and 9, not 10"),
    (ITEMS, "safe: [0, 1, 2]", "safe: [0, much]", "TST-1-q9", f"{IN_CASE}.safe", "a list of whole numbers"),
    (ITEMS, "safe: [0, 1, 2]", "safe: 2", "TST-1-q9", f"{IN_CASE}.safe", "should be a list"),
    (ITEMS, "safe: [0, 1, 2]", "Safe: [0, 1, 2]", "TST-1-q9", f"{IN_CASE}.Safe", "cannot be a name"),
    (ITEMS, SAFE, f"{SAFE}, points: 5", "TST-1-q9", "items.TST-1-q9.points", "the criteria earn 4 together"),
    (ITEMS, SAFE, f"{SAFE}, key: now", "TST-1-q9", "items.TST-1-q9.key", "is not a field here"),
    (ITEMS_EN, "1: She is not alone, ", "", "safe:", f"{IN_CASE}.safe.levels.1", "is missing"),
    (ITEMS_RU, "2: Время и место", "3: Время и место", "noted:", f"{IN_CASE}.noted.levels.2", "is missing"),
    (ITEMS_RU, "1: Она не одна, ", "", "safe:", f"{IN_CASE}.safe.levels.1", "is missing"),
    (ITEMS_EN, "safe: {text: Safety, ", "safe: {", "safe:", f"{IN_CASE}.safe.text", "is missing"),
    (ITEMS_EN, ", note: What do you write down?", "", "tasks:", "items.TST-1-q9.tasks.note", "is missing"),
    (
        ITEMS_EN,
        "    model: I sit down beside her and call the duty officer.\n",
        "",
        "TST-1-q9",
        "items.TST-1-q9.model",
        "is missing",
    ),
]

MANY = "[a, b, " + ", ".join(f"r{number}" for number in range(25)) + "]"
TEN = "[honest, kind, " + ", ".join(f"c{number}" for number in range(8)) + "]"

KEYS: list[Row] = [
    (ITEMS, "type: tf", "type: truefalse", "TST-1-q2", "items.TST-1-q2.type", "cannot be 'truefalse'"),
    (ITEMS, "key: b,", "key: d,", "TST-1-q1", "items.TST-1-q1.key", "cannot be 'd'; possible here: a, b, c"),
    (ITEMS, "key: b,", "key: [b],", "TST-1-q1", "items.TST-1-q1.key", "this is a list"),
    (ITEMS, "[a, b, c], key: b", "[b], key: b", "TST-1-q1", "items.TST-1-q1.options", "at least two options"),
    (
        ITEMS,
        "[a, b, c], key: b",
        f"{MANY}, key: b",
        "TST-1-q1",
        "items.TST-1-q1.options",
        "has 27 entries, and on paper",
    ),
    (ITEMS, "right: [x, y]", f"right: {MANY}", "TST-1-q5", "items.TST-1-q5.right", "keep 26 or divide it"),
    (ITEMS, "[honest, kind]", TEN, "TST-1-q7", "items.TST-1-q7.criteria", "has 10 criteria, and on paper"),
    (
        ITEMS,
        "key: false",
        "key: no",
        "TST-1-q2",
        "items.TST-1-q2.key",
        "should be true or false; this is the text 'no'",
    ),
    (ITEMS, "key: [no, a]", "key: [no, d]", "TST-1-q3", "items.TST-1-q3.key", "there is no option 'd'"),
    (ITEMS, "key: [no, a]", "key: [a, a]", "TST-1-q3", "items.TST-1-q3.key", "'a' is written twice"),
    (ITEMS, "key: [no, a]", "key: []", "TST-1-q3", "items.TST-1-q3.key", "is an empty list"),
    (ITEMS, "key: [stop, look, go]", "key: [stop, look]", "TST-1-q4", "items.TST-1-q4.key", "leaves out go"),
    (ITEMS, "key: [stop, look, go]", "key: [stop, look, goo]", "TST-1-q4", "items.TST-1-q4.key", "did you mean go?"),
    (
        ITEMS,
        "{a: y, b: x}",
        "{a: y, b: y}",
        "TST-1-q5",
        "items.TST-1-q5.key",
        "every entry belongs to 'y'; at least two",
    ),
    (ITEMS, "{a: y, b: x}", "{a: y, b: q}", "TST-1-q5", "items.TST-1-q5.key.b", "there is no 'q' on the right"),
    (ITEMS, "{a: y, b: x}", "{a: y}", "TST-1-q5", "items.TST-1-q5.key.b", "is missing"),
    (
        ITEMS,
        "right: [x, y]",
        "right: [y]",
        "TST-1-q5",
        "items.TST-1-q5.key.b",
        "there is no 'x' on the right",
    ),
    (
        ITEMS,
        "right: [x, y]",
        "right: [a, y]",
        "TST-1-q5",
        "items.TST-1-q5.right",
        "stands on the left and on the right",
    ),
    (ITEMS, "key: 18", "key: eighteen", "TST-1-q6", "items.TST-1-q6.key", "should be a number"),
    (ITEMS, "tolerance: 0.5", "tolerance: -1", "TST-1-q6", "items.TST-1-q6.tolerance", "between 0 and"),
    (ITEMS, "points: 2", "points: 3", "TST-1-q7", "items.TST-1-q7.points", "the criteria earn 2 together"),
    (ITEMS, ", criteria: [honest, kind]", "", "TST-1-q7", "items.TST-1-q7.criteria", "is missing"),
    (ITEMS, "key: 18", "key: 18, options: [a, b]", "TST-1-q6", "items.TST-1-q6.options", "is not a field here"),
    (M1, "pass: 7", "pass: 10", "pass: 10", "check.pass", "is 10, and there are only 9 items"),
    *CASES,
    (M1, "pass: 7", "pass: 0", "pass: 0", "check.pass", "between 1 and"),
    (M1, "check: {id: TST-1-check, pass: 7}\n", "", "", "check", "is missing, and there is an items.yaml"),
]


@pytest.mark.parametrize(
    "row", YAML + FIELDS + IDS + MARKDOWN + PROSE + WORDS + SCENARIOS + KEYS, ids=lambda row: f"{row[0]} {row[5]}"
)
def test_an_error_is_found_at_its_line(tmp_path: Path, row: Row) -> None:
    spoiled, old, new, line_holds, where, message = row[:6]
    reported_in = tmp_path / (row[6] if len(row) == 7 else spoiled)
    found = [
        problem
        for problem in problems_of(tmp_path, {spoiled: swap(old, new)})
        if (problem.file, problem.where) == (str(reported_in), where) and message in problem.message
    ]
    assert len(found) == 1, "\n".join(map(str, problems_of(tmp_path, {spoiled: swap(old, new)})))
    line = reported_in.read_text().split("\n")[found[0].line - 1]
    assert found[0].is_error
    assert line_holds in line if line_holds else found[0].line <= 2
    assert 1 <= found[0].column <= len(line) + 1
    assert str(found[0]) == f"{reported_in}:{found[0].line}:{found[0].column}: {where}: {found[0].message}"


@pytest.mark.parametrize("name", [name for name in [*FILES, *RUSSIAN] if name not in (COURSE, M2)])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    messages = [str(problem) for problem in problems_of(tmp_path, {name: None}) if problem.is_error]
    assert f"{tmp_path / name}:1:1: file: is missing; create it" in "\n".join(messages)


def test_a_lesson_without_any_part(tmp_path: Path) -> None:
    errors = [str(problem) for problem in problems_of(tmp_path, {LESSON_EN: lambda text: text[: text.index("##")]})]
    assert (
        f"{tmp_path / LESSON_EN}:4:1: TST-1-s1: the part is missing; write ## Title {{#TST-1-s1}} and its text"
        in errors
    )


def test_columns_point_into_the_text(tmp_path: Path) -> None:
    changes = {
        LESSON_EN: swap("Because *it* matters.", "Because <b>it</b> matters."),
        SCENARIO_EN: swap("Someone knocks.", "Someone <i>knocks</i>."),
    }
    found = {(Path(problem.file).name, problem.line, problem.column) for problem in problems_of(tmp_path, changes)}
    assert ("lesson.en.md", 7, 9) in found
    assert ("scenario.en.yaml", 7, 15) in found


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    changes = {
        COURSE: swap("hours: 3.5", "hours: many"),
        LESSON_RU: swap("Слушайте.", "<b>"),
        ITEMS: swap("key: b,", "key: d,"),
        SCENARIO: lambda _: "a: [",
    }
    problems = problems_of(tmp_path, changes)
    assert {Path(problem.file).name for problem in problems if problem.is_error} >= {
        "course.yaml", "lesson.ru.md", "items.yaml", "scenario.yaml",
    }  # fmt: skip
    assert list(problems) == sorted(problems)


@pytest.mark.parametrize(
    ("structure", "left", "right", "key"),
    [
        ("left: [a, b], right: [x, y, z], key: {a: y, b: x}", "", ", z: Z", {"a": "y", "b": "x"}),
        ("left: [a, b, c], right: [x, y], key: {a: y, b: x, c: y}", ", c: C", "", {"a": "y", "b": "x", "c": "y"}),
        (
            "left: [a, b, c], right: [x, y, z], key: {a: z, b: x, c: z}",
            ", c: C",
            ", z: Z",
            {"a": "z", "b": "x", "c": "z"},
        ),
    ],
)
def test_partners_may_be_spare_or_shared(tmp_path: Path, structure: str, left: str, right: str, key: dict) -> None:
    changes = {
        ITEMS: swap("left: [a, b], right: [x, y], key: {a: y, b: x}", structure),
        ITEMS_EN: swap("b: B}, right: {x: X, y: Y}", f"b: B{left}}}, right: {{x: X, y: Y{right}}}"),
        ITEMS_RU: swap("b: Б}, right: {x: Икс, y: Игрек}", f"b: Б{left}}}, right: {{x: Икс, y: Игрек{right}}}"),
    }
    reading = read_courses(write_course(tmp_path, changes))
    assert [problem for problem in reading.problems if problem.where != "translates"] == []
    (question,) = [one for one in reading.courses[0].ready_modules[0].check.questions if one.type == "match"]
    assert (dict(question.key), question.is_one_to_one) == (key, False)
    assert question.labels.keys() == {*question.left, *question.right}


# What the file as a file may be.


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("id: TST\ntitle: Курс".encode("cp1251"), 2, "is not UTF-8"),
        ("id: TST".encode("utf-16"), 1, "is not UTF-8"),
        (b"", 1, "is empty"),
        (b"# nothing\n", 1, "is empty"),
        (b"- a\n", 1, "should be a group of fields"),
        (b"x" * (LARGEST_FILE + 1), 1, "is larger than 250 kB"),
        (b"a: " + b"[" * 100_000, 1, "is nested deeper"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]", 1, "anchors and aliases"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    write_course(tmp_path)
    (tmp_path / COURSE).write_bytes(content)
    reading = read_courses(tmp_path)
    assert not reading.courses
    assert [problem for problem in reading.problems if problem.line == line and message in problem.message]


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    write_course(tmp_path, {ITEMS_RU: None})
    (tmp_path / ITEMS_RU).mkdir()
    assert "is missing" in str(read_courses(tmp_path).errors[0])


@pytest.mark.parametrize("name", [COURSE, ITEMS_RU, LESSON_EN, LESSON_RU])
def test_windows_line_ends_and_byte_order_marks_are_warnings_and_change_no_digest(tmp_path: Path, name: str) -> None:
    plain = read_courses(write_course(tmp_path)).courses
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + (tmp_path / name).read_bytes().replace(b"\n", b"\r\n"))
    reading = read_courses(tmp_path)
    assert reading.courses == plain
    assert [problem.message.split(";")[0] for problem in reading.problems] == [
        "begins with a byte order mark",
        "has Windows line ends",
    ]


# Warnings.


@pytest.mark.parametrize(
    ("changes", "file", "line", "message"),
    [
        ({LESSON_EN: swap("*it*", "**it**")}, LESSON_RU, 3, "lesson.en.md has changed since"),
        ({ITEMS_EN: swap("Which one?", "Which?")}, ITEMS_RU, 2, "items.en.yaml has changed since"),
        ({COURSE: swap("hours: 3.5", "hours: 4")}, COURSE, 4, "is 4, and the modules add up to 3.5"),
        ({M1: swap("test: 15", "test: 20")}, M1, 6, "add up to 185, and 3 hours are 180"),
        ({JOBAID_EN: None, JOBAID_RU: None}, JOBAID_EN, 1, "a module that is ready should have one"),
        ({f"{MODULE}/lesson.de.md": "Hallo"}, f"{MODULE}/lesson.de.md", 1, "is not read"),
        ({"modules/2-second/items.yaml": "a: b"}, "modules/2-second/items.yaml", 1, "is not read"),
    ],
)
def test_a_warning_keeps_nothing_back(
    tmp_path: Path, changes: dict[str, Change], file: str, line: int, message: str
) -> None:
    (problem,) = problems_of(tmp_path, changes)
    assert (problem.file, problem.line, problem.is_error) == (str(tmp_path / file), line, False)
    assert message in problem.message
    assert ": warning: " in str(problem)


def test_a_stale_translation_says_the_digest_to_write(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, {LESSON_EN: swap("*it*", "**it**")})
    digest = problem.message.rpartition(" ")[2]
    change = (tmp_path / LESSON_RU).read_text().replace(_translates(tmp_path / LESSON_RU), digest)
    (tmp_path / LESSON_RU).write_text(change)
    assert read_courses(tmp_path).problems == ()


def _translates(path: Path) -> str:
    return path.read_text().split("translates: ")[1].split("\n")[0]


# What is no mistake.


@pytest.mark.parametrize(
    "text",
    [
        "Between 2019–2023 and 1989/1990, on 12.05.2021 and 2024-02-08.",
        "At 19:40, 3 of 10, 1 000 000 people, see [the page](https://example.org/2017/12345678).",
        "`<b>` is code, 2 < 3, <https://example.org> is a link.",
        "```\n# no heading <b>\n```\n\nAfter.",
        "| a | b |\n|---|---|\n| 0–10 | 25–40 |",
        "Call 2 colleagues, wait 15 minutes, in 2021.",
        "A line\n\n---\n\nAnother.",
    ],
)
def test_ordinary_prose_is_left_alone(tmp_path: Path, text: str) -> None:
    change = swap("Because *it* matters.", text)
    assert [problem for problem in problems_of(tmp_path, {LESSON_EN: change}) if problem.is_error] == []


def test_yes_and_no_are_words(tmp_path: Path) -> None:
    (course,) = read_courses(write_course(tmp_path, {COURSE: swap("en: Nobody", "en: no")})).courses
    assert course.audience["en"] == "no"
    check = course.module("TST-1").check
    assert check is not None
    assert check.question("TST-1-q3").key == ("a", "no")


# The folder of courses.


def test_a_folder_of_courses(tmp_path: Path) -> None:
    write_course(tmp_path / "TST")
    (tmp_path / "notes").mkdir()
    assert [course.id for course in read_courses(tmp_path).courses] == ["TST"]
    shutil.copytree(tmp_path / "TST", tmp_path / "TST2")
    (problem,) = read_courses(tmp_path).problems
    assert problem.file == str(tmp_path / "TST2" / COURSE)
    assert "is already the id of" in problem.message


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_text("x")])
def test_no_course_where_one_was_expected(tmp_path: Path, make: object) -> None:
    make(tmp_path / "here")  # type: ignore[operator]
    (problem,) = read_courses(tmp_path / "here").problems
    assert problem.is_error


def test_a_course_without_modules_folder(tmp_path: Path) -> None:
    write_course(tmp_path)
    shutil.rmtree(tmp_path / "modules")
    assert "modules:1:1: file: is missing; make this folder" in str(read_courses(tmp_path).errors[-1])


# Whatever is in the files, the reader answers.


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_course(tmp_path_factory.mktemp("spoilt"))


NASTY = st.sampled_from([
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc2\x85", b"\r\n", b"\t", b"- ", b": ", b"? ", b"<<: ",
    b"&a ", b"*a ", b"!!python/object:os.system ", b"{", b"}", b"[", b"]", b'"', b"'", b"|\n", b">\n", b"---\n",
    b"...\n", b"%YAML 1.1\n", b"#", b"\n## ", b"{{", b"}}", b"```\n", b"<", b"~", b"null", b"true", b"1e999", b"0x1F",
    b"9" * 400,
])  # fmt: skip


@given(
    name=st.sampled_from([*FILES, *RUSSIAN]),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), NASTY | st.binary(max_size=20)), min_size=1, max_size=4
    ),
    end=st.floats(0, 1) | st.just(1.0),
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_spoilt_file_never_makes_the_reader_fall(
    spoilt: Path, name: str, cuts: list[tuple[float, int, bytes]], end: float
) -> None:
    _read_with(spoilt, name, lambda content: _spoil(content, cuts, end))


@given(
    name=st.sampled_from([*FILES, *RUSSIAN]), content=st.binary(max_size=300) | st.text(max_size=200).map(str.encode)
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_bytes_at_all_never_make_the_reader_fall(spoilt: Path, name: str, content: bytes) -> None:
    _read_with(spoilt, name, lambda _: content)


def _spoil(content: bytes, cuts: list[tuple[float, int, bytes]], end: float) -> bytes:
    for share, length, instead in cuts:
        start = int(share * len(content))
        content = content[:start] + instead + content[start + length :]
    return content[: int(end * len(content))]


def _read_with(folder: Path, name: str, change: object) -> None:
    path = folder / name
    before = path.read_bytes()
    path.write_bytes(change(before))  # type: ignore[operator]
    try:
        reading = read_courses(folder)
    finally:
        path.write_bytes(before)
    assert bool(reading.courses) == (not reading.errors)
    for problem in reading.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
        assert "\n" not in str(problem)


@pytest.mark.parametrize(
    "piece",
    ["\n", " ", "a", "aя1",
     "\n ", "![", "](", "[x](", "::: ", ":::", "| 1 ", "|\n", "- ", "1. ", "a\n\n", "# {#", "{{", "`", "<",
     "a. ", "\\", "](figures/a ", "~~~\n", "A/", "1 ", "*a "],
)  # fmt: skip
def test_a_long_nasty_text_is_read_in_a_moment(tmp_path: Path, piece: str) -> None:
    text = "::: x" + piece * (30_000 // len(piece)) + "x\n"
    write_course(tmp_path, {LESSON_EN: swap("1. Look.\n", text)})
    before = process_time()
    read_courses(tmp_path)
    markdown.html(text, {}, {})
    assert process_time() - before < 1


# The courses of the project.


def test_the_projects_courses_have_no_error() -> None:
    assert [str(problem) for problem in real().errors] == []
    assert "BRD" in [course.id for course in real().courses]


def test_reading_loads_neither_web_nor_database() -> None:
    code = "import sys, tot.courses.reader; print(sorted({'flask', 'sqlalchemy', 'pydantic'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
