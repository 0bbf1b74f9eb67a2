"""Certificates as PDF: one to download, or a whole batch as one file. Templates get plain values only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from tot.certificates import about, words
from tot.certificates.rules import Claims, Fitted, canonical, facts_from, fitted, shown_code
from tot.web import fonts, paper
from tot.web.languages import in_language

CERTIFIES = _l("This is to certify that")
SPECIMEN = _l("Specimen: the person is invented")

# The two layers of a paper, and the claims that stand on the upper one.
GROUND, OWN = frozenset({"ground"}), frozenset({"own"})
OWN_CLAIMS = ("name", "number", "minutes_attended", "replaces")
AT_ONCE = (
    25  # laid out together: enough to be quick, few enough that whoever waits for another paper waits half a second
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One certificate to print."""

    claims: Claims
    code: str


def one(sheet: Sheet) -> bytes:
    """A single certificate, tagged for screen readers."""
    return paper.pdf_of(_document([sheet], GROUND | OWN), about.of(sheet.claims.kind).styles)


def many(sheets: Sequence[Sheet], cohort: str, report: Callable[[int, int], None] = lambda done, total: None) -> bytes:
    """Certificates of one kind, each on a page of its own, in one file to print.

    What all share is drawn once and lies beneath every page; this is several times quicker than page by page, and the
    file is a tenth of the size. The file is named after the cohort; `report` is told how many are done.
    """
    import pikepdf

    grounds: dict[str, Any] = {}
    with pikepdf.new() as document:
        for start in range(0, len(sheets), AT_ONCE):
            some = sheets[start : start + AT_ONCE]
            with pikepdf.open(BytesIO(_layer(some, OWN))) as own:
                for sheet, page in zip(some, own.pages, strict=True):
                    document.pages.append(page)
                    _lay_under(document, document.pages[-1], sheet, grounds)
            report(start + len(some), len(sheets))
        document.docinfo["/Title"] = _title(sheets[0].claims, f": {cohort}")
        document.docinfo["/Keywords"] = ", ".join(shown_code(sheet.code) for sheet in sheets)
        document.Root.Lang = pikepdf.String(sheets[0].claims.language.replace("_", "-"))
        target = BytesIO()
        document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _lay_under(document: Any, page: Any, sheet: Sheet, grounds: dict[str, Any]) -> None:
    """Puts the ground of this sheet beneath its page; sheets that share everything but their own parts share one."""
    import pikepdf

    shared = canonical({**facts_from(sheet.claims), **dict.fromkeys(OWN_CLAIMS)})
    if shared not in grounds:
        with pikepdf.open(BytesIO(_layer([sheet], GROUND))) as ground:
            form = ground.pages[0].as_form_xobject()
            grounds[shared] = document.make_indirect(document.copy_foreign(form))
    name = page.add_resource(grounds[shared], pikepdf.Name.XObject, prefix="Ground")
    page.contents_add(f"q {name} Do Q\n".encode(), prepend=True)


def _layer(sheets: Sequence[Sheet], layers: frozenset[str]) -> bytes:
    styles = about.of(sheets[0].claims.kind).styles
    return paper.pdf_of(_document(sheets, layers), styles, is_tagged=False)


def _title(claims: Claims, which: str) -> str:
    with in_language(claims.language):
        return f"{words.KIND_WORDS[claims.kind]}{which}"


def _document(sheets: Sequence[Sheet], layers: frozenset[str]) -> str:
    first = sheets[0].claims
    return render_template(
        "certificates/paper/book.html",
        title=_title(first, f" {first.number}"),
        author=first.issuer,
        language=first.language,
        codes=[shown_code(sheet.code) for sheet in sheets],
        sheets=Markup("").join(_drawn(sheet, layers) for sheet in sheets),
    )


def _drawn(sheet: Sheet, layers: frozenset[str]) -> Markup:
    claims = sheet.claims
    url = verify_url(sheet.code)
    path, size = qr_path(qr_text(url))
    bilingual = claims.language != "en"
    with in_language("en"):
        english = words.in_words(claims) if bilingual else {}
        in_english = _labels(claims) if bilingual else {}
    with in_language(claims.language):
        own = _labels(claims)
        return Markup(  # noqa: S704 the template escapes
            render_template(
                about.of(claims.kind).template,
                layers=layers,
                claims=claims,
                said=words.in_words(claims),
                english=english,
                language=claims.language,
                labels={name: (text, _other(text, in_english.get(name))) for name, text in own.items()},
                kind=(own["kind"], _other(own["kind"], in_english.get("kind"))),
                claim=(own["claim"], _other(own["claim"], in_english.get("claim"))),
                certifies=(own["certifies"], _other(own["certifies"], in_english.get("certifies"))),
                name=fitted_name(claims.name),
                code=shown_code(sheet.code),
                url=url,
                address=f"{current_app.config['TOT'].public_url.partition('://')[2]}/v",
                qr=path,
                modules=size,
                specimen=SPECIMEN,
            )
        )


def _labels(claims: Claims) -> dict[str, str]:
    more = {
        "kind": words.KIND_WORDS[claims.kind],
        "claim": words.CLAIM_WORDS[claims.kind],
        "certifies": CERTIFIES,
    }
    return {name: str(text) for name, text in {**words.LABELS, **more}.items()}


def _other(own: str, english: str | None) -> str:
    """The English words beside the own ones, unless they are the same."""
    return "" if english is None or english == own else english


def fitted_name(name: str) -> Fitted:
    """The name as it stands on the paper, measured in the paper's own font."""
    advances = _advances(_serif())
    middle = sum(advances.values()) / len(advances)
    return fitted(name, lambda text: sum(advances.get(ord(letter), middle) for letter in text))


def _serif() -> Path:
    ours = fonts.font_paths(current_app.config["TOT"].instance / "assets" / "fonts")["noto-serif-700.ttf"]
    return ours if ours.is_file() else fonts.SOURCES / "NotoSerif-Bold.ttf"


@cache
def _advances(font: Path) -> dict[int, float]:
    """Letter → its width in ems."""
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        widths, units = opened["hmtx"], opened["head"].unitsPerEm
        return {code: widths[glyph][0] / units for code, glyph in opened.getBestCmap().items()}


def verify_url(code: str) -> str:
    """Where a stranger asks whether this certificate holds."""
    return f"{current_app.config['TOT'].public_url}/V/{code}"


def qr_text(url: str) -> str:
    """The address in capital letters, which takes a smaller picture, where nothing but the host stands before it."""
    return url.upper() if urlsplit(url).path.startswith("/V/") else url


def qr_path(text: str) -> tuple[str, int]:
    """A QR code as one SVG path, and how many modules it is wide."""
    import segno

    # A fixed mask: choosing the best of eight costs more than everything else here, and any of them can be read.
    matrix: Any = segno.make_qr(text, error="m", boost_error=False, mask=3).matrix
    runs = []
    for row, line in enumerate(matrix):
        start = None
        for column, dark in enumerate([*line, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append(f"M{start} {row}h{column - start}v1h{start - column}z")
                start = None
    return "".join(runs), len(matrix)
