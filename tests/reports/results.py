"""Makers for results as rules see them: who was right in what, without a database."""

from collections.abc import Sequence

from tot.reports.rules.items import ItemFigures, item_figures
from tot.reports.rules.taken import Item, Outcome, Taken, cells
from tot.reports.rules.whole import WholeFigures, whole_figures


def taken(
    right: Sequence[float | None],
    chosen: Sequence[tuple[str, ...] | None] | None = None,
    seconds: Sequence[int | None] | None = None,
    language: str = "en",
) -> Taken:
    """A taking: of each item the share of its points (None: not asked), what was chosen, how long it took."""
    said = chosen or [None] * len(right)
    outcomes = [
        None if share is None else Outcome(float(share), options) for share, options in zip(right, said, strict=True)
    ]
    return Taken(language, tuple(outcomes), tuple(seconds or [None] * len(right)))


def figures_of(items: Sequence[Item], takings: Sequence[Taken]) -> tuple[ItemFigures, ...]:
    """The figures of every item that anybody was asked."""
    if not takings:
        return ()
    columns = zip(*(one.seconds for one in takings), strict=True)
    found = map(item_figures, items, cells(len(items), takings), columns)
    return tuple(figures for figures in found if figures is not None)


def whole_of(items: Sequence[Item], takings: Sequence[Taken], least: int = 1) -> WholeFigures:
    """The figures of the whole test."""
    return whole_figures(cells(len(items), takings), takings, least)
