"""Campaigns: what was begun, its first episode and memory, and how it closed.

A run names the campaign that it belongs to.
"""

import sqlalchemy as sa
from alembic import op

from simulator.records.protection import protect

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("runs", sa.Column("campaign_run", sa.Text))
    op.add_column("runs", sa.Column("episode", sa.Text))
    op.add_column("runs", sa.Column("episode_number", sa.Integer))
    op.add_column("assignments", sa.Column("begins", sa.Text))
    op.create_index("ix_runs_campaign_run", "runs", ["campaign_run"])
    op.create_table(
        "campaign_snapshots",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("campaign_id", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_campaign_snapshots"),
    )
    op.create_table(
        "campaign_runs",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("nonce", sa.Text, nullable=False),
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("campaign_id", sa.Text, nullable=False),
        sa.Column("campaign_version", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("rubrics", sa.Text, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("memory", sa.Text, nullable=False),
        sa.Column("origin", sa.Text),
        sa.Column("origin_kept", sa.Integer),
        sa.Column("assignment_id", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_runs"),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainees.id"], name="fk_campaign_runs_trainee_id_trainees"),
        sa.ForeignKeyConstraint(
            ["digest"], ["campaign_snapshots.digest"], name="fk_campaign_runs_digest_campaign_snapshots"
        ),
        sa.ForeignKeyConstraint(["origin"], ["campaign_runs.id"], name="fk_campaign_runs_origin_campaign_runs"),
        sa.CheckConstraint("mode IN ('practice', 'assessment')", name="ck_campaign_runs_mode"),
    )
    op.create_index("ix_campaign_runs_trainee_id_campaign_id", "campaign_runs", ["trainee_id", "campaign_id"])
    op.create_index("ix_campaign_runs_assignment_id", "campaign_runs", ["assignment_id"])
    op.create_table(
        "campaign_finishes",
        sa.Column("campaign_run", sa.Text, nullable=False),
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("closing", sa.Text, nullable=False),
        sa.Column("memory", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("campaign_run", name="pk_campaign_finishes"),
        sa.ForeignKeyConstraint(
            ["campaign_run"], ["campaign_runs.id"], name="fk_campaign_finishes_campaign_run_campaign_runs"
        ),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainees.id"], name="fk_campaign_finishes_trainee_id_trainees"),
    )
    protect(op.get_bind(), ["campaign_snapshots", "campaign_runs", "campaign_finishes"])
