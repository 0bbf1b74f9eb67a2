"""What an administrator sees: the state of the installation, letters, jobs and events. No learning records."""

from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot import jobs as background
from tot.db import transaction
from tot.installation import queries, words
from tot.mail import Letter
from tot.policy import Can
from tot.web.access import requires
from tot.web.lists import leaf
from tot.web.pages import page

views = Blueprint("installation", __name__, url_prefix="/installation")


@views.get("/")
@requires(Can.SEE_SYSTEM)
def state() -> Response:
    """What waits, and which settings are in force."""
    return page(
        "installation/state.html", title=_("Installation"), counts=queries.counts(), settings=current_app.config["TOT"]
    )


@views.get("/letters")
@requires(Can.SEE_LETTERS)
def letters() -> Response:
    """The outbox; without a mail server this is how letters reach people."""
    shown = leaf(queries.count_of(Letter))
    rows = queries.letters(shown.size, shown.offset)
    return page("installation/letters.html", title=_("Letters"), crumbs=_crumbs(), rows=rows, leaf=shown)


@views.get("/letters/<int:letter_id>")
@requires(Can.SEE_LETTERS, on=queries.letter_by_id)
def letter(letter: Letter) -> Response:
    """One letter. What it says is shown where somebody must hand it over, never where a mail server does."""
    crumbs = [*_crumbs(), (_("Letters"), url_for("installation.letters"))]
    is_shown = letter.file_name is not None or not current_app.config["TOT"].mail_url
    return page("installation/letter.html", title=letter.subject, crumbs=crumbs, letter=letter, is_shown=is_shown)


@views.get("/jobs")
@requires(Can.SEE_SYSTEM)
def jobs() -> Response:
    """Work in the background, and what failed."""
    shown = leaf(queries.count_of(background.Job))
    return page(
        "installation/jobs.html",
        words=words.WORK,
        title=_("Background work"),
        crumbs=_crumbs(),
        rows=queries.jobs(shown.size, shown.offset),
        leaf=shown,
    )


@views.post("/jobs/<int:job_id>/again")
@requires(Can.SEE_SYSTEM, on=background.by_id)
def again(job: background.Job) -> ResponseReturnValue:
    """Tries a failed job once more."""
    with transaction():
        background.request(job.kind, job.unique_key, actor=current_user, now=datetime.now(UTC))
    flash(_("The work is tried again."), "success")
    return redirect(url_for("installation.jobs"), 303)


@views.get("/events")
@requires(Can.SEE_EVENTS)
def events() -> Response:
    """What happened, by whom and when."""
    shown = leaf(queries.count_of_events())
    return page(
        "installation/events.html",
        events=words.EVENTS,
        facts=words.FACTS,
        fact=words.fact,
        title=_("What happened"),
        crumbs=_crumbs(),
        rows=queries.events(shown.size, shown.offset),
        leaf=shown,
    )


def _crumbs() -> list[tuple[str, str | None]]:
    return [(_("Installation"), url_for("installation.state"))]
