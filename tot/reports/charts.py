"""Pictures: Vega-Lite specifications below templates/reports/charts, drawn as SVG on the server and kept by digest.

The same SVG stands on the page and in the PDF. It never says anything that the table beside it does not say.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel import Locale
from markupsafe import Markup, escape

from tot.config import ROOT
from tot.web.languages import current_language
from tot.web.paper import fonts_folder

FOLDER = ROOT / "templates" / "reports" / "charts"
KEPT = 200  # pictures in the memory of a process; each is some 20 kB

# White also in the dark: the colours of the marks are chosen for it. Vega describes each mark for screen readers in
# English; ours is one picture with a title, a description and a table beside it.
CONFIG = {
    "font": "Tot Sans, Noto Sans, sans-serif",
    "background": "#ffffff",
    "padding": 6,
    "aria": False,
    "view": {"stroke": "#d9d6cb"},
    "axis": {
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "bold", "labelColor": "#1b2425",
        "titleColor": "#1b2425", "gridColor": "#e9e7df", "domainColor": "#76807e", "tickColor": "#76807e",
        "titlePadding": 8,
    },
    "text": {"color": "#1b2425"},
}  # fmt: skip


def draw(
    name: str,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    words: Mapping[str, Any],
    *,
    title: str,
    description: str,
) -> Markup:
    """The picture `name` of these rows (dataset → its rows) as inline SVG.

    A text @word in the specification is replaced by `words`; numbers are written as the page's language does.
    """
    specification = _filled(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")), words)
    specification["datasets"] = {dataset: list(found) for dataset, found in rows.items()}
    text = json.dumps(specification, sort_keys=True, ensure_ascii=False, default=str)
    return _told(_drawn(text, current_language(), fonts_folder()), name, title, description)


def _filled(part: Any, words: Mapping[str, Any]) -> Any:
    if isinstance(part, dict):
        return {key: _filled(value, words) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, words) for value in part]
    if not isinstance(part, str) or not part.startswith("@"):
        return part
    word = words[part[1:]]
    return word if isinstance(word, (list, int, float)) else str(word)


@lru_cache(maxsize=KEPT)
def _drawn(specification: str, language: str, fonts: Path) -> str:
    """An SVG without scripts, styles and addresses; the first of a process takes a second."""
    import vl_convert

    _know_fonts(fonts)
    return str(
        vl_convert.vegalite_to_svg(
            specification,
            config=CONFIG,
            format_locale=_numbers(language),
            allowed_base_urls=[],  # what is drawn comes from us: nothing is ever fetched
        )
    )


@cache
def _know_fonts(folder: Path) -> None:
    import vl_convert

    if folder.is_dir():
        vl_convert.register_font_directory(str(folder))


@cache
def _numbers(language: str) -> dict[str, Any]:
    symbols = Locale.parse(language).number_symbols["latn"]
    return {"decimal": symbols["decimal"], "thousands": symbols["group"], "grouping": [3], "currency": ["", ""]}


def _told(svg: str, name: str, title: str, description: str) -> Markup:
    """The same with its title and description, under ids of its own, as wide as the place it is put in."""
    key = f"{name}-{sha256(svg.encode()).hexdigest()[:8]}"
    opening = re.match(r'<svg[^>]*?viewBox="([^"]*)"[^>]*>', svg)
    assert opening is not None  # noqa: S101 every picture of Vega begins so
    _x, _y, width, height = opening[1].split()
    return Markup(  # noqa: S704 drawn from our own specification, and what was filled in is escaped by Vega
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-t {key}-d" '
        f'viewBox="{opening[1]}" width="{width}" height="{height}">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
        f"{svg[opening.end() :]}"
    )
