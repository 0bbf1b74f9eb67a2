"""Differences word by word, the pieces of a text, and for which languages a signature still holds after a change."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reviews import make
from tot.courses.rules import Module, Thing
from tot.courses.signing import digest_in
from tot.reviews import words
from tot.reviews.rules import compared, difference, is_reviewed, languages_in, pieces_of, standing_of


def marked(before: str, after: str) -> str:
    """[-removed-] and {+added+}, as some tools write it."""
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[part.sort].format(part.text) for part in difference(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("Look first.", "Look first.", "Look first."),
        ("", "New.", "{+New.+}"),
        ("Old.", "", "[-Old.-]"),
        ("Ask the child first.", "Ask the adult first.", "Ask the [-child -]{+adult +}first."),
        ("Look first.", "Look first!", "Look first[-.-]{+!+}"),
        ("Ждите, пока придёт опекун.", "Ждите, пока придёт её опекун.", "Ждите, пока придёт {+её +}опекун."),
        ("Bu oʻquv guruhi uchun.", "Bu oʻquv guruh uchun.", "Bu oʻquv [-guruhi -]{+guruh +}uchun."),
        ("one two\nthree four", "one two\nthree five", "one two\nthree [-four-]{+five+}"),
        # A short word that stayed between two changes is shown with them, so that the sentence can be read.
        (
            "Call the guard at once and wait here.",
            "Ring a guardian at once and wait here.",
            "[-Call the guard -]{+Ring a guardian +}at once and wait here.",
        ),
        # What has next to nothing in common is shown as two texts.
        (
            "Nobody may enter here.",
            "Ring the bell, then wait.",
            "[-Nobody may enter here.-]{+Ring the bell, then wait.+}",
        ),
    ],
)
def test_word_by_word(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


TEXTS = st.text(st.sampled_from("abʻ .,\n-ёж"), max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_the_difference(before: str, after: str) -> None:
    parts = difference(before, after)
    assert "".join(part.text for part in parts if part.sort != "removed") == after
    old = "".join(part.text for part in parts if part.sort != "added")
    assert old.split() == before.split() or "".join(old.split()) == "".join(before.split())
    assert all(part.text for part in parts)


def test_a_long_text_is_compared_at_once() -> None:
    sentences = [f"In case {number} ask the child first and call the guardian." for number in range(300)]
    before, begun = " ".join(sentences), time.process_time()
    for number in range(0, 300, 6):
        sentences[number] = sentences[number].replace("guardian", "consul")
    assert sum(part.sort == "added" for part in difference(before, " ".join(sentences))) == 50
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("thing", "kinds"),
    [
        (
            make.module(),
            ["module", "section", "section", "case", *["step of the case"] * 4, *["ending of the case"] * 2,
             *["question"] * 9, "facilitator note", "job aid"],
        ),
        (make.glossary(), ["term"]),
        (make.annex(), ["annex", "entry of the annex", "open point"]),
        (make.course().handouts[0], ["handout"]),
    ],
    ids=lambda value: getattr(value, "id", ""),
)  # fmt: skip
def test_the_pieces_of_a_text(thing: Thing, kinds: list[str]) -> None:
    pieces = pieces_of(thing)
    assert [piece.kind for piece in pieces] == kinds
    assert len({piece.id for piece in pieces}) == len(pieces)


def every_text() -> list[Thing]:
    course = make.course()
    tests = [test for test in (course.prepost, course.refresher) if test]
    return [make.module(), *tests, *course.handouts, make.annex(), make.glossary()]


@pytest.mark.parametrize("thing", every_text(), ids=lambda thing: thing.id)
def test_everything_in_a_piece_has_words_on_the_page(thing: Thing) -> None:
    assert is_reviewed(thing)
    for piece in pieces_of(thing):
        assert piece.kind in words.PIECE_NAMES
        assert {line.label for line in piece.lines} <= set(words.LINE_NAMES)
        names = {name for line in piece.lines for name, _value in line.marks} | {name for name, _value in piece.marks}
        assert names <= set(words.MARK_NAMES)
        assert len({(line.label, line.name) for line in piece.lines}) == len(piece.lines)


def test_what_is_right_is_said_with_each_question() -> None:
    questions = {piece.id: piece for piece in pieces_of(make.module()) if piece.kind == "question"}
    marks = {name: {line.name: line.marks for line in piece.lines if line.marks} for name, piece in questions.items()}
    assert marks["TST-1-q1"] == {"b": (("right answer", ""),)}
    assert marks["TST-1-q4"]["stop"] == (("place", "1"),)
    assert marks["TST-1-q5"]["a"] == (("belongs to", "y"),)
    assert ("false", "") in questions["TST-1-q2"].marks
    assert ("right answer", "18 ± 0.5") in questions["TST-1-q6"].marks


def test_a_check_a_lesson_and_a_module_in_preparation_are_not_signed_alone() -> None:
    check, lesson = make.module().check, make.module().lesson
    assert check
    assert lesson
    assert not any(is_reviewed(thing) for thing in (check, lesson, make.course().modules[1], make.course()))
    with pytest.raises(TypeError):
        pieces_of(make.course())


def test_the_languages_of_the_library() -> None:
    assert languages_in(make.annex()) == languages_in(make.glossary()) == ("en", "ru", "uz")


def in_check(**changes: object) -> Module:
    check = make.module().check
    assert check
    first, *others = check.questions
    return replace(make.module(), check=replace(check, questions=(replace(first, **changes), *others)))


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        (lambda: make.module(), {"en", "ru"}),
        (lambda: make.with_body("ru", "Иначе."), {"en"}),
        (lambda: make.with_body("en", "Otherwise."), set()),
        (lambda: make.with_body("uz", "Boshqacha."), {"en", "ru"}),
        (lambda: make.with_section(locked=False), set()),
        (lambda: make.with_section(sources=("F-IND-1",)), set()),
        (lambda: in_check(key="a"), set()),
        (lambda: in_check(feedback={"en": "Because.", "ru": "Оттого."}), {"en"}),
        (lambda: replace(make.module(), drafts=()), {"en", "ru"}),
        (lambda: replace(make.module(), jobaid={**make.module().jobaid, "ru": "## Так\n\n## Не так"}), {"en"}),
    ],
)
def test_a_signature_holds_while_its_reader_would_see_no_difference(
    changed: Callable[[], Module], kept: set[str]
) -> None:
    before, after = make.module(), changed()
    assert {language for language in ("en", "ru") if digest_in(before, language) == digest_in(after, language)} == kept


def test_how_sure_a_word_is_belongs_to_its_language() -> None:
    (term,) = make.glossary().terms
    other = replace(make.glossary(), terms=(replace(term, certainty={"ru": "seen", "uz": "uncertain"}),))
    same = {code for code in ("en", "ru", "uz") if digest_in(make.glossary(), code) == digest_in(other, code)}
    assert same == {"en", "ru"}


def test_pieces_beside_those_that_were_signed() -> None:
    changed = make.with_body("ru", "Потому что *это* очень важно.\n\n### Ближе\n\nЗвоните: {{interpreter_service}}.")
    for languages, is_other in ((("en",), False), (("en", "ru"), True)):
        found = compared(pieces_of(changed), pieces_of(make.module()), languages)
        assert [one.piece.id for one in found if one.state != "same"] == (["TST-1-s1"] if is_other else [])
    section = next(one for one in found if one.state == "changed")
    assert section.is_open
    (line,) = [line for line in section.lines if line.parts]
    assert [part.text for part in line.parts["ru"] if part.sort == "added"] == ["очень "]


def test_what_is_new_gone_or_other_without_words() -> None:
    module = make.module()
    assert module.lesson
    shorter = replace(module, lesson=replace(module.lesson, sections=module.lesson.sections[:1]), hours=4)
    states = {one.piece.id: one.state for one in compared(pieces_of(shorter), pieces_of(module), ("en",))}
    assert {name: state for name, state in states.items() if state != "same"} == {
        "TST-1": "changed",
        "TST-1-s2": "gone",
    }
    longer = compared(pieces_of(module), pieces_of(shorter), ("en",))
    assert [one.piece.id for one in longer if one.state == "new"] == ["TST-1-s2"]
    (itself,) = [one for one in longer if one.state == "changed"]
    assert dict(itself.marks_before or ())["hours"] == "4"
    moved = in_check(key="a", options=("a", "b"))
    (question,) = [one for one in compared(pieces_of(moved), pieces_of(module), ("en",)) if one.state != "same"]
    assert [line.line.name for line in question.lines if line.marks_before is not None] == ["a", "b"]
    assert [line.parts["en"][0].sort for line in question.lines if line.line.name == "c"] == ["removed"]


def test_without_a_signature_everything_is_to_be_read() -> None:
    found = compared(pieces_of(make.module()), None, ("en", "ru"))
    assert {one.state for one in found} == {"unsigned"}
    assert all(one.is_open for one in found)


@pytest.mark.parametrize(
    ("thing", "language", "holding", "earlier", "standing"),
    [
        (make.module(), "ru", 0, 0, "waits"),
        (make.module(), "ru", 1, 1, "signed"),
        (make.module(), "ru", 0, 1, "changed"),
        (replace(make.module(), drafts=()), "ru", 0, 0, "in file"),
        (replace(make.module(), drafts=()), "en", 0, 0, "waits"),
        (make.annex(), "ru", 0, 0, "waits"),
        (replace(make.annex(), status="signed off"), "en", 0, 0, "in file"),
        (make.glossary(), "uz", 0, 0, "waits"),
    ],
)
def test_how_far_a_text_is(thing: Thing, language: str, holding: int, earlier: int, standing: str) -> None:
    assert standing_of(thing, language, [0] * holding, [0] * earlier) == standing
