"""What an academy keeps about one person or one attempt, cohorts that are put away, and what was published."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from simulator.records.protection import protect

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "adjustments",
        sa.Column("assignment_id", sa.Text, nullable=False),
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("due", sa.Text),
        sa.Column("attempts_allowed", sa.Integer),
        sa.Column("extra_time", sa.Integer, nullable=False),
        sa.Column("other_form", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("assignment_id", "trainee_id", "number", name="pk_adjustments"),
        foreign("adjustments", "assignment_id", "assignments.id"),
        foreign("adjustments", "trainee_id", "trainees.id"),
        sa.CheckConstraint("attempts_allowed > 0", name="ck_adjustments_attempts_allowed"),
        sa.CheckConstraint("extra_time >= 0", name="ck_adjustments_extra_time"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_adjustments_trainee_id", "adjustments", ["trainee_id"])
    op.create_table(
        "voids",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("run_id", name="pk_voids"),
        foreign("voids", "run_id", "runs.id"),
    )
    op.create_table(
        "comments",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("run_id", "number", name="pk_comments"),
        foreign("comments", "run_id", "runs.id"),
    )
    op.create_table(
        "archived_cohorts",
        sa.Column("cohort_id", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("cohort_id", name="pk_archived_cohorts"),
        foreign("archived_cohorts", "cohort_id", "cohorts.id"),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("cohort_id", sa.Text),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("minimum", sa.Integer, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        foreign("publications", "cohort_id", "cohorts.id"),
    )
    op.create_index("ix_publications_cohort_id", "publications", ["cohort_id"])
    protect(op.get_bind(), ["adjustments", "voids", "comments", "publications"])


def foreign(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key by the names of all of ours."""
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}_{to.partition('.')[0]}")


def sealed() -> list[sa.Column[Any]]:
    """Return the columns by which the journal seals a row."""
    return [sa.Column("entry", sa.BigInteger), sa.Column("salt", sa.Text)]
