"""Whether an item behaves differently by language among people who know equally much (Mantel–Haenszel, ETS classes).

People are matched by their score on the whole test, the item included (Holland & Thayer 1988). The language with most
takers is the reference; each other language is compared with it. Of a rubric only all of its points are right here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import erfc, log, sqrt

from tot.reports.rules.taken import Cell

FEWEST_IN_A_LANGUAGE = 30  # below, no comparison is made
SURE_IN_A_LANGUAGE = 200  # ETS compares from 200 in the smaller group on (Zwick 2012, ETS RR-12-08)
DELTA = -2.35  # ETS's scale of difficulty: minus 2.35 times the logarithm of the odds ratio
FIVE_PERCENT = 0.05
ONE_SIDED_FIVE_PERCENT = 1.645


@dataclass(frozen=True, slots=True)
class Stratum:
    """People with the same score: how many were right and wrong in the reference and in the other language."""

    right: int
    wrong: int
    other_right: int
    other_wrong: int

    @property
    def n(self) -> int:
        return self.right + self.wrong + self.other_right + self.other_wrong


@dataclass(frozen=True, slots=True)
class Comparison:
    """What Mantel and Haenszel say; `odds` above 1 favours the reference."""

    odds: float
    chi_squared: float
    error: float  # of the logarithm of the odds

    @property
    def p_value(self) -> float:
        """Of no difference at all: chi-squared with one degree of freedom."""
        return erfc(sqrt(self.chi_squared / 2))

    @property
    def delta(self) -> float:
        """MH D-DIF: negative where the item is harder in the other language."""
        return DELTA * log(self.odds)

    @property
    def ets_class(self) -> str:
        """A negligible, B moderate, C large.

        A: below 1 or not different from 0 (5 %); C: 1.5 or more and by more than chance above 1 (one-sided 5 %); else B
        (Zieky 1993; Zwick 2012, ETS RR-12-08).
        """
        size, error = abs(self.delta), abs(DELTA) * self.error
        if size < 1 or self.p_value >= FIVE_PERCENT:
            return "A"
        return "C" if size >= 1.5 and size - ONE_SIDED_FIVE_PERCENT * error > 1 else "B"


@dataclass(frozen=True, slots=True)
class Fairness:
    """One item in one language beside the reference. `comparison` is None where it cannot be made."""

    reference: str
    language: str
    n_reference: int
    n: int
    comparison: Comparison | None

    @property
    def is_sure(self) -> bool:
        """Whether there are as many people as ETS asks for."""
        return min(self.n, self.n_reference) >= SURE_IN_A_LANGUAGE


def mantel_haenszel(strata: Iterable[Stratum]) -> Comparison | None:
    """The common odds ratio, the chi-squared with continuity correction, the error of the log odds.

    Mantel & Haenszel 1959; the error after Robins, Breslow & Greenland 1986, for 2 × 2 tables that of Phillips &
    Holland 1987. None where nobody in a comparable stratum differs, or only in one direction.
    """
    tables = [table for table in strata if table.n > 1]
    across = sum(table.right * table.other_wrong / table.n for table in tables)
    back = sum(table.wrong * table.other_right / table.n for table in tables)
    if not across or not back:
        return None
    odds = across / back
    spread = sum(
        (t.right * t.other_wrong + odds * t.wrong * t.other_right)
        * (t.right + t.other_wrong + odds * (t.wrong + t.other_right))
        / t.n**2
        for t in tables
    )
    return Comparison(odds, _chi_squared(tables), sqrt(spread / 2) / across)


def _chi_squared(tables: Iterable[Stratum]) -> float:
    difference = variance = 0.0
    for t in tables:
        reference, other = t.right + t.wrong, t.other_right + t.other_wrong
        right, wrong = t.right + t.other_right, t.wrong + t.other_wrong
        difference += t.right - reference * right / t.n
        variance += reference * other * right * wrong / (t.n**2 * (t.n - 1))
    return max(0.0, abs(difference) - 0.5) ** 2 / variance if variance else 0.0


def fairness(counted: Sequence[Sequence[Cell]], takers: Mapping[str, int], of: int) -> tuple[tuple[Fairness, ...], ...]:
    """For each item its comparisons, one for every language in which enough were asked it; the languages by their size.

    Whoever drew other questions is matched by her share of what she saw, as if it were of `of` questions.
    """
    large = sorted((-n, language) for language, n in takers.items() if n >= FEWEST_IN_A_LANGUAGE)
    if len(large) < 2:
        return ((),) * len(counted)
    reference, *others = (language for _n, language in large)
    return tuple(tuple(_compared(of_item, reference, others, of)) for of_item in counted)


def _compared(counted: Sequence[Cell], reference: str, others: Iterable[str], of: int) -> Iterable[Fairness]:
    asked, cells = Counter[str](), Counter[tuple[str, int, bool]]()
    for cell in counted:
        asked[cell.language] += cell.count
        cells[cell.language, int(cell.total * of + 0.5), cell.outcome.is_right] += cell.count
    for other in others:
        if min(asked[reference], asked[other]) >= FEWEST_IN_A_LANGUAGE:
            found = mantel_haenszel(_strata(cells, reference, other))
            yield Fairness(reference, other, asked[reference], asked[other], found)


def _strata(cells: Counter[tuple[str, int, bool]], reference: str, other: str) -> Iterable[Stratum]:
    for score in sorted({score for _language, score, _is_right in cells}):
        yield Stratum(
            cells[(reference, score, True)], cells[(reference, score, False)],
            cells[(other, score, True)], cells[(other, score, False)],
        )  # fmt: skip
