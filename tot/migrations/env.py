"""How Alembic reaches the database of the running application."""

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from tot.db import begin, is_described

extension = current_app.extensions["migrate"]
metadata = extension.db.metadata


def _drop_empty(_context: object, _revision: object, directives: list) -> None:  # type: ignore[type-arg]
    # `tot` never keeps a migration that changes nothing.
    if directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        process_revision_directives=_drop_empty,
        render_item=_render,
        include_name=is_described,
        **extension.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()


def _render(kind: str, thing: object, _context: object) -> str | Literal[False]:
    # Our column type is written as what it is in the database, so that old migrations need none of our code.
    if kind == "type" and type(thing).__name__ == "Moment":
        return "sa.DateTime(timezone=True)"
    return False


given = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    with extension.db.engine.connect() as connection:
        begin(connection)
        _migrate(connection)
        connection.commit()
