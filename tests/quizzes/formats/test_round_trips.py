"""Out and in again: what a format can carry is the same afterwards, and our own file passes the check of courses."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.quizzes.formats.make import FORMATS_IN_AND_OUT, again, qti_of
from tot.courses.reader import read_courses
from tot.quizzes.formats import ours, weights
from tot.quizzes.formats.converting import Request, read_any
from tot.quizzes.formats.item import RIGHT, Item, Need, Option, Unreadable
from tot.quizzes.formats.registry import FORMATS
from tot.quizzes.formats.texts import escaped, fitted, objection, one_line
from tot.quizzes.formats.weights import recognisable
from tot.web.markdown import inline

SIGNS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"], exclude_characters="\ufeff"
)
KINDLY = st.sampled_from("abc Жў ʻ=~#{}:\\/.,;!?%&<>*_-+1 2[]()'\"|")
text = st.text(st.one_of(KINDLY, SIGNS), min_size=1, max_size=30).map(one_line)


def is_usable(written: str) -> bool:
    """Whether it can stand in a course as it is."""
    return bool(written.strip()) and objection(written) is None and fitted(written) == written


line = text.filter(is_usable)
passage = st.lists(line, min_size=1, max_size=3).map("\n".join).map(str.strip).filter(is_usable)
pattern = text.map(recognisable).filter(lambda one: bool(one) and objection(one) is None)


def some_of(of: st.SearchStrategy[str], least: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(of, min_size=least, max_size=4, unique=True)


def options_of(texts: list[str], right: set[int], remark: str = "") -> tuple[Option, ...]:
    """The first option may have a remark of its own."""
    chosen = {place % len(texts) for place in right}
    return tuple(
        Option(one, RIGHT if place in chosen else 0.0, "" if place else remark) for place, one in enumerate(texts)
    )


def matching(left: list[str], right: list[str], belongs: list[int]) -> Item:
    """Any left entry belongs to any right one, at least two of them; the others are spare."""
    places = [0, 1, *(place % len(right) for place in belongs)][: len(left)]
    pairs = tuple((one, right[place]) for one, place in zip(left, places, strict=True))
    spare = tuple(text for place, text in enumerate(right) if place not in places)
    return Item(type="match", stem="", pairs=pairs, spare=spare)


number = st.decimals(-10_000, 10_000, places=3).map(lambda one: one.normalize() + 0)
items = st.one_of(
    st.builds(
        lambda kind, texts, place, remark: Item(type=kind, stem="", options=options_of(texts, {place}, remark)),
        st.sampled_from(["single", "branch"]), some_of(line), st.integers(0, 3), st.just("") | line,
    ),
    st.builds(
        lambda texts, places, remark: Item(type="multi", stem="", options=options_of(texts, places, remark)),
        some_of(line), st.sets(st.integers(0, 3), min_size=1), st.just("") | line,
    ),
    st.builds(lambda claim: Item(type="tf", stem="", claim=claim), st.booleans()),
    st.builds(
        matching, some_of(line), st.lists(line, min_size=2, max_size=6, unique=True),
        st.lists(st.integers(0, 5), min_size=4, max_size=4),
    ),
    st.builds(lambda steps: Item(type="order", stem="", steps=tuple(steps)), some_of(line)),
    st.builds(
        lambda key, reach: Item(type="num", stem="", number=key, tolerance=abs(reach)), number, number
    ),
    st.builds(
        lambda patterns, model: Item(type="short", stem="", needs=(Need("Recognised", tuple(patterns)),), model=model),
        some_of(pattern, 1), passage,
    ),
)  # fmt: skip
questions = st.builds(
    lambda item, stem, feedback, count, points, sources: replace(
        item,
        stem=stem,
        feedback=feedback,
        points=points if item.type != "short" else 1,
        id=f"TST-q{count}",
        tags=tuple(f"source:{one}" for one in sources),
    ),
    items, passage, passage, st.integers(1, 99), st.integers(1, 20),
    st.sets(st.sampled_from(["F-PAL-1", "DESIGN"]), min_size=1),
)  # fmt: skip


levels = st.lists(st.integers(1, 9), min_size=1, max_size=3, unique=True).flatmap(
    lambda steps: st.tuples(*(st.tuples(st.just(points), line) for points in [0, *sorted(steps)]))
)
cases = st.builds(
    lambda stem, tasks, needs, model, feedback: Item(
        type="case", stem=stem, tasks=tuple(tasks), needs=tuple(needs), model=model, feedback=feedback, id="TST-q1",
        points=sum(need.levels[-1][0] for need in needs), tags=("source:DESIGN",),
    ),
    passage, st.lists(line, max_size=3), st.lists(st.builds(lambda text, steps: Need(text, (), steps), line, levels),
    min_size=1, max_size=3), passage, passage,
)  # fmt: skip


@given(cases)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_a_case_with_its_rubric_is_the_same_in_our_own_file(item: Item) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "items.yaml"
        file.write_bytes(ours.write([item], origin="x.gift").content)
        assert [str(problem) for problem in read_courses(file).errors] == []
        (read,) = ours.read(file).items
    assert replace(read, line=1) == item


SHARING = Item(
    type="match", stem="Who decides?", pairs=(("a", "court"), ("b", "police"), ("c", "court")), spare=("mayor",),
)  # fmt: skip


def test_a_partner_of_several_and_a_spare_one_stand_where_other_systems_look_for_them() -> None:
    assert b"\t=c -> court\n\t= -> mayor\n" in FORMATS["gift"].write([SHARING]).content
    written = FORMATS["moodle_xml"].write([SHARING]).content.decode()
    assert written.count("<subquestion") == 4
    assert "<text></text><answer" in written
    written = qti_of(SHARING)
    assert written.count("<qti-value>") == written.count("<qti-map-entry") == 3
    assert "<qti-value>l3 r1</qti-value>" in written
    assert written.count('identifier="r') == written.count('match-max="0"') == 3
    assert written.count('identifier="l') == written.count('match-max="1"') == 3
    one_to_one = qti_of(replace(SHARING, pairs=SHARING.pairs[:2], spare=()))
    assert (one_to_one.count('match-max="1"'), one_to_one.count('match-max="0"')) == (4, 0)


RUBRIC = (Need("Safety", (), ((0, "Alone"), (2, "With help"))), Need("A note", (), ((0, "None"), (1, "Time"))))
CASE = Item(
    type="case", stem="A girl sits alone.", tasks=("What first?", "What then?"), needs=RUBRIC, model="I sit down.",
    points=3, id="TST-q1", feedback="Safety first.",
)  # fmt: skip


def test_a_case_is_an_essay_elsewhere_and_its_rubric_a_text_for_the_marker() -> None:
    found = FORMATS["gift"].write([CASE])
    assert rb"A girl sits alone.\n\n1. What first?\n2. What then?{####Safety first.}" in found.content
    assert len(found.notes) == 1  # GIFT has no place for a rubric, and says so
    found = FORMATS["moodle_xml"].write([CASE])
    for piece in (
        'type="essay"',
        "<defaultgrade>3</defaultgrade>",
        "I sit down.",
        "- Safety\n    - **0** Alone",
        "2. What",
    ):
        assert piece in found.content.decode()
    assert not found.notes
    written = qti_of(CASE)
    for piece in (
        "<qti-extended-text-interaction",
        'normal-maximum="3"',
        "<strong>2</strong> With help",
        "I sit down.",
    ):
        assert piece in written


@pytest.mark.parametrize("name", FORMATS_IN_AND_OUT)
def test_a_case_comes_back_as_an_open_question_that_says_the_same(name: str) -> None:
    (read,) = again(name, [CASE]).items
    assert (read.type, read.feedback) == ("short", CASE.feedback)
    assert "What then?" in read.stem
    assert name == "gift" or "With help" in read.model


def carried(item: Item) -> Item:
    """What every format carries; the place in a file and its remarks are of the file."""
    needs = tuple(Need("", need.patterns) for need in item.needs)
    spare, tags = tuple(sorted(item.spare)), tuple(sorted(item.tags))
    return replace(item, line=1, name="", notes=(), needs=needs, model="", spare=spare, tags=tags)


@given(questions)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_our_own_file_passes_the_check_and_is_read_again(item: Item) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "items.yaml"
        file.write_bytes(ours.write([item], origin="x.gift").content)
        assert [str(problem) for problem in read_courses(file).errors] == []
        (read,) = ours.read(file).items
    told = replace(item, feedback=weights.told([item.feedback, weights.remarks(item.options)]))
    bare = tuple(replace(option, feedback="") for option in item.options)  # ours says it all in one feedback
    assert replace(carried(read), model=read.model) == replace(carried(told), model=item.model, options=bare)


@pytest.mark.parametrize("name", FORMATS_IN_AND_OUT)
@given(item=questions)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_what_a_format_can_carry_is_the_same_afterwards(name: str, item: Item) -> None:
    if name == "qti":  # its HTML knows paragraphs, lists and marked words, not every block of Markdown
        item = replace(item, stem=escaped(item.stem), feedback=escaped(item.feedback))
        assume(objection(item.stem, item.feedback) is None)
    (read,) = again(name, [item]).items
    assert shown(read) == shown(item) if name == "qti" else carried(read) == carried(item)


def shown(item: Item) -> Item:
    """QTI holds HTML: afterwards a text may be written otherwise, and is shown the same."""

    def page(text: str) -> str:
        return " ".join(inline(text, {}, {}).replace("<s>", "").replace("</s>", "").split())

    bare = carried(item)
    return replace(
        bare,
        stem=page(bare.stem),
        feedback=page(bare.feedback),
        options=tuple(
            replace(option, text=page(option.text), feedback=page(option.feedback)) for option in bare.options
        ),
        pairs=tuple((page(left), page(right)) for left, right in bare.pairs),
        spare=tuple(sorted(page(right) for right in bare.spare)),
        steps=tuple(page(step) for step in bare.steps),
    )


@pytest.mark.parametrize("made_as", ["gift", "aiken", *[name for name in FORMATS_IN_AND_OUT if name != "gift"]])
@given(written=st.one_of(st.text(max_size=300), st.text("{}=~#:\\n%>-<!&; \nAB.ANSWER:T<p>/", max_size=120)))
def test_no_text_makes_a_reader_raise(made_as: str, written: str) -> None:
    try:
        reading = read_any(written.encode("utf-8", "replace"), Request(made_as=made_as))
    except Unreadable:
        return
    assert all(str(one.reason) for one in reading.skipped)


@given(written=st.binary(max_size=300))
def test_no_bytes_make_reading_raise(written: bytes) -> None:
    for content in (written, b"PK\x03\x04" + written, b"<quiz>" + written, b"<?xml version='1.0'?>" + written):
        try:
            read_any(content, Request())
        except Unreadable:
            continue


def test_numbers_are_written_as_courses_read_them() -> None:
    item = Item(type="num", stem="How much?", number=Decimal("1E+3"), tolerance=Decimal("0.10"), feedback="So.")
    content = ours.write([item]).content.decode()
    assert "key: 1000, tolerance: 0.1," in content
