"""What another format has no place for travels as tags: a situation with choices, points, a unit."""

from __future__ import annotations

from dataclasses import replace
from re import compile as pattern

from tot.quizzes.formats.item import Item

# Whose category it is in Moodle, and the one around all, which say nothing elsewhere.
ABOVE = pattern(r"(?:\$\w{1,20}\$/)?(?:top(?:/|\Z))?")
BRANCH, POINTS, UNIT = "type:branch", "points:", "unit:"


def category_of(written: str) -> str:
    """The path of a category as Moodle writes it, as far as it says what the questions are about."""
    return " ".join(ABOVE.sub("", written.strip(), count=1).split())[:200]


def tags_of(item: Item, *, has_points: bool = False, has_unit: bool = False) -> tuple[str, ...]:
    """The tags to write; `has_…`: the format says this itself."""
    more = [BRANCH] if item.type == "branch" else []
    if item.points != 1 and not has_points:
        more.append(f"{POINTS}{item.points}")
    if item.unit and not has_unit:
        more.append(f"{UNIT}{item.unit}")
    return (*item.tags, *more)


def understood(item: Item) -> Item:
    """The item that its tags speak of, without them."""
    others = []
    for tag in item.tags:
        if tag == BRANCH and item.type == "single":
            item = replace(item, type="branch")
        elif tag.startswith(POINTS) and tag.removeprefix(POINTS).isdecimal() and len(tag) < 10:
            item = replace(item, points=int(tag.removeprefix(POINTS)))
        elif tag.startswith(UNIT) and item.type == "num":
            item = replace(item, unit=item.unit or tag.removeprefix(UNIT).strip())
        else:
            others.append(tag)
    return replace(item, tags=tuple(others)) if len(others) < len(item.tags) else item
