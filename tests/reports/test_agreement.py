"""Cohen's kappa against published worked examples, and what is said where it says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.progress.make import question
from tot.courses.rules import Criterion, Level
from tot.reports.rules.agreement import Agreement, agreement, agreement_on


def counted(*table: tuple[int, ...]) -> Agreement:
    """The agreement of as many pairs as the table says."""
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _one in range(count)]
    return agreement(pairs, range(len(table)))


def unweighted(found: Agreement) -> float:
    """Cohen's kappa of 1960, written as there: (po − pe) / (1 − pe)."""
    n = found.n
    columns = list(zip(*found.table, strict=True))
    chance = sum(sum(row) * sum(column) for row, column in zip(found.table, columns, strict=True)) / n / n
    return (found.share - chance) / (1 - chance)


# SAS/STAT User's Guide, The FREQ Procedure, Getting Started, "Agreement Study", Table 3.2: two dermatologists look at
# 88 patients. PROC FREQ prints Simple Kappa 0.3449 and Weighted Kappa (Cicchetti-Allison, that is linear) 0.5082.
SKIN = ((10, 4, 1, 0), (5, 10, 12, 2), (2, 4, 12, 5), (0, 2, 6, 13))
# Altman, Practical Statistics for Medical Research (1991), section 14.3: two radiologists look at 85 xeromammograms;
# also Penn State's STAT 509, lesson 18. Kappa 0.47, weighted (linear) 0.57.
BREASTS = ((21, 12, 0, 0), (4, 17, 1, 0), (3, 9, 15, 2), (0, 0, 0, 1))
# Fleiss, Statistical Methods for Rates and Proportions (1981), p. 213: 100 subjects, three diagnoses. Kappa 0.68.
FLEISS = ((75, 1, 4), (5, 4, 1), (0, 0, 10))


@pytest.mark.parametrize(
    ("table", "share", "plain", "weighted"),
    [(SKIN, 45 / 88, 0.3449, 0.5082), (BREASTS, 54 / 85, 0.4728, 0.5684), (FLEISS, 0.89, 0.68, None)],
)
def test_published_examples(table: tuple[tuple[int, ...], ...], share: float, plain: float, weighted: float) -> None:
    found = counted(*table)
    assert found.share == pytest.approx(share)
    assert unweighted(found) == pytest.approx(
        plain, abs=0.0001 if plain != 0.68 else 0.005
    )  # as many digits as printed
    if weighted is not None:
        assert found.kappa == pytest.approx(weighted, abs=0.0001)


def test_with_two_levels_the_weights_change_nothing() -> None:
    """50 proposals, two readers: 20 times both yes, 15 times both no, 5 and 10 times apart: po 0.7, pe 0.5."""
    found = counted((15, 10), (5, 20))
    assert not found.is_weighted
    assert found.share == 0.7
    assert found.kappa == pytest.approx(0.4)
    assert found.kappa == pytest.approx(unweighted(found))


def test_the_weights_follow_the_points_and_not_the_places() -> None:
    """With levels of 0, 1 and 4 points, 4 points apart weigh four times 1 point apart. By hand: d·o = 0 + 1 + 3 + 4 = 8
    of 4 answers; rows 2, 1, 1 and columns 2, 1, 1 give d·e = 2·1 + 2·4 + 2·1 + 1·3 + 2·4 + 1·3 = 26."""
    found = agreement([(0, 0), (0, 1), (1, 4), (4, 0)], (0, 1, 4))
    assert found.kappa == pytest.approx(1 - 8 * 4 / 26)
    assert agreement([(0, 0), (4, 4)], (0, 1, 4)).kappa == 1


@pytest.mark.parametrize("table", [((0, 0), (0, 0)), ((7, 0), (0, 0)), ((0, 0, 0), (0, 9, 0), (0, 0, 0))])
def test_where_everybody_is_in_one_cell_nothing_can_be_said(table: tuple[tuple[int, ...], ...]) -> None:
    found = counted(*table)
    assert found.kappa is None
    assert found.band is None
    assert found.share in (None, 1.0)


@pytest.mark.parametrize(
    ("table", "band"),
    [
        (((0, 5), (5, 0)), "poor"),
        (((5, 5), (5, 5)), "slight"),
        (((15, 10), (5, 20)), "fair"),
        (((10, 0), (0, 10)), "almost perfect"),
    ],
)
def test_bands(table: tuple[tuple[int, ...], ...], band: str) -> None:
    assert counted(*table).band == band


def test_few_answers_are_said_to_be_few() -> None:
    assert counted((15, 0), (0, 14)).is_few
    assert not counted((15, 0), (0, 15)).is_few


PAIRS = some.lists(some.tuples(some.integers(0, 3), some.integers(0, 3)), max_size=40)


@given(PAIRS)
def test_kappa_is_symmetric_and_never_above_one(pairs: list[tuple[int, int]]) -> None:
    found, turned = agreement(pairs, range(4)), agreement([(b, a) for a, b in pairs], range(4))
    assert (found.kappa is None) == (turned.kappa is None)
    if found.kappa is not None:
        assert found.kappa == pytest.approx(turned.kappa)
        assert -1 <= found.kappa <= 1
        assert (found.kappa == 1) == all(a == b for a, b in pairs)


def test_a_question_is_counted_criterion_by_criterion_and_as_a_whole() -> None:
    """Levels need not be one point apart, and what is missing or between two levels counts as the lower one."""
    levels = tuple(Level(points=points, text={"en": str(points)}) for points in (0, 2, 5))
    asked = question(
        "q",
        type="short",
        points=6,
        criteria=(
            Criterion(id="why", text={"en": "Why"}, patterns={}, levels=levels),
            Criterion(id="who", text={"en": "Who"}, patterns={}),
        ),
    )
    pairs = [
        ({"why": 5, "who": 1}, {"why": 5, "who": 1}),
        ({"why": 2, "who": 0}, {"why": 0, "who": 1}),
        ({}, {"why": 1}),
    ]
    found = agreement_on(asked, pairs)
    (why, of_why), (who, of_who) = found.criteria
    assert (why.id, of_why.levels, of_why.table) == ("why", (0, 2, 5), ((1, 0, 0), (1, 0, 0), (0, 0, 1)))
    assert (who.id, of_who.levels, of_who.table) == ("who", (0, 1), ((1, 1), (0, 1)))
    # The sums were 6 and 6, 2 and 1, 0 and 1: only what was given stands in the table.
    assert (found.whole.levels, found.whole.n, found.whole.same) == ((0, 1, 2, 6), 3, 1)
