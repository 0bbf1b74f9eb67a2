import shutil
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from tot.web import fonts

ALPHABETS = {
    "en": "ABCXYZabcxyz0123456789 .,;:!?()[]«»“”‘’–—…%&@#/",
    "ru": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя №",
    "uz": "OʻoʻGʻgʻShshChch ʼ",
    "uz_Cyrl": "ЎўҚқҒғҲҳ",
    "kk": "ӘәҒғҚқҢңӨөҰұҮүҺһІі",
    "ky": "ҢңӨөҮү",
    "tg": "ҒғӢӣҚқӮӯҲҳҶҷ",
    "tk": "ÄäÇçŇňÖöŞşÜüÝýŽž",
    "Karakalpak": "ÁáǴǵÍıŃńÓóÚúƏə",
    "signs": "✓✗☐☑→←−≤≥₸",
}


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_alphabet_is_covered(language):
    assert fonts.missing_glyphs(ALPHABETS[language]) == set()


def test_letters_we_cannot_draw_are_named_and_line_breaks_are_not():
    assert fonts.missing_glyphs("Saida 漢 Oʻrmonova\n\tع") == {"漢", "ع"}


def test_each_font_holds_all_it_promises_in_both_kinds(made):
    _, paths = made
    assert len(paths) == 2 * len(fonts.FACES)
    for name, path in paths.items():
        with TTFont(path) as font:
            assert set(font.getBestCmap()) >= fonts.COVERED, name


@pytest.mark.parametrize(
    ("letter", "source"), [("Ғ", "NotoSans-Bold"), ("→", "NotoSansMath-Regular"), ("✓", "NotoSansSymbols2-Regular")]
)
def test_a_letter_is_drawn_as_in_the_font_it_was_taken_from(made, letter, source):
    with TTFont(made[1]["noto-sans-700.ttf"]) as ours, TTFont(fonts.SOURCES / f"{source}.ttf") as theirs:
        assert outline(ours, letter) == outline(theirs, letter)


def outline(font, letter):
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[font.getBestCmap()[ord(letter)]].draw(pen)
    return pen.value


def test_a_weight_for_the_screen_stays_light(made):
    _, paths = made
    assert max(path.stat().st_size for name, path in paths.items() if name.endswith(".woff2")) < 31_000


def test_bold_is_bold(made):
    _, paths = made
    with TTFont(paths["noto-sans-400.ttf"]) as regular, TTFont(paths["noto-sans-700.ttf"]) as bold:
        assert (regular["OS/2"].usWeightClass, bold["OS/2"].usWeightClass) == (400, 700)
        assert bold["hmtx"][bold.getBestCmap()[ord("Ў")]] > regular["hmtx"][regular.getBestCmap()[ord("Ў")]]


def test_the_second_time_nothing_is_made_and_another_recipe_makes_all_anew(made, monkeypatch):
    folder, paths = made
    before = {name: path.stat().st_mtime_ns for name, path in paths.items()}
    fonts.ensure_fonts(folder)
    assert {name: path.stat().st_mtime_ns for name, path in paths.items()} == before
    monkeypatch.setattr(fonts, "RECIPE", "another")
    assert not fonts.are_ready(folder)


def test_a_lost_file_is_noticed(made, tmp_path):
    copied = Path(shutil.copytree(made[0], tmp_path / "fonts"))
    assert fonts.are_ready(copied)
    (copied / "noto-serif-700.ttf").unlink()
    assert not fonts.are_ready(copied)


def test_without_debians_fonts_the_remedy_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "SOURCES", tmp_path)
    with pytest.raises(fonts.FontsMissing, match="apt-get install fonts-noto-core"):
        fonts.ensure_fonts(tmp_path / "fonts")


@given(st.text())
def test_missing_letters_come_from_the_text_and_are_not_covered(text):
    missing = fonts.missing_glyphs(text)
    assert missing <= set(text)
    assert fonts.missing_glyphs("".join(set(text) - missing)) == set()
