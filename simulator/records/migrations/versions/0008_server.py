"""What a server needs beside accounts: trainers of cohorts, pauses, what is published, and other ways to sign in."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "cohort_trainers",
        sa.Column("cohort_id", sa.Text, nullable=False),
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("cohort_id", "trainee_id", name="pk_cohort_trainers"),
        foreign("cohort_trainers", "cohort_id", "cohorts.id"),
        foreign("cohort_trainers", "trainee_id", "trainees.id"),
    )
    op.create_table(
        "pauses",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("assignment_id", sa.Text, nullable=False),
        sa.Column("trainee_id", sa.Text),
        sa.Column("began", sa.Text, nullable=False),
        sa.Column("ended", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("id", name="pk_pauses"),
        foreign("pauses", "assignment_id", "assignments.id"),
        foreign("pauses", "trainee_id", "trainees.id"),
    )
    op.create_index("ix_pauses_assignment_id", "pauses", ["assignment_id"])
    op.create_table(
        "server_terms",
        sa.Column("assignment_id", sa.Text, nullable=False),
        sa.Column("server_only", sa.Boolean, nullable=False),
        sa.Column("opens", sa.Text),
        sa.Column("access_code", sa.Text),
        *sealed(),
        sa.PrimaryKeyConstraint("assignment_id", name="pk_server_terms"),
        foreign("server_terms", "assignment_id", "assignments.id"),
    )
    op.create_table(
        "published",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("scenario_id", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("rubrics", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.Text),
        *sealed(),
        sa.PrimaryKeyConstraint("id", name="pk_published"),
        foreign("published", "digest", "snapshots.digest"),
    )
    op.create_table(
        "provider_identities",
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_provider_identities"),
        foreign("provider_identities", "account_id", "accounts.id"),
    )
    op.create_table(
        "ssh_keys",
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_ssh_keys"),
        foreign("ssh_keys", "account_id", "accounts.id"),
    )
    op.create_table(
        "database_logins",
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("login", name="pk_database_logins"),
        foreign("database_logins", "account_id", "accounts.id"),
    )
    op.create_table(
        "merges",
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("into_id", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("trainee_id", name="pk_merges"),
        foreign("merges", "trainee_id", "trainees.id"),
        foreign("merges", "into_id", "trainees.id"),
    )


def foreign(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key by the names of all of ours."""
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}_{to.partition('.')[0]}")


def sealed() -> list[sa.Column[Any]]:
    """Return the columns by which the journal seals a row."""
    return [sa.Column("entry", sa.BigInteger), sa.Column("salt", sa.Text)]
