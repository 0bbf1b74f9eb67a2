"""Files of questions on a page: upload, what became of each question, download."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.db import transaction
from tot.policy import Can
from tot.questions import actions, queries
from tot.questions.forms import ConvertForm
from tot.questions.models import Conversion
from tot.quizzes.formats.converting import Request
from tot.quizzes.types import TYPES
from tot.web.access import requires
from tot.web.pages import Crumb, page
from tot.web.paper import download

views = Blueprint("questions", __name__, url_prefix="/questions")


@views.route("/", methods=["GET", "POST"])
@requires(Can.CONVERT_QUESTIONS)
def convert() -> ResponseReturnValue:
    """Takes a file and converts it at once."""
    form = ConvertForm()
    if form.validate_on_submit():
        sent = form.file.data
        request = Request(
            to=form.to.data, name=sent.filename or "", encoding=form.encoding.data, language=form.language.data,
            prefix=form.prefix.data,
        )  # fmt: skip
        with form.refusals():
            converted = actions.converted(sent.read(), request)
            with transaction():
                conversion = actions.keep(
                    converted, request, current_user, datetime.now(UTC), request_key=form.request_key.data
                )
        if not form.errors:
            return redirect(url_for("questions.show", conversion_id=conversion.id), 303)
    return page("questions/convert.html", title=_("Questions from other systems"), crumbs=_way(), form=form)


@views.get("/<int:conversion_id>")
@requires(Can.SEE_CONVERSION, on=queries.conversion_by_id)
def show(conversion: Conversion) -> Response:
    """What became of every question."""
    report = conversion.report
    way: list[Crumb] = [*_way(), (_("Questions from other systems"), url_for("questions.convert"))]
    return page(
        "questions/show.html",
        title=_("What became of the questions"),
        crumbs=way,
        conversion=conversion,
        report=report,
        kinds=[(kind.called, report["by_type"][name]) for name, kind in TYPES.items() if name in report["by_type"]],
    )


@views.get("/<int:conversion_id>/file")
@requires(Can.SEE_CONVERSION, on=queries.conversion_by_id)
def file(conversion: Conversion) -> Response:
    """The converted file."""
    if not conversion.content:
        abort(404)
    return download(conversion.content, conversion.file_name, conversion.media_type)


def _way() -> list[Crumb]:
    return [(_("Courses"), url_for("courses.index"))]
