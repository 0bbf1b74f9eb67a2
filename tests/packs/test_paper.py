"""The books themselves: opened, counted and read, and searched for keys where there must be none."""

import io
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from tests.courses.make import make_question
from tests.packs.make import PICTURE, edition, shared, small_course, whole_course
from tests.packs.warm_press import Run, warm
from tests.reading import text_of
from tests.real import real
from tot import config
from tot.app import create_app
from tot.packs import printing, prose, rules
from tot.quizzes.types import lettered
from tot.web import fonts, press

CONTACT = "Duty room, door 3"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application whose database is never asked: paper needs none."""
    folder = tmp_path_factory.mktemp("packs")
    app = create_app(config.load(folder, contacts={"interpreter_service": CONTACT}), testing=True)
    with app.app_context():
        yield app


@pytest.fixture(scope="module")
def warm_press() -> Iterator[Run]:
    with warm() as run:
        yield run


@pytest.fixture
def quick(warm_press: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers come from a press whose libraries are loaded already."""
    monkeypatch.setattr(press, "_run", warm_press)


@pytest.fixture(scope="module")
def pdf(plain: Flask, warm_press: Run) -> Any:
    """A pack of the small course, made once for all tests; the job aids by the program itself, as people have them."""

    @cache
    def made(kind: str, language: str = "en") -> bytes:
        drawn = printing.draw(edition(), rules.KINDS[kind], language)
        path = Path(plain.config["TOT"].instance) / f"{kind}-{language}.pdf"
        with pytest.MonkeyPatch.context() as patch:
            if kind != "job-aids":
                patch.setattr(press, "_run", warm_press)
            press.book_of(drawn.html, drawn.styles, path, one_page_each=drawn.sheets)
        return path.read_bytes()

    return made


def headings(document: pikepdf.Pdf) -> list[tuple[int, str, int]]:
    """Level, title and page of every line of the outline."""
    found: list[tuple[int, str, int]] = []

    def walk(items: Any, level: int) -> None:
        for item in items:
            target = item.destination if item.destination is not None else item.action.D
            page = pikepdf.Page(target[0]).index if isinstance(target, pikepdf.Array) else -1
            found.append((level, str(item.title), page + 1))
            walk(item.children, level + 1)

    with document.open_outline() as outline:
        walk(outline.root, 1)
    return found


@pytest.mark.parametrize(("kind", "language"), [*((kind, "en") for kind in rules.KINDS), ("workbook", "ru")])
def test_a_pack_is_tagged_says_its_language_and_has_an_outline(pdf: Any, kind: str, language: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(kind, language))) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.StructTreeRoot
        assert document.Root.Lang == language
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert small_course().title[language] in about["dc:title"]
        assert headings(document)


@pytest.mark.parametrize("kind", ["workbook", "guide", "key"])
def test_the_page_named_in_the_contents_is_where_the_heading_stands(pdf: Any, kind: str) -> None:
    content = pdf(kind)
    pages = text_of(content)
    lines = re.findall(r"(.+?) (?:\. ){3,}\.? ?(\d+)", pages[1].removeprefix("Contents "))
    assert len(lines) >= 3
    with pikepdf.open(io.BytesIO(content)) as document:
        at = {title: page for _level, title, page in headings(document)}
    for line, number in lines:
        title = re.sub(r"^(\d+\. |Knowledge check: |Pre- and post-test, form .: )", "", line.strip())
        assert title in pages[int(number) - 1], f"{title!r} is not on page {number}"
        if title in at and kind != "key":
            assert at[title] == int(number), title


def test_the_cover_says_which_course_and_version_it_is(pdf: Any) -> None:
    cover = text_of(pdf("workbook"))[0]
    for words in ("A course for tests", "Participant workbook", "TST, version 3", "5 March 2027", "Posbon"):
        assert words in cover


def test_the_workbook_teaches_and_asks_and_holds_no_key(pdf: Any) -> None:
    pages = text_of(pdf("workbook"))
    whole = " ".join(pages)
    assert "Because it matters." in whole
    assert CONTACT in whole
    assert "☐ A Ignore" in whole
    assert "Sheet H1" in whole
    assert "Sheet H2" not in whole  # a handout for trainers
    (case,) = [number for number, page in enumerate(pages) if "☐ A Ignore" in page]
    (answer,) = [number for number, page in enumerate(pages) if "That is unkind" in page]
    assert answer > case
    assert f"The feedback stands on page {answer + 1}." in pages[case]
    holds_no_key(whole)


