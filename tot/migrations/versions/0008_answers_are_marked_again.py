"""Answers are marked again by a corrected key; evidence of a marking names its attempt."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "regrades",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=True),
        sa.Column("from_version_ids", sa.JSON(), nullable=False),
        sa.Column("place_path", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_regrades_made_by_id")),
        sa.ForeignKeyConstraint(["question_key"], ["things.key"], name=op.f("fk_regrades_question_key")),
        sa.ForeignKeyConstraint(["to_version_id"], ["versions.id"], name=op.f("fk_regrades_to_version_id")),
        sa.ForeignKeyConstraint(["undoes_id"], ["regrades.id"], name=op.f("fk_regrades_undoes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrades")),
        sa.UniqueConstraint("request_key", name=op.f("uq_regrades_request_key")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_regrades_undoes_id")),
    )
    op.create_index(op.f("ix_regrades_question_key"), "regrades", ["question_key"])
    with op.batch_alter_table("markings") as markings:
        markings.alter_column("points", existing_type=sa.Float(), nullable=True)
        markings.add_column(sa.Column("regrade_id", sa.Integer(), nullable=True))
        markings.create_foreign_key(op.f("fk_markings_regrade_id"), "regrades", ["regrade_id"], ["id"])
        markings.create_index(op.f("ix_markings_regrade_id"), ["regrade_id"])
    # Of each attempt the latest word counts, so evidence says which attempt it is about.
    op.execute(
        "UPDATE evidence SET source = source || ' of attempt ' || ("
        "SELECT answers.attempt_id FROM markings JOIN answers ON answers.id = markings.answer_id "
        "WHERE 'marking ' || markings.id = evidence.source) "
        "WHERE kind = 'quiz' AND source LIKE 'marking %' AND source NOT LIKE '% of attempt %' AND EXISTS ("
        "SELECT 1 FROM markings WHERE 'marking ' || markings.id = evidence.source)"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE evidence SET source = substr(source, 1, position(' of attempt ' in source) - 1) "
        "WHERE kind = 'quiz' AND source LIKE 'marking % of attempt %'"
        if op.get_bind().dialect.name == "postgresql"
        else "UPDATE evidence SET source = substr(source, 1, instr(source, ' of attempt ') - 1) "
        "WHERE kind = 'quiz' AND source LIKE 'marking % of attempt %'"
    )
    with op.batch_alter_table("markings") as markings:
        markings.drop_index(op.f("ix_markings_regrade_id"))
        markings.drop_constraint(op.f("fk_markings_regrade_id"), type_="foreignkey")
        markings.drop_column("regrade_id")
        markings.alter_column("points", existing_type=sa.Float(), nullable=False)
    op.drop_table("regrades")
