"""Papers: a template becomes a PDF. Only our own files may be fetched, and fonts and style sheets are prepared once."""

import re
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from flask import Response, current_app, render_template
from werkzeug.http import dump_options_header

from tot.config import ROOT
from tot.web import fonts

# Pango, which sets the letters, corrupts its memory when two threads of one process use the same fonts at once.
_one_at_a_time = Lock()
ALLOWED = (ROOT / "static", ROOT / "templates")
REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # in the name of a file
UNWRITTEN = dict.fromkeys(map(ord, "ʻʼ‘’"))  # Oʻzbek is Ozbek where there is only ASCII
LONGEST = 200  # bytes of a name: systems take 255, and browsers add a number or a mark of their own


class Outside(Exception):
    """A paper asked for a file or an address that is not ours."""


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _fetcher(*more: Path) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFilesOnly(URLFetcher):
        """Opens files below static/, templates/ and `more`, and refuses everything else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = Path(unquote(urlsplit(url).path)).resolve()
            if not url.startswith("file:") or not any(path.is_relative_to(folder) for folder in ALLOWED + more):
                raise Outside(url)
            return URLFetcherResponse(url, body=path.read_bytes())

    return OurFilesOnly()


@cache
def _style(path: Path, _changed_at: float) -> Any:
    from weasyprint import CSS

    return CSS(filename=str(path), font_config=_fonts(), url_fetcher=_fetcher())


def style(path: Path) -> Any:
    """A parsed style sheet below templates/ or static/, parsed once until the file changes."""
    return _style(path, path.stat().st_mtime)


@cache
def _faces(folder: Path) -> list[Any]:
    """Our own fonts, Tot Sans and Tot Serif; where the set-up has not made them, the style sheet's next serves."""
    from weasyprint import CSS

    if not fonts.are_ready(folder):
        return []
    base = folder.as_uri() + "/"
    sheet = fonts.faces_for_paper()
    return [CSS(string=sheet, base_url=base, font_config=_fonts(), url_fetcher=_fetcher(folder))]


def pdf(template: str, *, styles: tuple[str, ...] = ("_frame/paper.css",), **values: Any) -> bytes:
    """A PDF of a template; `styles` are files below templates/."""
    return pdf_of(render_template(template, **values), styles)


def pdf_of(html: str, styles: tuple[str, ...] = ("_frame/paper.css",), *, is_tagged: bool = True) -> bytes:
    """A PDF of finished HTML, tagged for screen readers unless its pages are to be put together with others."""
    with _one_at_a_time:
        return _written(html, styles, is_tagged)  # in a function of its own: all it used is let go before the lock is


def _written(html: str, styles: tuple[str, ...], is_tagged: bool) -> bytes:
    written: bytes = laid_out(html, styles, fonts_folder()).write_pdf(pdf_tags=is_tagged)
    return written


def fonts_folder() -> Path:
    """Where this installation keeps its fonts."""
    folder: Path = current_app.config["TOT"].instance / "assets" / "fonts"
    return folder


def laid_out(html: str, styles: tuple[str, ...], faces: Path) -> Any:
    """The pages of finished HTML, before they are written. Whoever shares the process takes turns, see `pdf_of`."""
    from weasyprint import HTML

    document = HTML(string=html, base_url=(ROOT / "templates").as_uri() + "/", url_fetcher=_fetcher())
    sheets = [*_faces(faces), *(style(ROOT / "templates" / name) for name in styles)]
    return document.render(stylesheets=sheets, font_config=_fonts())


def download(content: bytes, file_name: str, media_type: str, *, inline: bool = False) -> Response:
    """A file to keep; a name in any alphabet reaches old and new browsers (RFC 6266)."""
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = disposition(file_name, inline=inline)
    response.headers["Cache-Control"] = "no-store"
    return response


def disposition(file_name: str, plain: str | None = None, *, inline: bool = False) -> str:
    """How a browser is to name a file: in any alphabet, and `plain` for those that know only ASCII."""
    name = name_to_keep(file_name)
    ascii_name = plain or re.sub(
        "_[_ ]*_|_", "_", name.translate(UNWRITTEN).encode("ascii", "replace").decode().replace("?", "_")
    )
    way = "inline" if inline else "attachment"
    return dump_options_header(way, {"filename": ascii_name}) + (
        "" if ascii_name == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    )


def name_to_keep(file_name: str) -> str:
    """The name without what Windows refuses, and so short that it fits where a letter takes several bytes."""
    stem, dot, ending = " ".join(REFUSED.sub(" ", file_name).split()).lstrip(". ").rpartition(".")
    while len(stem.encode()) > LONGEST:
        stem = stem[:-1]
    return f"{stem.rstrip(' .,–-')}{dot}{ending}"
