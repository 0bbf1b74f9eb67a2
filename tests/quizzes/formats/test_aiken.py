"""Aiken by table."""

from __future__ import annotations

import pytest

from tot.quizzes.formats import aiken
from tot.quizzes.formats.converting import Request, read_any
from tot.quizzes.formats.registry import FORMATS

GOOD = [
    ("What?\nA. one\nB. two\nANSWER: B\n", "single", [False, True]),
    ("What?\nA) one\nB) two\nC) three\nANSWER: A", "single", [True, False, False]),
    ("What?\r\n\r\nA. one\r\n\r\nB. two\r\nANSWER: b", "single", [False, True]),
    ("What is\nthis?\nA. one\nB. two\nand more\nANSWER: B.", "single", [False, True]),
    ("What?\nA. one\nB. two\nC. three\nANSWER: A, C", "multi", [True, False, True]),
    ("What is {1, 2}?\na) one\nb)two\nAnswer: (b) two", "single", [False, True]),
    ("What?\nI. this\nII. that\nA. I\nB. II\nCorrect answer: B. II", "single", [False, True]),
    ("What?\nA. GET\nB. POST\nANSWER: POST", "single", [False, True]),
    ("Кто?\nА. он\nБ. она\nВ. они\nОтвет: Б", "single", [False, True, False]),
    ("Кто?\nА. он\nБ. она\nANSWER: A", "single", [True, False]),
]


@pytest.mark.parametrize(("text", "kind", "right"), GOOD)
def test_questions(text: str, kind: str, right: list[bool]) -> None:
    (item,) = read_any(text.encode(), Request()).items
    assert item.type == kind
    assert [option.percent > 0 for option in item.options] == right


BAD = [
    ("What?\nA. one\nB. two\n", "no line ANSWER"),
    ("What?\nA. one\nB. two\nANSWER: D\n", "a letter that no answer has"),
    ("What?\nA. one\nA. two\nANSWER: A\n", "the same letter"),
    ("What?\nA. one\nB. two\nANSWER: 1\n", "names no letter"),
    ("What?\nA. one\nANSWER: A\n", "fewer than two"),
    ("What?\nА. он\nБ. она\nВ. они\nANSWER: B\n", "a letter that no answer has"),  # the third, or the second?
]


@pytest.mark.parametrize(("bad", "reason"), BAD)
def test_one_bad_question_loses_no_other(bad: str, reason: str) -> None:
    good = "First\nA. x\nB. y\nANSWER: A\n"
    reading = read_any(f"{good}\n{bad}\n{good}".encode(), Request(made_as="aiken"))
    assert len(reading.items) == 2
    assert [(one.line, one.name) for one in reading.skipped] == [(6, "What?")]
    assert reason in str(reading.skipped[0].reason)


def test_feedback_and_writing_again() -> None:
    text = "What?\nA. one\nB. two\nANSWER: B\nFEEDBACK: So it is.\n"
    (item,) = aiken.read(text).items
    assert item.feedback == "So it is."
    outcome = FORMATS["aiken"].write([item])
    assert outcome.content.decode() == "What?\nA. one\nB. two\nANSWER: B\n"
