"""Mends a line break of WeasyPrint 70 in the process that sets books.

Where a text fits into its line but for the space at its end, and something else follows it (a word in bold, say),
WeasyPrint takes the line for one that cannot be broken and leaves its first word alone on it.
"""

from math import inf
from typing import Any

LETTERS_AN_EM = 4  # no font of ours sets more
COLLAPSING = ("normal", "nowrap", "pre-line")


def mend() -> None:
    """Puts our rule before WeasyPrint's, in this process."""
    from weasyprint.layout import inline

    theirs = inline.split_first_line

    def split_first_line(text: str, style: Any, context: Any, max_width: float | None, *more: Any, **rest: Any) -> Any:
        if _may_hang_over(text, style, max_width):
            _layout, _length, resume_index, *_measures = theirs(
                text.rstrip(" "), style, context, max_width, *more, **rest
            )
            if resume_index is None:  # all of it fits; its space may hang over, as at the end of any line
                return theirs(text, style, context, (max_width or 0) + style["font_size"], *more, **rest)
        return theirs(text, style, context, max_width, *more, **rest)

    inline.split_first_line = split_first_line


def _may_hang_over(text: str, style: Any, max_width: float | None) -> bool:
    """Whether it is a text with a space at its end that is short enough to fill one line at most."""
    if max_width is None or max_width == inf or not text.endswith(" ") or not text.strip():
        return False
    return style["white_space"] in COLLAPSING and len(text) * style["font_size"] <= LETTERS_AN_EM * max_width
