"""Reports as files: a paper and a workbook, in the language that is asked for."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request

from tot.reports.views.scope import Scope
from tot.web.languages import OWN_NAMES, current_language, in_language
from tot.web.paper import download

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sent(called: Any, about: str, scope: Scope, suffix: str, made: Callable[[str], bytes]) -> Response:
    """The file, `made` and `called` in the language of ?language=, else of the page; 404 for any other suffix."""
    media_type = MEDIA_TYPES.get(suffix) or abort(404)
    wanted = request.args.get("language", "")
    language = wanted if wanted in OWN_NAMES else current_language()
    with in_language(language):
        content, name = made(language), f"{called} {about}"
    whose = f" {scope.cohort.name}" if scope.cohort else ""
    return download(content, f"{name}{whose} {language}.{suffix}", media_type)
