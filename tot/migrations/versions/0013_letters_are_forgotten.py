"""What a mail server has taken is forgotten: an administrator could have read the links in it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

LETTERS = sa.table("letters", sa.column("body"), sa.column("sent_at"), sa.column("file_name"))


def upgrade() -> None:
    taken = LETTERS.c.sent_at.is_not(None) & LETTERS.c.file_name.is_(None)
    op.execute(sa.update(LETTERS).where(taken).values(body=""))


def downgrade() -> None:
    """What was forgotten stays forgotten."""
