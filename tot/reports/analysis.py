"""The analysis of one sheet, put together for a page, a paper or a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tot.courses.rules import Question
from tot.reports.queries import Results, Sheet
from tot.reports.rules import advice
from tot.reports.rules.cascade import FEWEST
from tot.reports.rules.fairness import Fairness, fairness
from tot.reports.rules.items import ItemFigures, WholeFigures, item_figures, whole_figures
from tot.reports.rules.tests import Test, item_of
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
    def is_compared(self) -> bool:
        """Whether there are enough takers in two languages."""
        return any(row.comparisons for row in self.rows)


def tone_of(row: Row) -> str:
    """How urgent an item looks: by the first of its flags, which are in the order of urgency."""
    return FLAG_WORDS[row.flags[0]][2] if row.flags else "good"


def analyse(sheet: Sheet, results: Results) -> Analysis:
    """Everything that is said about a sheet."""
    test, takings = sheet.test, results.takings
    items = [item_of(question) for question in test.questions]
    whole = whole_figures(items, takings)
    rows: list[Row] = []
    if advice.certainty(whole.n) != "none":
        compared = dict(zip((item.id for item in items), fairness(len(items), takings), strict=True))
        places = {question.id: (number, question) for number, question in enumerate(test.questions, 1)}
        for figures in item_figures(items, takings):
            number, question = places[figures.item.id]
            comparisons = compared[question.id]
            flags = advice.flags(figures, comparisons, is_mastery=test.is_mastery)
            rows.append(Row(number, question, figures, comparisons, flags))
    languages: dict[str, int] = {}
    for taken in takings:
        languages[taken.language] = languages.get(taken.language, 0) + 1
    return Analysis(sheet, test, whole, results.waiting, tuple(rows), languages)


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
