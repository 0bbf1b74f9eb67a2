"""Item analysis against published worked examples, at its edges, and as properties that must hold for any results."""

import math
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tot.reports.rules import advice
from tot.reports.rules.items import (
    Item,
    Taken,
    corrected_point_biserial,
    correlation,
    difficulty,
    discrimination,
    item_figures,
    kr20,
    standard_error,
    tails,
    whole_figures,
)

# Wuensch, K. L., "The Kuder-Richardson 20": ten students, ten items; core.ecu.edu/wuenschk/StatHelp/KR20.txt
WUENSCH = [
    "1111110110", "1011011101", "1111011001", "0010001000", "0000010010",
    "1110111111", "1101110111", "1111111101", "0101111101", "1101101110",
]  # fmt: skip
# Brown, J. D. (2001), "Point-biserial correlation coefficients", Shiken 5 (3): eight students and their total scores.
BROWN = [50, 45, 45, 40, 35, 30, 30, 25]


def takings(rows: list[str], languages: list[str] | None = None) -> list[Taken]:
    return [
        Taken(
            languages[at] if languages else "en",
            tuple(one == "1" for one in row),
            tuple(("a",) if one == "1" else ("b",) for one in row),
            (None,) * len(row),
        )
        for at, row in enumerate(rows)
    ]


def items(count: int) -> list[Item]:
    return [Item(f"q{at}", ("a", "b"), frozenset("a")) for at in range(count)]


def test_difficulty_is_the_one_that_was_published() -> None:
    found = [figures.difficulty for figures in item_figures(items(10), takings(WUENSCH))]
    assert found == pytest.approx([0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6])


def test_kr20_is_the_one_that_was_published() -> None:
    whole = whole_figures(items(10), takings(WUENSCH))
    assert whole.deviation**2 == pytest.approx(5.84)  # the variance in the last column of the example
    # k = 10 and Σpq = 2.18 as printed there, put into its formula
    assert whole.reliability == pytest.approx(10 / 9 * (1 - 2.18 / 5.84), abs=1e-9)
    assert whole.standard_error == pytest.approx(math.sqrt(5.84) * math.sqrt(1 - 0.69635), abs=1e-3)
    assert whole.scores == (0, 0, 2, 0, 0, 0, 0, 4, 2, 2, 0)


@pytest.mark.parametrize(
    ("right", "published"), [("11110000", 0.91), ("00001111", -0.91), ("11111111", None)], ids=["1", "2", "3"]
)
def test_the_point_biserial_is_the_one_that_was_published(right: str, published: float | None) -> None:
    found = correlation(Counter(zip(map(float, right), map(float, BROWN), strict=True)))
    # The author prints two decimals of a formula with rounded parts (8.29 for S); for what does not vary he prints .00.
    assert found is None if published is None else found == pytest.approx(published, abs=0.006)


@pytest.mark.parametrize(
    ("upper", "lower", "of", "published"),
    [
        (9, 3, 11, 0.55),  # examoo.com/mcqs/6797: 40 students, the upper and lower 27 % are 11 each
        (11, 0, 11, 1.0),
        (0, 11, 11, -1.0),
    ],
)
def test_discrimination_is_the_one_that_was_published(upper: int, lower: int, of: int, published: float) -> None:
    scores = [10] * of + [5] * 18 + [1] * of
    size, belongs = tails(Counter(scores))
    assert size == of == 11
    cells = Counter({(True, 10): upper, (False, 10): of - upper, (True, 5): 9, (False, 5): 9})
    cells += Counter({(True, 1): lower, (False, 1): of - lower})
    assert discrimination(cells, size, belongs) == pytest.approx(published, abs=0.006)


@pytest.mark.parametrize(("people", "size"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 1), (10, 3), (40, 11), (100, 27)])
def test_the_size_of_the_tails(people: int, size: int) -> None:
    assert tails(Counter(range(people)))[0] == size


def test_those_who_tie_at_the_border_belong_to_it_in_equal_parts() -> None:
    size, belongs = tails(Counter([9, 7, 7, 7, 7, 5, 3, 3, 2, 1]))
    assert size == 3
    assert belongs[9] == (1, 0)
    assert belongs[7] == (0.5, 0)  # two places for four people
    assert belongs[5] == (0, 0)
    assert belongs[3] == (0, 0.5)
    assert belongs[1] == (0, 1)


@pytest.mark.parametrize(
    ("rows", "p", "r", "d", "reliability"),
    [
        (["11", "11", "11", "11"], 1, None, 0, None),  # all right: nobody differs
        (["00", "00", "00", "00"], 0, None, 0, None),  # all wrong
        (["10"], 1, None, None, None),  # one person makes no groups
        (["11", "00"], 0.5, 1, 1, 1),  # two who differ in everything
        (["10", "01"], 0.5, -1, 0, None),  # everybody has the same score
    ],
    ids=["all right", "all wrong", "one person", "two opposites", "all tie"],
)
def test_edges(rows: list[str], p: float, r: float | None, d: float | None, reliability: float | None) -> None:
    first = item_figures(items(2), takings(rows))[0]
    assert first.difficulty == p
    assert first.point_biserial == (None if r is None else pytest.approx(r))
    assert first.discrimination == (None if d is None else pytest.approx(d))
    assert whole_figures(items(2), takings(rows)).reliability == (
        None if reliability is None else pytest.approx(reliability)
    )


