"""A file of participants is read whatever program wrote it, and refused with a sentence where it is no such file."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from tot.accounts.rules import clean_name, name_key
from tot.cohorts.sheet import writing
from tot.cohorts.sheet.cells import MAX_ROWS
from tot.cohorts.sheet.headings import COLUMNS, meanings, names_people
from tot.cohorts.sheet.reading import Sheet, read
from tot.cohorts.sheet.words import email_of, language_of, place_key, sex_of
from tot.refusals import Refused
from tot.web.sheets import table_xlsx

THIRTY = Path(__file__).parent / "files" / "thirty-fictional-participants.csv"


@pytest.fixture(autouse=True, scope="module")
def wording() -> Iterator[None]:
    """Sentences are worded in some language; nothing else of the platform is needed here."""
    bare = Flask("bare")
    Babel(bare)
    with bare.test_request_context():
        yield


def read_or_refused(content: bytes) -> None:
    """Whatever the bytes are: rows, or one sentence."""
    try:
        rows = read(content).rows
    except Refused as refused:
        sentence = str(refused.sentence)
        if not sentence.endswith("."):
            pytest.fail(f"not a sentence: {sentence}")
    else:
        assert rows


def workbook(fill: Callable[[Any, Any], None], **options: Any) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        fill(book, book.add_worksheet("List"))
    return content.getvalue()


def xlsx(*rows: tuple[Any, ...]) -> bytes:
    def fill(_book: Any, sheet: Any) -> None:
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                else:
                    sheet.write(line, column, value)

    return workbook(fill)


def names(sheet: Sheet) -> list[str]:
    return [row.cells.get("name", "") for row in sheet.rows]


def repacked(
    content: bytes, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None
) -> bytes:
    """The workbook with its parts changed; None leaves a part out."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = change(name, old.read(name))
            if text is not None:
                new.writestr(name, text)
        for name, text in (more or {}).items():
            new.writestr(name, text)
    return written.getvalue()


# ------------------------------------------------------------------------------------------------ encodings and commas


def test_thirty_people_in_two_alphabets_are_read_whole() -> None:
    sheet = read(THIRTY.read_bytes())
    assert len(sheet.rows) == 30
    assert [row.line for row in sheet.rows] == list(range(2, 32))
    assert sheet.ignored == ("Izoh",)
    assert sheet.columns["name"] == "ФИО"
    assert all(row.problem is None for row in sheet.rows)
    assert names(sheet)[5] == "G’aniyeva O’g’iloy Botir qizi"
    assert names(sheet)[14] == "Rahimova, Gulnora"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_unicode_and_delimiter_is_understood(codec: str, delimiter: str, end: str) -> None:
    text = THIRTY.read_text(encoding="utf-8").replace('"Rahimova, Gulnora"', "Rahimova Gulnora")
    sheet = read(text.replace(";", delimiter).replace("\n", end).encode(codec))
    assert len(sheet.rows) == 30
    assert sheet.delimiter == delimiter
    assert sheet.understood_as == codec.upper()[: 5 if codec.startswith("utf-8") else 6]
    assert names(sheet)[1] == "Abdullayev Jasur Oʻktam oʻgʻli"


@pytest.mark.parametrize(("codec", "said"), [("cp1251", "Windows-1251"), ("cp866", "DOS-866"), ("koi8-r", "KOI8-R")])
def test_eight_bit_cyrillic_is_recognised_and_said(codec: str, said: str) -> None:
    text = "Ф.И.О.;Пол\r\nСемёнов Пётр Алексеевич;м\r\nЩербакова Юлия;ж\r\n"
    sheet = read(text.encode(codec))
    assert sheet.understood_as == said
    assert names(sheet) == ["Семёнов Пётр Алексеевич", "Щербакова Юлия"]


def test_curly_apostrophes_of_windows_survive() -> None:
    sheet = read("Name,Sex\nG’aniyev O’tkir,m\nKarimova O‘g‘iloy,f\n".encode("cp1251"))
    assert names(sheet) == ["G’aniyev O’tkir", "Karimova O‘g‘iloy"]


def test_quoted_fields_empty_lines_titles_and_a_sep_line() -> None:
    text = (
        'sep=;\nList of participants (fictional)\n\n"Name";"Post"\n"Karimov; Aziz ""Z"" ";"a\nb"\n;;\n\nPetrova Elena;x'
    )
    sheet = read(text.encode())
    assert [(row.line, row.cells["name"], row.cells["position"]) for row in sheet.rows] == [
        (5, 'Karimov; Aziz "Z"', "a b"),
        (9, "Petrova Elena", "x"),
    ]


