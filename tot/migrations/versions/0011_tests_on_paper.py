"""Tests taken on paper are keyed in; the sheet says which form somebody really had."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
UNIQUE = "uq_forms_given_enrolment_id_test_key"
NUMBERED = "uq_forms_given_enrolment_id_test_key_number"


def upgrade() -> None:
    op.add_column("attempts", sa.Column("paper_on", sa.Date(), nullable=True))
    with op.batch_alter_table("forms_given") as forms:
        forms.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        forms.drop_constraint(op.f(UNIQUE), type_="unique")
        forms.create_unique_constraint(op.f(NUMBERED), ["enrolment_id", "test_key", "number"])
    with op.batch_alter_table("forms_given") as forms:
        forms.alter_column("number", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "keyings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keyed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_keyings_attempt_id")),
        sa.ForeignKeyConstraint(["keyed_by_id"], ["people.id"], name=op.f("fk_keyings_keyed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyings")),
        sa.UniqueConstraint("attempt_id", "number", name=op.f("uq_keyings_attempt_id_number")),
    )


def downgrade() -> None:
    op.drop_table("keyings")
    op.execute("DELETE FROM forms_given WHERE number > 1")
    with op.batch_alter_table("forms_given") as forms:
        forms.drop_constraint(op.f(NUMBERED), type_="unique")
        forms.drop_column("number")
        forms.create_unique_constraint(op.f(UNIQUE), ["enrolment_id", "test_key"])
    op.drop_column("attempts", "paper_on")