def test_nobody_has_no_figures() -> None:
    assert item_figures(items(2), []) == ()
    whole = whole_figures(items(2), [])
    assert (whole.n, whole.mean, whole.reliability, whole.standard_error) == (0, None, None, None)
    assert difficulty([]) is None
    assert kr20([], []) is None


def test_a_test_of_one_item_has_no_reliability() -> None:
    assert whole_figures(items(1), takings(["1", "0", "1"])).reliability is None
    assert item_figures(items(1), takings(["1", "0", "1"]))[0].point_biserial is None


@pytest.mark.parametrize(("deviation", "reliability", "error"), [(10, 0.91, 3), (5, 0.84, 2), (4, 1, 0), (4, 0, 4)])
def test_the_standard_error_of_measurement(deviation: float, reliability: float, error: float) -> None:
    assert standard_error(deviation, reliability) == pytest.approx(error)


def test_the_corrected_correlation_leaves_the_item_out() -> None:
    """Four unrelated items: the plain correlation with the total is 1/2 for each, the corrected one is 0."""
    rows = [f"{number:04b}" for number in range(16)]
    cells = Counter((row[0] == "1", row.count("1")) for row in rows)
    assert correlation(Counter((float(right), float(score)) for right, score in cells.elements())) == pytest.approx(0.5)
    assert corrected_point_biserial(cells) == pytest.approx(0)


def test_options_are_counted_in_each_group() -> None:
    made = [
        Taken("en", (score > 4, *(True,) * score), (chosen, *(None,) * score), (None,) * (score + 1))
        for score, chosen in [(9, ("a",)), (8, ("a",)), (7, ("a",)), (6, ("b",)), (5, ("a",)), (4, ("c",)),
                              (3, ("a",)), (2, ("b",)), (1, ("b",)), (0, None)]
    ]  # fmt: skip
    width = max(len(one.right) for one in made)
    made = [
        Taken(
            one.language,
            one.right + (False,) * (width - len(one.right)),
            one.chosen + (None,) * (width - len(one.chosen)),
            (None,) * width,
        )
        for one in made
    ]
    wanted = [Item("q", ("a", "b", "c", "d"), frozenset("a")), *items(width - 1)]
    a, b, c, d = item_figures(wanted, made)[0].options
    assert (a.count, a.share, a.upper, a.lower, a.is_key) == (5, 0.5, 1.0, 0.0, True)
    assert (b.count, b.upper, b.middle, b.lower) == (3, 0.0, pytest.approx(0.25), pytest.approx(2 / 3))
    assert not c.is_idle
    assert d.is_idle
    assert (d.count, d.share) == (0, 0)
    assert item_figures(wanted, made)[0].answered == 9


def test_items_that_were_not_drawn_for_somebody_do_not_count_her() -> None:
    made = [Taken("en", (at % 2 == 0, None if at < 30 else True), (None, None), (None, None)) for at in range(40)]
    first, second = item_figures(items(2), made)
    assert (first.n, first.difficulty, second.n, second.difficulty) == (40, 0.5, 10, 1)
    assert whole_figures(items(2), made).reliability is None
    assert [
        figures.item.id
        for figures in item_figures(items(3), [Taken("en", (True, None, None), (None,) * 3, (None,) * 3)])
    ] == ["q0"]


def test_the_time_of_an_item_is_the_median_of_what_is_known() -> None:
    made = [Taken("en", (True,), (("a",),), (seconds,)) for seconds in (10, None, 30, 200)]
    assert item_figures(items(1), made)[0].seconds == 30
    assert item_figures(items(1), [Taken("en", (True,), (("a",),), (None,))])[0].seconds is None


RESULTS = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=40)
)


def made_of(results: list[list[bool]]) -> list[Taken]:
    return takings(["".join("01"[one] for one in row) for row in results])


@settings(deadline=None)  # a busy machine is no mistake
@given(RESULTS)
def test_every_figure_stays_within_its_bounds(results: list[list[bool]]) -> None:
    width = len(results[0])
    for figures in item_figures(items(width), made_of(results)):
        assert 0 <= figures.difficulty <= 1
        assert figures.point_biserial is None or -1 <= figures.point_biserial <= 1
        assert figures.discrimination is None or -1 - 1e-9 <= figures.discrimination <= 1 + 1e-9
        for option in figures.options:
            for share in (option.share, option.upper, option.middle, option.lower):
                assert share is None or -1e-9 <= share <= 1 + 1e-9
        for group in ("share", "upper", "middle", "lower"):  # everybody chose exactly one of the two options
            shares = [getattr(option, group) for option in figures.options]
            assert None in shares or sum(shares) == pytest.approx(1)
    whole = whole_figures(items(width), made_of(results))
    assert whole.reliability is None or whole.reliability <= 1 + 1e-9
    assert sum(whole.scores) == whole.n == len(results)


