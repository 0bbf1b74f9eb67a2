"""Course text for paper: terms in bold, headings at the level of the place they stand in, tables with named columns."""

import re
from base64 import b64encode
from collections.abc import Iterable

from flask import current_app
from markupsafe import Markup

from tot.courses.pictures import LARGE, SMALL
from tot.courses.queries import figure_content
from tot.courses.rules import Words, in_language
from tot.web import course_text

TERM = re.compile(r"\]\(term:([\w-]+)\)")  # as authors write it
LINK_TO_TERM = re.compile(r'<a (?=[^>]*class="term")[^>]*>(.*?)</a>', re.DOTALL)
LINK_TO_ANNEX = re.compile(r'<a (?=[^>]*class="annex")[^>]*>(.*?)</a>', re.DOTALL)
HEADING = re.compile(r"<(/?)h([1-6])\b")
LEAD_IN = re.compile(r"<p>((?:(?!</p>).)*):</p>", re.DOTALL)  # a line that announces what follows stays with it
FIGURE = re.compile(r'<img (?=[^>]*src="/courses/figures/([0-9a-f]{64})-)[^>]*>')
WORDS_OF_FIGURE = re.compile(r'\balt="([^"]*)"')
DEEPEST = 6


def terms_in(texts: Iterable[Words], language: str) -> frozenset[str]:
    """The slugs of the glossary terms that the texts name."""
    return frozenset(slug for words in texts for slug in TERM.findall(in_language(words, language)))


def text(words: Words, language: str, deeper: int = 0) -> Markup:
    """A text as HTML; its headings stand `deeper` than their author wrote them."""
    html = _linkless(course_text.prose(in_language(words, language), _contacts()))
    html = HEADING.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + deeper, DEEPEST)}", html)
    html = LEAD_IN.sub(r'<p class="lead-in">\1:</p>', html)
    html = FIGURE.sub(_figure, html)
    return Markup(html.replace("<th>", '<th scope="col">').replace("<th ", '<th scope="col" '))  # noqa: S704 cleaned


def line(words: Words, language: str) -> Markup:
    """The same for one line: no paragraph around it."""
    return Markup(_linkless(course_text.line(in_language(words, language), _contacts())))  # noqa: S704 cleaned


def _linkless(html: Markup) -> str:
    """Terms stand in bold, because the glossary explains them; the annex is a chapter."""
    plain = str(html)  # what is put into a Markup would be escaped
    return LINK_TO_ANNEX.sub(r"<em>\1</em>", LINK_TO_TERM.sub(r'<strong class="term">\1</strong>', plain))


def _contacts() -> dict[str, str]:
    return dict(current_app.config["TOT"].contacts)


def _figure(found: re.Match[str]) -> str:
    """The picture itself: paper asks no server. Where it is gone its words remain."""
    words = WORDS_OF_FIGURE.search(found[0])
    alt = words[1] if words else ""
    content = figure_content(found[1], LARGE) or figure_content(found[1], SMALL)
    return f'<img src="data:image/webp;base64,{b64encode(content).decode()}" alt="{alt}">' if content else alt
