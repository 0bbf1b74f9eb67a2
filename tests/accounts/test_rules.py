"""Names, codes, passwords and locks, as tables and as properties."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tot.accounts import rules
from tot.accounts.rules import Likeness, NameTrouble, PasswordTrouble
from tot.accounts.rules.names import APOSTROPHES

SAME_KEY = [
    ("Oʻktamova Gʻuncha", "O'ktamova G'uncha", "O’ktamova G‘uncha", "Oktamova Guncha", "ЎКТАМОВА  ҒУНЧА"),
    ("Yoqubov Doniyor", "Ёқубов Дониёр", "Еқубов Дониер"),
    ("Фёдорова Алёна", "Федорова Алена", "Fyodorova Alyona", "Fedorova Alena"),
    ("Yelena Shcherbakova", "Елена Щербакова", "Elena Sherbakova"),
    ("Jamshid Xolmatov", "Djamshid Kholmatov", "Dzhamshid Xolmatov", "Джамшид Холматов", "Жамшид Холматов"),
    ("Karimova Dilfuza Akmal qizi", "Каримова Дилфуза Акмал кизи", "Karimova Dilfuza Akmalqizi"),
    ("Aliyev Vali Hasan oʻgʻli", "Алиев Вали Ҳасан ўғли", "Aliyev Vali Hasan ogli", "Алиев Вали Ҳасан угли"),
    ("Saʼdullayev Anvar", "Sa'dullayev Anvar", "Саъдуллаев Анвар"),
    ("Abdu-Rahmon Nurmatov", "Abdu Rahmon Nurmatov", "  abdu–rahmon   nurmatov "),
]  # fmt: skip


@pytest.mark.parametrize("spellings", SAME_KEY, ids=lambda row: row[0])
def test_one_name_has_one_key_however_it_is_spelt(spellings: tuple[str, ...]) -> None:
    keys = {rules.name_key(spelling) for spelling in spellings}
    assert len(keys) == 1
    assert keys.pop().isascii()


def test_different_names_keep_different_keys() -> None:
    names = [
        "Karimov Ali",
        "Karimova Ali",
        "Karimov Vali",
        "Qodirov Ali",
        "Xasanov Ali",
        "Hasanov Ali",
        "Chori",
        "Shori",
    ]
    assert len({rules.name_key(name) for name in names}) == len(names)


LETTERS = st.text(
    alphabet=st.sampled_from("abcdefghijklmnopqrstuvwxyzABOGʻʼ'’ абвгдеёжзийклмнопрстуфхцчшщъыьэюяЁЎҚҒҲўқғҳ-.0")
    | st.characters(),
    max_size=40,
)


@given(LETTERS)
def test_a_key_is_its_own_key(text: str) -> None:
    assert rules.name_key(rules.name_key(text)) == rules.name_key(text)


@given(LETTERS, st.data())
def test_all_apostrophes_are_equal(text: str, data: st.DataObject) -> None:
    other = "".join(data.draw(st.sampled_from(APOSTROPHES)) if c in APOSTROPHES else c for c in text)
    assert rules.name_key(other) == rules.name_key(text)


@given(LETTERS)
def test_yo_is_ye_and_case_does_not_matter(text: str) -> None:
    assert rules.name_key(text.replace("ё", "е").replace("Ё", "Е")) == rules.name_key(text)
    if text.upper().lower() == text.lower():
        assert rules.name_key(text.upper()) == rules.name_key(text.lower())


@given(LETTERS)
def test_cleaning_twice_changes_nothing_and_keeps_the_key(text: str) -> None:
    cleaned = rules.clean_name(text)
    assert rules.clean_name(cleaned) == cleaned
    assert "  " not in cleaned
    assert not set(cleaned) & set(APOSTROPHES) - set("ʻʼ")


CLEANED = [
    ("  O'ktam   G`ulom  ", "Oʻktam Gʻulom"),
    ("Ma'mura Sa’dulla", "Maʼmura Saʼdulla"),
    ("OʼKTAM Gʼulom", "OʻKTAM Gʻulom"),
    ("и\u0306од", "йод"),
    ("Karimov,\u00a0Ali\u200b\ufeff", "Karimov Ali"),
    ("Karimov\tAli\r\n", "Karimov Ali"),
]


@pytest.mark.parametrize(("typed", "kept"), CLEANED)
def test_a_name_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert rules.clean_name(typed) == kept


TROUBLES = [
    ("Ali", None),
    ("Oʻktam Gʻulom-zoda A. (Karim)", None),
    ("Ж. Ө", None),
    ("", NameTrouble.SHORT),
    (" . ", NameTrouble.SHORT),
    ("A", NameTrouble.SHORT),
    ("1234", NameTrouble.DIGITS),
    ("Ali 2", NameTrouble.DIGITS),
    ("Ali ٣", NameTrouble.DIGITS),
    ("=HYPERLINK(A)", NameTrouble.SIGNS),
    ("Ali <b>", NameTrouble.SIGNS),
    ("ali@example.org", NameTrouble.SIGNS),
    ("a" * 120, None),
    ("a" * 121, NameTrouble.LONG),
]


@pytest.mark.parametrize(("name", "trouble"), TROUBLES)
def test_what_can_be_a_name(name: str, trouble: NameTrouble | None) -> None:
    assert rules.name_trouble(rules.clean_name(name)) == trouble


LIKENESS = [
    ("Karimov Ali", "Каримов Али", Likeness.SAME),
    ("Karimov Ali", "Ali Karimov", Likeness.OTHER_ORDER),
    ("Karimov Ali Valiyevich", "Karimov Ali", Likeness.PATRONYMIC_MISSING),
    ("Ali Karimov", "Каримов Али Валиевич", Likeness.PATRONYMIC_MISSING),
    ("Karimova Dilfuza", "Karimova Dilfuza Akmal qizi", Likeness.PATRONYMIC_MISSING),
    ("Karimova Dilnoza Rustam qizi", "Каримова Дильноза Рустамовна", Likeness.OTHER_PATRONYMIC),
    ("Abdullayev Jasur Oʻktam oʻgʻli", "Абдуллаев Жасур Уктамович", Likeness.OTHER_PATRONYMIC),
    ("Karimov Ali Vali oʻgʻli", "Ali Karimov Valiyevich", Likeness.OTHER_PATRONYMIC),
    ("Karimova Dilfuza", "Karimova Dilfusa", Likeness.ONE_LETTER),
    ("Karimova Dilfuza", "Karimova Difluza", Likeness.ONE_LETTER),
    ("Karimova Dilfuza", "Karimova Dilfuzaa", Likeness.ONE_LETTER),
    ("Dilfuza Karimova", "Karimov Dilfuza", Likeness.ONE_LETTER),
    ("Karimov Ali Valiyevich", "Karimov Ali Validevich", Likeness.ONE_LETTER),
    ("Sergei Ivanov", "Сергей Иванов", Likeness.ONE_LETTER),
    ("Qodirov Hasan", "Qodirov Xasan", Likeness.ONE_LETTER),
    ("Karimov Ali Valiyevich", "Karimov Ali Hasanovich", None),
    ("Karimova Dilfuza Akmal qizi", "Karimova Dilfuza Botir qizi", None),
    ("Karimova Dilfuza Akmal qizi", "Каримова Дилфуза Ботировна", None),
    ("Karimov Ali Vali oʻgʻli", "Rahimov Ali Valiyevich", None),
    ("Karimov Ali", "Rahimov Vali", None),
    ("Karimov Ali", "Karimov", None),
    ("Karimova Dilfuza", "Karimova Dilnoza", None),
    ("Ali", "Aly", None),
    ("", "", None),
]


@pytest.mark.parametrize(("one", "other", "expected"), LIKENESS)
def test_how_alike_two_names_are(one: str, other: str, expected: Likeness | None) -> None:
    assert rules.likeness(one, other) == expected
    assert rules.likeness(other, one) == expected


SIGN_IN_NAMES = [
    ("Karimova Dilfuza Akmal qizi", set(), "karimova.dilfuza"),
    ("Karimova Dilfuza", {"karimova.dilfuza", "karimova.dilfuza2"}, "karimova.dilfuza3"),
    ("Ёқубов Ғулом Ўктамович", set(), "yoqubov.gulom"),
    ("Али", set(), "ali"),
    ("Константинопольская-Преображенская Александра", set(), "konstantinopolsk.aleksandra"),
    ("Abdu-Rahmon Nurmatov", set(), "abdu.nurmatov"),
    ("- Ali", set(), "ali"),
    ("李 明", set(), "person"),
]


@pytest.mark.parametrize(("name", "taken", "expected"), SIGN_IN_NAMES)
def test_a_sign_in_name_can_be_typed_anywhere(name: str, taken: set[str], expected: str) -> None:
    assert rules.sign_in_name(name, taken) == expected


@given(LETTERS)
def test_a_sign_in_name_is_found_again_as_it_is_typed(name: str) -> None:
    made = rules.sign_in_name(name, ())
    assert made in rules.typed_sign_in_name(f" {made.upper()} ")
    assert made in rules.typed_sign_in_name(made.replace(".", " "))


def test_a_sign_in_name_may_be_typed_in_cyrillic() -> None:
    assert "karimova.dilfuza" in rules.typed_sign_in_name("Каримова.Дилфуза")


@given(st.integers(0, 2**50 - 1))
def test_a_code_survives_being_copied_by_hand(number: int) -> None:
    code = rules.code_of(number)
    assert len(code) == 10
    assert not set(code) & set("ILOU")
    shown = rules.shown_code(code)
    for typed in (
        shown,
        shown.lower(),
        shown.replace("-", " "),
        shown.replace("0", "O").replace("1", "l"),
        f" {code}\n",
    ):
        assert rules.typed_code(typed) == code


TYPED = [
    ("авсен-кмртх", "ABCEHKMPTX"),
    ("АВСЕН-КМРТХ", "ABCEHKMPTX"),
    ("oil00-11111", "0110011111"),
    ("12345 67890", "1234567890"),
    ("1234567890A", None),
    ("123456789", None),
    ("12345-6789Ж", None),
    ("", None),
    ("１２３４５６７８９０", "1234567890"),
]


@pytest.mark.parametrize(("typed", "code"), TYPED)
def test_what_is_typed_is_read_as_a_code(typed: str, code: str | None) -> None:
    assert rules.typed_code(typed) == code


def test_the_hash_of_a_code_depends_on_the_key() -> None:
    assert rules.code_hash("ABCDE12345", "one key") != rules.code_hash("ABCDE12345", "another")
    assert rules.code_for("7 click", "key") == rules.code_for("7 click", "key") != rules.code_for("8 click", "key")


PASSWORDS = [
    ("short", PasswordTrouble.SHORT),
    ("x" * 201, PasswordTrouble.LONG),
    *((common, PasswordTrouble.COMMON) for common in (
        "password123", "P@ssw0rd2024!", "passwordpassword", "qwertyuiop", "Qwerty12345", "1234567890", "998901234567",
        "1qaz2wsx3edc", "zxcvbnm,./123", "йцукенгшщз", "ячсмитьбю123", "gfhjkm1234", "yjdsqgfhjkm", "gfhjkmgfhjkm",
        "aaaaaaaaaa", "abababababab", "12121212ab", "toshkent2024", "Oʻzbekiston1", "узбекистан2027", "senisevaman",
        "salomdunyo!!", "привет12345", "Наташа1990!", "chegarachi01", "Admin-Admin-1", "abcdefghij", "zyxwvutsrq",
    )),
    ("Muhlisa2-Yoqubova", PasswordTrouble.OWN_NAME),
    ("ёқубова-муҳлиса", PasswordTrouble.OWN_NAME),
    ("Akmal qizi 1985", PasswordTrouble.OWN_NAME),
    ("tulpor qaynar choynak", None),
    ("Kuzgi yomgʻir 7", None),
    ("correct horse battery", None),
    ("kitob eshik lola vatan", None),
    ("zq8#kv1!mw", None),
    ("Сизый паровоз 8", None),
]  # fmt: skip


@pytest.mark.parametrize(("password", "trouble"), PASSWORDS)
def test_passwords_that_others_try_first_are_refused(password: str, trouble: PasswordTrouble | None) -> None:
    assert rules.password_trouble(password, "Yoqubova Muhlisa Akmal qizi", "yoqubova.muhlisa", None) == trouble


@given(st.text(min_size=10, max_size=40))
def test_any_text_can_be_judged_as_a_password(password: str) -> None:
    rules.password_trouble(password, "Karimova Dilfuza")


LOCKS = [(1, 0), (4, 0), (5, 15), (6, 0), (9, 0), (10, 30), (15, 60), (35, 960), (40, 1440), (1000, 1440)]


@pytest.mark.parametrize(("failures", "minutes"), LOCKS)
def test_every_fifth_wrong_password_locks_for_longer(failures: int, minutes: int) -> None:
    assert rules.lock_after(failures) == (timedelta(minutes=minutes) if minutes else None)
