"""Item analysis against published worked examples, at its edges, and as properties that must hold for any results."""

import math
import statistics
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.results import figures_of, taken, whole_of
from tot.reports.rules import advice
from tot.reports.rules.items import ItemFigures, correlation, discrimination, median_of, tails, withheld
from tot.reports.rules.taken import Cell, Item, Outcome, Taken, cells
from tot.reports.rules.whole import alpha, alpha_over_pairs, standard_error

# Wuensch, K. L., "The Kuder-Richardson 20": ten students, ten items; core.ecu.edu/wuenschk/StatHelp/KR20.txt
WUENSCH = [
    "1111110110", "1011011101", "1111011001", "0010001000", "0000010010",
    "1110111111", "1101110111", "1111111101", "0101111101", "1101101110",
]  # fmt: skip
# Brown, J. D. (2001), "Point-biserial correlation coefficients", Shiken 5 (3): eight students and their total scores.
BROWN = [50, 45, 45, 40, 35, 30, 30, 25]


def takings(rows: list[str]) -> list[Taken]:
    return [taken([one == "1" for one in row], [("a",) if one == "1" else ("b",) for one in row]) for row in rows]


def items(count: int) -> list[Item]:
    return [Item(f"q{at}", ("a", "b"), frozenset("a")) for at in range(count)]


def test_difficulty_is_the_one_that_was_published() -> None:
    found = [figures.difficulty for figures in figures_of(items(10), takings(WUENSCH))]
    assert found == pytest.approx([0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6])


def test_kr20_is_the_one_that_was_published() -> None:
    whole = whole_of(items(10), takings(WUENSCH))
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
    right, wrong = Outcome(1.0, None), Outcome(0.0, None)
    counted = [(right, 10, upper), (wrong, 10, of - upper), (right, 5, 9), (wrong, 5, 9), (right, 1, lower)]
    found = [Cell("en", score, 1, outcome, count) for outcome, score, count in [*counted, (wrong, 1, of - lower)]]
    assert discrimination(found, size, belongs) == pytest.approx(published, abs=0.006)


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
    first = figures_of(items(2), takings(rows))[0]
    assert first.difficulty == p
    assert first.point_biserial == (None if r is None else pytest.approx(r))
    assert first.discrimination == (None if d is None else pytest.approx(d))
    assert whole_of(items(2), takings(rows)).reliability == (
        None if reliability is None else pytest.approx(reliability)
    )


def test_nobody_has_no_figures() -> None:
    assert figures_of(items(2), []) == ()
    whole = whole_of(items(2), [])
    assert (whole.n, whole.mean, whole.reliability, whole.standard_error) == (0, None, None, None)
    assert alpha([], {}) is None
    assert alpha_over_pairs([], 1) == (None, None)


def test_a_test_of_one_item_has_no_reliability() -> None:
    assert whole_of(items(1), takings(["1", "0", "1"])).reliability is None
    assert figures_of(items(1), takings(["1", "0", "1"]))[0].point_biserial is None


@pytest.mark.parametrize(("deviation", "reliability", "error"), [(10, 0.91, 3), (5, 0.84, 2), (4, 1, 0), (4, 0, 4)])
def test_the_standard_error_of_measurement(deviation: float, reliability: float, error: float) -> None:
    assert standard_error(deviation, reliability) == pytest.approx(error)


def test_the_corrected_correlation_leaves_the_item_out() -> None:
    """Four unrelated items: the plain correlation with the total is 1/2 for each, the corrected one is 0."""
    rows = [f"{number:04b}" for number in range(16)]
    plain = Counter((float(row[0] == "1"), float(row.count("1"))) for row in rows)
    assert correlation(plain) == pytest.approx(0.5)
    assert figures_of(items(4), takings(rows))[0].point_biserial == pytest.approx(0)


def test_options_are_counted_in_each_group() -> None:
    answers = [(9, ("a",)), (8, ("a",)), (7, ("a",)), (6, ("b",)), (5, ("a",)), (4, ("c",)), (3, ("a",)), (2, ("b",)),
               (1, ("b",)), (0, None)]  # fmt: skip
    width = 10
    made = [
        taken([score > 4, *(at < score for at in range(width - 1))], [chosen, *[None] * (width - 1)])
        for score, chosen in answers
    ]
    wanted = [Item("q", ("a", "b", "c", "d"), frozenset("a")), *items(width - 1)]
    a, b, c, d = figures_of(wanted, made)[0].options
    assert (a.count, a.share, a.upper, a.lower, a.is_key) == (5, 0.5, 1.0, 0.0, True)
    assert (b.count, b.upper, b.middle, b.lower) == (3, 0.0, pytest.approx(0.25), pytest.approx(2 / 3))
    assert not c.is_idle
    assert d.is_idle
    assert (d.count, d.share) == (0, 0)
    assert figures_of(wanted, made)[0].answered == 9


