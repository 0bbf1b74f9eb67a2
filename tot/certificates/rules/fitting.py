"""How a name of any length stands in its box: as large as it can, then on two lines, never over the edge."""

from collections.abc import Callable
from dataclasses import dataclass

BOX = 236.0  # millimetres between the borders
SIZES = (34, 31, 28, 25)  # points, for one line
SIZES_OF_TWO = (25, 22, 19, 16, 13)
MILLIMETRES = 0.3528  # in a point

Width = Callable[[str], float]  # the width of a text in ems


@dataclass(frozen=True, slots=True)
class Fitted:
    """The lines of a name and their size in points."""

    lines: tuple[str, ...]
    size: int


def fitted(name: str, width: Width) -> Fitted:
    """The name on one line where it can be large enough, else on the two that are most alike."""
    for size in SIZES:
        if _fits((name,), size, width):
            return Fitted((name,), size)
    lines = _two_lines(name, width)
    for size in SIZES_OF_TWO:
        if _fits(lines, size, width):
            return Fitted(lines, size)
    return Fitted(lines, SIZES_OF_TWO[-1])


def _fits(lines: tuple[str, ...], size: int, width: Width) -> bool:
    return all(width(line) * size * MILLIMETRES <= BOX for line in lines)


def _two_lines(name: str, width: Width) -> tuple[str, ...]:
    words = name.split()
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return min(splits, key=lambda lines: max(map(width, lines))) if splits else (name,)
