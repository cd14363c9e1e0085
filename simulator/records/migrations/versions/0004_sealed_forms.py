"""Each run and decision says the number of the form that it is sealed in; runs say more of what was played."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for table in ("runs", "decisions"):
        op.add_column(table, sa.Column("form", sa.Integer, nullable=False, server_default="1"))
    op.add_column("runs", sa.Column("rubrics", sa.Text))
    op.add_column("runs", sa.Column("translation", sa.Text))
    op.add_column("runs", sa.Column("by_path", sa.Boolean, nullable=False, server_default=sa.false()))
