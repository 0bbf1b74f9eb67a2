"""The database handle, the column types of ours, and `transaction()`: the only place that commits."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from threading import RLock
from typing import Any, TypeVarTuple, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, CursorResult, DateTime, Dialect, Engine, Executable, MetaData, Update, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.sql.selectable import TypedReturnsRows
from sqlalchemy.types import TypeDecorator

LEAVES = "tot_leaves_after_commit"

Columns = TypeVarTuple("Columns")


class Moment(TypeDecorator[datetime]):
    """A point in time, always UTC and always aware, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Constraints get predictable names so that migrations can name them.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON},
    )


# Objects stay readable after a commit: a page is drawn from what the action returned without asking again.
# The join mode matters only where tests hold an outer transaction: our commits become savepoints inside it.
db = SQLAlchemy(
    model_class=Base, session_options={"expire_on_commit": False, "join_transaction_mode": "create_savepoint"}
)


def engine_options(url: str) -> dict[str, Any]:
    """How the engine is made. On PostgreSQL, too, a transaction begins only where `begin` says so.

    An error in the log or in a job says which statement failed, and never with which names, answers or hashes.
    """
    said: dict[str, Any] = {"hide_parameters": True}
    return said | {"isolation_level": "AUTOCOMMIT"} if url.startswith("postgresql") else said


@contextmanager
def transaction() -> Iterator[None]:
    """Everything inside is written, or nothing: returning commits, raising rolls back.

    What was read before is read again inside, under the write lock, so that a decision is made on what is true now.
    """
    session = db.session()
    with _turn(session):
        connection = session.connection()
        if connection.in_nested_transaction():  # inside another one: what was done before stays if this one fails
            session.commit()
        else:
            begin(connection)
        session.expire_all()
        try:
            yield
            session.commit()
        except BaseException:
            session.rollback()
            session.info.pop(LEAVES, None)
            raise
    for leave in session.info.pop(LEAVES, []):
        leave()


def at_once(statement: Executable, values: Mapping[str, Any]) -> int:
    """Runs one statement that is a transaction of its own, written when this returns. How many rows it added.

    For what is sent most and decides by itself whether it holds; it saves the journeys of BEGIN and COMMIT. Whatever
    takes more than one statement belongs into `transaction()`, and this never stands inside one.
    """
    session = db.session()
    with _turn(session):
        connection = session.connection()
        count = connection.execute(statement, values).rowcount
        if connection.in_nested_transaction():  # inside another one nothing is written by itself
            session.commit()
        return count


def begin(connection: Connection) -> None:
    """Says BEGIN, as only those do who write; on SQLite the lock is then taken at once.

    Who only reads says nothing: each statement sees what is committed when it begins, and a page saves the two journeys
    to the database that BEGIN and ROLLBACK would be.
    """
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.dialect.name == "sqlite" else "BEGIN")


# An SQLite file has one writer at a time. Threads of one process wait for their turn here and are woken at once; in
# SQLite itself whoever finds the file busy sleeps and tries again, which is many times slower when all answer at once.
_turn_to_write = RLock()


def _turn(session: Any) -> AbstractContextManager[Any]:
    return _turn_to_write if session.get_bind().dialect.name == "sqlite" else nullcontext()


def rows(statement: TypedReturnsRows[*Columns], **values: Any) -> CursorResult[*Columns]:
    """Plain columns, inside the running transaction: for statements that are made once and asked on every page.

    Past the object mapper, which takes longer to prepare for objects that nobody wants than such a query takes to run.
    """
    session = db.session()
    session.flush()
    return session.connection().execute(statement, values)


def changed(statement: Update) -> int:
    """How many rows this changed, inside the running transaction: it decides and writes in one."""
    return cast(CursorResult[Any], db.session.execute(statement)).rowcount


def insert_new(table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An insert that leaves out every row which a unique column says is there: told again, nothing changes."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def after_commit(leave: Callable[[], None]) -> None:
    """Letters and jobs leave only when the running transaction() has committed; after a rollback they never do."""
    db.session().info.setdefault(LEAVES, []).append(leave)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if "sqlite3" not in type(connection).__module__:
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see `begin`
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def is_described(name: str | None, _kind: str, _parents: Any) -> bool:
    """Whether Alembic compares this with the code: no class describes a full text index, only its statement does."""
    return not (name or "").startswith("index_words")


def is_repeat(error: IntegrityError) -> bool:
    """Whether the database refused a row because the same thing is already there (a unique constraint)."""
    text = str(error.orig).lower()
    return "unique" in text or "duplicate key" in text


CANNOT_WRITE = (OperationalError, InternalError)
"""What the database may raise when it cannot write; `is_away` tells whether it did so for that reason."""


def is_away(error: DBAPIError) -> bool:
    """Whether the database is not there or has no place to write: nothing of what was sent stands in it.

    PostgreSQL tells a full disk from other troubles, but a quota or a limit of a file it calls internal (XX).
    """
    return isinstance(error, OperationalError) or str(getattr(error.orig, "sqlstate", "")).startswith("XX")


def new_key() -> str:
    """A random key for one request, so that a second click is known as the same."""
    return secrets.token_urlsafe(16)


def as_plain(value: Any) -> Any:
    """A value as JSON can carry it: dates and moments become ISO text."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): as_plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_plain(v) for v in value]
    return value
