"""What an operator does to an installation: migrates it, seeds it, makes its first administrator."""

from datetime import datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import func, select

from tot.accounts import actions as accounts
from tot.accounts.models import Person, Place
from tot.db import db
from tot.refusals import Refused

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def pending_migrations() -> list[str]:
    """The numbers of the migrations that this database has not seen, oldest first."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    with db.engine.connect() as connection:
        seen = MigrationContext.configure(connection).get_current_heads()
    known = {script.revision for head in seen for script in scripts.iterate_revisions(head, "base")}
    return [s.revision for s in reversed(list(scripts.walk_revisions())) if s.revision not in known]


def migrate() -> list[str]:
    """Brings the database to the newest migration; returns those that were run."""
    from flask_migrate import upgrade

    pending = pending_migrations()
    if pending:
        upgrade(directory=str(MIGRATIONS))
    return pending


def first_administrator(name: str, email: str | None, now: datetime) -> tuple[Person, str]:
    """Makes the first administrator and a one-time code for her.

    Raises Refused where there is one already.
    """
    if db.session.scalar(select(func.count()).select_from(Person).where(Person.is_demo.is_(False))):
        raise Refused("There are people already. Use `tot people add` and `tot people reset`.")
    country = current_app.config["TOT"].country
    place = db.session.scalars(select(Place).where(Place.code == country)).one_or_none()
    if place is None:
        raise Refused(f"The setting country is {country!r}, which is not among the places; set the code of a country.")
    person = accounts.add_person(
        None, now, name=name, email=email, language="en", sex="prefer not to say", agency=None, place=place
    )
    accounts.grant_role(person, "administrator", place, None, now)
    return person, accounts.make_code(person, "terminal", None, now, days=7)
