"""GIFT by table: what stands in the file, and the question that comes of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.quizzes.formats.make import gift_of, only, reasons
from tot.quizzes.formats import gift
from tot.quizzes.formats.item import Item
from tot.quizzes.formats.ours.writing import right_answer

TRUTH = [
    ("{T}", True), ("{F}", False), ("{TRUE}", True), ("{FALSE}", False), ("{true}", True), ("{False}", False),
    ("{ t }", True), ("{f}", False), ("{\n  T\n}", True), ("{T#no#yes}", True), ("{F####because}", False),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "claim"), TRUTH)
def test_true_and_false_in_all_spellings(answer: str, claim: bool) -> None:
    item = only(f"Is it so? {answer}")
    assert (item.type, item.claim, item.stem) == ("tf", claim, "Is it so?")


def test_what_is_said_to_true_and_false() -> None:
    assert only("Sun rises{T#wrong, it does#yes indeed####It does every day.}").feedback == (
        "It does every day.\n\n✓ yes indeed\n\n✗ wrong, it does"
    )


CHOICES: list[tuple[str, str, list[tuple[str, float]]]] = [
    ("{=a ~b ~c}", "single", [("a", 100), ("b", 0), ("c", 0)]),
    ("{~a\n=b\n~c\n}", "single", [("a", 0), ("b", 100), ("c", 0)]),
    ("{ =  two words   # yes ~ x # no }", "single", [("two words", 100), ("x", 0)]),
    ("{~%50%a ~%50%b ~%-100%c}", "multi", [("a", 100), ("b", 100), ("c", 0)]),
    ("{~%33.33333%a ~%33,33333%b ~%33.33333%c ~d}", "multi", [("a", 100), ("b", 100), ("c", 100), ("d", 0)]),
    ("{~%100%a ~b}", "multi", [("a", 100), ("b", 0)]),
    ("{=a ~%50%b ~c}", "single", [("a", 100), ("b", 0), ("c", 0)]),
    ("{=a =b ~c}", "multi", [("a", 100), ("b", 100), ("c", 0)]),
    (r"{=a\=b ~c\~d ~e\#f ~g\{h\}i ~j\:k ~l\\m}", "single",
     [("a=b", 100), ("c~d", 0), ("e#f", 0), ("g{h}i", 0), ("j:k", 0), ("l\\m", 0)]),
    ('{=[html]<b>big</b> one ~[plain]2*3 ~[markdown]*slanted*}', "single",
     [("**big** one", 100), (r"2\*3", 0), ("*slanted*", 0)]),
    ('{=<img src="x/y.png" alt="the map"> ~<a href="https://example.org/">there</a>}', "single",
     [("(the map)", 100), ("[there](https://example.org/)", 0)]),
    ("{=a\n\n~b\n\n~c}", "single", [("a", 100), ("b", 0), ("c", 0)]),
    ("{=a ~}", "single", [("a", 100)]),
    ("{=a\n// a remark ~never\n~b}", "single", [("a", 100), ("b", 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "kind", "options"), CHOICES)
def test_choices(answers: str, kind: str, options: list[tuple[str, float]]) -> None:
    item = gift.read(f"::N:: Which? {answers}").items[0]
    assert item.type == kind
    assert [(option.text, option.percent) for option in item.options] == options


NUMBERS = [
    ("{#3}", 3, 0), ("{#3:2}", 3, 2), ("{#1..5}", 3, 2), ("{#-5..-1}", -3, 2), ("{#3.141..3.142}", 3.1415, 0.0005),
    ("{#=3:0.5}", 3, 0.5), ("{# =1822:0 =%50%1822:2 }", 1822, 0), ("{#3,5}", 3.5, 0), ("{#1e3:10}", 1000, 10),
    ("{#0.1:0.01#near#really}", 0.1, 0.01), ("{#\n=5:0 # yes\n=%50%4..6 # nearly\n}", 5, 0), ("{#5..1}", 3, 2),
    ("{# =1..3 =2..6 }", 3.5, 2.5), ("{#-0.5:0.25}", -0.5, 0.25), ("{#=7#right\n~#everything else}", 7, 0),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "key", "tolerance"), NUMBERS)
def test_numbers(answer: str, key: float, tolerance: float) -> None:
    item = only(f"How many? {answer}")
    assert (item.type, item.number, item.tolerance) == ("num", Decimal(str(key)), Decimal(str(tolerance)))


OTHERS: list[tuple[str, str, Any]] = [
    ("What? {=Paris =paris =%50%Lyon}", "short", ("paris",)),
    ("What? {=*border* =post}", "short", ("*border*", "post")),
    ("Two plus {=two =2} is four.", "short", ("two", "2")),
    ("Which? {# =3 =7.5 }", "short", ("3", "7.5")),
    ("Say it. {}", "short", None),
    ("Say it. {\n}", "short", None),
    ("Say it. {####Only this is said.}", "short", None),
    ("Match. {=a -> 1 =b -> 2 =c->3}", "match", (("a", "1"), ("b", "2"), ("c", "3"))),
    ("Match. {\n=[html]<i>a</i> -> x = y\\=z -> w\n}", "match", (("*a*", "x"), ("y=z", "w"))),
    ("Match. {=a -> 1 =b -> 2 = -> 3}", "match", (("a", "1"), ("b", "2"))),
    ("Match. {=a -> 1 =b -> 2 =c -> 1}", "match", (("a", "1"), ("b", "2"), ("c", "1"))),
    ("Order. {>3 ALL VERTICAL ABSOLUTE_POSITION SHOW none\none\ntwo\nthree\n}", "order", ("one", "two", "three")),
    ("Order. {>\none\ntwo}", "order", ("one", "two")),
]


@pytest.mark.parametrize(("text", "kind", "expected"), OTHERS)
def test_words_pairs_and_steps(text: str, kind: str, expected: Any) -> None:
    item = only(text)
    assert item.type == kind
    found = {"match": item.pairs, "order": item.steps, "short": item.needs[0].patterns if item.needs else None}[kind]
    assert found == expected


def test_an_answer_without_a_question_can_be_chosen_and_belongs_to_none() -> None:
    item = only("Match. {=a -> 1 =b -> 2 = -> 3 = -> 2\n=->4 = -> 3}")
    assert (item.spare, item.partners, item.notes) == (("3", "4"), ("1", "2", "3", "4"), ())
    item = only("Match. {=a -> 1 =b -> 2 =c -> }")
    assert (item.pairs, item.spare) == ((("a", "1"), ("b", "2")), ())
    assert [str(note) for note in item.notes] == ["Entries without a partner were left out."]


STEMS = [
    ("Grant is {~buried =entombed} in Grant's tomb.", "Grant is _____ in Grant's tomb."),
    (r"One\nTwo {T}", "One\nTwo"),
    (r"A \{ brace \} \= \~ \# \: \\ {T}", "A { brace } = ~ # : \\"),
    ("Two lines\nof one question {T}", "Two lines\nof one question"),
    ("[html]<p>Bold: <b>so</b></p><p>Next</p> {T}", "Bold: **so**\n\nNext"),
    ("[markdown]*slanted* and `code` {T}", "*slanted* and `code`"),
    ("[plain]2*3 <b> {T}", r"2\*3 &lt;b>"),
    ("2*3 and a_b {T}", r"2\*3 and a_b"),
    ("<em>Is</em> it? {T}", "*Is* it?"),
    ("::T::[moodle]Is it? {T}", "Is it?"),
    ("x &lt; y &amp; z {T}", "x < y & z"),
    ("Ўзбекистон · oʻzbek · 中文 · 😀 {T}", "Ўзбекистон · oʻzbek · 中文 · 😀"),
    ("# Not a heading {T}", r"\# Not a heading"),
    ("Where is {{this}} {T}", "Where is { {this} }"),
]


@pytest.mark.parametrize(("text", "stem"), STEMS)
def test_the_question_itself(text: str, stem: str) -> None:
    reading = gift.read(text)
    assert [item.stem for item in reading.items] == [stem]
    assert reading.skipped == ()


REFUSED = [
    ("Just a text.", "text without a question"),
    ("Which? {~a ~b}", "No answer is marked as right"),
    ("Which? {=a ~b", "never closed"),
    ("{=a ~b}", "no question before"),
    ("Which? {a b\nc d}", "do not begin with = or ~"),
    ("Which? {$a$}", "do not begin with = or ~"),
    ("Match {=a -> 1 =b -> 1}", "belong to"),
    ("Match {=a -> 1}", "fewer than two"),
    ("Sign? {=+}", "no letter and no digit"),
    ("Number? {#abc}", "is no number"),
    ("Number? {#}", "no number among"),
    ("Number? {# =1:0.1 =9:0.1}", "lie apart"),
    ("Number? {# =-1 =9}", "lie apart"),
    ("Which? {=a " + "~b " * 600 + "}", "more than 500 answers"),
    ("Number? {#12345678901234}", "too large"),
    ("Which? {=a " + " ".join(f"~b{at}" for at in range(26)) + "}", "more than 26 answers"),
    ("Match " + "{" + " ".join(f"=l{at} -> r{at}" for at in range(27)) + "}", "more than 26 answers"),
    ("Only one {=a ~}", "fewer than two answers"),
    ("Half {=%50%a ~b}", "earns all the points"),
    ("Twice {=a ~b} and {=c ~d}", "more than once"),
    ("Call +998 71 234 56 78? {T}", "telephone"),
    ("Write to somebody@example.org? {T}", "e-mail"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_cannot_be_carried_is_named_and_the_rest_is_carried(text: str, reason: str) -> None:
    found = reasons(f"::First:: one {{T}}\n\n{text}\n\n::Last:: two {{F}}")
    assert [line for line, _reason in found] == [3]
    assert reason in found[0][1]


def test_braces_of_a_formula_that_nobody_escaped() -> None:
    item = only("::F:: What is \\frac{1}{2}? {=half ~\\sqrt{4}}")
    assert (item.type, item.stem) == ("single", "What is \\frac{1}{2}?")
    assert [option.text for option in item.options] == ["half", "\\sqrt{4}"]
    two = gift.read("What is x_{1}\nand y^{2}?\n{=half ~x_{2}}\nNext {T}\n")
    assert [one.stem for one in two.items] == ["What is x\\_{1}\nand y^{2}?", "Next"]


def test_a_category_is_no_question() -> None:
    reading = gift.read("$CATEGORY: $course$/top/Border: two\n\nIs it? {T}\n$CATEGORY: other\nIs it not? {F}")
    assert len(reading.items) == 2
    assert reading.skipped == ()
    assert [(line, str(note)) for line, note in reading.notes] == [
        (1, "category $course$/top/Border: two"),
        (4, "category other"),
    ]


def test_comments_name_ids_and_tags() -> None:
    item = only("// question: 12  name: x [id:BRD-q7] [tag:easy] [tag:two words]\n::N::Is it? {T}")
    assert (item.id, item.tags, item.name, item.line) == ("BRD-q7", ("easy", "two words"), "N", 2)


def test_questions_without_a_blank_line_between_them() -> None:
    reading = gift.read("::A:: one {T}\n::B:: two {F}\nthree {T}\n// remark\nfour {=a ~b}\n")
    assert [(item.line, item.stem) for item in reading.items] == [(1, "one"), (2, "two"), (3, "three"), (5, "four")]


def test_a_brace_that_is_never_closed_takes_no_other_question_with_it() -> None:
    reading = gift.read("::A:: one {=a\n~b\n\n::B:: two {T}\n\nthree {=a ~b\n\nfour {F}\n")
    assert [item.stem for item in reading.items] == ["two", "four"]
    assert [(one.line, one.name) for one in reading.skipped] == [(1, "A"), (6, "three")]


def test_an_answer_of_nothing_but_a_tag_is_that_tag() -> None:
    item = only("Which one makes a link? {=<a> ~<link> ~<b> ~<p>####[html]<p></p>}")
    assert [option.text for option in item.options] == ["&lt;a>", "&lt;link>", "&lt;b>", "&lt;p>"]
    assert (item.options[0].percent, item.feedback) == (100, "")


def test_a_sign_with_nothing_behind_it_is_no_answer() -> None:
    item = only("Which two? {\n=~%50% one\n=~%50% two\n~%-50% three\n}")
    assert (item.type, [option.percent for option in item.options]) == ("multi", [100, 100, 0])


def test_braces_within_an_answer_lose_one_question_and_make_no_others() -> None:
    good = "Is it? {T}\n\n"
    told = reasons(f"{good}::B::Which?\n{{\n=a %}}\n~{{{{ b }}}}\n~{{ c\n~d\n}}\n\n{good}")
    assert [line for line, _reason in told] == [3]
    assert "brace within an answer" in told[0][1]


def test_every_remark_is_kept() -> None:
    item = only("Which? {=a#well done ~b#no: not b ~c####In general.}")
    assert item.feedback == "In general."
    assert [option.feedback for option in item.options] == ["well done", "no: not b", ""]


def test_writing_and_reading_again() -> None:
    source = "::N::Which? {=a#yes \\= ~b}\n\nMatch {=a -> b =c -> d}\n\nHow? {#1.5:0.5####so}\n\nOrder {>2\nx\ny\n}\n"
    items = gift.read(source).items
    again = gift.read(gift_of(items)).items

    def bare(item: Item) -> tuple[Any, ...]:
        return (item.type, item.stem, item.options, item.pairs, item.steps, item.number, item.tolerance, item.feedback)

    assert [bare(item) for item in again] == [bare(item) for item in items]


@pytest.mark.parametrize(
    ("answer", "language", "sentence"),
    [
        ("{#0..17}", "en", "The right answer: from 0 to 17."),
        ("{#-5..-1}", "ru", "Верный ответ: от -5 до -1."),
        ("{#0.5..1.25}", "uz", "Toʻgʻri javob: 0.5 dan 1.25 gacha."),
        ("{# =1..3 =2..6 }", "en", "The right answer: from 1 to 6."),
        ("{#100..120}", "en", "The right answer: from 100 to 120."),
        ("{#3:2}", "en", "The right answer: 3."),
        ("{#4..4}", "en", "The right answer: 4."),
    ],
)
def test_the_right_answer_of_a_range_is_the_range(answer: str, language: str, sentence: str) -> None:
    assert right_answer(only(f"How many? {answer}"), language) == sentence
