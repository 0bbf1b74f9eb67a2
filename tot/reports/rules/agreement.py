"""How far two markers agree who read the same answers, neither knowing what the other gave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tot.courses.rules import Criterion, Question

FEW = 30
"""With fewer answers kappa may well be a tenth or two higher or lower by chance alone, so pages say it."""
BANDS = ((0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"), (1.0, "almost perfect"))
"""Up to which kappa agreement is called so; below 0 it is "poor". Landis and Koch, "The measurement of observer
agreement for categorical data", Biometrics 33 (1977), p. 165: convenient names, no law."""

Points = Mapping[str, int]  # criterion → points


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often points met points: a row for each number of the first marker, a column for each of the second."""

    levels: tuple[int, ...]
    table: tuple[tuple[int, ...], ...]

    @property
    def n(self) -> int:
        """How many answers both have read."""
        return sum(map(sum, self.table))

    @property
    def rows(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Points of the first marker, and how often the second gave which."""
        return tuple(zip(self.levels, self.table, strict=True))

    @property
    def same(self) -> int:
        """How many of them got the same points from both."""
        return sum(row[at] for at, row in enumerate(self.table))

    @property
    def share(self) -> float | None:
        """The share of answers with the same points; None without any answer."""
        return self.same / self.n if self.n else None

    @property
    def is_weighted(self) -> bool:
        """Whether there are more than two levels: then two points apart weigh twice as much as one point apart."""
        return len(self.levels) > 2

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa with linear weights: 1 is full agreement, 0 as much as by chance, below 0 less than that.

        It is 1 − Σ d·o / Σ d·e: d how many points two levels are apart, o how often they met, e how often they would
        have met if both had kept their habits without reading (Cohen, Psychological Bulletin 70 (1968), p. 213; with
        two levels it is Cohen 1960). None where both gave everybody the same: chance would have done so as well.
        """
        rows, columns = [sum(row) for row in self.table], [sum(column) for column in zip(*self.table, strict=True)]
        places = [(i, j, abs(a - b)) for i, a in enumerate(self.levels) for j, b in enumerate(self.levels)]
        seen = sum(distance * self.table[i][j] for i, j, distance in places)
        expected = sum(distance * rows[i] * columns[j] for i, j, distance in places)
        return 1 - seen * self.n / expected if expected else None

    @property
    def is_few(self) -> bool:
        """Whether chance could be much of it."""
        return self.n < FEW

    @property
    def band(self) -> str | None:
        """What Landis and Koch call such an agreement."""
        kappa = self.kappa
        if kappa is None:
            return None
        return "poor" if kappa < 0 else next(name for top, name in BANDS if kappa <= top)


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """One question: the points of all its criteria together, and each criterion."""

    question: Question
    whole: Agreement
    criteria: tuple[tuple[Criterion, Agreement], ...]


def agreement(pairs: Iterable[tuple[int, int]], levels: Sequence[int]) -> Agreement:
    """Counts pairs of points; `levels` are all that can be given, going up."""
    place = {points: at for at, points in enumerate(levels)}
    counts = [[0] * len(place) for _row in place]
    for first, second in pairs:
        counts[place[first]][place[second]] += 1
    return Agreement(tuple(levels), tuple(map(tuple, counts)))


def agreement_on(question: Question, pairs: Sequence[tuple[Points, Points]]) -> QuestionAgreement:
    """What two markers gave to the same answers of one question."""
    parts = []
    for criterion in question.criteria:
        levels = [level.points for level in criterion.levels] or [0, 1]
        given = [(first.get(criterion.id, 0), second.get(criterion.id, 0)) for first, second in pairs]
        both = [(criterion.reached(first), criterion.reached(second)) for first, second in given]
        parts.append((criterion, agreement(both, levels)))
    sums = [(sum(first.values()), sum(second.values())) for first, second in pairs]
    seen = sorted({points for pair in sums for points in pair})
    return QuestionAgreement(question, agreement(sums, seen), tuple(parts))