def test_items_that_were_not_drawn_for_somebody_do_not_count_her() -> None:
    made = [taken([at % 2 == 0, None if at < 30 else True]) for at in range(40)]
    first, second = figures_of(items(2), made)
    assert (first.n, first.difficulty, second.n, second.difficulty) == (40, 0.5, 10, 1)
    assert [figures.item.id for figures in figures_of(items(3), [taken([True, None, None])])] == ["q0"]


def test_the_time_of_an_item_is_the_median_of_what_is_known() -> None:
    made = [taken([True], [("a",)], [seconds]) for seconds in (10, None, 30, 200)]
    assert figures_of(items(1), made)[0].seconds == 30
    assert figures_of(items(1), [taken([True], [("a",)])])[0].seconds is None


@given(st.lists(st.none() | st.integers(0, 60)))
def test_the_median_of_counts_is_the_median(seconds: list[int | None]) -> None:
    known = [one for one in seconds if one is not None]
    assert median_of(Counter(seconds)) == (statistics.median(known) if known else None)


RESULTS = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=40)
)


def made_of(results: list[list[bool]]) -> list[Taken]:
    return takings(["".join("01"[one] for one in row) for row in results])


@given(RESULTS)
def test_every_figure_stays_within_its_bounds(results: list[list[bool]]) -> None:
    width = len(results[0])
    for figures in figures_of(items(width), made_of(results)):
        assert 0 <= figures.difficulty <= 1
        assert figures.point_biserial is None or -1 <= figures.point_biserial <= 1
        assert figures.discrimination is None or -1 - 1e-9 <= figures.discrimination <= 1 + 1e-9
        for option in figures.options:
            for share in (option.share, option.upper, option.middle, option.lower):
                assert share is None or -1e-9 <= share <= 1 + 1e-9
        for group in ("share", "upper", "middle", "lower"):  # everybody chose exactly one of the two options
            shares = [getattr(option, group) for option in figures.options]
            assert None in shares or sum(shares) == pytest.approx(1)
    whole = whole_of(items(width), made_of(results))
    assert whole.reliability is None or whole.reliability <= 1 + 1e-9
    assert sum(whole.scores) == whole.n == len(results)


@given(RESULTS, st.randoms())
def test_no_order_of_people_changes_a_figure(results: list[list[bool]], chance: object) -> None:
    width, mixed = len(results[0]), results[:]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    before, after = figures_of(items(width), made_of(results)), figures_of(items(width), made_of(mixed))
    for one, other in zip(before, after, strict=True):
        assert one.difficulty == other.difficulty
        assert one.discrimination == pytest.approx(other.discrimination)
        assert one.point_biserial == pytest.approx(other.point_biserial)


@given(RESULTS)
def test_a_turned_key_turns_the_point_biserial(results: list[list[bool]]) -> None:
    """Where the key of an item is wrong, right and wrong change places and so does the sign of its correlation."""
    turned = [[not row[0], *row[1:]] for row in results]
    width = len(results[0])
    one, other = figures_of(items(width), made_of(results))[0], figures_of(items(width), made_of(turned))[0]
    assert other.difficulty == pytest.approx(1 - one.difficulty)
    if one.point_biserial is not None:
        assert other.point_biserial == pytest.approx(-one.point_biserial)


@given(RESULTS)
def test_everybody_twice_changes_no_reliability(results: list[list[bool]]) -> None:
    width = len(results[0])
    once = whole_of(items(width), made_of(results)).reliability
    twice = whole_of(items(width), made_of(results + results)).reliability
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
    figures = figures_of(items(len(rows[0])), takings(rows))[0]
    return advice.flags(figures, (), is_mastery=is_mastery)


def test_an_item_that_the_weaker_answer_better_is_flagged_even_for_few() -> None:
    assert flags_of(["0111"] * 6 + ["1000"] * 6) == ("negative",)
    assert flags_of(["0111"] * 4 + ["1000"] * 4) == ()  # too few for any figure
    assert flags_of(["0111"] * 20 + ["1000"] * 20) == ("negative",)


