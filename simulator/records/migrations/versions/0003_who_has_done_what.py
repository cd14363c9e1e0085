"""An index with everything that a cohort's page asks about a run, so that a page of thousands opens at once."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index(
        "ix_runs_trainee_id_assignment_id_started_at_id", "runs", ["trainee_id", "assignment_id", "started_at", "id"]
    )
