"""Reads the items of a quiz; each type says how it is written (reader/types.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tot.courses.reader.advice.items import advise_check, advise_items
from tot.courses.reader.collected import Asked
from tot.courses.reader.fields import Fields
from tot.courses.reader.files import LARGEST_ITEMS
from tot.courses.reader.ids import Ids
from tot.courses.reader.translations import Folder, SideBySide
from tot.courses.reader.types import Written, known
from tot.courses.rules import MOST_LETTERED, Question, Quiz, Words

ITEMS = "items.yaml"
WORDS = "words"  # of all languages, where structure and words are one file
LETTERED = ("options", "right")  # on paper
MAY_BE_LEFT_OUT = ("tasks",)  # then the stem itself says what to do
ORIGIN = "origin"  # of an imported item: the file and line it came from


def read_check(folder: Folder, fields: Fields, ids: Ids) -> Quiz | None:
    """The knowledge check that module.yaml announces, with items.yaml and the words of items.<language>.yaml."""
    check_id, pass_mark = ids.thing(fields), fields.whole("pass", 1)
    fields.done()
    asked = read_questions(folder, ids)
    if asked is None:
        return None
    advise_check(asked.all, asked.fields)
    questions = asked.questions
    if questions and pass_mark > len(questions):
        fields.error(f"is {pass_mark}, and there are only {len(questions)} items; lower it", "pass")
    return Quiz(id=check_id, kind="knowledge check", pass_mark=pass_mark, questions=questions)


@dataclass(frozen=True, slots=True)
class Questions:
    """What items.yaml asks; `fields` are those of the file."""

    all: tuple[Asked, ...]
    fields: Fields

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(one.question for one in self.all)


def read_questions(folder: Folder, ids: Ids, modules: Sequence[str] = (), name: str = ITEMS) -> Questions | None:
    """The questions of this folder; in a test each names the module it is about, one of `modules`.

    The words stand in items.<language>.yaml, or with the structure in one file, under `words`.
    """
    items = folder.open(name, LARGEST_ITEMS)
    if items is None:
        return None
    words = _words_inside(items, folder.languages) if WORDS in items else folder.words("items")
    spoken = words if WORDS in items else words.group("items")
    items.one_of("kind", ("items",))
    asked = tuple(
        Asked(question, item, is_imported=ORIGIN in item)
        for item in items.groups("items")
        if (question := _question(item, spoken, ids, modules)) is not None
    )
    folder.problems.collected.is_imported = False
    items.done()
    spoken.done()
    words.done()
    _advise_imported(asked, items)
    advise_items(asked)
    folder.problems.collected.asked.extend(asked)
    return Questions(asked, items)


def _words_inside(items: Fields, languages: Sequence[str]) -> SideBySide:
    group = items.group(WORDS)
    words = SideBySide({language: group.group(language) for language in languages})
    group.done()
    return words


def _advise_imported(asked: Sequence[Asked], items: Fields) -> None:
    """What came from another system stands here before anybody named its sources."""
    bare = [one.question.id for one in asked if one.is_imported and not one.question.sources]
    if bare:
        named = ", ".join(bare[:5]) + (" …" if len(bare) > 5 else "")
        message = f"{len(bare)} imported items name no source ({named}); read them, add sources and remove origin"
        items.warning(message, "items")


def _question(fields: Fields, all_words: SideBySide, ids: Ids, modules: Sequence[str]) -> Question | None:
    question_id = ids.thing(fields)
    types = known()
    kind = fields.one_of("type", tuple(types))
    if not question_id or not kind:
        if question_id:
            all_words.skip(question_id)
        return None
    written, words = types[kind].written, all_words.group(question_id)
    entries = _entries(fields, written)
    options, left, right = (entries.get(name, ()) for name in ("options", "left", "right"))
    origin = fields.text(ORIGIN, is_required=False)
    fields.file.problems.collected.is_imported = bool(origin)
    criteria = written.criteria(fields, words.group("criteria")) if written.criteria else ()
    earned = sum(one.top for one in criteria)
    question = Question(
        id=question_id,
        type=kind,
        points=fields.whole("points", 1, max(20, earned), default=max(1, earned)),
        options=options,
        left=left,
        right=right,
        key=written.key(fields, options, left, right) if written.key else None,
        tolerance=fields.number("tolerance", most=1_000_000_000, default=0) if written.is_number else 0,
        unit=words.text("unit", is_required=False) if written.is_number else {},
        criteria=criteria,
        locked=fields.claim("locked", default=False),
        sources=fields.texts("sources", is_required=not origin),
        stem=words.text("stem"),
        labels=_labels(words, entries),
        feedback=words.text("feedback"),
        model=words.text("model") if written.criteria else {},
        module=_module(fields, ids, modules),
        tags=fields.texts("tags", is_required=False, short_names=True),
        tasks=entries.get("tasks", ()),
    )
    if criteria and question.points != earned:
        message = f"is {question.points}, and the criteria earn {earned} together; make them agree"
        fields.error(message, "points")
    fields.done()
    words.done()
    fields.cite(question.sources)
    return question


def _module(fields: Fields, ids: Ids, modules: Sequence[str]) -> str:
    """In a test of a course, one of its modules; in a quiz file by itself, whatever it says."""
    if modules:
        return fields.one_of("module", modules)
    return "" if ids.course_id else fields.text("module", is_required=False)


def _entries(fields: Fields, written: Written) -> dict[str, tuple[str, ...]]:
    """The names of the options, of the left and the right entries, or of the tasks, as far as this type has them."""
    entries = {
        group: fields.texts(group, is_required=group not in MAY_BE_LEFT_OUT, short_names=True)
        for group in written.entries
    }
    if len(entries.get("options", ())) == 1:
        fields.error("needs at least two options; add one", "options")
    for group in LETTERED:
        if (count := len(entries.get(group, ()))) > MOST_LETTERED:
            message = (
                f"has {count} entries, and on paper each bears a letter, A to Z; keep {MOST_LETTERED} or divide it"
            )
            fields.error(message, group)
    for name in sorted(set(entries.get("left", ())) & set(entries.get("right", ()))):
        fields.error(f"{name!r} stands on the left and on the right; rename one of them", "right")
    return entries


def _labels(words: SideBySide, entries: dict[str, tuple[str, ...]]) -> dict[str, Words]:
    labels = {}
    for group, names in entries.items():
        if names:
            spoken = words.group(group)
            labels.update({name: spoken.text(name) for name in names})
            spoken.done()
    return labels
