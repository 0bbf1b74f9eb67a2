"""Reads the tests of a course: the paired test before and after it, and the refresher quiz for legal updates."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from pathlib import Path

from tot.courses.reader.fields import Fields
from tot.courses.reader.ids import Ids
from tot.courses.reader.problems import START, did_you_mean
from tot.courses.reader.quizzes import read_questions
from tot.courses.reader.translations import Folder, check_files
from tot.courses.rules import Module, PairedTest, Question, Quiz

PREPOST, REFRESHER = "prepost", "refresher"
ORIGINS = ("provisional", "panel")
FORMS = ("A", "B")


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
    test = PairedTest(
        id=test_id,
        pretest_id=ids.thing(pretest),
        posttest_id=ids.thing(posttest),
        pass_percent=posttest.whole("pass_percent", 1, 100),
        origin=posttest.one_of("origin", ORIGINS),
        forms={letter: forms.texts(letter) for letter in FORMS},
        questions=questions,
        drafts=folder.in_draft(),
    )
    for group in (pretest, posttest, forms, fields):
        group.done()
    check_files(folder, known_files(folder))
    known = {question.id: question for question in questions}
    _check_forms(test.forms, known, forms)
    _check_pairs(test.forms, known, forms)
    for module in modules:
        if module.is_ready and module.id not in {question.module for question in questions}:
            fields.warning(f"asks nothing about {module.id}; add an item on it to both forms", "forms")
    return test


def read_refresher(folder: Folder, ids: Ids) -> Quiz | None:
    """tests/refresher: the quiz that a trainer takes when the law has changed."""
    fields = folder.open("test.yaml")
    if fields is None:
        return None
    quiz_id = ids.thing(fields)
    fields.one_of("kind", ("refresher quiz",))
    percent = fields.whole("pass_percent", 1, 100)
    fields.done()
    asked = read_questions(folder, ids)
    questions = asked.questions if asked else ()
    check_files(folder, known_files(folder))
    pass_mark = ceil(len(questions) * percent / 100)
    return Quiz(id=quiz_id, kind="refresher quiz", pass_mark=pass_mark, questions=questions, drafts=folder.in_draft())


def known_files(folder: Folder) -> set[str]:
    return {"test.yaml", "items.yaml", *(f"items.{language}.yaml" for language in folder.languages)}


def check_test_folders(tests: Path, folder: Folder) -> None:
    for path in sorted(tests.iterdir()):
        if path.name not in (PREPOST, REFRESHER) and not path.name.startswith((".", "README")):
            hint = did_you_mean(path.name, (PREPOST, REFRESHER))
            folder.problems.add(str(path), START, "file", f"is not read: no test has this name; {hint}", "warning")


def _check_forms(forms: Mapping[str, tuple[str, ...]], questions: Mapping[str, Question], fields: Fields) -> None:
    for letter, names in forms.items():
        for name in names:
            if name not in questions:
                fields.error(f"items.yaml has no item {name[:60]!r}; {did_you_mean(name, questions)}", letter)
            elif questions[name].type == "short":
                fields.error(f"{name} is a short answer, which no machine marks at once; take another type", letter)
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
