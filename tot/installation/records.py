"""The doctor's look into the database: can it be reached, is it of this version, do names print, does work get done."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from tot.accounts.models import Person, Place
from tot.config import Settings
from tot.db import db
from tot.installation.actions import pending_migrations
from tot.installation.findings import Found, fail, ok, warn
from tot.jobs import Job
from tot.web.fonts import missing_glyphs

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PATIENCE = timedelta(minutes=10)  # a job that has waited longer waits for nobody


def database(settings: Settings) -> Found:
    """The database answers; then what it holds is looked at."""
    subject = _("database")
    address = make_url(settings.database)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        yield fail(subject, _("There is none yet."), "tot init")
        return
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        remedy = _(
            "Check database_url in %(config)s and that the server runs.", config=settings.instance / "config.toml"
        )
        yield fail(subject, _("It cannot be reached: %(reason)s", reason=reason), remedy)
        return
    yield ok(subject, _("%(kind)s answers.", kind=KINDS.get(address.get_backend_name(), address.get_backend_name())))
    if pending := pending_migrations():
        yield fail(_("migrations"), _("%(number)d are pending.", number=len(pending)), "tot init")
        return
    yield ok(_("migrations"), _("None is pending."))
    yield from names()
    yield from background()


def names() -> Found:
    """Every name that a certificate may carry can be drawn with our fonts."""
    subject, unprintable = _("glyphs"), 0
    letters: set[str] = set()
    for name in db.session.scalars(select(Person.name)):
        if missing := missing_glyphs(name):
            unprintable, letters = unprintable + 1, letters | missing
    for words in db.session.scalars(select(Place.names)):
        letters |= missing_glyphs("".join(words.values()))
    if letters:
        shown = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in sorted(letters)[:10])
        sentence = _(
            "%(number)d names cannot be printed: our fonts lack %(letters)s.", number=unprintable, letters=shown
        )
        yield warn(
            subject,
            sentence,
            _("Write these names with letters of our alphabets; certificates are refused until then."),
        )
    else:
        yield ok(subject, _("Every name of a person and a place can be printed."))


def background() -> Found:
    """Somebody works the jobs, and they succeed."""
    subject = _("background work")
    failed = db.session.scalar(select(func.count()).where(Job.state == "failed")) or 0
    long_ago = datetime.now(UTC) - PATIENCE
    stuck = db.session.scalar(select(func.count()).where(Job.state == "waiting", Job.made_at < long_ago)) or 0
    if stuck:
        yield warn(subject, _("%(number)d jobs have waited for more than ten minutes.", number=stuck), "tot jobs work")
    if failed:
        sentence = _("%(number)d jobs failed.", number=failed)
        yield warn(subject, sentence, _("See the page Installation for their errors, and ask for them again there."))
    if not stuck and not failed:
        yield ok(subject, _("Nothing waits and nothing failed."))
