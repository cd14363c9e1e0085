"""Cohorts with their members and assignments, trainers' ratings, and rescorings."""

import sqlalchemy as sa
from alembic import op

from simulator.records.protection import protect

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    create_cohorts()
    create_assignments()
    create_trainer_ratings()
    create_rescorings()
    protect(op.get_bind(), ["trainer_ratings", "rescorings", "rescored_levels"])


def create_cohorts() -> None:
    op.create_table(
        "cohorts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cohorts"),
        sa.UniqueConstraint("key", name="uq_cohorts_key"),
    )
    op.create_table(
        "identities",
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text),
        sa.Column("email", sa.Text),
        sa.PrimaryKeyConstraint("trainee_id", name="pk_identities"),
        sa.UniqueConstraint("external_id", name="uq_identities_external_id"),
        sa.UniqueConstraint("email", name="uq_identities_email"),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainees.id"], name="fk_identities_trainee_id_trainees"),
    )
    op.create_table(
        "members",
        sa.Column("cohort_id", sa.Text, nullable=False),
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("joined", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("cohort_id", "trainee_id", name="pk_members"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name="fk_members_cohort_id_cohorts"),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainees.id"], name="fk_members_trainee_id_trainees"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_members_trainee_id", "members", ["trainee_id"])
    op.create_table(
        "groups",
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("trainee_id", "name", name="pk_groups"),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainees.id"], name="fk_groups_trainee_id_trainees"),
        sqlite_with_rowid=False,
    )


def create_assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("cohort_id", sa.Text, nullable=False),
        sa.Column("scenario_id", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("due", sa.Text),
        sa.Column("attempts_allowed", sa.Integer),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name="fk_assignments_cohort_id_cohorts"),
        sa.CheckConstraint("mode IN ('practice', 'assessment')", name="ck_assignments_mode"),
        sa.CheckConstraint("attempts_allowed > 0", name="ck_assignments_attempts_allowed"),
    )
    op.create_index("ix_assignments_cohort_id", "assignments", ["cohort_id"])


def create_trainer_ratings() -> None:
    op.create_table(
        "trainer_ratings",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("rater", sa.Text, nullable=False),
        sa.Column("criterion", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("level", sa.Integer),
        sa.Column("undoes", sa.Integer),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "rater", "criterion", "number", name="pk_trainer_ratings"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_trainer_ratings_run_id_runs"),
        sa.CheckConstraint("level BETWEEN -2 AND 2", name="ck_trainer_ratings_level"),
        sa.CheckConstraint("(level IS NULL) <> (undoes IS NULL)", name="ck_trainer_ratings_level_or_undoes"),
        sqlite_with_rowid=False,
    )


def create_rescorings() -> None:
    op.create_table(
        "rescorings",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("cohort_id", sa.Text),
        sa.Column("rubric", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rescorings"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name="fk_rescorings_cohort_id_cohorts"),
    )
    op.create_index("ix_rescorings_cohort_id", "rescorings", ["cohort_id"])
    op.create_table(
        "rescored_levels",
        sa.Column("rescoring_id", sa.Text, nullable=False),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("criterion", sa.Text, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("best", sa.Integer, nullable=False),
        sa.Column("worst", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("rescoring_id", "run_id", "sequence", "criterion", name="pk_rescored_levels"),
        sa.ForeignKeyConstraint(["rescoring_id"], ["rescorings.id"], name="fk_rescored_levels_rescoring_id_rescorings"),
        sa.ForeignKeyConstraint(
            ["run_id", "sequence"],
            ["decisions.run_id", "decisions.sequence"],
            name="fk_rescored_levels_run_id_sequence_decisions",
        ),
        sa.CheckConstraint("level BETWEEN -2 AND 2", name="ck_rescored_levels_level"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_rescored_levels_run_id", "rescored_levels", ["run_id"])
