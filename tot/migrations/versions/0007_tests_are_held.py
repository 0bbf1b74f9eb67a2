"""Tests are opened for a cohort, have forms and a time; somebody may have more of it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("attempts", sa.Column("form", sa.String(), nullable=True))
    op.add_column("attempts", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("attempts", sa.Column("ended_by", sa.String(), nullable=True))
    op.create_table(
        "openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("quiz_key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_openings_by_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_openings_cohort_id")),
        sa.ForeignKeyConstraint(["quiz_key"], ["things.key"], name=op.f("fk_openings_quiz_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
        sa.UniqueConstraint("cohort_id", "quiz_key", "number", name=op.f("uq_openings_cohort_id_quiz_key_number")),
    )
    op.create_table(
        "forms_given",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("test_key", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_forms_given_enrolment_id")),
        sa.ForeignKeyConstraint(["test_key"], ["things.key"], name=op.f("fk_forms_given_test_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forms_given")),
        sa.UniqueConstraint("enrolment_id", "test_key", name=op.f("uq_forms_given_enrolment_id_test_key")),
    )
    op.create_table(
        "extra_times",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("quiz_key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_extra_times_enrolment_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_extra_times_given_by_id")),
        sa.ForeignKeyConstraint(["quiz_key"], ["things.key"], name=op.f("fk_extra_times_quiz_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_times")),
        sa.UniqueConstraint(
            "enrolment_id", "quiz_key", "number", name=op.f("uq_extra_times_enrolment_id_quiz_key_number")
        ),
    )
    _name_halves()


def _name_halves() -> None:
    """Paired tests that were published before did not make their halves things of their own."""
    things = sa.table("things", *(sa.column(name) for name in ("key", "kind", "course_key")))
    body = sa.column("body", sa.JSON())
    versions = sa.table("versions", sa.column("thing_key"), body)
    connection = op.get_bind()
    paired = connection.execute(
        sa.select(things.c.course_key, versions.c.body)
        .join(versions, versions.c.thing_key == things.c.key)
        .where(things.c.kind == "paired test")
    ).all()
    known = set(connection.execute(sa.select(things.c.key)).scalars())
    halves = {half: course for course, test in paired for half in (test["pretest_id"], test["posttest_id"])}
    for key, course in halves.items():
        if key not in known:
            row = {"key": key, "kind": "half of a paired test", "course_key": course}
            connection.execute(sa.insert(things).values(**row))


def downgrade() -> None:
    for table in ("extra_times", "forms_given", "openings"):
        op.drop_table(table)
    for column in ("ended_by", "ends_at", "form"):
        op.drop_column("attempts", column)
