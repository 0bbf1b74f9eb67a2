"""A marking says how many points each criterion earned; those from before list the criteria that were met."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

MARKINGS = sa.table("markings", sa.column("id", sa.Integer()), sa.column("criteria", sa.JSON()))


def upgrade() -> None:
    _convert(lambda met: dict.fromkeys(met, 1) if isinstance(met, list) else met)


def downgrade() -> None:
    _convert(lambda marked: [name for name, points in marked.items() if points] if isinstance(marked, dict) else marked)


def _convert(change: Callable[[Any], Any]) -> None:
    connection = op.get_bind()
    found = connection.execute(sa.select(MARKINGS.c.id, MARKINGS.c.criteria)).all()
    changed = [{"row": number, "value": change(criteria)} for number, criteria in found]
    if changed:
        statement = sa.update(MARKINGS).where(MARKINGS.c.id == sa.bindparam("row"))
        connection.execute(statement.values(criteria=sa.bindparam("value", type_=sa.JSON())), changed)
