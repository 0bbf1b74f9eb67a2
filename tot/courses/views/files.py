"""A course as the files it was published from."""

from __future__ import annotations

from flask import Response, abort

from tot.courses import queries, sources
from tot.courses.models import Version
from tot.courses.reader.archive import packed, unpacked
from tot.courses.views.blueprint import views
from tot.policy import Can
from tot.web.access import requires
from tot.web.paper import download


@views.get("/<key>/files.zip")
@requires(Can.PUBLISH_COURSE, on=queries.current_course_version)
def files(version: Version) -> Response:
    """The files of the current version, in a folder named after the course: they can be changed and uploaded again."""
    source = sources.source_of(version.id)
    if source is None:
        abort(404)
    content = packed(unpacked(source.archive).files, version.thing_key)
    return download(content, f"{version.thing_key}-{version.number}.zip", "application/zip")
