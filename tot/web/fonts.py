"""The platform's own fonts: subsets of Noto with every letter of our eight alphabets, for the screen and for paper.

Made once at set-up from Debian's fonts-noto-core, so that a page loads 28 kB instead of 600 and a certificate printed
in Tashkent looks like one printed in Dushanbe, whatever fonts the machine has.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

SOURCES = Path("/usr/share/fonts/truetype/noto")

# en ru uz uz_Cyrl kk ky tg tk, Karakalpak names (ǵ, ə) and the signs that pages and certificates use.
COVERAGE = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A: Turkmen ä ç ň ö ş ü ý ž
    (0x018F, 0x018F), (0x0259, 0x0259), (0x01F4, 0x01F5), (0x0218, 0x021B),
    (0x02B9, 0x02BF),  # ʻ of oʻ and gʻ, ʼ of the tutuq
    (0x02C6, 0x02DD),
    (0x0300, 0x030C), (0x0327, 0x0328),  # accents typed apart from their letter
    (0x0400, 0x04FF),  # Cyrillic, with the letters of Kazakh, Kyrgyz, Tajik and Uzbek
    (0x2009, 0x2009), (0x2010, 0x2027), (0x202F, 0x203A),  # dashes, quotes, ellipsis, narrow space, per mille
    (0x20AC, 0x20AC), (0x20B8, 0x20B8), (0x20BC, 0x20BD),  # € ₸ ₼ ₽
    (0x2116, 0x2116), (0x2122, 0x2122),  # № ™
    (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265),  # ← → − ≈ ≠ ≤ ≥
    (0x25A0, 0x25A1), (0x25CB, 0x25CB), (0x25CF, 0x25CF), (0x2610, 0x2612), (0x2713, 0x2717),  # ☐ ☑ ✓ ✗
)  # fmt: skip
COVERED = frozenset(code for first, last in COVERAGE for code in range(first, last + 1))

# Signs that Noto Sans and Noto Serif lack are taken from these two.
SIGNS = ("NotoSansMath-Regular", "NotoSansSymbols2-Regular")
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "lnum", "tnum")


class Face(NamedTuple):
    """One font: the name of its files, and the family, weight and style a stylesheet asks for."""

    stem: str
    family: str
    weight: int
    source: str
    style: str = "normal"


# Names of our own: WeasyPrint takes two fonts of one name for the same and mixes up their glyphs.
FACES = (
    Face("noto-sans-400", "Tot Sans", 400, "NotoSans-Regular"),
    Face("noto-sans-700", "Tot Sans", 700, "NotoSans-Bold"),
    Face("noto-sans-400-italic", "Tot Sans", 400, "NotoSans-Italic", "italic"),
    Face("noto-serif-400", "Tot Serif", 400, "NotoSerif-Regular"),
    Face("noto-serif-700", "Tot Serif", 700, "NotoSerif-Bold"),
)
# The stamp beside the fonts: another coverage, face or feature makes them anew.
RECIPE = hashlib.sha256(repr((COVERAGE, FACES, SIGNS, FEATURES)).encode()).hexdigest()


class FontsMissing(Exception):
    """Debian's Noto fonts are not on this machine; the message says how to get them."""


def missing_glyphs(text: str) -> set[str]:
    """The letters of `text` that our fonts cannot draw. Line breaks and tabs are not letters."""
    return {letter for letter in text if ord(letter) not in COVERED and letter not in "\n\r\t"}


def font_paths(folder: Path) -> Mapping[str, Path]:
    """File name → path of every font, made or not: noto-sans-400.woff2 for the screen, noto-sans-400.ttf for paper."""
    names = (f"{face.stem}.{kind}" for face in FACES for kind in ("woff2", "ttf"))
    return MappingProxyType({name: folder / name for name in names})


def are_ready(folder: Path) -> bool:
    """Whether every font is there and was made by today's recipe."""
    stamp = folder / "recipe.txt"
    made_by = stamp.read_text().strip() if stamp.is_file() else ""
    return made_by == RECIPE and all(path.is_file() for path in font_paths(folder).values())


def missing_sources() -> list[Path]:
    """Files of fonts-noto-core that are not installed."""
    wanted = [face.source for face in FACES] + list(SIGNS)
    return [path for name in wanted if not (path := SOURCES / f"{name}.ttf").is_file()]


def ensure_fonts(folder: Path) -> Mapping[str, Path]:
    """Makes the fonts in `folder` unless they are there, and returns name → path. Takes about a second per face."""
    if not are_ready(folder):
        if missing_sources():
            raise FontsMissing("The Noto fonts are not installed: apt-get install fonts-noto-core")
        folder.mkdir(parents=True, exist_ok=True)
        for face in FACES:
            _make(face, folder)
        _write(folder / "recipe.txt", RECIPE.encode())
    return font_paths(folder)


def faces_for_paper() -> str:
    """A style sheet that gives WeasyPrint our fonts, by names relative to their folder."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f'src: url("{face.stem}.ttf") }}'
        for face in FACES
    )


def _make(face: Face, folder: Path) -> None:
    """Writes one face as TTF (paper) and WOFF2 (screen)."""
    from fontTools.merge import Merger

    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        # All Noto faces have 1000 units to the em, so that the borrowed signs fit as they are.
        font = Merger().merge([str(part) for part in _parts(face, Path(scratch))])
        for kind, flavor in (("ttf", None), ("woff2", "woff2")):
            file = Path(scratch) / f"whole.{kind}"
            font.flavor = flavor
            font.save(file)
            _write(folder / f"{face.stem}.{kind}", file.read_bytes())


def _parts(face: Face, scratch: Path) -> Iterator[Path]:
    """The face cut down to our coverage, then the signs it lacks, each cut from the next source that has them."""
    lacking = set(COVERED)
    for source in (face.source, *SIGNS):
        part = scratch / f"{source}.ttf"
        lacking -= _cut(SOURCES / f"{source}.ttf", lacking, FEATURES if source == face.source else (), part)
        yield part
    if lacking:
        letters = " ".join(f"U+{code:04X}" for code in sorted(lacking))
        raise FontsMissing(f"The installed Noto fonts have no {letters}: apt-get install --reinstall fonts-noto-core")


def _cut(source: Path, codes: Iterable[int], features: Iterable[str], target: Path) -> set[int]:
    """Writes a font with only the glyphs of `codes`, without hints and unread tables; returns the codes it has."""
    from fontTools import subset

    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True  # an empty box, never nothing, where a letter is missing
    options.layout_features = list(features)
    options.drop_tables += ["MATH", "meta", "vhea", "vmtx"]
    with subset.load_font(source, options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=codes)
        cutter.subset(font)
        font.save(target)
        return set(font.getBestCmap())


def _write(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all: two starts at once never serve half a font."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as scratch:
        scratch.write(content)
    Path(scratch.name).chmod(0o644)
    Path(scratch.name).replace(path)