def test_a_single_column_of_names_with_commas_stays_one_column() -> None:
    assert names(read("ФИО\nКаримов, Азиз\nПетрова Елена\n".encode())) == ["Каримов, Азиз", "Петрова Елена"]


def test_a_repeated_heading_is_not_a_person() -> None:
    assert names(read(b"Name,Sex\nAziz Karimov,m\nName,Sex\nElena Petrova,f\n")) == ["Aziz Karimov", "Elena Petrova"]


# ------------------------------------------------------------------------------------------------------------- headings


@pytest.mark.parametrize(
    ("headings", "means"),
    [
        ("name,sex,email", ["name", "sex", "email"]),
        ("Full Name *,Gender,E-mail (if any)", ["name", "sex", "email"]),
        ("First name,Last name,Middle name", ["given name", "family name", "patronymic"]),
        ("Name,Surname", ["given name", "family name"]),
        ("Ф.И.О.,Пол,Эл. почта,Ведомство,Должность", ["name", "sex", "email", "agency", "position"]),
        ("Фамилия,Имя,Отчество,Место работы", ["family name", "given name", "patronymic", "agency"]),
        ("ФАМИЛИЯ ИМЯ ОТЧЕСТВО,Язык обучения", ["name", "language"]),
        ("F.I.O.,Jinsi,Viloyat,Tuman,Lavozimi", ["name", "sex", "region", "district", "position"]),
        ("F.I.Sh.,Tashkilot nomi,Til", ["name", "agency", "language"]),
        ("Familiyasi,Ismi,Otasining ismi", ["family name", "given name", "patronymic"]),
        ("Toʻliq ismi,Oʻqish tili", ["name", "language"]),
        ("To'liq ismi,O’qish tili", ["name", "language"]),
        ("Ф.И.Ш.,Жинси,Вилоят,Туман,Лавозими", ["name", "sex", "region", "district", "position"]),
        ("Фамилияси,Исми,Отасининг исми,Тўлиқ", ["family name", "given name", "patronymic"]),
        ("Ism", ["name"]),
        ("Имя,Имя", ["name"]),
    ],
)
def test_headings_in_three_languages_are_understood(headings: str, means: list[str]) -> None:
    assert list(meanings(headings.split(",")).values()) == means


def test_three_columns_make_one_name() -> None:
    sheet = read("№,Имя,Отчество,Фамилия\n1,Азиз,Рустамович,Каримов\n2,Elena,,Petrova\n".encode())
    assert names(sheet) == ["Каримов Азиз Рустамович", "Petrova Elena"]
    assert sheet.ignored == ()


@pytest.mark.parametrize("language", ["en", "ru", "uz", "kk"])
def test_the_template_is_understood_by_its_own_reader(language: str) -> None:
    headings = writing.template_headings(language)
    assert list(meanings(headings).values()) == list(COLUMNS)
    filled = writing.template_csv(language).decode("utf-8-sig")
    sheet = read((filled + "Karimova Dilnoza Rustam qizi\n").encode())
    assert names(sheet) == ["Karimova Dilnoza Rustam qizi"]
    with pytest.raises(Refused, match="nobody"):
        read(writing.template_xlsx(language))


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_the_template_has_a_sheet_that_explains_each_column(language: str) -> None:
    book = load_workbook(io.BytesIO(writing.template_xlsx(language)))
    assert book.get_sheet_by_index(0).to_python()[0] == writing.template_headings(language)
    assert [row[0] for row in book.get_sheet_by_index(1).to_python()] == writing.template_headings(language)


# ------------------------------------------------------------------------------------------------------------ workbooks


