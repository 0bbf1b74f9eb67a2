"""QTI by table: the same questions in the names of 2.1, 2.2 and 3.0, alone and in packages; and what is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.quizzes.formats.make import again
from tot.quizzes.formats.converting import Request, read_any
from tot.quizzes.formats.item import Item, Reading, Unreadable
from tot.quizzes.formats.weights import UNEVEN

CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")


def item(declaration: str, body: str, more: str = "", *, title: str = "T", space: str = "imsqti_v2p1") -> str:
    """An item of 2.x."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem '
        f'xmlns="http://www.imsglobal.org/xsd/{space}" identifier="i-1" title="{title}">\n{declaration}\n'
        f"<itemBody>{body}</itemBody>{more}</assessmentItem>"
    )


def in_three(text: str) -> str:
    """The same in the names of 3.0: qti- before elements, hyphens instead of capitals."""
    html = {"p", "div", "b", "i", "br", "ul", "li", "img", "span"}

    def element(found: re.Match[str]) -> str:
        name = found[2]
        return found[0] if name in html else f"{found[1]}qti-{CAPITAL.sub(lambda c: '-' + c[1].lower(), name)}"

    text = re.sub(r"(</?)([A-Za-z]+)", element, text)
    return re.sub(
        r"(?<=\s)([a-z]+[A-Z]\w*)(?==)", lambda found: CAPITAL.sub(lambda c: "-" + c[1].lower(), found[1]), text
    )


def declared(cardinality: str, kind: str, *correct: str, worth: dict[str, float] | None = None) -> str:
    values = "".join(f"<value>{value}</value>" for value in correct)
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in (worth or {}).items())
    return (
        f'<responseDeclaration identifier="R" cardinality="{cardinality}" baseType="{kind}">'
        + (f"<correctResponse>{values}</correctResponse>" if correct else "")
        + (f'<mapping defaultValue="0">{entries}</mapping>' if entries else "")
        + "</responseDeclaration>"
    )


def choices(*names: str, tag: str = "simpleChoice") -> str:
    return "".join(f'<{tag} identifier="{name}">text {name}</{tag}>' for name in names)


def asked(kind: str, inner: str, more: str = "") -> str:
    return f'<{kind}Interaction responseIdentifier="R"{more}>{inner}</{kind}Interaction>'


PROMPT = "<prompt>Which?</prompt>"
AB, ABC = PROMPT + choices("a", "b"), PROMPT + choices("a", "b", "c")
SIDES = (
    f"<simpleMatchSet>{choices('a', 'b', tag='simpleAssociableChoice')}</simpleMatchSet>"
    f"<simpleMatchSet>{choices('x', 'y', 'z', tag='simpleAssociableChoice')}</simpleMatchSet>"
)
WHERE = f"<p>Where? {asked('textEntry', '')}</p>"
INLINE = f"<p>It is {asked('inlineChoice', choices('a', 'b', tag='inlineChoice'))} now.</p>"
HOT = "<prompt>Which word?</prompt><p>One {} and {}.</p>".format(
    choices("a", tag="hottext"), choices("b", tag="hottext")
)
MATCH = asked("match", PROMPT + SIDES)
SHARING = asked(
    "match",
    f"{PROMPT}<simpleMatchSet>{choices('a', 'b', 'c', tag='simpleAssociableChoice')}</simpleMatchSet>"
    f"<simpleMatchSet>{choices('x', 'y', tag='simpleAssociableChoice')}</simpleMatchSet>",
)
ITEMS: list[tuple[str, str, str, dict[str, Any]]] = [
    (declared("single", "identifier", "b"), asked("choice", ABC), "single", {"right": "b"}),
    (declared("single", "identifier", worth={"a": 0, "b": 1}), asked("choice", AB), "single",
     {"right": "b"}),
    (declared("multiple", "identifier", "a", "c"), asked("choice", ABC, ' maxChoices="0"'),
     "multi", {"right": "ac"}),
    (declared("multiple", "identifier", worth={"a": 1, "b": -1, "c": 0.5}), asked("choice", ABC),
     "multi", {"right": "ac"}),
    (declared("single", "identifier", "true"), asked("choice", PROMPT + choices("true", "false")), "tf",
     {"claim": True}),
    (declared("single", "identifier", "b"), INLINE,
     "single", {"right": "b", "stem": "It is _____ now."}),
    (declared("single", "string", "York", worth={"York": 1, "york": 0.5}), WHERE,
     "short", {"patterns": ("york",)}),
    (declared("single", "string", "York", worth={"York": 1, "Eboracum": 1}), WHERE,
     "short", {"patterns": ("york", "eboracum")}),
    (declared("single", "float", "3.14"), f"<p>Pi?</p><p>{asked('textEntry', '')}</p>", "num",
     {"number": Decimal("3.14"), "stem": "Pi?"}),
    (declared("single", "integer", "18"), WHERE, "num", {"number": Decimal(18)}),
    (declared("single", "string"), asked("extendedText", "<prompt>Say it.</prompt>"), "short",
     {"needs": (), "stem": "Say it."}),
    (declared("multiple", "directedPair", "a y", "b x"), MATCH, "match",
     {"pairs": (("text a", "text y"), ("text b", "text x")), "spare": ("text z",), "notes": ()}),
    (declared("multiple", "directedPair", "a y", "b x", "c y"), SHARING, "match",
     {"pairs": (("text a", "text y"), ("text b", "text x"), ("text c", "text y")), "spare": ()}),
    (declared("multiple", "directedPair", "a y", "b x", "c y", worth={"a y": 0.5, "b x": 1, "c y": 0.5}), SHARING,
     "match", {"pairs": (("text a", "text y"), ("text b", "text x"), ("text c", "text y")), "notes": (UNEVEN,)}),
    (declared("multiple", "directedPair", "a x", "a y", "b z"), MATCH, "match",
     {"pairs": (("text x", "text a"), ("text y", "text a"), ("text z", "text b")), "spare": ()}),
    (declared("multiple", "directedPair", worth={"a x": 1, "b z": 1, "a y": -1}), MATCH, "match",
     {"pairs": (("text a", "text x"), ("text b", "text z")), "spare": ("text y",)}),
    (declared("ordered", "identifier", "c", "a", "b"), asked("order", ABC), "order",
     {"steps": ("text c", "text a", "text b")}),
    (declared("single", "identifier", "b"), asked("hottext", HOT), "single",
     {"right": "b", "stem": "Which word?\n\nOne text a and text b."}),
    (declared("multiple", "pair", "a b", "c d"),
     asked("associate", PROMPT + choices("a", "b", "c", "d", tag="simpleAssociableChoice")), "match",
     {"pairs": (("text a", "text b"), ("text c", "text d"))}),
    (declared("multiple", "pair", "a b", "c d"),
     asked("associate", PROMPT + choices("a", "b", "c", "d", "e", tag="simpleAssociableChoice")), "match",
     {"pairs": (("text a", "text b"), ("text c", "text d")), "spare": ("text e",)}),
]  # fmt: skip


