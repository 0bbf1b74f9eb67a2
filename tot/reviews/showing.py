"""A text as a reviewer sees it: as learners do, but with its placeholders by their names and not filled in."""

from functools import lru_cache

from markupsafe import Markup

from tot.web import markdown
from tot.web.course_text import BOX_NAMES, CONTACT_NAMES
from tot.web.languages import in_language

PLACEHOLDERS = {name: f"{{{{{name}}}}}" for name in CONTACT_NAMES}


@lru_cache(maxsize=4000)
def shown(text: str, language: str, is_prose: bool) -> Markup:
    """The text as HTML; a line has no paragraph around it."""
    if not is_prose:
        return markdown.inline(text, {}, PLACEHOLDERS)
    with in_language(language):
        return markdown.html(text, {}, PLACEHOLDERS, {kind: str(name) for kind, name in BOX_NAMES.items()})