@settings(deadline=None)  # a busy machine is no mistake
@given(RESULTS, st.randoms())
def test_no_order_of_people_changes_a_figure(results: list[list[bool]], chance: object) -> None:
    width, mixed = len(results[0]), results[:]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    before, after = item_figures(items(width), made_of(results)), item_figures(items(width), made_of(mixed))
    for one, other in zip(before, after, strict=True):
        assert one.difficulty == other.difficulty
        assert one.discrimination == pytest.approx(other.discrimination)
        assert one.point_biserial == pytest.approx(other.point_biserial)


@settings(deadline=None)  # a busy machine is no mistake
@given(RESULTS)
def test_a_turned_key_turns_the_point_biserial(results: list[list[bool]]) -> None:
    """Where the key of an item is wrong, right and wrong change places and so does the sign of its correlation."""
    turned = [[not row[0], *row[1:]] for row in results]
    width = len(results[0])
    one, other = item_figures(items(width), made_of(results))[0], item_figures(items(width), made_of(turned))[0]
    assert other.difficulty == pytest.approx(1 - one.difficulty)
    if one.point_biserial is not None:
        assert other.point_biserial == pytest.approx(-one.point_biserial)


@settings(deadline=None)  # a busy machine is no mistake
@given(RESULTS)
def test_everybody_twice_changes_no_reliability(results: list[list[bool]]) -> None:
    width = len(results[0])
    once = whole_figures(items(width), made_of(results)).reliability
    twice = whole_figures(items(width), made_of(results + results)).reliability
    assert twice == (None if once is None else pytest.approx(once))


@pytest.mark.parametrize(
    ("p", "band"),
    [(0, "very hard"), (0.19, "very hard"), (0.2, "hard"), (0.39, "hard"), (0.4, "moderate"), (0.6, "moderate"),
     (0.61, "easy"), (0.8, "easy"), (0.81, "very easy"), (1, "very easy")],
)  # fmt: skip
def test_bands_of_difficulty(p: float, band: str) -> None:
    assert advice.difficulty_band(p) == band


@pytest.mark.parametrize(
    ("d", "band"),
    [(None, "none"), (-0.01, "negative"), (-0.001, "poor"), (0, "poor"), (0.19, "poor"), (0.2, "marginal"),
     (0.29, "marginal"), (0.3, "good"), (0.39, "good"), (0.4, "very good"), (1, "very good")],
)  # fmt: skip
def test_bands_of_discrimination(d: float | None, band: str) -> None:
    assert advice.discrimination_band(d) == band


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "none"), (9, "none"), (10, "few"), (29, "few"), (30, "caution"), (99, "caution"), (100, "enough")],
)
def test_small_numbers_are_said(n: int, said: str) -> None:
    assert advice.certainty(n) == said


def flags_of(rows: list[str], *, is_mastery: bool = False) -> tuple[str, ...]:
    figures = item_figures(items(len(rows[0])), takings(rows))[0]
    return advice.flags(figures, (), is_mastery=is_mastery)


def test_an_item_that_the_weaker_answer_better_is_flagged_even_for_few() -> None:
    assert flags_of(["0111"] * 6 + ["1000"] * 6) == ("negative",)
    assert flags_of(["0111"] * 4 + ["1000"] * 4) == ()  # too few for any figure
    assert flags_of(["0111"] * 20 + ["1000"] * 20) == ("negative",)


def test_an_easy_item_is_flagged_before_teaching_only() -> None:
    rows = ["1111"] * 36 + ["0000"] * 4
    assert flags_of(rows) == ("very easy",)
    assert flags_of(rows, is_mastery=True) == ()


def test_what_else_is_flagged() -> None:
    assert flags_of(["1111"] * 4 + ["0100"] * 18 + ["0000"] * 18) == ("very hard",)
    good = item_figures(items(4), takings(["1111"] * 20 + ["0000"] * 20))[0]
    assert advice.flags(good, (), is_mastery=False) == ()
    assert advice.flags(replace(good, discrimination=0.19), (), is_mastery=False) == ("poor",)
    easy = replace(good, discrimination=0.05, difficulty=0.97)
    assert advice.flags(easy, (), is_mastery=True) == ()
    assert advice.flags(easy, (), is_mastery=False) == ("very easy", "poor")
    made = [Taken("en", (at % 3 > 0, at % 3 > 0, at % 3 > 1), (("a",),) * 3, (None,) * 3) for at in range(60)]
    figures = item_figures([Item("q", ("a", "b"), frozenset("a")), *items(2)], made)[0]
    assert advice.flags(figures, (), is_mastery=False) == ("idle option",)
