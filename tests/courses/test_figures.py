"""Pictures: looked at before they are opened, encoded anew in two widths, served for ever to everybody."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zlib import compress, crc32

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import Connection, func, select

from tests.conftest import Browser
from tests.courses.make import LESSON_EN, LESSON_RU, swap, write_course, write_picture
from tot.courses.actions import publish
from tot.courses.models import Figure
from tot.courses.pictures import NoPicture, shrink
from tot.courses.reader import Reading, read_courses
from tot.courses.rules import Course
from tot.db import db, transaction
from tot.refusals import Refused
from tot.web import markdown

SHOWN = '![A {} of a post](figures/map.png "Kumtepa")'


def shown(folder: Path, width: int = 1200, height: int = 600) -> Path:
    write_picture(folder / "figures" / "map.png", width, height)
    changes = {
        LESSON_EN: swap("1. Look.", f"{SHOWN.format('map')}\n"),
        LESSON_RU: swap("1. Смотрите.", f"{SHOWN.format('план')}\n"),
    }
    return write_course(folder, changes)


def reading_of(folder: Path) -> Reading:
    reading = read_courses(folder)
    assert [str(problem) for problem in reading.errors] == []
    return reading


def body(course: Course, language: str) -> str:
    lesson = course.module("TST-1").lesson
    assert lesson is not None
    return lesson.sections[1].body[language]


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is of this size, which a decoder would reserve the memory for."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + name + content + crc32(name + content).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", compress(b"")) + chunk(b"IEND", b"")


def test_a_text_names_its_picture_by_digest_and_size(tmp_path: Path) -> None:
    reading = reading_of(shown(tmp_path))
    (course,) = reading.courses
    (figure,) = course.figures
    assert (figure.name, figure.width, figure.height) == ("figures/map.png", 1200, 600)
    assert list(reading.pictures) == [figure.digest]
    assert f'![A план of a post](figure:{figure.digest}:1200x600 "Kumtepa")' in body(course, "ru")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.png", b"no picture", "cannot be read as PNG"),
        ("a.webp", bomb(10, 10), "cannot be read as WEBP"),
        ("a.png", bomb(60_000, 60_000), "has more than 40 million pixels; make it smaller"),
        ("a.svg", b"<svg/>", "is no picture that can be used; save it as .png"),
        ("a.png", b"\0" * 8_000_001, "is larger than 8 MB"),
    ],
)
def test_a_file_that_is_no_picture_for_a_course(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    write_course(tmp_path)
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / name).write_bytes(content)
    problems = read_courses(tmp_path).problems
    assert [problem.severity for problem in problems if message in problem.message] == ["error"], problems


def test_a_picture_that_no_text_shows(tmp_path: Path) -> None:
    write_picture(tmp_path / "figures" / "map.png")
    (problem,) = read_courses(write_course(tmp_path)).problems
    assert (problem.severity, problem.file) == ("warning", str(tmp_path / "figures" / "map.png"))
    assert "no text shows it" in problem.message


def test_a_translation_shows_the_same_pictures(tmp_path: Path) -> None:
    write_picture(tmp_path / "figures" / "map.png")
    (problem,) = read_courses(write_course(tmp_path, {LESSON_EN: swap("1. Look.", SHOWN.format("map"))})).errors
    assert "the pictures differ from the source (figures/map.png there, none here)" in problem.message


@pytest.mark.parametrize(
    ("width", "small", "large"), [(1200, 480, 960), (700, 480, 700), (480, 480, None), (100, 100, None)]
)
def test_widths_are_never_enlarged(width: int, small: int, large: int | None) -> None:
    content = BytesIO()
    Image.new("RGBA", (width, 50), (1, 2, 3, 100)).save(content, "PNG")
    shrunk = shrink(content.getvalue())
    assert (shrunk.width, shrunk.height) == (width, 50)
    with Image.open(BytesIO(shrunk.small)) as image:
        assert (image.format, image.width, image.mode) == ("WEBP", small, "RGBA")
    if large is None:
        assert shrunk.large == b""
    else:
        with Image.open(BytesIO(shrunk.large)) as image:
            assert image.width == large


def test_what_a_camera_wrote_is_gone_and_the_picture_stands_upright() -> None:
    content = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "where and when"
    Image.new("RGB", (200, 100)).save(content, "JPEG", exif=exif)
    shrunk = shrink(content.getvalue())
    assert (shrunk.width, shrunk.height) == (100, 200)
    assert b"where and when" not in shrunk.small


@pytest.mark.parametrize("content", [b"", b"GIF89a", bomb(60_000, 60_000), bomb(10, 10)[:40]])
def test_what_cannot_be_encoded(content: bytes) -> None:
    with pytest.raises(NoPicture):
        shrink(content)


@pytest.mark.usefixtures("inside")
def test_publishing_keeps_a_picture_once(tmp_path: Path, now: datetime) -> None:
    reading = reading_of(shown(tmp_path))
    for _again in range(2):
        with transaction():
            publish(reading.wholes, now, pictures=reading.pictures)
    assert db.session.scalar(select(func.count()).select_from(Figure)) == 1


@pytest.mark.usefixtures("inside")
def test_a_picture_that_is_not_there_is_refused(tmp_path: Path, now: datetime) -> None:
    reading = reading_of(shown(tmp_path))
    with pytest.raises(Refused, match=r"figures/map\.png cannot be used"), transaction():
        publish(reading.wholes, now)
    assert db.session.scalar(select(func.count()).select_from(Figure)) == 0


@pytest.fixture
def published(app: Flask, world: Connection, tmp_path: Path, now: datetime) -> Course:
    reading = reading_of(shown(tmp_path))
    with app.app_context(), transaction():
        publish(reading.wholes, now, pictures=reading.pictures)
    return reading.courses[0]


def test_pictures_are_served_for_ever_to_everybody(browser: Browser, published: Course) -> None:
    digest = published.figures[0].digest
    for width in (480, 960):
        response = browser.client.get(f"/courses/figures/{digest}-{width}.webp")
        assert (response.status_code, response.mimetype) == (200, "image/webp")
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in response.headers
        with Image.open(BytesIO(response.data)) as image:
            assert image.width == width
    for address in (f"{digest}-100", f"{'0' * 64}-480", "short-480"):
        assert browser.client.get(f"/courses/figures/{address}.webp").status_code == 404


def test_a_page_shows_a_figure_with_two_sizes(published: Course) -> None:
    html = markdown.html(body(published, "en"), {}, {})
    digest = published.figures[0].digest
    assert re.search(rf'<figure><img src="/courses/figures/{digest}-480.webp" srcset="[^"]*-960.webp 960w"', html)
    assert 'alt="A map of a post"' in html
    assert 'width="1200" height="600" loading="lazy"' in html
    assert "<figcaption>Kumtepa</figcaption></figure>" in html
    assert "<p><figure>" not in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![a](https://example.org/x.png)", "<p>a</p>"),
        ("![a](javascript:x)", "<p>![a](javascript:x)</p>"),
        ("![a](figure:../../x:1x1)", "<p>a</p>"),
        ("![a](figures/x.png)", "<p>a</p>"),
        ("::: rule\n<script>x</script>\n:::", '<p class="box-name">Regel</p>\n<p>&lt;script&gt;x&lt;/script&gt;</p>'),
        ("::: evil\nx\n:::", "<p>::: evil\nx\n:::</p>"),
        ('::: rule" onclick="x\nx\n:::', "::: rule"),
        ("[x](term:child)", '<a class="term" href="#term-child"'),
        ('[x](term:child"onclick=x)', 'href="#term-child%22onclick=x"'),
        ("[x](annex:)", '<a class="annex" href="/courses/annex"'),
        ("[x](vbscript:y)", "[x](vbscript:y)"),
        ("Term\n: Its meaning", "<dl>"),
        ("A note.[^1]\n\n[^1]: Below.", 'class="footnotes"'),
    ],
)
def test_what_a_text_becomes(text: str, html: str) -> None:
    found = str(markdown.html(text, {}, {}, {"rule": "Regel"}))
    assert html in found
    assert "<script" not in found
    assert not re.search(r"<[^>]*\sonclick=", found)


def test_a_picture_without_a_known_name_loses_its_paragraph_only_when_it_is_a_figure() -> None:
    assert "<figure>" not in markdown.html("See ![a](figure:" + "0" * 64 + ":10x10) here.", {}, {})
