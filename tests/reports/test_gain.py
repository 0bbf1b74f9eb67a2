"""Gain: the examples of its sources, what is undefined, and intervals that are the same everywhere."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tot.reports.rules.gain import Gain, Pair, band, class_gain, gain, gain_of, interval, matched, means, percentile


def pairs(*results: tuple[float, float], most: float = 100) -> list[Pair]:
    return [Pair(number, pre, post, most) for number, (pre, post) in enumerate(results)]


@pytest.mark.parametrize(
    ("pre", "post", "most", "g"),
    [
        (40, 70, 100, 0.5),  # curriculum TOT-5, question 1
        (0, 10, 10, 1.0),
        (8, 8, 10, 0.0),
        (8, 6, 10, -1.0),  # who loses can lose more than all there was to gain
        (10, 10, 10, None),
        (10, 7, 10, None),
    ],
)
def test_the_gain_of_a_person(pre: float, post: float, most: float, g: float | None) -> None:
    found = gain_of(Pair(1, pre, post, most))
    assert found is None if g is None else found == pytest.approx(g)


def test_hake_divides_the_averages() -> None:
    """PMC8045292, table 1: the averages rise by 11.1 of 20 points, 55.55 % absolute and 225.8 % of the average before,
    so that was 4.916; the class gain printed is 0.73 (and the average of the persons' gains 0.7101, another figure)."""
    before = 11.1 / 2.258 / 20
    assert class_gain(before, before + 0.5555) == pytest.approx(0.73, abs=0.01)


def test_the_class_gain_is_not_the_average_of_the_gains() -> None:
    found = gain(pairs((0, 50), (80, 100), (50, 50), (20, 60), (100, 100)))
    assert found.class_gain == pytest.approx((72 - 50) / 50)
    assert found.mean_gain == pytest.approx((0.5 + 1 + 0 + 0.5) / 4)
    assert (found.at_most_before, found.improved, found.pre, found.post) == (1, 0.6, 0.5, 0.72)


@pytest.mark.parametrize(("g", "named"), [(-1, "low"), (0.29, "low"), (0.3, "medium"), (0.7, "medium"), (0.71, "high")])
def test_bands(g: float, named: str) -> None:
    assert band(g) == named


def test_few_pairs_have_no_figures_and_drop_outs_are_shown() -> None:
    assert gain(pairs((10, 20)) * 4, only_pre=7, only_post=1) == Gain(4, 7, 1)
    everybody_full = gain(pairs(*[(100, 100)] * 12), only_pre=2)
    assert (everybody_full.class_gain, everybody_full.mean_gain, everybody_full.interval) == (None, None, None)
    assert (everybody_full.at_most_before, everybody_full.improved, everybody_full.only_pre) == (12, 0, 2)


def test_only_those_with_both_results_are_matched() -> None:
    found = matched({1: (5, 10), 2: (4, 10)}, {2: (15, 20), 3: (9, 20)})
    assert found == (Pair(2, 0.4, 0.75, 1.0),)


# Efron & Tibshirani (1993), An Introduction to the Bootstrap, table 2.1: survival of seven treated mice. The average is
# 86.86; for endless resamples the standard error of it by the bootstrap is 23.36 (there, table 2.2).
MICE = (94, 197, 16, 38, 99, 141, 23)


def test_resampling_gives_the_published_error() -> None:
    drawn = [mean.real for mean in means(pairs(*((days, 0) for days in MICE), most=1), 20_000, seed=1)]
    assert statistics.mean(drawn) == pytest.approx(86.86, abs=0.5)
    assert statistics.pstdev(drawn) == pytest.approx(23.36, abs=0.4)


@pytest.mark.parametrize(("share", "value"), [(0, 1), (1, 4), (0.5, 2.5), (0.25, 1.75), (0.9, 3.7)])
def test_percentiles_are_those_of_spreadsheets(share: float, value: float) -> None:
    assert percentile([1, 2, 3, 4], share) == pytest.approx(value)
    assert percentile([7], share) == 7


SOME = pairs(*[(30, 60), (40, 45), (50, 80), (20, 70), (60, 65), (55, 90), (35, 30), (45, 75), (25, 50), (65, 85)] * 3)


def test_an_interval_says_how_it_was_made_and_is_always_the_same() -> None:
    found = interval(SOME)
    assert found is not None
    assert (found.resamples, found.seed) == (2000, 1998)
    assert found == interval(SOME[::-1])
    g = gain(SOME).class_gain
    assert g is not None
    assert found.low < g < found.high
    # What is stored with a report today must be found again by another machine and a later Python.
    assert (round(found.low, 6), round(found.high, 6)) == (0.294789, 0.479885)
    assert interval(SOME[:9]) is None


def test_more_people_make_it_narrower_and_take_no_longer() -> None:
    few, many = interval(SOME), interval(SOME * 100)
    assert few is not None
    assert many is not None
    assert many.high - many.low < (few.high - few.low) / 5
    assert many.resamples < few.resamples


RESULTS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=10, max_size=40)


@given(RESULTS)
def test_any_group(results: list[tuple[int, int]]) -> None:
    found = gain(pairs(*results, most=20))
    assert found.improved is not None
    assert 0 <= found.improved <= 1
    assert (found.mean_gain is None) == (found.at_most_before == len(results))
    for g in (found.class_gain, found.mean_gain):
        assert g is None or g <= 1 + 1e-9
    if found.interval:
        assert found.interval.low <= found.interval.high <= 1 + 1e-9
