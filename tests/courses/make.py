"""A small complete course on disk, with every type of question, in two languages; tests spoil one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from tot.courses.rules import Question

Change = Callable[[str], str] | str | None  # a new text made from the old one, a text, or no file

MODULE = "modules/1-first"
COURSE = "course.yaml"
M1, M2 = f"{MODULE}/module.yaml", "modules/2-second/module.yaml"
SCENARIO, SCENARIO_EN, SCENARIO_RU = (f"{MODULE}/scenario{part}.yaml" for part in ("", ".en", ".ru"))
ITEMS, ITEMS_EN, ITEMS_RU = (f"{MODULE}/items{part}.yaml" for part in ("", ".en", ".ru"))
LESSON_EN, LESSON_RU = f"{MODULE}/lesson.en.md", f"{MODULE}/lesson.ru.md"
FACILITATOR_EN, FACILITATOR_RU = f"{MODULE}/facilitator.en.md", f"{MODULE}/facilitator.ru.md"
JOBAID_EN, JOBAID_RU = f"{MODULE}/jobaid.en.md", f"{MODULE}/jobaid.ru.md"

FILES = {
    "course.yaml": """\
id: TST
kind: course
languages: [en, ru]
hours: 3.5
title: {en: A course for tests, ru: Курс для проверки}
audience: {en: Nobody, ru: Никто}
summary:
  en: >-
    It is invented,
    and short.
  ru: Он выдуман.
modules: [TST-1, TST-2]
attendance: {percent_total: 80, percent_each_day: 70}
""",
    "modules/2-second/module.yaml": """\
id: TST-2
kind: module
status: in preparation
title: {en: Later, ru: Позже}
hours: 0.5
objectives:
  - {en: Wait, ru: Ждать}
""",
    f"{MODULE}/module.yaml": """\
id: TST-1
kind: module
status: ready
title: {en: First, ru: Первый}
hours: 3
minutes: {self_study: 45, session: 120, test: 15}
objectives:
  - {en: Name it, ru: Назвать}
  - {en: Do it, ru: Сделать}
lesson:
  id: TST-1-lesson
  sections:
    - {id: TST-1-s1, minutes: 4, locked: true}
    - {id: TST-1-s2, minutes: 3}
scenario: TST-1-scenario
check: {id: TST-1-check, pass: 7}
sources: [F-IND-1, DESIGN]
""",
    f"{MODULE}/scenario.yaml": """\
id: TST-1-scenario
kind: scenario
start: n1
scales: [trust, safety]
nodes:
  n1:
    a: {to: bad, safety: -2}
    b: {to: n2, trust: 1}
    c: {to: n3}
  n2:
    a: {to: n1}
    b: {to: good, trust: 1, safety: 2}
  n3:
    a: {to: n4}
  n4:
    a: {to: n1}
endings:
  good: {safe: true}
  bad: {safe: false}
""",
    f"{MODULE}/scenario.en.yaml": """\
language: en
title: A door
setting: "Place: nowhere."
nodes:
  n1:
    text: |
      Someone knocks.

      You call the interpreter: {{interpreter_service}}.
    choices:
      a: {text: Ignore, feedback: That is unkind}
      b: {text: Open, consequence: It creaks, feedback: Well done}
      c: {text: Wait, feedback: Look first}
  n2:
    text: You see a child.
    choices:
      a: {text: Close again, feedback: Try once more}
      b: {text: Greet, feedback: Well done}
  n3:
    text: A window.
    choices:
      a: {text: Look, feedback: Well done}
  n4:
    text: You see somebody.
    choices:
      a: {text: Open the door, feedback: Well done}
endings:
  good: {title: Safe, text: All is well.}
  bad: {title: Gone, text: Nobody knows.}
""",
    f"{MODULE}/items.yaml": """\
