"""Files to keep: how they are called where they land."""

import pytest

from tot.web.paper import disposition, name_to_keep


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("Attendance register Kumtepa.pdf", "Attendance register Kumtepa.pdf"),
        ("Лист регистрации Oʻquv guruhi.pdf", "Лист регистрации Oʻquv guruhi.pdf"),
        ("Sign-in sheet Identification: morning.pdf", "Sign-in sheet Identification morning.pdf"),
        ('../a\\b<c>|"d"?\n*.xlsx', "a b c d.xlsx"),
        ("Kumtepa no. 1.xlsx", "Kumtepa no. 1.xlsx"),
        ("Ж" * 130 + ".pdf", "Ж" * 100 + ".pdf"),
        ("a" * 199 + " – b.pdf", "a" * 199 + ".pdf"),
    ],
)
def test_a_file_is_called_what_every_system_can_keep(asked: str, kept: str) -> None:
    assert name_to_keep(asked) == kept


def test_a_browser_that_knows_only_ascii_is_told_a_short_name() -> None:
    told = disposition("Журнал посещаемости Kumtepa: 1.pdf")
    assert told.startswith("attachment; filename=\"_ Kumtepa 1.pdf\"; filename*=UTF-8''%D0%96")
