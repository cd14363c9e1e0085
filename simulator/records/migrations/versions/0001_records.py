"""Trainees, scenario snapshots, and runs with everything that is kept about them."""

import sqlalchemy as sa
from alembic import op

from simulator.records.protection import protect

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_people_and_snapshots()
    create_runs()
    create_decisions()
    create_own_views()
    create_seals()
    protect(
        op.get_bind(),
        [
            "snapshots", "runs", "decisions", "levels", "critical_events", "finishes",
            "self_ratings", "reflections", "tombstones", "checkpoints",
        ],
    )  # fmt: skip


def create_people_and_snapshots() -> None:
    op.create_table(
        "trainees",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trainees"),
        sa.UniqueConstraint("key", name="uq_trainees_key"),
    )
    op.create_table(
        "settings",
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("trainee_id", "key", name="pk_settings"),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainees.id"], name="fk_settings_trainee_id_trainees"),
    )
    op.create_table(
        "snapshots",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("scenario_id", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_snapshots"),
    )


def create_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("ordinal", sa.BigInteger, nullable=False),
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("scenario_id", sa.Text, nullable=False),
        sa.Column("scenario_version", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("origin_run", sa.Text),
        sa.Column("origin_kept", sa.Integer),
        sa.Column("origin_kind", sa.Text),
        sa.Column("assignment_id", sa.Text),
        sa.Column("program_version", sa.Text, nullable=False),
        sa.Column("rubric_versions", sa.Text, nullable=False),
        sa.Column("genesis", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.UniqueConstraint("ordinal", name="uq_runs_ordinal"),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainees.id"], name="fk_runs_trainee_id_trainees"),
        sa.ForeignKeyConstraint(["digest"], ["snapshots.digest"], name="fk_runs_digest_snapshots"),
        sa.ForeignKeyConstraint(["origin_run"], ["runs.id"], name="fk_runs_origin_run_runs"),
        sa.CheckConstraint("mode IN ('practice', 'assessment')", name="ck_runs_mode"),
        sa.CheckConstraint("origin_kind IN ('rewind', 'again')", name="ck_runs_origin_kind"),
    )
    op.create_index("ix_runs_trainee_id_scenario_id", "runs", ["trainee_id", "scenario_id"])
    op.create_index("ix_runs_origin_run", "runs", ["origin_run"])
    op.create_index("ix_runs_assignment_id", "runs", ["assignment_id"])
    op.create_table(
        "finishes",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("ending", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("head", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_finishes"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_finishes_run_id_runs"),
    )


def create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("scene", sa.Text, nullable=False),
        sa.Column("choice", sa.Text, nullable=False),
        sa.Column("offered", sa.Text, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float),
        sa.Column("timed_out", sa.Boolean, nullable=False),
        sa.Column("moved_to", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "sequence", name="pk_decisions"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_decisions_run_id_runs"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "levels",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("criterion", sa.Text, nullable=False),
        sa.Column("rubric", sa.Text, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("best", sa.Integer, nullable=False),
        sa.Column("worst", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "sequence", "criterion", name="pk_levels"),
        sa.ForeignKeyConstraint(
            ["run_id", "sequence"],
            ["decisions.run_id", "decisions.sequence"],
            name="fk_levels_run_id_sequence_decisions",
        ),
        sa.CheckConstraint("level BETWEEN -2 AND 2", name="ck_levels_level"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "critical_events",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "sequence", "event", name="pk_critical_events"),
        sa.ForeignKeyConstraint(
            ["run_id", "sequence"],
            ["decisions.run_id", "decisions.sequence"],
            name="fk_critical_events_run_id_sequence_decisions",
        ),
        sqlite_with_rowid=False,
    )


def create_own_views() -> None:
    op.create_table(
        "self_ratings",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("rubric", sa.Text, nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "rubric", name="pk_self_ratings"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_self_ratings_run_id_runs"),
        sa.CheckConstraint("rating BETWEEN 0 AND 100", name="ck_self_ratings_rating"),
    )
    op.create_table(
        "reflections",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "number", name="pk_reflections"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_reflections_run_id_runs"),
    )


def create_seals() -> None:
    op.create_table(
        "tombstones",
        sa.Column("ordinal", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("genesis", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("public_key", sa.Text),
        sa.Column("signature", sa.Text),
        sa.PrimaryKeyConstraint("ordinal", name="pk_tombstones"),
    )
    op.create_table(
        "checkpoints",
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("public_key", sa.Text, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_checkpoints"),
    )
