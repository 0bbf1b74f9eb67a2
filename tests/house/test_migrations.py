"""The numbered migrations lead exactly to the tables that the code describes, and back to nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import Connection, inspect, text

from tests.conftest import fresh_database
from tot import config
from tot.app import create_app
from tot.db import db, is_described
from tot.installation import actions


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    url = "" if request.param == "sqlite" else fresh_database("migrations")
    app = create_app(config.load(tmp_path, database_url=url, mail_url="", queue_url=""), testing=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_up_to_what_the_code_describes_and_down_again(empty: Flask) -> None:
    assert actions.pending_migrations(), "an empty database waits for all of them"
    actions.migrate()
    assert actions.pending_migrations() == []
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_described})
        assert compare_metadata(context, db.metadata) == []
        migrated = full_text_index(connection)
    with db.engine.begin() as connection:
        db.metadata.tables["index_entries"].drop(connection)
        connection.execute(text("DROP TABLE IF EXISTS index_words"))
        db.metadata.tables["index_entries"].create(connection)
        assert full_text_index(connection) == migrated
    downgrade(directory=str(actions.MIGRATIONS), revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


def full_text_index(connection: Connection) -> list[str]:
    """The statement of the index that Alembic cannot compare, as the database keeps it."""
    catalogue = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE name = 'index_words'",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE indexname = 'index_words'",
    }
    found = list(connection.execute(text(catalogue[connection.dialect.name])).scalars())
    assert len(found) == 1
    return found


def test_migrations_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in (actions.MIGRATIONS / "versions").glob("*.py"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
