"""Each run and decision says the number of the form that it is sealed in; runs say more of what was played.

The rubrics that earlier runs were scored by are kept as well, so that each run points to the exact ones.
"""

import json

import sqlalchemy as sa
from alembic import op

from scoring.rubric import Rubric, RubricSet, earlier_rubrics
from simulator.records.protection import protect, unprotect

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for table in ("runs", "decisions"):
        op.add_column(table, sa.Column("form", sa.Integer, nullable=False, server_default="1"))
    op.add_column("runs", sa.Column("rubrics", sa.Text))
    op.add_column("runs", sa.Column("translation", sa.Text))
    op.add_column("runs", sa.Column("by_path", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "rubric_snapshots",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("rubric_id", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_rubric_snapshots"),
    )
    point_to_rubrics()
    protect(op.get_bind(), ["rubric_snapshots"])


def point_to_rubrics() -> None:
    """Let each run point to the rubrics of the versions that it names, as they shipped."""
    connection = op.get_bind()
    told = [row[0] for row in connection.execute(sa.text("SELECT DISTINCT rubric_versions FROM runs"))]
    known = earlier_rubrics() | {(id_, rubric.version): rubric for id_, rubric in RubricSet.shipped().rubrics.items()}
    kept: dict[str, Rubric] = {}
    unprotect(connection, ["runs"])
    for versions in told:
        rubrics = RubricSet.of(known[pair] for pair in json.loads(versions).items() if pair in known)
        kept |= {digest: rubrics.rubrics[id_] for id_, digest in rubrics.digests.items()}
        digests = json.dumps(dict(rubrics.digests), sort_keys=True, separators=(",", ":"))
        connection.execute(
            sa.text("UPDATE runs SET rubrics = :rubrics WHERE rubric_versions = :versions"),
            {"rubrics": digests, "versions": versions},
        )
    protect(connection, ["runs"])
    for digest, rubric in kept.items():
        connection.execute(
            sa.text("INSERT INTO rubric_snapshots VALUES (:digest, :id, :version, :body)"),
            {"digest": digest, "id": rubric.id, "version": rubric.version, "body": rubric.snapshot()},
        )