kind: items
items:
  - {id: TST-1-q1, type: single, options: [a, b, c], key: b, locked: true, sources: [F-PAL-3]}
  - {id: TST-1-q2, type: tf, key: false, sources: [F-PAL-3]}
  - {id: TST-1-q3, type: multi, options: [a, b, no], key: [no, a], sources: [F-PAL-3]}
  - {id: TST-1-q4, type: order, options: [go, look, stop], key: [stop, look, go], sources: [F-PAL-3]}
  - {id: TST-1-q5, type: match, left: [a, b], right: [x, y], key: {a: y, b: x}, sources: [F-PAL-3]}
  - {id: TST-1-q6, type: num, key: 18, tolerance: 0.5, sources: [F-PAL-3]}
  - {id: TST-1-q7, type: short, points: 2, criteria: [honest, kind], sources: [F-PAL-3]}
  - {id: TST-1-q9, type: case, tasks: [now, note], criteria: {safe: [0, 1, 2], noted: [0, 2]}, sources: [F-PAL-3]}
  - {id: TST-1-q8, type: branch, options: [a, b], key: a, sources: [F-PAL-3]}
""",
    f"{MODULE}/items.en.yaml": """\
language: en
items:
  TST-1-q1: {stem: Which one?, options: {a: This, b: That, c: Neither}, feedback: Because.}
  TST-1-q2: {stem: All is safe., feedback: It is not.}
  TST-1-q3: {stem: Which ones?, options: {a: One, b: Two, no: None}, feedback: So.}
  TST-1-q4: {stem: In order?, options: {go: Go, look: Look, stop: Stop}, feedback: So.}
  TST-1-q5: {stem: Which to which?, left: {a: A, b: B}, right: {x: X, y: Y}, feedback: So.}
  TST-1-q6: {stem: How old?, unit: years, feedback: Under 18.}
  TST-1-q7:
    stem: What do you say?
    model: I cannot promise.
    feedback: Trust.
    criteria:
      honest: {text: No promise, patterns: ["cannot promise*", "*no promise*"]}
      kind: {text: Kindness, patterns: ["*thank you*"]}
  TST-1-q9:
    stem: |
      A girl sits alone in the hall. It is *late*.

      Nobody asks for her.
    tasks: {now: What do you do first?, note: What do you write down?}
    model: I sit down beside her and call the duty officer.
    feedback: Safety first.
    criteria:
      safe: {text: Safety, levels: {0: Nothing about it, 1: She is not alone, 2: She is not alone and help is called}}
      noted: {text: A note, levels: {0: No note, 2: Time and place}}
  TST-1-q8: {stem: And now?, options: {a: Help, b: Leave}, feedback: Help.}
""",
    f"{MODULE}/lesson.en.md": """\
---
language: en
status: source
---
## Why {#TST-1-s1}

Because *it* matters.

### A closer look

Call {{interpreter_service}}.

## How {#TST-1-s2}

1. Look.
2. Listen.
""",
    f"{MODULE}/facilitator.en.md": """\
---
language: en
---
## Plan

| Minutes | What |
|---|---|
| 0–10 | Greeting |
| 10–120 | Work |
""",
    f"{MODULE}/jobaid.en.md": """\
---
language: en
---
## Do {#front}

- Greet the child.

## Never {#back}

- Shout.
""",
}

PLAN_RU = "## План\n\n| Минуты | Что |\n|---|---|\n| 0–10 | Приветствие |\n| 10–120 | Работа |\n"
RUSSIAN = {
    f"{MODULE}/scenario.ru.yaml": """\
title: Дверь
setting: "Место: нигде."
nodes:
  n1:
    text: "Кто-то стучит. Вы звоните переводчику: {{interpreter_service}}."
    choices:
      a: {text: Не обращать внимания, feedback: Это нехорошо}
      b: {text: Открыть, consequence: Скрипит, feedback: Верно}
      c: {text: Подождать, feedback: Сначала посмотрите}
  n2:
    text: Вы видите ребёнка.
    choices:
      a: {text: Закрыть, feedback: Ещё раз}
      b: {text: Поздороваться, feedback: Верно}
  n3:
    text: Окно.
    choices:
      a: {text: Посмотреть, feedback: Верно}
  n4:
    text: Вы кого-то видите.
    choices:
      a: {text: Открыть дверь, feedback: Верно}
