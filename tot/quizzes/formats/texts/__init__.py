"""Texts of other systems become our Markdown: plain, Markdown with HTML in it, HTML."""

from tot.quizzes.formats.texts.fitting import fitted, objection, outside_code
from tot.quizzes.formats.texts.html import from_html, has_html, has_tags
from tot.quizzes.formats.texts.plain import escaped, one_line

__all__ = ["escaped", "fitted", "from_html", "from_markup", "has_html", "objection", "one_line"]


def from_markup(text: str, markup: str) -> str:
    """Our Markdown of a text that is marked as `html`, `markdown`, `plain`, or `moodle` (plain, perhaps with tags)."""
    if markup == "markdown":
        text = outside_code(text, lambda part: from_html(part, is_markdown=True)) if has_tags(text) else text
    elif markup == "html" or (markup == "moodle" and has_html(text)):
        text = from_html(text, keeps_lines=markup == "moodle")
    else:
        text = escaped(text)
    return fitted(text.strip())
