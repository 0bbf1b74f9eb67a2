"""The analysis of one sheet, put together for a page, a paper or a workbook."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tot.courses.rules import Question
from tot.reports.queries import Results, Sheet
from tot.reports.rules import advice
from tot.reports.rules.cascade import FEWEST
from tot.reports.rules.fairness import Fairness, fairness
from tot.reports.rules.items import ItemFigures, item_figures, withheld
from tot.reports.rules.taken import Cell, cells
from tot.reports.rules.tests import Test, item_of
from tot.reports.rules.whole import WholeFigures, whole_figures
from tot.reports.words import FLAG_WORDS

TONES = ("bad", "warn", "plain")


@dataclass(frozen=True, slots=True)
class Row:
    """One item with everything that is said about it."""

    number: int  # in the order of the test
    question: Question
    figures: ItemFigures
    comparisons: tuple[Fairness, ...]
    flags: tuple[str, ...]
    counted: tuple[Cell, ...]  # of which all this is made

    @property
    def difficulty_band(self) -> str:
        return advice.difficulty_band(self.figures.difficulty)

    @property
    def discrimination_band(self) -> str:
        return advice.discrimination_band(self.figures.discrimination)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A sheet with its figures. Below the floor `rows` is empty, whatever was answered."""

    sheet: Sheet
    test: Test
    whole: WholeFigures
    waiting: int
    rows: tuple[Row, ...]
    languages: Mapping[str, int]

    @property
    def certainty(self) -> str:
        return advice.certainty(self.whole.n)

    @property
    def flagged(self) -> tuple[Row, ...]:
        """The items that an author should look at, the most urgent first."""
        return tuple(sorted((row for row in self.rows if row.flags), key=lambda row: TONES.index(tone_of(row))))

    @property
    def is_drawn(self) -> bool:
        """Whether nobody saw all questions."""
        return bool(self.test.quiz.draw)

    @property
    def is_compared(self) -> bool:
        """Whether there are enough takers in two languages."""
        return any(row.comparisons for row in self.rows)


def tone_of(row: Row) -> str:
    """How urgent an item looks: by the first of its flags, which are in the order of urgency."""
    return FLAG_WORDS[row.flags[0]][2] if row.flags else "good"


def analyse(sheet: Sheet, results: Results) -> Analysis:
    """Everything that is said about a sheet."""
    test, takings = sheet.test, results.takings
    counted = cells(len(test.questions), takings)
    whole = whole_figures(counted, takings, advice.FLOOR)
    languages = Counter(taken.language for taken in takings)
    rows: list[Row] = []
    if advice.certainty(whole.n) != "none":
        compared = fairness(counted, languages, whole.of)
        seconds = zip(*(taken.seconds for taken in takings), strict=True)
        for number, (question, *of_item) in enumerate(zip(test.questions, counted, compared, seconds, strict=True), 1):
            row = _row(number, question, *of_item, is_mastery=test.is_mastery)
            if row is not None:
                rows.append(row)
    return Analysis(sheet, test, whole, results.waiting, tuple(rows), languages)


def _row(
    number: int,
    question: Question,
    counted: tuple[Cell, ...],
    comparisons: tuple[Fairness, ...],
    seconds: Iterable[int | None],
    *,
    is_mastery: bool,
) -> Row | None:
    """None for what nobody was asked; of what few have drawn, only how many."""
    figures = item_figures(item_of(question), counted, seconds)
    if figures is None:
        return None
    if figures.n < advice.FLOOR:
        return Row(number, question, withheld(figures), (), (), ())
    flags = advice.flags(figures, comparisons, is_mastery=is_mastery)
    return Row(number, question, figures, comparisons, flags, counted)


def distribution(whole: WholeFigures, *, is_counted: bool) -> list[dict[str, Any]]:
    """How many had so many right. For those who may see counts only, neighbours are put together until each bar stands
    for nobody or for at least FEWEST people: a bar of one is somebody."""
    bars: list[list[int]] = [[score, score, count] for score, count in enumerate(whole.scores)]
    at = 0
    while is_counted and len(bars) > 1 and at < len(bars):
        if 0 < bars[at][2] < FEWEST:
            other = at + 1 if at + 1 < len(bars) else at - 1
            low, high = sorted((at, other))
            bars[low : high + 1] = [[bars[low][0], bars[high][1], bars[low][2] + bars[high][2]]]
            at = low
        else:
            at += 1
    return [{"label": str(low) if low == high else f"{low}–{high}", "count": count} for low, high, count in bars]
