"""Writes a package of QTI 3.0: a manifest, and one file for each item."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO
from re import compile as pattern
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tot.quizzes.formats.item import Item
from tot.quizzes.formats.qti.items import Asked, item_xml
from tot.quizzes.formats.tags import tags_of

IDENTIFIER = pattern(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same questions make the same package


def write(asked: Sequence[tuple[Item, Asked]], title: str) -> bytes:
    """The package."""
    items = [item for item, _asked in asked]
    names = _names(items)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        _add(package, "imsmanifest.xml", _manifest(items, names, title))
        for (item, said), name in zip(asked, names, strict=True):
            _add(package, f"items/{name}.xml", item_xml(item, said, name))
    return buffer.getvalue()


def _add(package: ZipFile, path: str, text: str) -> None:
    info = ZipInfo(path, LONG_AGO)
    info.compress_type = ZIP_DEFLATED
    package.writestr(info, text.encode())


def _names(items: list[Item]) -> list[str]:
    """An identifier for each: its id where that is one."""
    own = {item.id for item in items}
    taken: set[str] = set()
    names, count = [], 0
    for item in items:
        name = item.id
        if not IDENTIFIER.fullmatch(name) or name.lower() in taken:
            count += 1
            while (name := f"q{count}") in own or name in taken:
                count += 1
        taken.add(name.lower())
        names.append(name)
    return names


def _manifest(items: list[Item], names: list[str], title: str) -> str:
    resources = "\n".join(_resource(item, name) for item, name in zip(items, names, strict=True))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="MANIFEST">
  <metadata>
    <schema>QTI Package</schema>
    <schemaversion>3.0.0</schemaversion>
  </metadata>
  <organizations/>
  <!-- {escape(title).replace("--", "–")} -->
  <resources>
{resources}
  </resources>
</manifest>
"""


def _resource(item: Item, name: str) -> str:
    keywords = "".join(
        f"<imsmd:keyword><imsmd:string>{escape(tag, quote=False)}</imsmd:string></imsmd:keyword>"
        for tag in tags_of(item, has_points=True)
    )
    about = (
        '<metadata><imsmd:lom xmlns:imsmd="http://ltsc.ieee.org/xsd/LOM"><imsmd:general>'
        f"{keywords}</imsmd:general></imsmd:lom></metadata>"
    )
    return (
        f'    <resource identifier="{name}" type="imsqti_item_xmlv3p0" href="items/{name}.xml">'
        f'{about if keywords else ""}<file href="items/{name}.xml"/></resource>'
    )
