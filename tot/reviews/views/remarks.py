"""Remarks: made on a piece, listed for authors, taken home as a file, dealt with."""

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from tot.clock import time_zone
from tot.db import transaction
from tot.policy import Can
from tot.reviews import actions, queries, words
from tot.reviews.forms import RemarkForm, StepForm
from tot.reviews.models import Remark
from tot.reviews.queries import Group, Reading
from tot.reviews.rules import compared
from tot.reviews.views.blueprint import crumb_of_group, crumbs, name_of, name_of_group, views
from tot.reviews.views.reading import shared, way_to
from tot.web.access import requires, who_asks
from tot.web.languages import OWN_NAMES, current_language
from tot.web.pages import page
from tot.web.paper import download
from tot.web.sheets import XLSX_TYPE, table_csv, table_xlsx

WIDTHS = (6, 14, 22, 10, 8, 60, 60, 26, 18, 14, 40)


@views.route("/<thing_key>/<language>/remark", methods=["GET", "POST"])
@requires(Can.REVIEW, on=queries.reading)
def remark(read: Reading) -> ResponseReturnValue:
    """What is wrong in a piece, and what would be right."""
    piece = read.piece(request.args.get("piece", "")) or abort(404)
    form = RemarkForm(language=read.language)
    form.language.choices = [SelectChoice(code, OWN_NAMES[code]) for code in reversed(read.languages)]
    there = url_for("reviews.read", thing_key=read.key, language=read.language)
    if form.validate_on_submit():
        language, wrong, right = form.language.data, form.wrong.data, form.right.data
        with form.refusals(), transaction():
            now, key = datetime.now(UTC), form.request_key.data
            actions.remark(read, piece.id, language, wrong, right, who_asks(), now, request_key=key)
        if not form.errors:
            flash(_("Your remark is kept. The authors find it in the list of remarks."), "success")
            return redirect(f"{there}#piece-{piece.id}", 303)
    return page(
        "reviews/remark.html",
        title=_("Remark"),
        crumbs=[*way_to(read), (name_of(read), there)],
        form=form,
        there=f"{there}#piece-{piece.id}",
        pieces=compared([piece], None, read.languages),
        **shared(read),
    )


@views.get("/<key>/remarks")
@requires(Can.REVIEW, on=queries.group)
def remarks(group: Group) -> Response:
    """The remarks on a course: those that are open, or all."""
    every = request.args.get("all") == "1"
    title = _("Remarks: %(course)s", course=name_of_group(group))
    return page(
        "reviews/remarks.html",
        title=title,
        crumbs=crumbs(crumb_of_group(group.key)),
        group=group,
        remarks=queries.remarks_in(group.key, is_open=None if every else True),
        every=every,
        form=StepForm(formdata=None),
        names=OWN_NAMES,
        states=words.REMARK_STATES,
    )


@views.get("/<key>/remarks.xlsx")
@requires(Can.REVIEW, on=queries.group)
def remarks_xlsx(group: Group) -> Response:
    """All remarks on a course as a workbook."""
    rows = _rows(queries.remarks_in(group.key))
    content = table_xlsx(_("Remarks"), _headings(), rows, WIDTHS)
    return download(content, f"{_('Remarks')} {group.key}.xlsx", XLSX_TYPE)


@views.get("/<key>/remarks.csv")
@requires(Can.REVIEW, on=queries.group)
def remarks_csv(group: Group) -> Response:
    """The same as plain text."""
    content = table_csv(_headings(), _rows(queries.remarks_in(group.key)), current_language())
    return download(content, f"{_('Remarks')} {group.key}.csv", "text/csv")


@views.post("/remarks/<int:remark_id>")
@requires(Can.SETTLE_REMARK, on=queries.remark_by_id)
def settle(remark: Remark) -> ResponseReturnValue:
    """Says that a remark is dealt with, or that it is open again."""
    form, is_open = StepForm(), request.form.get("is_open") == "1"
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.settle(remark, is_open=is_open, note=form.note.data, actor=who_asks(), now=datetime.now(UTC))
    if form.errors:
        flash(_("The note is too long: at most 500 characters."), "error")
    else:
        flash(_("The remark is open again.") if is_open else _("The remark is dealt with."), "success")
    key = queries.LIBRARY if remark.course_key == remark.thing_key else remark.course_key
    every = 1 if request.form.get("all") else None
    return redirect(url_for("reviews.remarks", key=key, all=every), 303)


def _headings() -> list[str]:
    return [
        _("No."),
        _("Text"),
        _("Piece"),
        _("Language"),
        _("Version"),
        _("What is wrong"),
        _("What would be right"),
        _("Reviewer"),
        _("When"),
        _("State"),
        _("Note"),
    ]


def _rows(remarks: list[Remark]) -> Iterator[list[str | int | datetime]]:
    for one in remarks:
        last = one.steps[-1] if one.steps else None
        yield [
            one.id,
            one.thing_key,
            one.piece,
            one.language,
            one.version.number,
            one.wrong,
            one.right,
            one.person.name,
            one.made_at.astimezone(time_zone()).replace(microsecond=0, tzinfo=None),
            str(words.REMARK_STATES[last.state if last else "open"]),
            last.note if last else "",
        ]