@pytest.mark.parametrize("version", ["imsqti_v2p1", "imsqti_v2p2", "imsqtiasi_v3p0"])
@pytest.mark.parametrize(("declaration", "body", "kind", "fields"), ITEMS)
def test_interactions_in_all_versions(
    version: str, declaration: str, body: str, kind: str, fields: dict[str, Any]
) -> None:
    text = item(declaration, body, space=version)
    reading = read_any((in_three(text) if "v3" in version else text).encode(), Request())
    assert [str(one.reason) for one in reading.skipped] == []
    (found,) = reading.items
    assert found.type == kind
    seen = {
        "right": "".join(option.text[-1] for option in found.options if option.percent > 0),
        "patterns": found.needs[0].patterns if found.needs else (),
    }
    assert {name: seen.get(name, getattr(found, name, None)) for name in fields} == fields


def only(text: str) -> Item:
    """The one question of an item."""
    (found,) = read_any(text.encode(), Request()).items
    return found


def test_tolerance_feedback_points_and_rubric() -> None:
    processing = (
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="3"/>'
        '<responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute" tolerance="0.5 0.5">'
        '<variable identifier="R"/><correct identifier="R"/></equal></responseIf></responseCondition>'
        "</responseProcessing>"
        '<modalFeedback outcomeIdentifier="F" identifier="x" showHide="show"><p>Because <b>so</b>.</p></modalFeedback>'
    )
    found = only(item(declared("single", "float", "10"), f"<p>How many? {asked('textEntry', '')}</p>", processing))
    assert (found.number, found.tolerance, found.points, found.feedback) == (10, Decimal("0.5"), 3, "Because **so**.")
    rubric = '<rubricBlock view="scorer"><p>Two points.</p></rubricBlock>'
    found = only(item(declared("single", "string"), rubric + asked("extendedText", PROMPT)))
    assert (found.model, found.stem) == ("Two points.", "Which?")


def test_what_only_the_processing_says_and_a_slider() -> None:
    processing = (
        "<responseProcessing><responseCondition><responseIf><match><variable identifier='R'/>"
        "<baseValue baseType='identifier'>b</baseValue></match></responseIf></responseCondition></responseProcessing>"
    )
    found = only(item(declared("single", "identifier"), asked("choice", AB), processing))
    assert [option.percent for option in found.options] == [0, 100]
    found = only(item(declared("single", "integer", "16"), "<p>How many?</p>" + asked("slider", "")))
    assert (found.type, found.number, found.stem) == ("num", 16, "How many?")


def test_pictures_are_told() -> None:
    picture = '<p>Look: <img src="a/sign.png" alt="a sign"/><br/>well</p>'
    reading = read_any(item(declared("single", "identifier", "b"), picture + asked("choice", AB)).encode(), Request())
    assert reading.items[0].stem == "Look: (a sign)\nwell\n\nWhich?"
    assert [str(note) for _line, note in reading.notes] == ["T: files are not carried: a/sign.png"]


def test_what_is_said_to_single_answers() -> None:
    told = '<feedbackInline identifier="a" outcomeIdentifier="F">no</feedbackInline>'
    inner = f'<simpleChoice identifier="a">A{told}</simpleChoice>'
    found = only(item(declared("single", "identifier", "b"), asked("choice", PROMPT + inner + choices("b"))))
    assert [(option.text, option.feedback) for option in found.options] == [("A", "no"), ("text b", "")]


