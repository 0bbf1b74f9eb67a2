"""What the entries of a question must be to stand in our courses."""

from __future__ import annotations

from collections.abc import Sequence
from re import IGNORECASE
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.courses.rules import MOST_LETTERED
from tot.quizzes.formats.item import NotCarried

PICTURE = pattern(r"\((?:…|[^()\n]{1,80}\.(?:png|jpe?g|gif|svg|bmp|webp|eps|tiff?))\)", IGNORECASE)


def check_entries(texts: Sequence[str], most: int = MOST_LETTERED) -> None:
    """At most so many, each with a text; as many as bear letters on paper, unless said otherwise. Raises NotCarried."""
    if len(texts) > most:
        raise NotCarried(_l("There are more than %(most)s answers.", most=most))
    if any(not text.strip() for text in texts):
        raise NotCarried(_l("An answer has no text."))
    if any(PICTURE.fullmatch(text) for text in texts):
        raise NotCarried(_l("An answer is a picture without a description, and pictures are not carried."))
