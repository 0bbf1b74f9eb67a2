"""What was learned between the two halves of a paired test, put together for a page, a paper or a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from tot.accounts.rules import name_order
from tot.reports.queries import Group
from tot.reports.rules import advice
from tot.reports.rules.gain import FEWEST_PAIRS, Gain, gain, gain_of

Person = tuple[str, float, float, float | None]
"""Name, share before, share after, gain."""


@dataclass(frozen=True, slots=True)
class Learning:
    """The gain of some cohorts. For whoever may only count, small numbers are hidden and in no sum either."""

    together: Gain
    by_group: tuple[tuple[str, Gain], ...]
    hidden: int  # cohorts that are too small to be shown
    waiting: int  # people with an answer that no marker has read
    people: tuple[Person, ...]
    is_counted: bool
    left: int  # took the pre-test and not the post-test, which their cohort has held: they dropped out
    to_come: int  # took the pre-test; the post-test of their cohort has not been held, or is still open
    took: int  # of the cohorts that have held theirs, how many took the pre-test

    @property
    def certainty(self) -> str:
        """How far the figures carry: "none", "few", "caution" or "enough"."""
        return (
            "none" if self.together.pairs < FEWEST_PAIRS else advice.certainty(max(advice.FLOOR, self.together.pairs))
        )

    @property
    def dropped_out(self) -> float | None:
        """Of those who took the pre-test and could take the post-test, the share that did not; None where some are
        hidden."""
        return None if self.is_counted or not self.took else self.left / self.took

    def readable(self, count: int) -> int | None:
        """A number of people; None where it is small and must not be said, or nothing because all of it was hidden."""
        return None if self.is_counted and count < FEWEST_PAIRS else count


def shown_of(groups: Sequence[Group], *, is_counted: bool) -> list[Group]:
    """The cohorts of which anything is said; there is something to say together when they have enough pairs."""
    return [group for group in groups if not is_counted or len(group.pairs) >= FEWEST_PAIRS]


def learning_of(groups: Sequence[Group], names: Mapping[int, str], *, is_counted: bool) -> Learning:
    """Puts it together. A sum is made of the groups that are shown: what is hidden cannot be worked out from it.

    `names`: person → name, of those whose names may be seen. Trainers often name a cohort after a place or after
    themselves, so whoever only counts reads a number.
    """
    shown = shown_of(groups, is_counted=is_counted)
    by_group = [
        (_("Cohort %(number)s", number=number) if is_counted else group.name, group.gain)
        for number, group in enumerate(shown, 1)
    ]
    pairs = [pair for group in shown for pair in group.pairs]
    known = [pair for pair in pairs if pair.person in names]
    one_sided = [(group, one.only_pre) for group, (_name, one) in zip(shown, by_group, strict=True)]
    one_sided = [(group, count) for group, count in one_sided if not is_counted or count >= FEWEST_PAIRS]
    only_post = [one.only_post for _name, one in by_group if not is_counted or one.only_post >= FEWEST_PAIRS]
    return Learning(
        together=gain(pairs, sum(count for _group, count in one_sided), sum(only_post)),
        by_group=tuple(by_group),
        hidden=len(groups) - len(shown),
        waiting=0 if is_counted else sum(len(group.waiting) for group in groups),
        people=tuple(
            (names[pair.person], pair.pre, pair.post, gain_of(pair))
            for pair in sorted(known, key=lambda pair: (name_order(names[pair.person]), pair.person))
        ),
        is_counted=is_counted,
        left=sum(count for group, count in one_sided if group.is_held),
        to_come=sum(count for group, count in one_sided if not group.is_held),
        took=sum(len(group.pre) for group in shown if group.is_held),
    )
