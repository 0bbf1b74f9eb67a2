"""Pages of a long list."""

import pytest

from tot.web.lists import Leaf


@pytest.mark.parametrize(
    ("number", "total", "there", "shown"),
    [
        (1, 0, (1, 1), []),
        (1, 3, (1, 1), [0, 1, 2]),
        (2, 4, (2, 2), [3]),
        (99, 4, (2, 2), [3]),
        (10**30, 6, (2, 2), [3, 4, 5]),
        (-3, 4, (1, 2), [0, 1, 2]),
    ],
)
def test_a_page_is_never_before_the_first_or_behind_the_last(
    number: int, total: int, there: tuple[int, int], shown: list[int]
) -> None:
    leaf = Leaf.at(number, total, 3)
    assert (leaf.number, leaf.count) == there
    assert list(leaf.of(range(total))) == shown
