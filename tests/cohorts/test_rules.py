"""Whom a row of a file may be: the same people as by comparing everybody, without comparing everybody."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from tot.accounts.rules import likeness_of_keys
from tot.cohorts import rules
from tot.cohorts.rules import Known, People
from tot.cohorts.sheet.entries import Entry

WORDS = ("karimova", "karimov", "dilnoza", "dilnosa", "rustam", "rustamovna", "rustamovich", "ali", "ogli", "qizi")
KEYS = some.lists(some.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


def row(key: str) -> Entry:
    said = {"email": None, "sex": "female", "language": "uz", "agency_id": None, "place_id": None, "position": None}
    return Entry(line=2, name=key, key=key, **said)  # type: ignore[arg-type]


def is_near(one: str, other: str) -> bool:
    """The same name, two words in common, or one of two names that are as short and as long."""
    shared = set(one.split()) & set(other.split())
    longest = max(len(one.split()), len(other.split()))
    return one == other or len(shared) > 1 or (len(shared) == 1 and longest < 3 and abs(len(one) - len(other)) < 2)


@given(KEYS, some.lists(KEYS, max_size=rules.MOST_MATCHES))
@example("karimova karimova karimova ogli", ["karimova karimova karimova ogli"])
@example("karimova karimova karimova", ["karimova karimova karimova"])
@example("ali ali dilnoza qizi", ["ali ali dilnosa qizi"])
def test_nobody_who_is_alike_is_missed(key: str, known: list[str]) -> None:
    people = People(Known(number, other, None) for number, other in enumerate(known))
    wanted = {
        (number, why)
        for number, other in enumerate(known)
        if is_near(key, other) and (why := likeness_of_keys(other, key)) is not None
    }
    assert {(match.person_id, match.why) for match in people.alike(row(key))} == wanted


def test_a_word_that_half_the_country_bears_makes_nobody_a_candidate(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{chr(97 + n % 26)}karimova {chr(97 + n // 26)}dilnoza rustam{n % 7} qizi" for n in range(500)]
    people, compared = People(Known(number, name, None) for number, name in enumerate(names)), []
    monkeypatch.setattr(rules, "likeness_of_keys", lambda one, other: compared.append(one))
    for name in names:
        people.alike(row(name))
    assert len(compared) < 6 * len(names)
