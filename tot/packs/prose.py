"""Course text for paper: terms in bold, headings at the level of the place they stand in, tables with named columns."""

import re

from flask import current_app
from markupsafe import Markup

from tot.courses.rules import Words, in_language
from tot.web import course_text

TERM = re.compile(r"\[([^\]]+)\]\(term:([\w-]+)\)")
ANNEX = re.compile(r"\[([^\]]+)\]\(annex:[\w-]*\)")
HEADING = re.compile(r"<(/?)h([1-6])\b")
LEAD_IN = re.compile(r"<p>((?:(?!</p>).)*):</p>", re.DOTALL)  # a line that announces what follows stays with it
DEEPEST = 6


def terms_in(words: Words, language: str) -> frozenset[str]:
    """The slugs of the glossary terms that a text names."""
    return frozenset(slug for _word, slug in TERM.findall(in_language(words, language)))


def text(words: Words, language: str, deeper: int = 0) -> Markup:
    """A text as HTML; its headings stand `deeper` than their author wrote them."""
    rendered = course_text.prose(_for_paper(words, language), _contacts())
    shifted = HEADING.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + deeper, DEEPEST)}", rendered)
    shifted = LEAD_IN.sub(r'<p class="lead-in">\1:</p>', shifted)
    return Markup(shifted.replace("<th>", '<th scope="col">').replace("<th ", '<th scope="col" '))  # noqa: S704 cleaned


def line(words: Words, language: str) -> Markup:
    """The same for one line: no paragraph around it."""
    return course_text.line(_for_paper(words, language), _contacts())


def _for_paper(words: Words, language: str) -> str:
    return ANNEX.sub(r"*\1*", TERM.sub(r"**\1**", in_language(words, language)))


def _contacts() -> dict[str, str]:
    return dict(current_app.config["TOT"].contacts)
