"""Accounts, their invitations and sign-ins, and the audit log."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from simulator.records.protection import protect

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("trainee_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("disabled", sa.Text),
        *sealed(),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("trainee_id", name="uq_accounts_trainee_id"),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainees.id"], name="fk_accounts_trainee_id_trainees"),
        sa.CheckConstraint(
            "role IN ('trainee', 'trainer', 'author', 'academy', 'administrator')", name="ck_accounts_role"
        ),
    )
    op.create_table(
        "invitations",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.Column("used", sa.Text),
        sa.PrimaryKeyConstraint("code", name="pk_invitations"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_invitations_account_id_accounts"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("ended", sa.Text),
        sa.PrimaryKeyConstraint("code", name="pk_sign_ins"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_sign_ins_account_id_accounts"),
    )
    op.create_index("ix_sign_ins_account_id", "sign_ins", ["account_id"])
    op.create_table(
        "sign_in_failures",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_index("ix_sign_in_failures_key_address_at", "sign_in_failures", ["key", "address", "at"])
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    protect(op.get_bind(), ["audit"])


def sealed() -> list[sa.Column[Any]]:
    """Return the columns by which the journal seals a row."""
    return [sa.Column("entry", sa.BigInteger), sa.Column("salt", sa.Text)]