REFUSED = [
    (item(declared("single", "identifier", "a"), "<p>Only text</p>"), "text without a question"),
    (item(declared("single", "identifier", "a"), asked("choice", AB) * 2), "2 times"),
    (item(declared("single", "point"), asked("hotspot", PROMPT)), "kind hotspot"),
    (item(declared("single", "identifier"), asked("choice", AB)), "No answer is marked"),
    (item("", asked("choice", AB)), "No answer is marked"),
    (item(declared("multiple", "directedPair", "a x", "b x"), MATCH), "belong to one"),
    (item(declared("multiple", "directedPair", "a x", "a y"), MATCH), "belong to one"),
    (item(declared("multiple", "directedPair", "a x", "a y", "b x"), MATCH), "belongs to several"),
    (item(declared("multiple", "directedPair", worth={"a x": 1, "a y": 0.5, "b z": 1}), MATCH), "belongs to several"),
    (
        item(
            declared("multiple", "pair", "a b", "a c"),
            asked("associate", PROMPT + choices("a", "b", "c", tag="simpleAssociableChoice")),
        ),
        "belongs to several",
    ),
    (item(declared("ordered", "identifier", "a"), asked("order", AB)), "every step once"),
    ("<assessmentItem identifier='i-1' title='T'/>", "no body"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_cannot_be_carried_is_named(text: str, reason: str) -> None:
    reading = read_any(text.encode(), Request())
    assert reading.items == ()
    assert reason in str(reading.skipped[0].reason)


GOOD = item(declared("single", "identifier", "b"), asked("choice", AB))


def package(files: dict[str, str | bytes], resources: str = "") -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as out:
        if resources:
            space = "http://www.imsglobal.org/xsd/imscp_v1p1"
            out.writestr("imsmanifest.xml", f"<manifest xmlns='{space}'><resources>{resources}</resources></manifest>")
        for name, content in files.items():
            out.writestr(name, content)
    return buffer.getvalue()


def resource(href: str, kind: str = "imsqti_item_xmlv2p1", more: str = "") -> str:
    return f'\n<resource identifier="x" type="{kind}" href="{href}">{more}<file href="{href}"/></resource>'


def test_a_package_is_read_by_its_manifest() -> None:
    keyword = "<metadata><lom><general><keyword><string>easy</string></keyword></general></lom></metadata>"
    content = package(
        {"b /one.xml": GOOD, "two.xml": in_three(GOOD), "bad.xml": "<assessmentItem><x>", "test.xml": "<x/>"},
        resource("b%20/one.xml", more=keyword) + resource("two.xml", "imsqti_item_xmlv3p0") + resource("bad.xml")
        + resource("gone.xml") + resource("test.xml", "imsqti_test_xmlv2p1") + resource("old.xml", "imsqti_xmlv1p2"),
    )  # fmt: skip
    reading = read_any(content, Request())
    assert [found.tags for found in reading.items] == [("easy",), ()]
    told = {one.name: str(one.reason) for one in reading.skipped}
    assert sorted(told) == ["bad.xml", "gone.xml", "old.xml"]
    assert "broken" in told["bad.xml"]
    assert "does not hold this file" in told["gone.xml"]
    assert "1.2" in told["old.xml"]


def test_a_package_without_a_manifest_is_searched() -> None:
    reading = read_any(package({"a/one.xml": GOOD, "readme.txt": "hello", "x.xml": "<x/>"}), Request())
    assert len(reading.items) == 1


def test_a_document_type_spoils_only_its_own_item() -> None:
    bomb = GOOD.replace("<assessmentItem", '<!DOCTYPE x [<!ENTITY a "b">]><assessmentItem', 1)
    reading = read_any(package({"a.xml": GOOD, "b.xml": bomb}), Request())
    assert len(reading.items) == 1
    assert "document type" in str(reading.skipped[0].reason)
    with pytest.raises(Unreadable):
        read_any(bomb.encode(), Request())


def refused(content: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_any(content, Request())
    return str(refusal.value.sentence)


def test_packages_that_are_no_packages_and_bombs() -> None:
    assert "no item" in refused(package({"a.txt": "x"}))
    assert "cannot be unpacked" in refused(b"PK\x03\x04 no zip at all")
    assert "cannot be unpacked" in refused(package({"a.xml": GOOD})[:-40])
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as out:
        for number in range(5):
            out.writestr(f"{number}.xml", b"<assessmentItem>" + b" " * 45_000_000)
    assert len(buffer.getvalue()) < 1_000_000
    assert "larger than" in refused(buffer.getvalue())
    assert "1.2" in refused(b"<questestinterop/>")
    assert "ZIP" in refused(b"<manifest/>")


def test_what_we_write_is_a_package_that_is_read_again() -> None:
    source = read_any(GOOD.encode(), Request())
    reading: Reading = again("qti", source.items)
    assert [(one.type, one.stem, one.name) for one in reading.items] == [("single", "Which?", "T")]
