"""Mantel–Haenszel against published tables, the ETS classes, and languages of a real shape."""

import math
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.results import figures_of, taken
from tot.reports.rules.advice import flags
from tot.reports.rules.fairness import Comparison, Fairness, Stratum, fairness, mantel_haenszel
from tot.reports.rules.taken import Item, Taken, cells

# Agresti (1990), Categorical Data Analysis, p. 231: penicillin and rabbits, in the documentation of R's mantelhaen.test
# ("=> p = 0.047"). Rows of each table: none cured, none died, 1.5 h cured, 1.5 h died.
RABBITS = [(0, 6, 0, 5), (3, 3, 0, 6), (6, 0, 2, 4), (5, 1, 6, 0), (2, 0, 5, 0)]
# Bickel, Hammel & O'Connell (1975), Science 187, 398: admissions at Berkeley by sex, six departments; the data set of
# R's documentation. R 4 prints for mantelhaen.test(UCBAdmissions): X-squared = 1.4269, p-value = 0.2323, common odds
# ratio 0.9046968 with the 95 percent interval 0.7719074 to 1.0603298.
BERKELEY = [
    (512, 313, 89, 19), (353, 207, 17, 8), (120, 205, 202, 391),
    (138, 279, 131, 244), (53, 138, 94, 299), (22, 351, 24, 317),
]  # fmt: skip


def compared(tables: list[tuple[int, int, int, int]]) -> Comparison:
    found = mantel_haenszel(Stratum(*table) for table in tables)
    assert found is not None
    return found


def test_the_rabbits_of_agresti() -> None:
    # In R's example the array is filled by columns: each table is (none cured, 1.5 h cured, none died, 1.5 h died).
    by_columns = [(0, 0, 6, 5), (3, 0, 3, 6), (6, 2, 0, 4), (5, 6, 1, 0), (2, 5, 0, 0)]
    tables = [(cured, died, later_cured, later_died) for cured, later_cured, died, later_died in by_columns]
    assert tables == RABBITS
    assert compared(tables).p_value == pytest.approx(0.047, abs=0.0005)


def test_the_admissions_of_berkeley() -> None:
    found = compared(BERKELEY)
    assert found.odds == pytest.approx(0.9046968, abs=5e-7)
    assert found.chi_squared == pytest.approx(1.4269, abs=5e-5)
    assert found.p_value == pytest.approx(0.2323, abs=5e-5)
    low, high = (math.exp(math.log(found.odds) + side * 1.959964 * found.error) for side in (-1, 1))
    assert (low, high) == (pytest.approx(0.7719074, abs=5e-7), pytest.approx(1.0603298, abs=5e-7))


@pytest.mark.parametrize(
    ("odds", "chi_squared", "error", "ets"),
    [
        (1.0, 0.0, 0.1, "A"),
        (1.5, 50.0, 0.05, "A"),  # delta −0.95: small, however sure
        (2.5, 3.0, 0.5, "A"),  # large, but by chance
        (1.7, 20.0, 0.1, "B"),  # delta −1.25
        (2.5, 8.0, 0.35, "B"),  # delta −2.15, not surely above 1
        (2.5, 60.0, 0.1, "C"),
        (0.4, 60.0, 0.1, "C"),  # the other way
    ],
)
def test_the_classes_of_ets(odds: float, chi_squared: float, error: float, ets: str) -> None:
    assert Comparison(odds, chi_squared, error).ets_class == ets


@pytest.mark.parametrize(
    "tables", [[], [(1, 0, 0, 0)], [(5, 0, 5, 0)], [(0, 5, 0, 5)], [(5, 0, 0, 5)]],
    ids=["nobody", "one person", "all right", "all wrong", "one direction only"],
)  # fmt: skip
def test_where_nothing_can_be_compared_nothing_is_said(tables: list[tuple[int, int, int, int]]) -> None:
    assert mantel_haenszel(Stratum(*table) for table in tables) is None


CELLS = st.lists(st.tuples(*(st.integers(0, 30),) * 4), min_size=1, max_size=8)


@given(CELLS)
def test_who_is_the_reference_changes_only_the_direction(tables: list[tuple[int, int, int, int]]) -> None:
    one = mantel_haenszel(Stratum(*table) for table in tables)
    other = mantel_haenszel(Stratum(c, d, a, b) for a, b, c, d in tables)
    if one is None or other is None:
        assert one is other
        return
    assert other.odds == pytest.approx(1 / one.odds)
    assert other.delta == pytest.approx(-one.delta)
    assert other.chi_squared == pytest.approx(one.chi_squared)
    assert other.error == pytest.approx(one.error)
    assert 0 <= one.p_value <= 1


def people(count: int, language: str, chance: Random, *, harder: float = 0.0) -> list[Taken]:
    """Takers of ten items of the same difficulty; the first is harder in this language by so many logits."""
    made = []
    for _each in range(count):
        ability = chance.gauss(0, 1)
        right = tuple(
            chance.random() < 1 / (1 + math.exp(-(ability - (harder if at == 0 else 0.0)))) for at in range(10)
        )
        made.append(taken(right, language=language))
    return made


def between_languages(takings: list[Taken], items: int = 10) -> tuple[tuple[Fairness, ...], ...]:
    return fairness(cells(items, takings), Counter(one.language for one in takings), items)


def test_an_item_that_is_harder_in_one_language_is_found_and_no_other() -> None:
    chance = Random(7)
    takings = people(600, "ru", chance) + people(500, "uz", chance, harder=1.2) + people(20, "en", chance)
    found = between_languages(takings)
    assert [[one.language for one in of_item] for of_item in found] == [["uz"]] * 10  # 20 people are no group
    (first,), *others = found
    assert (first.reference, first.n_reference, first.n, first.is_sure) == ("ru", 600, 500, True)
    assert first.comparison is not None
    assert first.comparison.ets_class == "C"
    assert first.comparison.delta < -1.5  # harder in Uzbek
    assert {one.comparison.ets_class for (one,) in others if one.comparison} == {"A"}
    figures = figures_of([Item(f"q{at}") for at in range(10)], takings)[0]
    assert "language C" in flags(figures, found[0], is_mastery=False)


def test_one_language_alone_is_compared_with_nothing() -> None:
    assert between_languages(people(50, "ru", Random(1))) == ((),) * 10
    assert between_languages([], items=3) == ((), (), ())
