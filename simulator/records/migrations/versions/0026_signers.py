"""Who vouches for a key that may sign."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("signers", sa.Column("vouched_by", sa.Text))
    op.add_column("signers", sa.Column("signature", sa.Text))