@pytest.mark.parametrize("kind", ["form-a", "form-b", "checks"])
def test_a_booklet_has_questions_and_an_answer_sheet_without_names_and_no_key(pdf: Any, kind: str) -> None:
    pages = text_of(pdf(kind))
    whole = " ".join(pages)
    sheet = next(page for page in pages if page.startswith("Answer sheet"))
    which = "Test" if kind == "checks" else "Form"
    for field in ("Participant number", which, "Date", "☐ A ☐ B ☐ C"):
        assert field in sheet
    assert "Which one?" in whole
    assert "Write no name" in whole
    holds_no_key(whole)
    other = {"form-a": "(B)", "form-b": "(A)", "checks": "(A)"}[kind]
    assert other not in whole
    # Whoever prints on both sides can hand out the sheet alone: the back before it is empty, unless a case fills it.
    assert len(pages) == (4 if kind == "checks" else 3)
    assert pages.index(sheet) == 2
    assert (pages[1] == "") == (kind != "checks")


def test_partners_that_are_spare_or_shared_are_printed_with_their_letters(plain: Flask) -> None:
    sides = {name: {"en": f"word {name}"} for name in "abcxyz"}
    key = {"a": "x", "b": "y", "c": "x"}
    question = make_question(type="match", left=tuple("abc"), right=tuple("xyz"), key=key, options=(), labels=sides)
    letters = lettered(question)
    with plain.test_request_context():
        printed = plain.jinja_env.get_template("packs/paper/types/pairs.html").module
        ask, reply, short, told = (
            " ".join(re.sub(r"<[^>]*>", " ", str(one)).split())
            for one in (
                printed.ask(question, letters, lambda words: words["en"]),
                printed.reply(question, letters, None, None),
                printed.short(question, letters, None),
                printed.key(question, letters, lambda words: words["en"], None),
            )
        )
    assert "A partner may belong to several entries, or to none." in ask
    assert all(f"{letters[name]} word {name}" in ask for name in "xyz")
    assert reply == " ".join(f"{number} ☐ A ☐ B ☐ C" for number in (1, 2, 3))
    assert short.replace(" ,", ",") == f"1 {letters['x']}, 2 {letters['y']}, 3 {letters['x']}"
    assert told.count(f"{letters['x']} word x") == 2


def holds_no_key(text: str) -> None:
    """Words that stand in feedback and keys only."""
    for words in (
        "Feedback A",
        "Because.",
        "It is not.",
        "Under 18.",
        "No promise",
        "I cannot promise",
        "right answer",
    ):
        assert words.lower() not in text.lower(), words
    assert "✓" not in text


def test_guide_and_key_hold_every_key_with_its_feedback_and_source(pdf: Any) -> None:
    key, guide = " ".join(text_of(pdf("key"))), " ".join(text_of(pdf("guide")))
    for words in (
        "Feedback A",
        "Feedback B",
        "Because.",
        "B That ✓ right",
        "Right answer: F (False)",
        "18 ± 0.5 years",
    ):
        assert words in key
    for text in (key, guide):
        assert "Sources: F-PAL-3" in text
        assert "An example of a good answer" in text
    for words in ("Greeting", "no, locked core", "→ 2", "Sheet H2"):
        assert words in guide
    assert "✓ Safe" in guide
    assert "✗ Gone" in guide


def test_every_job_aid_fills_one_sheet(pdf: Any) -> None:
    front, back = text_of(pdf("job-aids"))
    assert front.startswith("Do Greet the child.")
    assert back.startswith("Never Shout.")
    assert "TST-1 · version 3" in front


def test_a_job_aid_that_runs_over_is_set_smaller(plain: Flask, quick: None, tmp_path: Path) -> None:
    side = '<article id="{0}" class="fit-0 side"><h1>{0}</h1>{1}</article>'
    long = side.format("a-1", "<p>Greet the child by name and say what happens next.</p>" * 26)
    html = f'<html lang="en"><title>t</title><body>{long}{side.format("a-2", "<p>Short.</p>")}</body></html>'
    sizes = []
    for sheets in ((), ("a-1", "a-2")):
        path = tmp_path / "sheet.pdf"
        press.book_of(html, ("packs/paper/sheets.css",), path, one_page_each=sheets)
        sizes.append(len(text_of(path.read_bytes())))
    assert sizes == [3, 2]


