"""Pictures that texts show. Their address is the digest of their content, so they can be kept for ever."""

from __future__ import annotations

from flask import Response, abort

from tot.courses import queries
from tot.courses.views.blueprint import views
from tot.web.access import public

A_YEAR = 31_536_000  # seconds


@views.get("/figures/<string(length=64):digest>-<int:width>.webp")
@public
def figure(digest: str, width: int) -> Response:
    """For everybody: the public course shows pictures too, and nobody can guess a digest."""
    content = queries.figure_content(digest, width)
    if content is None:
        abort(404)
    response = Response(content, mimetype="image/webp")
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR
    response.cache_control.immutable = True
    return response
