"""Papers are set in our own fonts, every sign drawn as itself."""

import shutil
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from tot.web import paper


@pytest.fixture
def afresh():
    """WeasyPrint knows no fonts of ours yet, and forgets those of this test."""

    def forget():
        for prepared in (paper._faces, paper._style, paper._fonts):
            prepared.cache_clear()

    forget()
    yield
    forget()


@pytest.fixture
def with_fonts(app: Flask, made, afresh):
    """The application's instance with the fonts that the set-up makes."""
    folder = Path(shutil.copytree(made[0], app.config["TOT"].instance / "assets" / "fonts"))
    with app.app_context():
        yield
    shutil.rmtree(folder)


def fonts_of(content: bytes, path: Path) -> set[str]:
    path.write_bytes(content)
    with pikepdf.open(path) as document:
        return {str(font.BaseFont).split("+")[1] for font in document.pages[0].Resources.Font.values()}


HTML = "<html lang=uz><title>Oʻ</title><h1>Oʻgʻiloy Ғ ✓</h1><p>Ўткир → № <b>ң ☐</b></p></html>"


def test_letters_and_signs_come_from_one_font_of_ours(with_fonts, tmp_path):
    assert fonts_of(paper.pdf_of(HTML), tmp_path / "a.pdf") == {"Tot-Sans", "Tot-Sans-Bold"}


def test_without_our_fonts_papers_are_still_made(app: Flask, afresh, tmp_path):
    with app.app_context():
        assert "Noto-Sans" in fonts_of(paper.pdf_of(HTML), tmp_path / "b.pdf")
