"""No line of a book holds one lonely word because the text fitted but for the space at its end."""

from typing import Any

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from tot.web import line_ends

TEXT = "<p>For every child there is one officer who stays <b>until morning comes</b> and says so.</p>"


def lines_at(width: float) -> list[str]:
    html = f'<style>p {{ font: 10pt "Noto Sans"; width: {width}mm }}</style>{TEXT}'
    found: list[str] = []

    def walk(box: Any) -> None:
        if isinstance(box, boxes.LineBox):
            found.append("".join(part.text for part in box.descendants() if isinstance(part, boxes.TextBox)))
        else:
            for child in getattr(box, "children", ()):
                walk(child)

    walk(HTML(string=html).render().pages[0]._page_box)
    return found


def lonely() -> list[float]:
    """Widths (mm) at which some line before the last is not even half full."""
    widths = [65 + step * 0.4 for step in range(100)]
    return [width for width in widths if any(len(line) < 12 for line in lines_at(width)[:-1])]


def test_lines_are_filled_also_before_a_word_in_bold(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lonely(), "WeasyPrint breaks these lines well by itself: line_ends is needed no more"
    monkeypatch.setattr(inline, "split_first_line", inline.split_first_line)  # put back after the test
    line_ends.mend()
    assert lonely() == []


def test_words_and_spaces_stay_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "split_first_line", inline.split_first_line)
    before = {width: " ".join(" ".join(lines_at(width)).split()) for width in (40, 85, 200)}
    line_ends.mend()
    assert {width: " ".join(" ".join(lines_at(width)).split()) for width in (40, 85, 200)} == before