def test_pages_are_counted_aloud_and_a_failure_says_why(plain: Flask, tmp_path: Path) -> None:
    seen: list[int] = []
    press.book_of("<html lang=en><title>t</title><h1>t</h1></html>", (), tmp_path / "a.pdf", seen.append)
    assert seen == [1]
    with pytest.raises(press.NotSet, match=r"nothing\.css"):
        press.book_of("<html></html>", ("nothing.css",), tmp_path / "b.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    lamp = io.BytesIO()
    Image.new("RGB", (600, 400), "#f4b860").save(lamp, "WEBP")
    kept = {(PICTURE, 480): lamp.getvalue()}
    monkeypatch.setattr(prose, "figure_content", lambda digest, width: kept.get((digest, width)))


def test_terms_annex_sources_boxes_and_pictures_stand_in_the_book(
    plain: Flask, quick: None, pictures: None, tmp_path: Path
) -> None:
    made = edition(whole_course(), **shared())
    texts = {}
    for kind in ("workbook", "guide"):
        drawn = printing.draw(made, rules.KINDS[kind], "en")
        assert "&lt;" not in drawn.html
        press.book_of(drawn.html, drawn.styles, tmp_path / f"{kind}.pdf")
        texts[kind] = text_of((tmp_path / f"{kind}.pdf").read_bytes())
    workbook = " ".join(texts["workbook"])
    assert '<strong class="term">child</strong>' in printing.draw(made, rules.KINDS["workbook"], "en").html
    assert "Rule Never lie." in workbook
    assert "Annex Nowhere, version 4, 5 March 2027 (not yet signed off)" in texts["workbook"][0]
    # Only terms that the book names, in the order of the alphabet.
    (glossary,) = [page for page in texts["workbook"] if page.startswith("Glossary")]
    assert glossary.index("What child means.") < glossary.index("What guardian means.")
    assert "smuggling" not in workbook
    for pages in texts.values():
        (annex,) = [page for page in pages if "There is a law." in page]
        assert "not yet signed off by a national reviewer" in annex
        assert "Which article?" in annex
    assert "F-PAL-3 Protocol, article 3(c)" in " ".join(texts["guide"])
    with pikepdf.open(tmp_path / "workbook.pdf") as document:
        assert len({image.objgen for page in document.pages for image in page.get_images().values()}) == 1


def test_of_a_picture_that_is_gone_its_words_remain(plain: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prose, "figure_content", lambda digest, width: None)
    html = printing.draw(edition(whole_course()), rules.KINDS["workbook"], "en").html
    assert "A lamp by a door" in html
    assert "<img" not in html


def test_who_never_finishes_is_stopped(plain: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "LONGEST", 0.2)
    with pytest.raises(press.NotSet):
        press.book_of("<html lang=en><title>t</title><h1>t</h1></html>", (), tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


class Text(HTMLParser):
    """The letters that a reader sees, and the levels of the headings."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: set[str] = set()
        self.levels: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.letters |= set(data)


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_every_real_pack_has_letters_that_our_fonts_draw_and_headings_in_order(plain: Flask, language: str) -> None:
    seen = Text()
    reading = real()
    library: dict[str, Any] = {"glossary": reading.library.glossary, "facts": reading.library.facts}
    for course in reading.courses:
        for kind in rules.offered(course, to_trainers=True):
            html = printing.draw(edition(course, **library), kind, language).html
            assert "{{" not in html
            assert "&lt;" not in html
            assert "term:" not in html
            seen.levels = []
            seen.feed(html)
            assert seen.levels[0] == 1
            steps = [after - before for before, after in pairwise(seen.levels)]
            assert max(steps, default=0) <= 1, f"{course.id} {kind.name}: a level is skipped in {seen.levels}"
    for annex in reading.library.annexes:
        html = printing.draw(edition(annex=annex), rules.KINDS["guide"], language).html
        seen.feed(html)
    assert reading.courses
    assert fonts.missing_glyphs("".join(seen.letters)) == set()
