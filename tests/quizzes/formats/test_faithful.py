"""What other systems write besides plain questions, and what must become of it: formulas, code, gaps, remarks."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from tests.quizzes.formats.make import only as gift
from tests.quizzes.formats.test_moodle_xml import answer, only, question, read
from tests.quizzes.formats.test_qti import asked, choices, declared, in_three, item, package
from tot.quizzes.formats.converting import Request, convert, read_any
from tot.quizzes.formats.item import Item, Reading, Unreadable
from tot.quizzes.formats.tags import category_of
from tot.quizzes.formats.texts import from_markup, objection, one_line


def qti(text: str) -> Reading:
    return read_any(text.encode(), Request())


def only_of(text: str) -> Item:
    reading = qti(text)
    assert [str(one.reason) for one in reading.skipped] == []
    return reading.items[0]


def refused(text: str) -> str:
    (left,) = qti(text).skipped
    return str(left.reason)


FORMULAS = [
    ("<math><msup><mn>10</mn><mn>6</mn></msup></math>", "10⁶"),
    ("<math><msup><mi>x</mi><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow></msup></math>", "x^(a+1)"),
    ("<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></math>", "(a+b)/2"),
    ("<m:math><m:msqrt><m:mi>x</m:mi></m:msqrt><m:mo>=</m:mo><m:mn>3</m:mn></m:math>", "√(x) = 3"),
    ("<math><msub><mi>H</mi><mn>2</mn></msub><mi>O</mi></math>", "H₂O"),
    ("<math><semantics><mi>x</mi><annotation>\\frac x</annotation></semantics></math>", "x"),
    ("<math><mroot><mi>x</mi><mn>3</mn></mroot></math>", "³√(x)"),
    ("<math><mi>x</mi>", "x"),
    ("<math><mi>x</b></math>", "x"),
]


@pytest.mark.parametrize(("markup", "text"), FORMULAS)
def test_a_formula_is_said_in_one_line(markup: str, text: str) -> None:
    assert from_markup(f"<p>{markup}</p>", "html") == text


CODE = [
    ("Use <code>a &lt; b</code>.", "Use `a < b`."),
    ("<code>{{name}} <b>bold</b></code>", "`{ {name} } bold`"),
    ("<pre>if x:\n    y()  \n</pre>then", "```\nif x:\n    y()\n```\n\nthen"),
    ("<code>a<br>b</code>", "```\na\nb\n```"),
    ("<tt>x`y</tt>", "x\\`y"),
    ("<code>never closed", "`never closed`"),
    ("<b>see <code>*x*</code></b>", "**see `*x*`**"),
]


@pytest.mark.parametrize(("markup", "text"), CODE)
def test_code_stays_code(markup: str, text: str) -> None:
    assert from_markup(markup, "html") == text
    assert objection(text) is None


def test_lines_of_code_in_an_option_stand_on_one() -> None:
    assert one_line(from_markup("<pre>a = 1\nb = 2</pre>", "html")) == "`a = 1 b = 2`"


def test_ten_thousand_breaks_are_read_at_once() -> None:
    began = time.process_time()
    assert from_markup(f"a{'<br>' * 50_000}b", "html") == "a\n\nb"
    assert time.process_time() - began < 2


# Gaps in a text

GAP_MATCH = asked(
    "gapMatch",
    "<gapText identifier='w1' matchMax='1'>judge</gapText><gapText identifier='w2' matchMax='1'>guard</gapText>"
    "<gapText identifier='w3' matchMax='1'>pilot</gapText>"
    "<p>The <gap identifier='g1'/> asks and the <gap identifier='g2'/> waits.</p>",
)


@pytest.mark.parametrize("change", [str, in_three])
def test_words_for_gaps_are_matched_with_their_places(change: type[str]) -> None:
    found = only_of(change(item(declared("multiple", "directedPair", "w2 g2", "w1 g1"), GAP_MATCH)))
    assert (found.type, found.pairs) == ("match", (("(1)", "judge"), ("(2)", "guard")))
    assert found.stem == "The (1) _____ asks and the (2) _____ waits."
    assert (found.spare, found.notes) == (("pilot",), ())


def test_a_word_for_all_gaps_is_refused() -> None:
    assert "belong to one" in refused(item(declared("multiple", "directedPair", "w1 g1", "w1 g2"), GAP_MATCH))
    assert "Not every gap" in refused(item(declared("multiple", "directedPair", "w1 g1"), GAP_MATCH))


def inline(name: str, *words: str) -> str:
    inner = "".join(f"<inlineChoice identifier='{word}'>{word}</inlineChoice>" for word in words)
    return f"<inlineChoiceInteraction responseIdentifier='{name}'>{inner}</inlineChoiceInteraction>"


def two(first: str, second: str) -> str:
    declarations = "".join(declared("single", "identifier", right).replace('"R"', f'"{name}"')
                           for name, right in (("R1", "red"), ("R2", "blue")))  # fmt: skip
    return item(declarations, f"<p>Stop at {first} and go at {second}.</p>")


def test_choices_in_a_text_from_one_list_are_a_match() -> None:
    found = only_of(two(inline("R1", "red", "blue"), inline("R2", "blue", "red")))
    assert found.pairs == (("(1)", "red"), ("(2)", "blue"))
    assert found.stem == "Stop at (1) _____ and go at (2) _____."


def test_choices_from_different_lists_are_refused_with_the_reason() -> None:
    assert "different lists" in refused(two(inline("R1", "red", "green"), inline("R2", "blue", "black")))


WORDS = "".join(
    f"<selectoption><text>{word}</text><group>{group}</group></selectoption>"
    for word, group in (("judge", 1), ("guard", 1), ("pilot", 1), ("red", 2), ("blue", 2))
)


def test_numbered_gaps_of_moodle() -> None:
    found = only("gapselect", WORDS, text="The [[2]] waits for the [[1]] now.")
    assert (found.stem, found.pairs) == (
        "The (1) _____ waits for the (2) _____ now.",
        (("(1)", "guard"), ("(2)", "judge")),
    )
    one = only("gapselect", WORDS, text="The light is [[4]].")
    assert (one.type, [(option.text, option.percent) for option in one.options]) == (
        "single",
        [("red", 100), ("blue", 0)],
    )


LIST = "{1:MC:=judge~guard~pilot}", "{%d:MULTICHOICE_S:judge~%%100%%guard~pilot}"


def test_a_cloze_of_choices_from_one_list_is_a_match() -> None:
    found = only("cloze", "", text=f"{LIST[0]} asks, {LIST[1] % 1} waits.")
    assert (found.stem, found.pairs) == ("(1) _____ asks, (2) _____ waits.", (("(1)", "judge"), ("(2)", "guard")))
    uneven = only("cloze", "", text=f"{LIST[0]} asks, {LIST[1] % 3} waits.")
    assert any("different weights" in str(note) for note in uneven.notes)


# Remarks: to whom they are said


def test_remarks_say_to_whom() -> None:
    boolean = gift("Is it?{TRUE#no, see p. 3#yes####Always.}")
    assert boolean.feedback == "Always.\n\n✓ yes\n\n✗ no, see p. 3"
    number = gift("How many?{#5:1~#count again}")
    assert (number.number, number.tolerance, number.feedback) == (Decimal(5), Decimal(1), "✗ count again")
    listed = gift("Is it?{T#[markdown]- see p. 3\\n- see p. 4}")
    assert listed.feedback == "✗\n\n- see p. 3\n- see p. 4"
    half = gift("How many?{#5 =%50%6#nearly}")
    assert (half.number, half.feedback) == (Decimal(5), "(✓) nearly")
    word = gift("Who?{=judge#yes =%0%*#no}")
    assert word.feedback == "- judge: yes\n✗ no"


def test_remarks_of_moodle_that_every_question_makes_are_left_out_and_told() -> None:
    said = "<correctfeedback><text>%s</text></correctfeedback><incorrectfeedback><text>%s</text></incorrectfeedback>"
    two_answers = answer("a", 100) + answer("b", 0)
    alike = [question("multichoice", two_answers + said % ("Отлично!", "Ваш ответ неправильный.")) for _n in range(3)]
    own = question("multichoice", two_answers + said % ("See article 3.", "Read article 3."))
    reading = read(*alike, own)
    assert [one.feedback for one in reading.items] == ["", "", "", "✓ See article 3.\n\n✗ Read article 3."]
    assert [str(note) for _line, note in reading.notes] == [
        "“Отлично!” is said whatever the question, and was left out.",
        "“Ваш ответ неправильный.” is said whatever the question, and was left out.",
    ]


def test_remarks_of_qti_say_to_whom_where_their_names_do() -> None:
    told = "".join(
        f'<modalFeedback outcomeIdentifier="F" identifier="{name}" showHide="show">{name}</modalFeedback>'
        for name in ("correct", "incorrect", "FEEDBACK_1")
    )
    found = only_of(item(declared("single", "identifier", "a"), asked("choice", choices("a", "b") + PROMPT), told))
    assert found.feedback == "✓ correct\n\n✗ incorrect\n\nFEEDBACK_1"


PROMPT = "<prompt>Which?</prompt>"
CHOICE = asked("choice", PROMPT + choices("a", "b"))
KEY = declared("single", "identifier", "a")


def test_a_drawn_item_is_refused_and_a_button_is_none() -> None:
    drawn = '<templateDeclaration identifier="T" cardinality="single" baseType="integer"/>'
    assert "drawn anew" in refused(item(KEY + drawn, CHOICE))
    hint = '<endAttemptInteraction responseIdentifier="H" title="Hint"/>'
    assert only_of(item(KEY, CHOICE + hint)).stem == "Which?"
    tries = item(KEY, CHOICE).replace("identifier=", 'adaptive="true" identifier=', 1)
    assert [str(note) for note in only_of(tries).notes] == ["It allowed several tries; here one answer is given."]


RULES = (
    '<responseProcessing><responseCondition><responseIf><%s><variable identifier="R"/>%s</%s>'
    '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">%s</baseValue></setOutcomeValue>'
    "</responseIf></responseCondition></responseProcessing>"
)


def test_a_key_that_only_the_rules_know() -> None:
    word = RULES % ("stringMatch", '<baseValue baseType="string">judge</baseValue>', "stringMatch", 2)
    found = only_of(item(declared("single", "string"), f"<p>Who? {asked('textEntry', '')}</p>", word))
    assert found.needs[0].patterns == ("judge",)
    several = "<multiple><baseValue>a</baseValue><baseValue>c</baseValue></multiple>"
    chosen = item(declared("multiple", "identifier"), asked("choice", PROMPT + choices("a", "b", "c")),
                  RULES % ("match", several, "match", 1))  # fmt: skip
    assert [option.percent > 0 for option in only_of(chosen).options] == [True, False, True]
    nothing = item(declared("single", "identifier"), CHOICE, RULES % ("match", several, "match", 0))
    assert "No answer is marked" in refused(nothing)


def test_a_passage_that_items_share_stands_in_each_question() -> None:
    passage = (
        '<assessmentStimulus identifier="p"><stimulusBody><p>Read <b>this</b>.</p></stimulusBody></assessmentStimulus>'
    )
    asking = item(KEY + '<assessmentStimulusRef identifier="p" href="../texts/p.xml"/>', CHOICE)
    packed = package({"items/a.xml": asking, "texts/p.xml": passage})
    (found,) = read_any(packed, Request()).items
    assert found.stem == "Read **this**.\n\nWhich?"
    lost = read_any(package({"items/a.xml": asking}), Request())
    assert "../texts/p.xml" in str(lost.notes[0][1])


def test_answers_that_are_only_pictures_are_refused() -> None:
    pictures = "".join(f'<simpleChoice identifier="{one}"><img src="x/{one}.png"/></simpleChoice>' for one in "ab")
    assert "is a picture" in refused(item(KEY, asked("choice", PROMPT + pictures)))
    assert only_of(item(KEY, asked("choice", PROMPT + pictures.replace("/>", ' alt="a map"/>', 1).replace(
        'b.png"', 'b.png" alt="a list"')))).options[0].text == "(a map)"  # fmt: skip


def test_a_prefix_that_nobody_declared_and_a_long_licence_do_no_harm() -> None:
    strange = item(KEY, f"<x:note xsi:kind='y'>N</x:note>{CHOICE}").replace(
        "<assessmentItem", f"<!-- {'licence ' * 500}-->\n<assessmentItem", 1
    )
    assert only_of(strange).options[0].percent == 100


def test_other_types_of_moodle() -> None:
    found = only("oumultiresponse", answer("a", 100) + answer("b", 0) + answer("c", 100))
    assert [option.percent > 0 for option in found.options] == [True, False, True]


def test_what_is_lost_of_moodle_is_told() -> None:
    hint = '<hint format="html"><text>Look again.</text></hint><hint><text></text></hint>'
    reading = read(question("shortanswer", f"<usecase>1</usecase>{answer('Judge', 100)}{hint}"))
    assert [str(note) for _line, note in reading.notes] == ["N: hints for further tries are not carried"]
    assert [str(note) for note in reading.items[0].notes] == ["Capital letters counted; here they do not."]


def test_a_word_in_braces_without_a_sign_is_the_answer() -> None:
    found = gift("The capital?{Tashkent}")
    assert found.needs[0].patterns == ("tashkent",)
    assert ["no sign" in str(note) for note in found.notes] == [True]


def test_what_earns_only_a_part_is_named() -> None:
    (left,) = read(question("numerical", answer("5", 50))).skipped
    assert "No answer earns all the points" in str(left.reason)


NUMBERS = ["3.14159265358979", "0.000000000160217663", "1234567890123"]


def test_exact_numbers() -> None:
    kept = [gift(f"How much?{{#{one}}}").number for one in NUMBERS[:2]]
    assert kept == [Decimal(one) for one in NUMBERS[:2]]
    reading = read_any(f"How much?{{#{NUMBERS[2]}}}".encode(), Request())
    assert "too large" in str(reading.skipped[0].reason)


STRANGE = [
    (b"\x1f\x8b\x08\x00backup", "Moodle XML"),
    (b"%PDF-1.7", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "plain text"),
]


@pytest.mark.parametrize(("content", "advice"), STRANGE)
def test_what_is_no_file_of_questions_gets_advice(content: bytes, advice: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_any(content, Request())
    assert advice in str(refusal.value.sentence)


OBJECTED = [
    ("write to a.b@example.org", "e-mail"),
    ("hotline: 1146", "telephone"),
    ("see [this](annex:", None),
]


@pytest.mark.parametrize(("text", "sentence"), OBJECTED)
def test_what_a_course_does_not_allow_is_said_in_a_sentence(text: str, sentence: str | None) -> None:
    found = objection(text)
    assert (found is None) if sentence is None else (sentence in str(found) and str(found).startswith("A text"))


LABELLED = [
    "$CATEGORY: $course$/top/Border/Night shift\n\n::Q::Is it? {T}\n",
    '<quiz><question type="category"><category><text>$course$/top/Border/Night shift</text></category></question>'
    f"{question('truefalse', answer('true', 100) + answer('false', 0), name='Q')}</quiz>",
]


@pytest.mark.parametrize("text", LABELLED)
def test_the_category_of_a_question_is_said_where_it_comes_from(text: str) -> None:
    written = convert(text.encode(), Request(name="bank.txt")).files[""].decode()
    assert ", category Border/Night shift: Q" in written
    assert qti(text).items[0].category == "Border/Night shift"


@pytest.mark.parametrize(
    ("written", "said"), [("$course$/top", ""), ("$cat1$/Default for 1", "Default for 1"), ("topology", "topology")]
)
def test_what_a_category_says_of_its_system_is_left_out(written: str, said: str) -> None:
    assert category_of(written) == said
