"""Reads the tests of a course: the paired test before and after it, the final test, the refresher for legal updates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from pathlib import Path

from tot.courses.reader.fields import Fields
from tot.courses.reader.ids import Ids
from tot.courses.reader.problems import START, did_you_mean
from tot.courses.reader.quizzes import read_questions
from tot.courses.reader.translations import Folder, check_files
from tot.courses.rules import Cut, Draw, Module, PairedTest, Question, Quiz

TESTS = PREPOST, REFRESHER, FINAL = "prepost", "refresher", "final"
KINDS = {REFRESHER: "refresher quiz", FINAL: "final test"}
ORIGINS = ("provisional", "panel")
FORMS = ("A", "B")
FEWEST_JUDGES = 6  # F-TOT-16: fewer are no panel by Angoff's method, eight to ten are better


def read_prepost(folder: Folder, ids: Ids, modules: tuple[Module, ...]) -> PairedTest | None:
    """tests/prepost: test.yaml with items.yaml and the words of items.<language>.yaml."""
    fields = folder.open("test.yaml")
    if fields is None:
        return None
    test_id = ids.thing(fields)
    fields.one_of("kind", ("pre- and post-test",))
    pretest, posttest, forms = fields.group("pretest"), fields.group("posttest"), fields.group("forms")
    asked = read_questions(folder, ids, [module.id for module in modules])
    questions = asked.questions if asked else ()
    cut, markers = _cut(posttest), _markers(fields)
    test = PairedTest(
        id=test_id,
        pretest_id=ids.thing(pretest),
        posttest_id=ids.thing(posttest),
        pass_percent=cut.percent,
        origin=cut.origin,
        forms={letter: forms.texts(letter) for letter in FORMS},
        questions=questions,
        drafts=folder.in_draft(),
        judges=cut.judges,
        on=cut.on,
        minutes=_minutes(fields),
        markers=markers or 1,
    )
    for group in (pretest, posttest, forms, fields):
        group.done()
    check_files(folder, known_files(folder))
    known = {question.id: question for question in questions}
    _check_forms(test.forms, known, forms)
    _check_open(questions, markers, fields)
    _check_pairs(test.forms, known, forms)
    for module in modules:
        if module.is_ready and module.id not in {question.module for question in questions}:
            fields.warning(f"asks nothing about {module.id}; add an item on it to both forms", "forms")
    return test


def read_quiz(folder: Folder, ids: Ids, name: str) -> Quiz | None:
    """tests/refresher: what a trainer takes when the law has changed; tests/final: the test at the end."""
    fields = folder.open("test.yaml")
    if fields is None:
        return None
    quiz_id = ids.thing(fields)
    kind = fields.one_of("kind", (KINDS[name],))
    cut = _cut(fields)
    minutes, attempts = _minutes(fields), fields.whole("attempts", 1, 20) if _asks(fields, name, "attempts") else 0
    draw = tuple(_draw(group) for group in fields.groups("draw", is_required=False))
    markers = _markers(fields)
    fields.done()
    asked = read_questions(folder, ids)
    questions = asked.questions if asked else ()
    check_files(folder, known_files(folder))
    _check_draw(draw, questions, fields)
    if name == FINAL:
        _check_open(questions, markers, fields)
    quiz = Quiz(
        id=quiz_id,
        kind=kind or KINDS[name],
        pass_mark=0,
        questions=questions,
        drafts=folder.in_draft(),
        minutes=minutes,
        attempts=attempts,
        cut=None if cut == Cut(percent=cut.percent) and name == REFRESHER else cut,
        draw=draw,
        markers=markers or 1,
    )
    return replace(quiz, pass_mark=ceil(quiz.asked * cut.percent / 100))


def _asks(fields: Fields, name: str, field: str) -> bool:
    """A final test must say it; a refresher may."""
    return name == FINAL or field in fields


def _minutes(fields: Fields) -> int:
    return fields.whole("minutes", 1, 600) if "minutes" in fields else 0


def _markers(fields: Fields) -> int:
    """How many read an open answer; 0 where the author says nothing."""
    return fields.whole("markers", 1, 2) if "markers" in fields else 0


def _check_open(questions: tuple[Question, ...], markers: int, fields: Fields) -> None:
    """A test on which something depends waits for a person only where its author wants that, and says for how many."""
    for question in questions:
        if question.criteria and not markers:
            fields.error(f"{question.id} is read by a person; write `markers: 2` (or 1), or take another type")
    if markers and not any(question.criteria for question in questions):
        fields.warning("no item is read by a person, so nobody marks anything; remove it", "markers")


def _cut(fields: Fields) -> Cut:
    """`cut: {percent, origin, judges, on}`; or `pass_percent` alone, which is provisional."""
    group = fields.group("cut") if "cut" in fields or "pass_percent" not in fields else fields
    percent = group.whole("pass_percent" if group is fields else "percent", 1, 100)
    origin = group.one_of("origin", ORIGINS, default="provisional" if group is fields else None)
    judges, on = 0, None
    if origin == "panel":
        judges, on = group.whole("judges", FEWEST_JUDGES, 100), group.day("on")
    if group is not fields:
        group.done()
    return Cut(percent=percent, origin="panel" if origin == "panel" else "provisional", judges=judges, on=on)


def _draw(fields: Fields) -> Draw:
    draw = Draw(tag=fields.text("tag"), count=fields.whole("count", 1, 500))
    fields.done()
    return draw


def _check_draw(draw: tuple[Draw, ...], questions: tuple[Question, ...], fields: Fields) -> None:
    """Each draw has enough to draw from, and no question is in two of them."""
    tags = [one.tag for one in draw]
    for one in draw:
        tagged = [question for question in questions if one.tag in question.tags]
        if tags.count(one.tag) > 1:
            fields.error(f"draws {one.tag!r} twice; put the counts together", "draw")
        elif not tagged:
            known = {tag for question in questions for tag in question.tags}
            fields.error(f"no item has the tag {one.tag[:60]!r}; {did_you_mean(one.tag, known)}", "draw")
        elif len(tagged) < one.count:
            fields.error(f"draws {one.count} of {len(tagged)} items tagged {one.tag!r}; write more items", "draw")
        elif len(tagged) == one.count:
            fields.warning(f"draws all {one.count} items tagged {one.tag!r}; write more, or remove the draw", "draw")
        else:
            points = {(question.points) for question in tagged}
            if len(points) > 1:
                fields.error(f"items tagged {one.tag!r} have different points; whoever draws must be equal", "draw")
    for question in questions:
        if len(both := sorted(set(question.tags) & set(tags))) > 1:
            fields.error(f"{question.id} is in the draws {both[0]!r} and {both[1]!r}; leave it in one of them", "draw")


def known_files(folder: Folder) -> set[str]:
    return {"test.yaml", "items.yaml", *(f"items.{language}.yaml" for language in folder.languages)}


def check_test_folders(tests: Path, folder: Folder) -> None:
    for path in sorted(tests.iterdir()):
        if path.name not in TESTS and not path.name.startswith((".", "README")):
            hint = did_you_mean(path.name, TESTS)
            folder.problems.add(str(path), START, "file", f"is not read: no test has this name; {hint}", "warning")


def _check_forms(forms: Mapping[str, tuple[str, ...]], questions: Mapping[str, Question], fields: Fields) -> None:
    for letter, names in forms.items():
        for name in names:
            if name not in questions:
                fields.error(f"items.yaml has no item {name[:60]!r}; {did_you_mean(name, questions)}", letter)
    asked = {name for names in forms.values() for name in names}
    for name in questions:
        if name not in asked:
            fields.error(f"{name} is in neither form; add it to one or remove it from items.yaml")
    for name in sorted(set(forms["A"]) & set(forms["B"])):
        fields.error(f"{name} is in form A too; the forms share no item, write another", "B")


def _check_pairs(forms: Mapping[str, tuple[str, ...]], questions: Mapping[str, Question], fields: Fields) -> None:
    """The same place in both forms asks about the same module, in the same way, for as many points."""
    a, b = forms["A"], forms["B"]
    if len(a) != len(b):
        fields.error(f"has {len(b)} items, and form A has {len(a)}; make them as many", "B")
    for first, second in zip(a, b, strict=False):
        if first not in questions or second not in questions:
            continue
        for what in ("module", "type", "points"):
            one, other = getattr(questions[first], what), getattr(questions[second], what)
            if one != other:
                fields.error(f"{second} has {what} {other}, and its twin {first} has {one}; make them alike", "B")