endings:
  good: {title: В безопасности, text: Всё хорошо.}
  bad: {title: Исчез, text: Никто не знает.}
""",
    f"{MODULE}/items.ru.yaml": """\
items:
  TST-1-q1: {stem: Который?, options: {a: Этот, b: Тот, c: Никакой}, feedback: Потому.}
  TST-1-q2: {stem: Всё безопасно., feedback: Нет.}
  TST-1-q3: {stem: Какие?, options: {a: Один, b: Два, no: Никакие}, feedback: Так.}
  TST-1-q4: {stem: По порядку?, options: {go: Идти, look: Смотреть, stop: Стоять}, feedback: Так.}
  TST-1-q5: {stem: Что к чему?, left: {a: А, b: Б}, right: {x: Икс, y: Игрек}, feedback: Так.}
  TST-1-q6: {stem: Сколько лет?, unit: лет, feedback: До 18.}
  TST-1-q7:
    stem: Что вы скажете?
    model: Не могу обещать.
    feedback: Доверие.
    criteria:
      honest: {text: Без обещания, patterns: ["не могу обещать*"]}
      kind: {text: Доброта, patterns: ["*спасибо*"]}
  TST-1-q9:
    stem: |
      Девочка сидит одна в зале. *Поздно*.

      Её никто не ищет.
    tasks: {now: Что вы сделаете сначала?, note: Что вы запишете?}
    model: Сяду рядом и позову дежурного.
    feedback: Сначала безопасность.
    criteria:
      safe: {text: Безопасность, levels: {0: Ничего об этом, 1: Она не одна, 2: Она не одна и помощь вызвана}}
      noted: {text: Запись, levels: {0: Записи нет, 2: Время и место}}
  TST-1-q8: {stem: А теперь?, options: {a: Помочь, b: Уйти}, feedback: Помочь.}
""",
    f"{MODULE}/lesson.ru.md": """\
## Почему {#TST-1-s1}

Потому что *это* важно.

### Ближе

Звоните: {{interpreter_service}}.

## Как {#TST-1-s2}

1. Смотрите.
2. Слушайте.
""",
    f"{MODULE}/facilitator.ru.md": PLAN_RU,
    f"{MODULE}/jobaid.ru.md": "## Делать {#front}\n\n- Поздороваться.\n\n## Никогда {#back}\n\n- Кричать.\n",
}


def write_course(folder: Path, changes: Mapping[str, Change] = {}) -> Path:
    """Writes the course into `folder` and returns it. Translations name the digest of the source as it was written."""
    files = dict(FILES)
    for name, text in RUSSIAN.items():
        source = FILES[name.replace(".ru.", ".en.")]
        header = f"language: ru\ntranslates: sha256:{sha256(source.encode()).hexdigest()}\nstatus: draft\n"
        files[name] = f"---\n{header}---\n{text}" if name.endswith(".md") else header + text
    for name, change in changes.items():
        changed = change(files[name]) if callable(change) else change
        if changed is None:
            del files[name]
        else:
            files[name] = changed
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def swap(old: str, new: str) -> Callable[[str], str]:
    """A change of one place in a file, which must be there exactly once."""

    def change(text: str) -> str:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        return text.replace(old, new)

    return change


def make_question(**changes: Any) -> Question:
    """A question without words; its parts need not fit together."""
    values: dict[str, Any] = {
        "id": "TST-1-q5", "type": "match", "points": 1, "options": (), "left": (), "right": ("x", "y"), "key": None,
        "tolerance": 0, "unit": {}, "criteria": (), "locked": False, "sources": (), "stem": {}, "labels": {},
        "feedback": {}, "model": {},
    }  # fmt: skip
    return Question(**{**values, **changes})


def write_picture(path: Path, width: int = 40, height: int = 30) -> Path:
    """A picture without anything on it, in the format of the file's ending."""
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, height), "teal").save(path)
    return path