def test_a_workbook_with_formulas_dates_numbers_and_merged_cells() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 3, "List of participants (fictional)")
        sheet.write_row(2, 0, ("ФИО", "Область", "Должность", "Язык"))
        sheet.write_string(3, 0, "Каримов Азиз")
        sheet.merge_range(3, 1, 5, 1, "Tashkent region")
        sheet.write_datetime(3, 2, date(2027, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_formula(4, 0, '="Petrova"&" Elena"', None, "Petrova Elena")
        sheet.write_number(4, 2, 12.0)
        sheet.write_string(5, 0, "=HYPERLINK(1)")
        sheet.write_boolean(5, 2, True)

    sheet = read(workbook(fill))
    assert sheet.understood_as == "XLSX"
    assert [(row.line, dict(row.cells)) for row in sheet.rows] == [
        (4, {"name": "Каримов Азиз", "region": "Tashkent region", "position": date(2027, 3, 1).isoformat()}),
        (5, {"name": "Petrova Elena", "region": "Tashkent region", "position": "12"}),
        (6, {"name": "=HYPERLINK(1)", "region": "Tashkent region", "position": "1"}),
    ]


def test_the_first_visible_sheet_that_lists_people_is_read() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ("Agenda", "Day 1"))
        hidden = book.add_worksheet("Old")
        hidden.write_column(0, 0, ("Name", "Hidden Person"))
        hidden.hide()
        book.add_worksheet("People").write_column(0, 0, ("Name", "Aziz Karimov"))

    assert names(read(workbook(fill))) == ["Aziz Karimov"]


def test_what_looks_like_a_formula_is_written_as_text() -> None:
    content = table_xlsx("A/B:[x]", ["Name"], [("=1+1",), ("+7",), ("http://x",), ("007",)], [20])
    assert load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python() == [
        ["Name"], ["=1+1"], ["+7"], ["http://x"], ["007"]
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert b"hyperlink" not in parts.read("xl/worksheets/sheet1.xml")


# ------------------------------------------------------------------------------------------------------------- refusals

GOOD = xlsx(("Name",), ("Aziz Karimov",))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def far_cell(reference: str) -> bytes:
    cell = f'<row r="2"><c r="{reference}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'.encode()
    return repacked(GOOD, lambda _name, text: text.replace(b"</sheetData>", cell))


def far_row(row: str) -> bytes:
    return repacked(GOOD, lambda _name, text: text.replace(b"</sheetData>", row.encode() + b"</sheetData>"))


def bomb() -> bytes:
    return repacked(GOOD, lambda _name, text: text, {"xl/sharedStrings2.xml": b" " * (30 * 2**20)})


def other_zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr("word/document.xml", "<x/>")
    return content.getvalue()


def locked() -> bytes:
    return OLE + "EncryptedPackage".encode("utf-16-le")


def doctype() -> bytes:
    def add(name: str, text: bytes) -> bytes:
        return text.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1) if "sheet1" in name else text

    return repacked(GOOD, add)


def many_rows(count: int) -> bytes:
    return b"Name\n" + b"".join(b"Aziz Karimov%d\n" % number for number in range(count))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"hello", "not a table"),
        (b"%PDF-1.7 \n1 0 obj", "not a table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a table"),
        (b"<html><table><tr><td>Name", "not a table"),
        (b"{\\rtf1 Name}", "not a table"),
        (bytes(range(256)) * 4, "not a table"),
        (other_zip(), "not a table"),
        (b"PK\x03\x04 broken", "damaged"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (repacked(GOOD, lambda name, text: None if "sheet1" in name else text), "damaged"),
        (doctype(), "damaged"),
        (OLE, "old Excel"),
        (locked(), "password"),
        (bomb(), "far more"),
        (far_cell("A1048576"), "more than 1000 rows"),
        (far_cell("XFD2"), "more than 100 columns"),
        (far_row("<row r='1048576'><c><v>1</v></c></row>"), "more than 1000 rows"),
        (far_row("<x:row x='>' r = \"1048576\"><x:c\n><x:v>1</x:v></x:c></x:row>"), "more than 1000 rows"),
        (b"x" * (2 * 2**20 + 1), "larger than 2 MB"),
        (b"a,b,c\n1,2,3\n", "No column of names"),
        (xlsx(("Day", "Topic"), (1, "Law")), "No column of names"),
        (b"Name,Sex\n", "nobody"),
        (b'Name,Sex\n"Aziz Karimov,m\nElena,f\n', "line 2 a quotation mark"),
        (b"Name,Sex\n" + b"x," * 200, "Line 2 has more than 100 columns"),
        (many_rows(MAX_ROWS + 1), "more than 1000 rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read(content)
    assert sentence in str(refused.value.sentence)
    assert refused.value.field == "file"


def test_rows_that_were_only_formatted_take_no_room() -> None:
    empty = '<row r="1048575" ht="20"/><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert names(read(far_row(empty))) == ["Aziz Karimov"]


def test_a_thousand_rows_are_read() -> None:
    assert len(read(many_rows(MAX_ROWS)).rows) == MAX_ROWS


def test_a_row_with_control_characters_is_told_from_the_others() -> None:
    sheet = read("Name,Post\nAziz Karimov,x\x07y\nElena Petrova,ok\nSoft\xadhy\u200bphen,\n".encode())
    assert [row.problem for row in sheet.rows] == ["control characters", None, None]
    assert sheet.rows[0].cells["position"] == "x\ufffdy"
    assert names(sheet)[2] == "Softhyphen"


def test_a_cell_that_is_far_too_long_is_told() -> None:
    assert read(b"Name,Post\nAziz Karimov," + b"x" * 501).rows[0].problem == "too long"


# ---------------------------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("F", "female"), ("женский", "female"), ("Ж", "female"), ("Ayol", "female"), ("аёл", "female"),
        ("M", "male"), ("м", "male"), ("муж.", "male"), ("erkak", "male"), ("ЭРКАК", "male"),
        ("", "prefer not to say"), ("—", "prefer not to say"), ("не указан", "prefer not to say"), ("maybe", None),
    ],
)  # fmt: skip
def test_the_words_for_sex_in_three_languages(text: str, sex: str | None) -> None:
    assert sex_of(text) == sex


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("RU", "ru"),
        ("русский", "ru"),
        ("oʻzbekcha", "uz"),
        ("O'zbek tili", "uz"),
        ("узбекский", "uz"),
        ("English", "en"),
    ],
)
def test_the_words_for_languages(text: str, language: str) -> None:
    assert language_of(text, ("en", "ru", "uz")) == language
    assert language_of(text, ()) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Aziz.Karimov@Example.org ", "aziz.karimov@example.org"),
        ("mailto:a@b.uz", "a@b.uz"),
        ("<a@b.uz>", "a@b.uz"),
        ("a@b", None), ("a b@c.uz", None), ("a@b.uz, c@d.uz", None), ("a@@b.uz", None), ("=a@b.uz;x", None),
        ("@b.uz", None), ("a@b..uz", None),
    ],
)  # fmt: skip
def test_addresses(text: str, address: str | None) -> None:
    assert email_of(text) == address


