"""Pages about files of participants: upload, preview with a verdict on each row, result."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.accounts.queries import agencies
from tot.cohorts import actions, queries
from tot.cohorts.forms import FileForm, choices_in
from tot.cohorts.models import Cohort, Import
from tot.cohorts.rules import KINDS, LIKENESS_NAMES, NOTES, REASONS, RESULTS, Verdict, outcome
from tot.cohorts.sheet import writing
from tot.cohorts.sheet.reading import opened
from tot.cohorts.views.blueprint import crumbs, offered_languages, views
from tot.db import transaction
from tot.policy import Can
from tot.web.access import requires
from tot.web.forms import Form
from tot.web.languages import current_language, say
from tot.web.pages import page
from tot.web.paper import download
from tot.web.sheets import XLSX_TYPE, table_xlsx

TEMPLATES = {"xlsx": (writing.template_xlsx, XLSX_TYPE), "csv": (writing.template_csv, "text/csv")}


@views.get("/template.<kind>")
@requires(Can.SEE_COHORTS)
def template(kind: str) -> Response:
    """An empty file with headings in the language of the page."""
    if kind not in TEMPLATES:
        abort(404)
    write, media_type = TEMPLATES[kind]
    return download(write(current_language()), f"{_('Participants')}.{kind}", media_type)


@views.route("/<int:cohort_id>/import", methods=["GET", "POST"])
@requires(Can.CHANGE_COHORT, on=queries.cohort_by_id)
def upload(cohort: Cohort) -> ResponseReturnValue:
    """Takes a file in; nobody is added yet."""
    form = FileForm()
    if form.validate_on_submit():
        sent = form.file.data
        with form.refusals():
            file = opened(sent.read(), sent.filename or "")
            with transaction():
                import_ = actions.take_in_file(cohort, file, current_user, datetime.now(UTC))
        if not form.errors:
            return redirect(url_for("cohorts.preview", import_id=import_.id), 303)
    title = _("Import participants")
    return page("cohorts/upload.html", title=title, crumbs=crumbs(cohort, title), form=form, cohort=cohort)


@views.route("/imports/<int:import_id>", methods=["GET", "POST"])
@requires(Can.CHANGE_COHORT, on=queries.import_by_id)
def preview(import_: Import) -> ResponseReturnValue:
    """Shows what would happen to each row, asks where somebody must decide, and imports when confirmed."""
    if import_.confirmed_at is not None:
        return redirect(url_for("cohorts.result", import_id=import_.id), 303)
    # On a GET it may be what was chosen before the session ended.
    form, chosen = Form(), choices_in(request.form or g.get("kept_fields") or {})
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.confirm_import(import_, chosen, offered_languages(), current_user, datetime.now(UTC))
        if not form.errors:
            flash(_("The list is imported."), "success")
            return redirect(url_for("cohorts.result", import_id=import_.id), 303)
    verdicts = queries.verdicts_of(import_, current_user, offered_languages())
    title = _("Check the list")
    return page(
        "cohorts/preview.html",
        title=title,
        crumbs=crumbs(import_.cohort, title),
        form=form,
        import_=import_,
        groups={kind: [verdict for verdict in verdicts if verdict.kind == kind] for kind in KINDS},
        counts=Counter(verdict.kind for verdict in verdicts),
        people=queries.people_by_id(_mentioned(verdicts)),
        agencies={agency.id: say(agency.names) for agency in agencies()},
        places={place.id: say(place.names) for place in queries.places_by_id(v.entry.place_id for v in verdicts)},
        chosen=chosen,
        undecided={v.line for v in verdicts if form.errors and outcome(v, chosen.get(v.line)) is None},
        reasons=REASONS,
        notes={
            verdict.line: [NOTES[what] % {"words": words} for what, words in verdict.entry.notes]
            for verdict in verdicts
        },
        alike=LIKENESS_NAMES,
        was_imported=queries.was_imported(import_.cohort_id, import_.digest),
    )


def _mentioned(verdicts: Iterable[Verdict]) -> set[int]:
    """The people whom the page names besides those in the file."""
    matches = {match.person_id for verdict in verdicts for match in verdict.matches}
    return matches | {verdict.person_id for verdict in verdicts if verdict.person_id is not None}


@views.post("/imports/<int:import_id>/discard")
@requires(Can.CHANGE_COHORT, on=queries.import_by_id)
def discard(import_: Import) -> ResponseReturnValue:
    """Forgets a file that was not imported."""
    cohort_id = import_.cohort_id
    with transaction():
        actions.discard_import(import_)
    flash(_("The file is discarded. Nobody was added."), "success")
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


@views.get("/imports/<int:import_id>/result")
@requires(Can.CHANGE_COHORT, on=queries.import_by_id)
def result(import_: Import) -> ResponseReturnValue:
    """What became of each row."""
    if import_.result is None:
        return redirect(url_for("cohorts.preview", import_id=import_.id), 303)
    title = _("What became of the list")
    return page(
        "cohorts/result.html",
        title=title,
        crumbs=crumbs(import_.cohort, title),
        import_=import_,
        rows=import_.result,
        counts=Counter(row["what"] for row in import_.result),
        results=RESULTS,
        reasons=REASONS,
    )


@views.get("/imports/<int:import_id>/result.xlsx")
@requires(Can.CHANGE_COHORT, on=queries.import_by_id)
def result_file(import_: Import) -> Response:
    """The same as a workbook."""
    if import_.result is None:
        abort(404)
    headings = [_("Row"), _("Name"), _("Result"), _("Reason")]
    rows = [
        (row["line"], row["name"], str(RESULTS[row["what"]][0]), str(REASONS[row["reason"]] if row["reason"] else ""))
        for row in import_.result
    ]
    content = table_xlsx(_("Import"), headings, rows, [8, 44, 18, 60])
    return download(content, f"{_('Import')} {import_.cohort.name} {import_.id}.xlsx", XLSX_TYPE)
