"""Classes that vote by phone, and their votes on the present decision."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "running_classes",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("cohort_id", sa.Text, nullable=False),
        sa.Column("scenario_id", sa.Text, nullable=False),
        sa.Column("scenario_version", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("began", sa.Text, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("decisions", sa.Text, nullable=False),
        sa.Column("hands", sa.Text),
        sa.Column("ending", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_running_classes"),
        sa.UniqueConstraint("cohort_id", name="uq_running_classes_cohort_id"),
        foreign("running_classes", "cohort_id", "cohorts.id"),
    )
    op.create_table(
        "votes",
        sa.Column("class_id", sa.Text, nullable=False),
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("class_id", "trainee_id", name="pk_votes"),
        foreign("votes", "class_id", "running_classes.id"),
        foreign("votes", "trainee_id", "trainees.id"),
    )


def foreign(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key by the names of all of ours."""
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}_{to.partition('.')[0]}")
