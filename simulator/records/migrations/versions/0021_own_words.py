"""What a trainee would say before the choices are shown, trainers' ratings of it, and sessions of a class."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from simulator.records.protection import protect

revision = "0021"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "own_words",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("run_id", "sequence", name="pk_own_words"),
        foreign("own_words", "run_id", "runs.id"),
    )
    op.create_table(
        "word_ratings",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("rater", sa.Text, nullable=False),
        sa.Column("criterion", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("level", sa.Integer),
        sa.Column("undoes", sa.Integer),
        sa.Column("at", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("run_id", "rater", "criterion", "number", name="pk_word_ratings"),
        foreign("word_ratings", "run_id", "runs.id"),
        sa.CheckConstraint("level BETWEEN -2 AND 2", name="ck_word_ratings_level"),
        sa.CheckConstraint("(level IS NULL) <> (undoes IS NULL)", name="ck_word_ratings_level_or_undoes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "words_first",
        sa.Column("assignment_id", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        *sealed(),
        sa.PrimaryKeyConstraint("assignment_id", name="pk_words_first"),
        foreign("words_first", "assignment_id", "assignments.id"),
    )
    op.create_table(
        "class_sessions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("scenario_id", sa.Text, nullable=False),
        sa.Column("scenario_version", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("decisions", sa.Text, nullable=False),
        sa.Column("ending", sa.Text),
        *sealed(),
        sa.PrimaryKeyConstraint("id", name="pk_class_sessions"),
    )
    protect(op.get_bind(), ["own_words", "word_ratings", "class_sessions"])


def foreign(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key by the names of all of ours."""
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}_{to.partition('.')[0]}")


def sealed() -> list[sa.Column[Any]]:
    """Return the columns by which the journal seals a row."""
    return [sa.Column("entry", sa.BigInteger), sa.Column("salt", sa.Text)]
