"""Codes, claims, names in boxes, and who has earned what."""

import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.certificates.make import claims
from tests.progress.make import attended, checked, course, meeting, module, played, read
from tot.certificates.rules import (
    canonical,
    claims_from,
    code_of,
    conditions_of,
    digest_of,
    facts_from,
    fitted,
    is_earned,
    letters_of,
    number_of,
    prefix_of,
    shown_code,
    typed_code,
)
from tot.certificates.rules.codes import BASE, RANDOM_SIGNS, SIGNS
from tot.certificates.rules.fitting import BOX, MILLIMETRES

numbers = some.lists(some.integers(0, BASE - 1), min_size=RANDOM_SIGNS, max_size=RANDOM_SIGNS)
CODE = code_of(range(3, 3 + RANDOM_SIGNS))


def test_a_code_holds_more_than_sixty_random_bits() -> None:
    assert BASE**RANDOM_SIGNS > 2**60
    assert len(CODE) == 15
    assert shown_code(CODE) == f"{CODE[:5]}-{CODE[5:10]}-{CODE[10:]}"
    with pytest.raises(ValueError, match="14 numbers"):
        code_of([1, 2, 3])


def test_no_sign_of_a_code_looks_like_another() -> None:
    looks_like = ["0OQD", "1ILJ", "2Z", "5S", "6G", "8B", "UVY"]
    assert all(len(set(group) & set(SIGNS)) == 1 for group in looks_like)


@given(numbers)
def test_a_code_is_read_however_it_is_typed(random: list[int]) -> None:
    code = code_of(random)
    shown = shown_code(code)
    cyrillic = shown.translate(str.maketrans("AEKMHPCTYX", "АЕКМНРСТУХ"))
    for typed in (
        code, code.lower(), shown, f"  {shown} ", shown.replace("-", " "), shown.replace("-", " – "), cyrillic,
        cyrillic.lower(), code.replace("0", "O"), code.replace("1", "l"), code.replace("8", "b"),
        code.replace("5", "s").replace("2", "z"), f"HTTPS://TOT.EXAMPLE.ORG/V/{code}", f"tot.example.org/v/{shown}",
    ):  # fmt: skip
        assert typed_code(typed).code == code, typed
        assert typed_code(typed).trouble == ""


@given(numbers, some.integers(0, 14), some.sampled_from(SIGNS))
def test_every_wrong_sign_is_noticed(random: list[int], place: int, wrong: str) -> None:
    code = code_of(random)
    mistyped = code[:place] + wrong + code[place + 1 :]
    assert (typed_code(mistyped).trouble == "") == (mistyped == code)


@given(numbers, some.integers(0, 13))
def test_every_swap_of_neighbours_is_noticed(random: list[int], place: int) -> None:
    code = code_of(random)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (typed_code(swapped).trouble == "") == (swapped == code)


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("BRD-2026-000017", "number"), (" brd-2026-17 ", "number"), ("", "length"), (CODE[:-1], "length"),
        (CODE + "0", "length"), ("W" * 15, "sign"), ("<script>", "length"), ("x" * 10_000, "length"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_code_is_known(typed: str, trouble: str) -> None:
    assert typed_code(typed).trouble == trouble


@given(some.text(max_size=400))
def test_reading_never_fails(text: str) -> None:
    typed_code(text)


def test_claims_survive_being_frozen_and_their_digest_notices_any_change() -> None:
    made = claims(name="Gʻulomova Oʻgʻiloy", replaces="BRD-2027-000001")
    facts = facts_from(made)
    assert claims_from(facts) == made
    assert canonical(facts) == canonical(dict(reversed(facts.items())))
    assert digest_of(facts) == digest_of(facts_from(claims_from(facts)))
    for name in facts:
        assert digest_of({**facts, name: "changed"}) != digest_of(facts), name


def test_numbers() -> None:
    prefix = prefix_of("BRD", claims().issued_on)
    assert number_of(prefix, 17) == "BRD-2027-000017"
    assert number_of(prefix, 1_234_567) == "BRD-2027-1234567"


def test_letters_to_print_are_those_of_the_paper() -> None:
    letters = letters_of(claims(name="Ő"))
    assert letters["name"] == "Ő"
    assert "Идентификация" in letters["paper"]
    assert "Malika Fictional" in letters["paper"]


def wide(ems: float) -> Callable[[str], float]:
    return lambda text: len(text) * ems


def test_a_short_name_is_large_and_a_long_one_stands_on_two_lines() -> None:
    assert fitted("Dilfuza Karimova", wide(0.6)).size == 34
    long = fitted("Muhammadyusufxoʻja Abdurahmonxoʻjayev Sayidmuhammadali oʻgʻli", wide(0.6))
    assert long.lines == ("Muhammadyusufxoʻja Abdurahmonxoʻjayev", "Sayidmuhammadali oʻgʻli")
    assert long.size >= 22


@given(some.text(string.ascii_letters + "ЩШʻ ", min_size=1, max_size=60), some.floats(0.3, 1.0))
def test_no_name_of_sixty_letters_leaves_its_box(name: str, ems: float) -> None:
    width = wide(ems)
    box = fitted(name, width)
    assert " ".join(" ".join(box.lines).split()) == " ".join(name.split()) or box.lines == (name,)
    if len(box.lines) == 2 or width(name) * 13 * MILLIMETRES <= BOX:
        assert all(width(line) * box.size * MILLIMETRES <= BOX for line in box.lines)


def test_attendance_and_completion_ask_different_things() -> None:
    training = course(module("T-1"), module("T-2", is_ready=False))
    meetings = (meeting(1), meeting(2), meeting(3, day=2))
    came = [attended(1, 180), attended(2, 120), attended(3, 180)]
    assert is_earned(conditions_of("attendance", training, meetings, came))
    completion = conditions_of("completion", training, meetings, came)
    assert [c.code for c in completion if not c.is_met] == ["sections read", "scenario ended", "check passed"]
    done = [*came, read("T-1-s1"), read("T-1-s2"), played("T-1-scenario"), checked("T-1-check", 8, is_passed=True)]
    assert is_earned(conditions_of("completion", training, meetings, done))
    assert not is_earned(conditions_of("attendance", training, meetings, came[:2]))
    with pytest.raises(ValueError, match="competence"):
        conditions_of("competence", training, meetings, came)


def test_where_nothing_is_asked_nothing_is_certified() -> None:
    assert not is_earned(())
    assert not is_earned(conditions_of("attendance", course(), (), []))
