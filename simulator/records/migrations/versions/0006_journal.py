"""The journal seals what is kept beside the runs. Rows that exist already are sealed as they are.

The hashes are written out here, as they are of the journal's first form, whatever comes later.
"""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from itertools import groupby

import sqlalchemy as sa
from alembic import op

from simulator.records.protection import protect, unprotect

revision = "0006"
down_revision = "0005"

SEALED = {
    "trainees": ("id", "key", "name", "created"),
    "identities": ("trainee_id", "external_id", "email"),
    "cohorts": ("id", "key", "name", "created"),
    "members": ("cohort_id", "trainee_id", "joined"),
    "groups": ("trainee_id", "name", "value"),
    "assignments": (
        "id", "cohort_id", "scenario_id", "mode", "due", "attempts_allowed", "created", "withdrawn_at",
            "begins", "pinned",
    ),
    "self_ratings": ("run_id", "rubric", "rating", "at"),
    "reflections": ("run_id", "number", "text", "at"),
    "trainer_ratings": ("run_id", "rater", "criterion", "number", "level", "undoes", "at"),
    "rescorings": ("id", "cohort_id", "rubric", "version", "body", "author", "reason", "at"),
    "rescored_runs": ("rescoring_id", "run_id", "levels"),
    "tombstones": ("ordinal", "genesis", "at", "public_key", "signature"),
}  # fmt: skip
CLOSED = ("self_ratings", "reflections", "tombstones", "trainer_ratings", "rescorings")  # to changes, by triggers


def upgrade() -> None:
    op.add_column("assignments", sa.Column("pinned", sa.Text))
    for table in SEALED:
        if table != "rescored_runs":
            op.add_column(table, sa.Column("entry", sa.BigInteger))
            op.add_column(table, sa.Column("salt", sa.Text))
    create_tables()
    digest_rescored_levels()
    unprotect(op.get_bind(), CLOSED)
    seal_what_is_there()
    protect(op.get_bind(), [*CLOSED, "rescored_runs", "notices", "journal"])


def create_tables() -> None:
    op.create_table(
        "rescored_runs",
        sa.Column("rescoring_id", sa.Text, nullable=False),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("levels", sa.Text, nullable=False),
        sa.Column("entry", sa.BigInteger),
        sa.Column("salt", sa.Text),
        sa.PrimaryKeyConstraint("rescoring_id", "run_id", name="pk_rescored_runs"),
        sa.ForeignKeyConstraint(["rescoring_id"], ["rescorings.id"], name="fk_rescored_runs_rescoring_id_rescorings"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_rescored_runs_run_id_runs"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("entry", sa.BigInteger),
        sa.Column("salt", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_table(
        "journal",
        sa.Column("ordinal", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("form", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("replaces", sa.BigInteger),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name="pk_journal"),
    )


def digest_rescored_levels() -> None:
    connection = op.get_bind()
    asked = sa.text(
        "SELECT rescoring_id, run_id, sequence, criterion, level, best, worst FROM rescored_levels "
        "ORDER BY rescoring_id, run_id"
    )
    for (rescoring, run), rows in groupby(connection.execute(asked).all(), key=lambda row: tuple(row[:2])):
        connection.execute(
            sa.text("INSERT INTO rescored_runs (rescoring_id, run_id, levels) VALUES (:rescoring, :run, :levels)"),
            {"rescoring": rescoring, "run": run, "levels": hashed(canonical(sorted(list(row[2:]) for row in rows)))},
        )


def seal_what_is_there() -> None:
    connection = op.get_bind()
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    ordinal, head = 0, "0" * 64
    for name, fields in SEALED.items():
        table = sa.table(name, *map(sa.column, (*fields, "entry", "salt")))
        keys = sa.inspect(connection).get_pk_constraint(name)["constrained_columns"]
        entries, sealed = [], []
        for row in connection.execute(sa.select(*(table.c[field] for field in fields))).all():
            ordinal, salt = ordinal + 1, secrets.token_hex(16)
            digest = hashed(canonical([salt, name, *row]))
            head = hashed(head + canonical([1, ordinal, at, name, "kept", None, digest]))
            entries.append(
                {
                    "ordinal": ordinal, "form": 1, "at": at, "kind": name, "action": "kept", "replaces": None,
                    "digest": digest, "hash": head,
                }
            )  # fmt: skip
            values = dict(zip(fields, row, strict=True))
            sealed.append({"e": ordinal, "s": salt, **{f"k_{key}": values[key] for key in keys}})
        if entries:
            connection.execute(sa.insert(sa.table("journal", *map(sa.column, entries[0]))), entries)
            this = [table.c[key] == sa.bindparam(f"k_{key}") for key in keys]
            given: dict[str, object] = {"entry": sa.bindparam("e"), "salt": sa.bindparam("s")}
            connection.execute(sa.update(table).where(*this).values(given), sealed)


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