@pytest.mark.parametrize(
    ("n", "r", "d", "is_flagged"),
    [(40, -0.01, 0.28, False), (40, -0.30, 0.10, False), (40, -0.35, 0.10, True), (400, -0.11, 0.05, True),
     (40, -0.01, 0.0, False), (40, None, -0.01, True), (40, 0.02, -0.05, True), (40, -0.5, None, True),
     (9, -0.9, -0.9, False)],
)  # fmt: skip
def test_negative_is_said_where_the_figures_agree_or_chance_does_not_explain_it(
    n: int, r: float | None, d: float | None, is_flagged: bool
) -> None:
    good = figures_of(items(4), takings(["1111"] * 20 + ["0000"] * 20))[0]
    figures = replace(good, n=n, point_biserial=r, discrimination=d)
    assert ("negative" in advice.flags(figures, (), is_mastery=False)) is is_flagged


def test_an_easy_item_is_flagged_before_teaching_only() -> None:
    rows = ["1111"] * 36 + ["0000"] * 4
    assert flags_of(rows) == ("very easy",)
    assert flags_of(rows, is_mastery=True) == ()


def test_what_else_is_flagged() -> None:
    assert flags_of(["1111"] * 4 + ["0100"] * 18 + ["0000"] * 18) == ("very hard",)
    good = figures_of(items(4), takings(["1111"] * 20 + ["0000"] * 20))[0]
    assert advice.flags(good, (), is_mastery=False) == ()
    assert advice.flags(replace(good, discrimination=0.19), (), is_mastery=False) == ("poor",)
    easy = replace(good, discrimination=0.05, difficulty=0.97)
    assert advice.flags(easy, (), is_mastery=True) == ()
    assert advice.flags(easy, (), is_mastery=False) == ("very easy", "poor")
    made = [taken([at % 3 > 0, at % 3 > 0, at % 3 > 1], [("a",)] * 3) for at in range(60)]
    figures = figures_of([Item("q", ("a", "b"), frozenset("a")), *items(2)], made)[0]
    assert advice.flags(figures, (), is_mastery=False) == ("idle option",)


# real-statistics.com, "Cronbach's alpha", fifteen people, ten questions from 1 to 7; the documentation of pingouin,
# which was checked against R's psych, says 0.591719 for it.
RATINGS = [
    "357261426544564", "243452345432553", "465363545653655", "135354335422245", "456242571355323",
    "514245226533321", "123242125324213", "453663242132442", "356675463743463", "255352352214554",
]  # fmt: skip
# The same site: twelve people, eleven questions that were right or not, four answers missing. psych::alpha says
# 0.732661 with use="pairwise", and 0.801695 for those who answered everything.
MISSING = [
    "11111111111", "11111111010", "-011-111100", "11101101100", "11111000100", "01-01111000",
    "11110010000", "11111000000", "01011000010", "10010100-00", "11100000000", "10010000000",
]  # fmt: skip


def test_alpha_of_more_than_right_and_wrong_is_the_one_that_was_published() -> None:
    people = [taken([int(one) / 7 for one in row]) for row in zip(*RATINGS, strict=True)]
    whole = whole_of(items(10), people)
    assert (whole.method, whole.reliability) == ("alpha", pytest.approx(0.591719, abs=1e-6))


def test_alpha_over_pairs_is_the_one_that_was_published() -> None:
    people = [taken([None if one == "-" else one == "1" for one in row]) for row in MISSING]
    everything = [one for one in people if None not in one.outcomes]
    assert alpha_over_pairs(everything, 1)[0] == pytest.approx(0.801695, abs=1e-6)
    # There each pair of questions weighs alike and the test has eleven; here each person, and the 10.7 she was asked.
    assert alpha_over_pairs(people, 1)[0] == pytest.approx(0.732661, abs=0.01)
    assert whole_of(items(11), people).method == "pairs"


@given(RESULTS)
def test_over_pairs_it_is_kr20_when_everybody_was_asked_everything(results: list[list[bool]]) -> None:
    made = made_of(results)
    whole = whole_of(items(len(results[0])), made)
    found, spread = alpha_over_pairs(made, 1)
    if whole.reliability is not None:
        assert found == pytest.approx(whole.reliability)
        assert spread == pytest.approx(whole.deviation)


def drawn_by_lot(people: int, pool: int, asked: int) -> tuple[list[Taken], list[Taken]]:
    """The same people asked everything, and asked what the lot gave each of them."""
    chance, everything, some = Random(5), [], []
    for _person in range(people):
        ability = chance.gauss(0, 1)
        right = [chance.random() < 1 / (1 + math.exp((at - pool / 2) / (pool / 2) - ability)) for at in range(pool)]
        lot = set(chance.sample(range(pool), asked))
        everything.append(taken(right))
        some.append(taken([one if at in lot else None for at, one in enumerate(right)]))
    return everything, some


