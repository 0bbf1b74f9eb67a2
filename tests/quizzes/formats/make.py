"""What tests of formats share: reading a piece of GIFT, and writing our quiz file to check it."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from tot.quizzes.formats.converting import Request, read_any
from tot.quizzes.formats.item import Item, Reading
from tot.quizzes.formats.registry import FORMATS

FILES = Path(__file__).parent / "files"


def only(text: str) -> Item:
    """The one question of a piece of GIFT, judged."""
    reading = read_any(text.encode(), Request(made_as="gift"))
    assert [str(one.reason) for one in reading.skipped] == []
    (item,) = reading.items
    return item


def reasons(text: str) -> list[tuple[int, str]]:
    """Line and reason of what was not carried, while two questions around it were."""
    reading = read_any(text.encode(), Request(made_as="gift"))
    assert len(reading.items) == 2
    return [(one.line, str(one.reason)) for one in reading.skipped]


def gift_of(items: Iterable[Item]) -> str:
    """These questions as GIFT."""
    return FORMATS["gift"].write(items).content.decode()


def qti_of(item: Item) -> str:
    """This question as an item of QTI."""
    with ZipFile(BytesIO(FORMATS["qti"].write([item]).content)) as package:
        return next(package.read(name).decode() for name in package.namelist() if name.startswith("items/"))


FORMATS_IN_AND_OUT = [name for name in FORMATS if name != "aiken"]


def again(name: str, items: Iterable[Item]) -> Reading:
    """These questions written in this format, and read again."""
    write = FORMATS[name].write
    assert write is not None
    outcome = write(list(items), "test")
    assert [str(one.reason) for one in outcome.skipped] == []
    reading = read_any(outcome.content, Request(made_as=name))
    assert [str(one.reason) for one in reading.skipped] == []
    return reading