def test_a_place_is_known_with_and_without_the_word_for_its_kind() -> None:
    assert place_key("Toshkent viloyati") == place_key("Toshkent vil.") == place_key("Тошкент вилояти")
    assert place_key("Ташкентская область") == place_key("г. Ташкентская")


# ----------------------------------------------------------------------------------------------------------- properties

few = settings(max_examples=300)


@few
@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(content)


@few
@given(
    st.binary(max_size=200),
    st.sampled_from([b"Name;Sex\n", "ФИО\t".encode("utf-16"), "ФИО,x\r\n".encode("cp1251"), OLE]),
)
def test_random_bytes_behind_a_good_beginning_are_read_or_refused(tail: bytes, head: bytes) -> None:
    read_or_refused(head + tail)


@settings(few, max_examples=100)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=20))
def test_a_workbook_with_broken_bytes_is_read_or_refused(at: int, spoilt: bytes) -> None:
    read_or_refused(GOOD[:at] + spoilt + GOOD[at + len(spoilt) :])


@settings(few, max_examples=100)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_a_workbook_whose_sheet_is_nonsense_is_read_or_refused(spoilt: bytes, at: int) -> None:
    def spoil(name: str, text: bytes) -> bytes:
        return text[:at] + spoilt + text[at + len(spoilt) :] if name.startswith("xl/") else text

    read_or_refused(repacked(GOOD, spoil))


LETTERS = "abcdefgxyzOʻGʻʼ’абвгдёжўқғҳЎҚЯІӣçşýñáé"
people = st.lists(
    st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=4).map(" ".join).filter(name_key),
    min_size=1,
    max_size=8,
)


@few
@given(people, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]), st.sampled_from(",;\t|"))
def test_names_come_out_as_they_went_in(written: list[str], codec: str, delimiter: str) -> None:
    text = "\n".join(["Full name" + delimiter + "Sex", *(f'"{name}"{delimiter}f' for name in written)])
    sheet = read(text.encode(codec))
    assert names(sheet) == written
    assert [name_key(clean_name(name)) for name in names(sheet)] == [name_key(name) for name in written]


@settings(few, max_examples=50)
@given(people)
def test_names_come_out_of_a_workbook_as_they_went_in(written: list[str]) -> None:
    assert names(read(xlsx(("ФИО",), *((name,) for name in written)))) == written


def test_the_thirty_are_people_in_any_form() -> None:
    sheet = read(THIRTY.read_bytes())
    columns = list(sheet.columns)
    as_workbook = read(xlsx(tuple(columns), *(tuple(r.cells.get(c, "") for c in columns) for r in sheet.rows)))
    assert [dict(row.cells) for row in as_workbook.rows] == [dict(row.cells) for row in sheet.rows]
    assert names_people(meanings(columns))
