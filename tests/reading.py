"""Reads papers back: what stands on each page of a PDF."""

from functools import lru_cache
from io import BytesIO

import pikepdf

from tot.certificates.reading import text_on


@lru_cache(maxsize=16)  # several tests read the same book
def text_of(pdf: bytes) -> tuple[str, ...]:
    """The text of every page, in the order in which it was written."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return tuple(text_on(page) for page in document.pages)
