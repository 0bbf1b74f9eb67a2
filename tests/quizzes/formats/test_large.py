"""Files that are made to be slow: reading takes time in proportion to the file, and what is too much is said."""

from io import BytesIO
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tot.quizzes.formats.converting import Request, read_any
from tot.quizzes.formats.item import Unreadable

ESSAY = '<question type="essay"><questiontext format="html"><text><![CDATA[%s]]></text></questiontext></question>'
ITEM = '<assessmentItem identifier="a" title="t">%s<itemBody><p>Which?</p>%s</itemBody></assessmentItem>'
KEYS = (
    '<responseDeclaration identifier="R" cardinality="multiple"><correctResponse>'
    "%s</correctResponse></responseDeclaration>"
)
SLOW = {
    "a step that is no number": "q {>" + "1" * 60 + "x\n a\n b}",
    "comments": "// [tag:a]\n" * 100_000 + "q? {T}",
    "tags": "// " + "".join(f"[tag:points:{place}]" for place in range(100_000)) + "\nq? {T}",
    "dots": "q {#" + "." * 100_000 + " y}",
    "blank lines": "x" + "\n" * 200_000 + "y",
    "lines of an answer": "Which?\nA. one\n" + "more\n" * 200_000 + "ANSWER: A\n",
    "spaces in an answer": "Which?\nA. one\nB. two\nANSWER: A" + " " * 100_000 + "1\n",
    "bold in bold": f"<quiz>{ESSAY % ('<div><ul><li><b>' * 20_000)}</quiz>",
    "links in links": f"<quiz>{ESSAY % ('<a href=x>' * 40_000 + 'x' + '</a>' * 40_000)}</quiz>",
    "cells": f"<quiz>{ESSAY % ('<td> ' * 100_000)}</quiz>",
    "words for gaps": '<quiz><question type="ddwtos"><questiontext><text>'
    + "[[1]]" * 100_000 + "</text></questiontext>" + "<dragbox><text>a</text></dragbox>" * 1900 + "</question></quiz>",
    "gaps": ITEM % (KEYS % "".join(f"<value>w{place} g{place}</value>" for place in range(8000)),
        '<gapMatchInteraction responseIdentifier="R">'
        + "".join(f'<gapText identifier="w{place}">x</gapText><gap identifier="g{place}"/>' for place in range(8000))
        + "</gapMatchInteraction>"),
    "interactions": ITEM % ("".join(f'<responseDeclaration identifier="R{place}"/>' for place in range(10_000)),
        "".join(f'<choiceInteraction responseIdentifier="R{place}"/>' for place in range(10_000))),
    "keys": ITEM % (KEYS % "".join(f"<value>c{place}</value>" for place in range(15_000)),
        '<choiceInteraction responseIdentifier="R">'
        + "".join(f'<simpleChoice identifier="c{place}">{place}</simpleChoice>' for place in range(15_000))
        + "</choiceInteraction>"),
}  # fmt: skip


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_time_grows_with_the_file(text: str) -> None:
    began = process_time()
    reading = read_any(text.encode(), Request())
    assert process_time() - began < 3
    assert 1 <= len(reading.items) + len(reading.skipped) <= 2


@pytest.mark.parametrize("text", ["x\n\n" * 60_000, f"<quiz>{'<question/>' * 60_000}</quiz>"])
def test_too_many_questions_are_said(text: str) -> None:
    with pytest.raises(Unreadable, match="more than 50000 questions"):
        read_any(text.encode(), Request())


def test_a_package_of_nothing_but_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tot.quizzes.formats.qti.reading.MOST_SIGNS_IN_ALL", 50_000)
    with pytest.raises(Unreadable, match="too many elements"):
        read_any(_package("<b/>" * 20_000, "<b/>" * 20_000, "<b/>" * 20_000), Request())


def test_an_item_of_nothing_but_elements_does_not_stop_the_others() -> None:
    asked = '<extendedTextInteraction responseIdentifier="R"/>'
    reading = read_any(_package(asked, "<b/>" * 250_000, asked), Request())
    assert len(reading.items) == 2
    assert [(one.name, str(one.reason)) for one in reading.skipped] == [("1.xml", "The item is too large.")]


def _package(*bodies: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        for place, body in enumerate(bodies):
            package.writestr(f"{place}.xml", ITEM % ("", body))
    return buffer.getvalue()
