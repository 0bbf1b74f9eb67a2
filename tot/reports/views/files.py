"""Reports as files: a paper and a workbook, in the language that is asked for."""

from collections.abc import Callable

from flask import Response, abort, request

from tot.web.languages import OWN_NAMES, current_language, in_language
from tot.web.paper import download

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sent(about: str, suffix: str, made: Callable[[str], bytes]) -> Response:
    """The file, `made` in the language of ?language=, else in that of the page; 404 for any other suffix."""
    media_type = MEDIA_TYPES.get(suffix) or abort(404)
    wanted = request.args.get("language", "")
    language = wanted if wanted in OWN_NAMES else current_language()
    with in_language(language):
        content = made(language)
    return download(content, f"{about} {language}.{suffix}", media_type)
