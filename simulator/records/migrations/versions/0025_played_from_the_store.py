"""Campaigns and translations that are played from the store, keys that may sign, and which older programs go on."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "published_campaigns",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("campaign_id", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("rubrics", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.Text),
        *sealed(),
        sa.PrimaryKeyConstraint("id", name="pk_published_campaigns"),
        sa.ForeignKeyConstraint(
            ["digest"], ["campaign_snapshots.digest"], name="fk_published_campaigns_digest_campaign_snapshots"
        ),
    )
    op.create_table(
        "published_translations",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("digest", "language", name="pk_published_translations"),
    )
    op.create_table(
        "signers",
        sa.Column("public_key", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text),
        sa.Column("author", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("public_key", name="pk_signers"),
    )
    served = op.create_table(
        "served_forms",
        sa.Column("oldest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("oldest", name="pk_served_forms"),
    )
    op.bulk_insert(served, [{"oldest": "0025"}])


def sealed() -> list[sa.Column[Any]]:
    """Return the columns by which the journal seals a row."""
    return [sa.Column("entry", sa.BigInteger), sa.Column("salt", sa.Text)]
