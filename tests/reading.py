"""Reads papers back: what stands on each page of a PDF."""

from io import BytesIO

import pikepdf

from tot.certificates.reading import text_on


def text_of(pdf: bytes) -> list[str]:
    """The text of every page, in the order in which it was written."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [text_on(page) for page in document.pages]
