"""The blueprint that all pages of the slice hang on, the way that leads to them, and what each text is called."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from tot.reviews.queries import LIBRARY, Group, Reading
from tot.reviews.words import KIND_NAMES
from tot.web.languages import say
from tot.web.pages import Crumb

views = Blueprint("reviews", __name__, url_prefix="/reviews")


def crumbs(*further: Crumb) -> list[Crumb]:
    """The way to a page of reviews."""
    return [(_("Reviews"), url_for("reviews.index")), *further]


def name_of_group(group: Group) -> str:
    """The title of a course, or what all courses share."""
    return _("Glossary and annexes") if group.key == LIBRARY else say(group.title)


def crumb_of_group(key: str) -> Crumb:
    """The way to a course, by its key: its title would have to be loaded."""
    return (_("Glossary and annexes") if key == LIBRARY else key, url_for("reviews.group", key=key))


def name_of_text(kind: str, title: Mapping[str, str]) -> str:
    """Module: Identification at the border."""
    name = str(KIND_NAMES[kind])
    return f"{name}: {say(title)}" if title else name


def name_of(read: Reading) -> str:
    """The same for a text that is read."""
    title: Any = getattr(read.thing, "title", None) or getattr(read.thing, "name", None) or {}
    return name_of_text(read.kind, title)
