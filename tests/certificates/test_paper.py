"""Every claim stands on the paper, in three languages; any name stays in its box; the picture can be read."""

import io
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from flask import Flask

from tests.certificates.make import claims
from tests.reading import text_of
from tot.certificates import about, paper, words
from tot.certificates.rules import KINDS, code_of, shown_code
from tot.certificates.rules.fitting import BOX, MILLIMETRES
from tot.web.languages import in_language

CODE = code_of(range(14))
LONG = "Muhammadyusufxoʻja Abdurahmonxoʻjayev Sayidmuhammadali oʻgʻli"  # 62 letters


@pytest.fixture
def inside(app: Flask):
    with app.app_context():
        yield


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_claim_stands_on_the_paper(inside: None, kind: str, language: str) -> None:
    made = claims(kind=kind, language=language, name=LONG, modules=claims().modules if kind == "completion" else ())
    (text,) = text_of(paper.one(paper.Sheet(made, CODE)))
    with in_language(language):
        said = words.claims_on_paper(made)
        labels = {str(words.LABELS[name]) for name in said if name not in ("name", "course")}
    assert set(said) == set(about.of(kind).claims) - {"replaces"}
    for claim in [*said.values(), *labels, shown_code(CODE), "/v"]:
        assert bare(claim) in bare(text), claim


def test_a_replacing_paper_and_a_specimen_say_so(inside: None) -> None:
    (text,) = text_of(paper.one(paper.Sheet(claims(replaces="BRD-2027-000003", is_specimen=True), CODE)))
    assert "BRD-2027-000003" in text
    assert "Specimen" in text


def test_beside_another_language_stands_english(inside: None) -> None:
    (text,) = text_of(paper.one(paper.Sheet(claims(language="ru"), CODE)))
    assert "На границе" in text
    assert "At the border" in text
    assert "This is to certify that" in text


def test_a_single_paper_is_one_tagged_landscape_page_that_links_to_its_proof(inside: None) -> None:
    with pikepdf.open(io.BytesIO(paper.one(paper.Sheet(claims(name=LONG), CODE)))) as document:
        (page,) = document.pages
        assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 842, 595]
        assert "/StructTreeRoot" in document.Root
        assert str(document.docinfo["/Keywords"]) == shown_code(CODE)
        assert str(page.Annots[0].A.URI).endswith(f"/V/{CODE}")


def test_a_book_has_a_page_for_each_and_says_the_same(inside: None) -> None:
    sheets = [
        paper.Sheet(claims(name=f"Person {number} {LONG if number == 3 else ''}", number=f"BRD-2027-{number:06}"), code)
        for number in range(1, 8)
        for code in [code_of([number] * 14)]
    ]
    told: list[tuple[int, int]] = []
    book = paper.many(sheets, "Kumtepa 1", lambda done, total: told.append((done, total)))
    pages = text_of(book)
    assert len(pages) == 7
    assert told == [(7, 7)]
    for sheet, text in zip(sheets, pages, strict=True):
        for claim in (*words.claims_on_paper(sheet.claims).values(), shown_code(sheet.code)):
            assert bare(claim) in bare(text), claim
        others = {other.claims.number for other in sheets} - {sheet.claims.number}
        assert not any(number in text for number in others)
    single = len(paper.one(sheets[0]))
    assert len(book) < 7 * single / 2, "what all share is in the file once"


def test_people_of_different_cohorts_keep_their_own_ground(inside: None) -> None:
    sheets = [paper.Sheet(claims(venue=venue), CODE) for venue in ("Hall A", "Hall B", "Hall A")]
    assert [("Hall A" in text, "Hall B" in text) for text in text_of(paper.many(sheets, "Kumtepa 1"))] == [
        (True, False), (False, True), (True, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "Ким",
        LONG,
        "Щ" * 60,
        "Шш " * 20,
        "Константинопольский-Преображенский Сергей Владимирович",
        "W" * 30 + " " + "W" * 29,
    ],
)
def test_names_measured_in_the_papers_own_font_stay_in_their_box(inside: None, name: str) -> None:
    box = paper.fitted_name(name)
    ems = paper._advances(paper._serif())
    if len(name.split()) > 1 or len(name) < 30:
        assert all(sum(ems[ord(letter)] for letter in line) * box.size * MILLIMETRES <= BOX for line in box.lines)
    assert len(text_of(paper.one(paper.Sheet(claims(name=name.strip()), CODE)))) == 1


def test_the_picture_is_one_path_that_draws_the_code(inside: None) -> None:
    import segno

    url = paper.qr_text(paper.verify_url(CODE))
    assert url == f"HTTP://LOCALHOST/V/{CODE}"
    path, size = paper.qr_path(url)
    matrix = segno.make_qr(url, error="m", boost_error=False, mask=3).matrix
    drawn = [[0] * size for _row in range(size)]
    for run in path.strip("Mz").split("zM"):
        start, length = run.split("h")[:2]
        column, row = map(int, start.split())
        for step in range(int(length.removesuffix("v1"))):
            drawn[row][column + step] = 1
    assert drawn == [list(line) for line in matrix]


def test_a_name_is_text_and_never_markup(inside: None) -> None:
    (text,) = text_of(paper.one(paper.Sheet(claims(name="<b>Bold</b> & Co"), CODE)))
    assert "<b>Bold</b> & Co" in text


def test_many_papers_at_once_do_not_disturb_each_other(app: Flask) -> None:
    """Without the lock this corrupts memory: readers of the same process wait for each other instead."""

    def draw(number: int) -> str:
        with app.app_context():
            made = claims(name=f"Person {number}", language=("en", "ru", "uz")[number % 3])
            return text_of(paper.one(paper.Sheet(made, CODE)))[0]

    with ThreadPoolExecutor(6) as readers:
        drawn = list(readers.map(draw, range(12)))
    assert all(f"Person {number}" in text for number, text in enumerate(drawn))