def test_a_drawn_test_is_as_reliable_as_a_test_of_that_length() -> None:
    """Spearman (1910) and Brown (1910) say what remains of a reliability when a test of 20 is cut to 8."""
    everything, some = drawn_by_lot(3000, 20, 8)
    long = whole_of(items(20), everything).reliability
    assert long is not None
    short = whole_of(items(20), some, least=10)
    ratio = 8 / 20
    assert short.reliability == pytest.approx(ratio * long / (1 + (ratio - 1) * long), abs=0.02)
    assert (short.method, short.of, short.n) == ("pairs", 8, 3000)
    assert short.standard_error is not None
    assert whole_of(items(20), some, least=2000).reliability is None, "each question was asked of some 1,200"


def test_a_drawn_item_is_judged_by_those_who_saw_it() -> None:
    """It gets the figures that it would have had from everybody, and n is how many saw it."""
    everything, some = drawn_by_lot(3000, 20, 8)
    for full, part in zip(figures_of(items(20), everything), figures_of(items(20), some), strict=True):
        assert full.n == 3000
        assert 1100 < part.n < 1300
        assert part.difficulty == pytest.approx(full.difficulty, abs=0.05)
        assert part.point_biserial is not None
        assert full.point_biserial is not None
        assert 0.1 < part.point_biserial < full.point_biserial + 0.05, "seven others say less than nineteen"
        assert part.discrimination > 0.3


def test_the_rest_of_a_drawn_test_is_a_share() -> None:
    """Who saw two questions and who saw four are compared by the share that was right in the others."""
    made = [
        taken([1, 1, None, None]), taken([0, 0, None, None]), taken([1, 1, 1, 0]), taken([0, 1, 0, 0]),
    ]  # fmt: skip
    rest = Counter({(1.0, 1.0): 1, (0.0, 0.0): 1, (1.0, 2 / 3): 1, (0.0, 1 / 3): 1})
    assert figures_of(items(4), made)[0].point_biserial == pytest.approx(correlation(rest))
    assert figures_of(items(2), [taken([1, None]), taken([0, None])] * 5)[0].point_biserial is None


def test_a_rubric_counts_in_part() -> None:
    made = [taken([share, *(at < right for at in range(4))]) for share, right in
            [(1, 4), (0.75, 4), (0.75, 3), (0.5, 2), (0.25, 2), (0.25, 1), (0, 1), (0, 0)]]  # fmt: skip
    figures, whole = figures_of(items(5), made)[0], whole_of(items(5), made)
    assert figures.difficulty == pytest.approx(3.5 / 8)
    assert figures.discrimination == pytest.approx((1 + 0.75 - 0 - 0) / 2)  # the best and the weakest two of eight
    shares, others = [one.outcomes[0].share for one in made], [one.points - one.outcomes[0].share for one in made]
    assert figures.point_biserial == pytest.approx(statistics.correlation(shares, others))
    assert whole.mean == pytest.approx(statistics.mean(one.points for one in made))
    assert whole.scores == (1, 2, 2, 1, 1, 1), "a question is right with all of its points"
    assert whole.method == "alpha"


def test_the_key_is_what_counts_as_right_also_after_a_regrade() -> None:
    item = Item("q", ("a", "b", "c"), frozenset("a"))
    marked_again = [taken([said == "b"], [(said,)]) for said in "abbcab"]
    (figures,) = figures_of([item], marked_again)
    assert [(option.id, option.is_key) for option in figures.options] == [("a", False), ("b", True), ("c", False)]
    (nobody,) = figures_of([item], [taken([False], [(said,)]) for said in "bc"])
    assert [option.id for option in nobody.options if option.is_key] == ["a"]


def test_of_an_item_that_few_have_drawn_nothing_is_said_but_how_many() -> None:
    (figures,) = figures_of(items(1), [taken([True], [("a",)], [9])] * 3)
    assert withheld(figures) == ItemFigures(figures.item, 3, 3, None)
    assert (advice.difficulty_band(None), advice.flags(withheld(figures), (), is_mastery=False)) == ("none", ())


def test_cells_say_how_many_and_never_who() -> None:
    right, wrong = Outcome(1.0, ("a",)), Outcome(0.0, ("b",))
    made = [Taken("en", (right, wrong), (None, None))] * 3 + [Taken("ru", (None, right), (None, None))]
    first, second = cells(2, made)
    assert first == (Cell("en", 1.0, 2, right, 3),)
    assert set(second) == {Cell("en", 1.0, 2, wrong, 3), Cell("ru", 1.0, 1, right, 1)}
    assert (first[0].total, first[0].rest, second[1].rest) == (0.5, 0, None)
