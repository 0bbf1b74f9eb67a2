"""Reviewers sign off published versions in a language, and remark on their pieces."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("thing_key", sa.String(), nullable=False),
        sa.Column("course_key", sa.String(), nullable=False),
        sa.Column("piece", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_remarks_person_id")),
        sa.ForeignKeyConstraint(["thing_key"], ["things.key"], name=op.f("fk_remarks_thing_key")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_remarks_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
        sa.UniqueConstraint("request_key", name=op.f("uq_remarks_request_key")),
    )
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remarks_course_key"), ["course_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_remarks_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remarks_thing_key"), ["thing_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_remarks_version_id"), ["version_id"], unique=False)

    op.create_table(
        "sign_offs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("thing_key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_offs_person_id")),
        sa.ForeignKeyConstraint(["thing_key"], ["things.key"], name=op.f("fk_sign_offs_thing_key")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_sign_offs_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_offs")),
        sa.UniqueConstraint(
            "person_id",
            "version_id",
            "language",
            "role",
            "number",
            name=op.f("uq_sign_offs_person_id_version_id_language_role_number"),
        ),
        sa.UniqueConstraint("request_key", name=op.f("uq_sign_offs_request_key")),
    )
    with op.batch_alter_table("sign_offs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_offs_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_offs_thing_key"), ["thing_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_offs_version_id"), ["version_id"], unique=False)

    op.create_table(
        "remark_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('dealt with','open again')", name=op.f("ck_remark_steps_state")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_remark_steps_person_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_remark_steps_remark_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark_steps")),
        sa.UniqueConstraint("remark_id", "number", name=op.f("uq_remark_steps_remark_id_number")),
    )
    with op.batch_alter_table("remark_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_steps_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_off_withdrawals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_off_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_off_withdrawals_person_id")),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_offs.id"], name=op.f("fk_sign_off_withdrawals_sign_off_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off_withdrawals")),
        sa.UniqueConstraint("sign_off_id", name=op.f("uq_sign_off_withdrawals_sign_off_id")),
    )
    with op.batch_alter_table("sign_off_withdrawals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_off_withdrawals_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    for table in ("sign_off_withdrawals", "remark_steps", "sign_offs", "remarks"):
        op.drop_table(table)
