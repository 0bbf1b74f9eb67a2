"""Moodle XML by table, and files as its exports are: broken in one place, with entities, files, other types."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tot.quizzes.formats.converting import Request, read_any
from tot.quizzes.formats.item import Item, Reading, Unreadable


def read(*questions: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> Reading:
    return read_any(f"{head}\n<quiz>\n{''.join(questions)}</quiz>".encode(), Request())


def question(kind: str, inner: str, text: str = "<![CDATA[<p>What?</p>]]>", name: str = "N") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text>{text}</text></questiontext>{inner}</question>\n'
    )


def answer(text: str, fraction: object, more: str = "") -> str:
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def pair(left: str, right: str) -> str:
    return f"<subquestion format='html'><text>{left}</text><answer><text>{right}</text></answer></subquestion>"


def only(kind: str, inner: str, **more: str) -> Item:
    reading = read(question(kind, inner, **more))
    assert [str(one.reason) for one in reading.skipped] == []
    (item,) = reading.items
    return item


CHOICES = [
    ("<single>true</single>", [("a", 100), ("b", 0)], "single", [True, False]),
    ("<single>1</single>", [("a", 0), ("b", 100), ("c", -25)], "single", [False, True, False]),
    ("", [("a", 0), ("b", 100)], "single", [False, True]),
    ("<single>false</single>", [("a", 50), ("b", 50), ("c", -100)], "multi", [True, True, False]),
    ("<single>false</single>", [("a", 33.33333), ("b", 66.66667), ("c", 0)], "multi", [True, True, False]),
    ("<single>false</single>", [("a", 100), ("b", 0)], "multi", [True, False]),
    ("<single>true</single>", [("a", 100), ("b", 100), ("c", 0)], "multi", [True, True, False]),
]


@pytest.mark.parametrize(("single", "answers", "kind", "right"), CHOICES)
def test_choices(single: str, answers: list[tuple[str, float]], kind: str, right: list[bool]) -> None:
    item = only("multichoice", single + "".join(answer(*one) for one in answers))
    assert (item.type, item.stem) == (kind, "What?")
    assert [option.percent > 0 for option in item.options] == right


OTHERS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("truefalse", answer("true", 0) + answer("false", 100), "tf", {"claim": False}),
    ("truefalse", answer("True", 100) + answer("False", 0), "tf", {"claim": True}),
    ("numerical", answer("3.14", 100, "<tolerance>0.01</tolerance>"), "num",
     {"number": Decimal("3.14"), "tolerance": Decimal("0.01")}),
    ("numerical", answer("5", 100) + answer("*", 0, "<feedback><text>No.</text></feedback>")
     + "<units><unit><multiplier>1000</multiplier><unit_name>g</unit_name></unit>"
       "<unit><multiplier>1</multiplier><unit_name>kg</unit_name></unit></units>", "num",
     {"number": Decimal(5), "unit": "kg", "feedback": "✗ No."}),
    ("matching", pair("a", "1") + pair("&lt;b&gt;b&lt;/b&gt;", "2") + pair("", "3"), "match",
     {"pairs": (("a", "1"), ("**b**", "2")), "spare": ("3",), "notes": ()}),
    ("matching", pair("a", "1") + pair("b", "2") + pair("c", "1") + pair("", "2") + pair("", "3") + pair("", "3"),
     "match", {"pairs": (("a", "1"), ("b", "2"), ("c", "1")), "spare": ("3",), "notes": ()}),
    ("essay", "<graderinfo format='html'><text>Look for three.</text></graderinfo>", "short",
     {"needs": (), "model": "Look for three."}),
    ("ordering", answer("first", 1) + answer("second", 2) + answer("third", 3), "order",
     {"steps": ("first", "second", "third")}),
    ("ordering", answer("second", "2.0") + answer("first", "1.0"), "order", {"steps": ("first", "second")}),
    ("ordering", answer("first", 0) + answer("second", 0), "order", {"steps": ("first", "second")}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "inner", "ours", "fields"), OTHERS)
def test_other_types(kind: str, inner: str, ours: str, fields: dict[str, Any]) -> None:
    item = only(kind, inner)
    assert item.type == ours
    assert {name: getattr(item, name) for name in fields} == fields


def test_short_answers_with_wildcards_and_weights() -> None:
    item = only("shortanswer", answer("*Border post*", 100) + answer("POST", 100) + answer("gate", 50) + answer("*", 0))
    assert item.needs[0].patterns == ("*border post*", "post")
    assert item.notes


CLOZE = [
    ("Capital: {1:SHORTANSWER:=Tashkent~%50%Samarkand}.", "short", "Capital: \\_\\_\\_\\_\\_."),
    ("It is {1:MULTICHOICE:=red#yes~blue#no~green} there", "single", "It is _____ there"),
    ("It is {:MC:red~%100%blue} there", "single", "It is _____ there"),
    ("About {2:NUMERICAL:=18:1~%50%20:5} years", "num", "About _____ years"),
]


@pytest.mark.parametrize(("text", "kind", "stem"), CLOZE)
def test_a_cloze_with_one_gap_is_a_question(text: str, kind: str, stem: str) -> None:
    item = only("cloze", "", text=text)
    assert (item.type, item.stem) == (kind, stem)


ROWS = (
    "<scoringmethod><text>subpoints</text></scoringmethod>"
    '<row number="1"><optiontext><text>Water boils</text></optiontext>'
    "<feedbacktext><text>at 100</text></feedbacktext></row>"
    '<row number="2"><optiontext><text>Ice boils</text></optiontext></row>'
    '<column number="1"><responsetext><text>True</text></responsetext></column>'
    '<column number="2"><responsetext><text>False</text></responsetext></column>'
    '<weight rownumber="1" columnnumber="1"><value> 1.000 </value></weight>'
    '<weight rownumber="1" columnnumber="2"><value>0.000</value></weight>'
    '<weight rownumber="2" columnnumber="1"><value>%s.000</value></weight>'
    '<weight rownumber="2" columnnumber="2"><value>%s.000</value></weight>'
)
OU = (
    '<columns><column number="1"><text>a metal</text></column><column number="2"><text>a gas</text></column>'
    '<column number="3"><text>a fluid</text></column></columns><rows>'
    '<row number="1"><name><text>iron</text></name><correctanswers><text>%s</text></correctanswers></row>'
    '<row number="2"><name><text>neon</text></name><correctanswers><text>%s</text></correctanswers></row></rows>'
)
MATRIX = (
    "<grademethod>kprime</grademethod>"
    "<row><shorttext>one</shorttext></row><row><shorttext>two</shorttext></row>"
    "<col><shorttext>odd</shorttext></col><col><shorttext>even</shorttext></col>"
    "<weights-of-row><weight-of-col>1</weight-of-col><weight-of-col>0</weight-of-col></weights-of-row>"
    "<weights-of-row><weight-of-col>0</weight-of-col><weight-of-col>1</weight-of-col></weights-of-row>"
)


def test_statements_judged_in_columns_are_matched_with_them() -> None:
    for kind in ("mtf", "kprime"):
        item = only(kind, ROWS % (0, 1))
        assert (item.type, item.pairs) == ("match", (("Water boils", "True"), ("Ice boils", "False")))
        assert (item.feedback, item.notes) == ("- Water boils: at 100", ())
    item = only("oumatrix", OU % ("1", "2"))
    assert (item.pairs, item.spare) == ((("iron", "a metal"), ("neon", "a gas")), ("a fluid",))
    item = only("matrix", MATRIX)
    assert item.pairs == (("one", "odd"), ("two", "even"))
    assert [str(note) for note in item.notes] == ["All rows had to be right together; here each counts."]


def test_one_row_of_several_is_a_choice() -> None:
    item = only("sc", "<correctrow>2</correctrow>" + ROWS % (0, 1))
    assert (item.type, [option.percent for option in item.options]) == ("single", [0.0, 100.0])


INSIDE = "<gapsetting><question>31</question><question/></gapsetting>"
SPOKEN = "<![CDATA[<p>A file begins with &lt; <question type='x'> and so on.</p>]]>"


@pytest.mark.parametrize("tail", ["", "<question type='truefalse'><name>broken</question>"])
def test_what_is_called_a_question_within_one_is_none(tail: str) -> None:
    good = answer("true", 100) + answer("false", 0)
    aside = f"<!-- {question('truefalse', good)} -->\n"
    reading = read(question("truefalse", good + INSIDE), aside, question("truefalse", good, SPOKEN, "last"), tail)
    assert [item.name for item in reading.items] == ["N", "last"]
    assert [item.line for item in reading.items] == [3, 6]
    assert len(reading.skipped) == bool(tail)


REFUSED = [
    (question("description", ""), "text without a question"),
    (question("cloze", "", text="{1:SA:=a} and {1:SA:=b}"), "2 gaps"),
    (question("calculated", ""), "drawn anew"),
    (question("ddmarker", ""), "on a picture"),
    (question("gapselect", ""), "without a question"),
    (question("mtf", ""), "fewer than two pairs"),
    (question("kprime", ROWS % (1, 0)), "belong to one partner"),
    (question("mtf", ROWS % (0, 0)), "No answer is marked"),
    (question("oumatrix", OU % ("1", "1,2")), "An entry belongs to several"),
    (question("randomsamatch", ""), "drawn from a category"),
    (question("random", ""), "drawn from a category"),
    (question("stack", ""), "type stack"),
    (question("multichoice", answer("a", 50) + answer("b", 0)), "all the points"),
    (question("multichoice", answer("a", 0) + answer("b", 0)), "No answer is marked"),
    (question("truefalse", answer("true", 0) + answer("false", 0)), "No answer is marked"),
    (question("numerical", answer("=x+1", 100)), "is no number"),
    (question("matching", ""), "fewer than two pairs"),
    (question("shortanswer", answer("*", 100)), "no letter and no digit"),
    (question("multichoice", answer("a", 100) + answer("b", 0), text=""), "no question before"),
]


@pytest.mark.parametrize(("spoilt", "reason"), REFUSED)
def test_what_cannot_be_carried_is_named_and_the_rest_is_carried(spoilt: str, reason: str) -> None:
    good = question("truefalse", answer("true", 100) + answer("false", 0))
    reading = read(good, spoilt, good)
    assert len(reading.items) == 2
    assert [(one.line, one.name or "What?") for one in reading.skipped] == [(4, "N")]
    assert reason in str(reading.skipped[0].reason)


BROKEN = [
    question("multichoice", answer("a", 100), text="a < b"),
    "<question type='multichoice'><name><text>N</text></name><questiontext>never closed\n",
    '<question type="multichoice"><name><text>N</text></name><questiontext><b>x</i></questiontext></question>\n',
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_question_takes_no_other_with_it(broken: str) -> None:
    good = question("truefalse", answer("true", 100) + answer("false", 0))
    reading = read(good, broken, good)
    assert len(reading.items) == 2
    assert [(one.line, one.name) for one in reading.skipped] == [(4, "N")]
    assert "broken" in str(reading.skipped[0].reason)


def test_signs_that_xml_does_not_know_are_mended() -> None:
    item = only("truefalse", answer("true", 100) + answer("false", 0), text="Fish & chips &nbsp;&hellip; &#7; &amp;lt;")
    assert item.stem == "Fish & chips … <"


def test_everything_about_a_question_is_kept() -> None:
    item = only(
        "multichoice",
        "<generalfeedback format='html'><text>&lt;p&gt;Because.&lt;/p&gt;</text></generalfeedback>"
        "<defaultgrade>3.0000000</defaultgrade><idnumber>BRD-q5</idnumber><single>true</single>"
        "<correctfeedback format='html'><text>Your answer is correct.</text></correctfeedback>"
        + answer("a", 100, "<feedback format='html'><text>Yes.</text></feedback>")
        + answer("b", 0)
        + "<tags><tag><text>easy</text></tag><tag><text>two words</text></tag></tags>",
    )
    assert (item.feedback, item.points, item.id, item.tags) == ("Because.", 3, "BRD-q5", ("easy", "two words"))
    assert [option.feedback for option in item.options] == ["Yes.", ""]


def test_files_and_categories_are_told_and_are_no_questions() -> None:
    category = '<question type="category"><category><text>$course$/top/One</text></category></question>\n'
    picture = '<![CDATA[<p>Look: <img src="@@PLUGINFILE@@/map.png" alt="the map"></p>]]>'
    file = '<questiontext><file name="map.png" path="/" encoding="base64">aGk=</file></questiontext>'
    reading = read(category, question("truefalse", answer("true", 100) + answer("false", 0) + file, text=picture))
    assert reading.skipped == ()
    assert reading.items[0].stem == "Look: (the map)"
    assert [str(note) for _line, note in reading.notes] == [
        "category $course$/top/One",
        "N: files are not carried: map.png",
    ]


MARKUPS = [
    ("markdown", "*slanted* 2\\*3", "*slanted* 2\\*3"),
    ("plain_text", "2*3 &lt;b&gt;", "2\\*3 &lt;b>"),
    ("moodle_auto_format", "one &lt;b&gt;two&lt;/b&gt;", "one **two**"),
    ("html", "&lt;ul&gt;&lt;li&gt;a&lt;/li&gt;&lt;li&gt;b&lt;/li&gt;&lt;/ul&gt;", "- a\n- b"),
]


@pytest.mark.parametrize(("markup", "text", "stem"), MARKUPS)
def test_the_markup_of_a_text_is_heeded(markup: str, text: str, stem: str) -> None:
    inner = answer("true", 100) + answer("false", 0)
    asked = question("truefalse", inner, text=text).replace(
        'questiontext format="html"', f'questiontext format="{markup}"'
    )
    assert read(asked).items[0].stem == stem


BOMBS = [
    '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz><question type="truefalse">&b;</question></quiz>',
    '<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz><question/></quiz>',
    '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question>&x;</question></quiz>',
    '<?xml version="1.0"?>\n<!doctype quiz><quiz><question/></quiz>',
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_document_types_and_entities_are_refused(bomb: str) -> None:
    with pytest.raises(Unreadable):
        read_any(bomb.encode(), Request())
    with pytest.raises(Unreadable):
        read_any(bomb.encode("utf-16"), Request())


def test_depth_has_a_limit() -> None:
    with pytest.raises(Unreadable) as refused:
        read_any(("<quiz>" + "<a>" * 200_000).encode(), Request())
    assert "too deep" in str(refused.value.sentence)


def test_other_encodings_are_named_in_the_file() -> None:
    asked = question("truefalse", answer("true", 100) + answer("false", 0), text="Граница?")
    text = f'<?xml version="1.0" encoding="windows-1251"?><quiz>{asked}</quiz>'
    assert read_any(text.encode("cp1251"), Request()).items[0].stem == "Граница?"
