"""Two names that are one person: records under one name are read as the other's, and none is changed.

A run seals whose it is, so a merge is a row of its own. A store in which people were merged is read through views with
the names of the tables. Verifying and writing use the tables themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, event, select, text, update
from sqlalchemy.exc import ProgrammingError

from simulator.errors import StoreError, UsageError
from simulator.records.journal import change, keep, remove
from simulator.records.model import Trainee
from simulator.records.schema import (
    accounts,
    adjustments,
    campaign_finishes,
    campaign_runs,
    cohort_trainers,
    groups,
    identities,
    members,
    merges,
    pauses,
    runs,
    settings,
    sign_ins,
    trainees,
    votes,
)

SCHEMA = "merged"
"""Where PostgreSQL keeps the views; SQLite has them in each connection."""

READ_AS_ONE = (runs, campaign_runs, campaign_finishes, adjustments)
"""Tables in which rows are never moved to another person: the views say whose they are."""

MOVED_TO_THE_OTHER = ((members, "cohort_id"), (cohort_trainers, "cohort_id"), (groups, "name"), (identities, None))
"""Tables from which rows go to the person who stays, unless they have such a row; with the other column of the key."""

MERGED_SINGLY = (accounts, pauses, settings, votes, merges)
"""Tables of which `merge` takes care one by one. A table with a `trainee_id` is in one of the three."""


def any_merged(connection: Connection) -> bool:
    """Return whether anybody was merged."""
    return connection.scalar(select(merges.c.trainee_id).limit(1)) is not None


def reads_as_one(engine: Engine) -> Engine:
    """Let every connection of an engine, which must be for reading alone, read the merged as one; return it."""
    if engine.dialect.name == "sqlite":
        statements = [f"CREATE TEMP VIEW {name} AS {body}" for name, body in _views("main")]
    else:
        statements = [f"SET search_path = {SCHEMA}, public"]

    def prepare(connection: Any, _record: Any) -> None:
        for statement in statements:
            connection.execute(statement)
        if engine.dialect.name == "postgresql":
            connection.commit()

    event.listen(engine, "connect", prepare)
    return engine


def make_views(connection: Connection) -> None:
    """Make PostgreSQL's views and replace those that are there. Each shows what the person who asks may see.

    Raises:
        StoreError: this login may not.
    """
    try:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        for name, body in _views("public"):
            connection.execute(text(f"DROP VIEW IF EXISTS {SCHEMA}.{name}"))
            connection.execute(text(f"CREATE VIEW {SCHEMA}.{name} WITH (security_invoker = true) AS {body}"))
    except ProgrammingError as refused:
        raise StoreError(
            "This login is not allowed to make the views that a merge needs.",
            "Run this once: encounter store init --admin ADDRESS",
        ) from refused


def has_views(connection: Connection) -> bool:
    """Return whether PostgreSQL's views are there; SQLite makes its own."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.scalar(text(f"SELECT to_regclass('{SCHEMA}.runs') IS NOT NULL")))


def merge(connection: Connection, double: Trainee, into: Trainee, *, author: str, at: str) -> None:
    """Let all that is kept about one person count as another's, who is the same.

    Memberships, groups, ids and an account go over if the person who stays has none. If both have an account, that of
    the double is disabled.

    Args:
        connection: with a writing transaction under way.
        double: the person who is there twice; their name is known as the other's from now on.
        into: the one who stays.
        author: who says so.
        at: now.

    Raises:
        UsageError: they are one already.
        StoreError: as `make_views`.
    """
    if double.id == into.id:
        raise UsageError(f"{into.name} is already one person.", "Name two names of the same person.")
    if not has_views(connection):
        make_views(connection)
    for table, other in MOVED_TO_THE_OTHER:
        _move(connection, table, other, double.id, into.id, at)
    change(connection, pauses, pauses.c.trainee_id == double.id, at=at, values={"trainee_id": into.id})
    taken = select(settings.c.key).where(settings.c.trainee_id == into.id)
    only = (settings.c.trainee_id == double.id, settings.c.key.not_in(taken))
    connection.execute(update(settings).where(*only).values(trainee_id=into.id))
    connection.execute(delete(votes).where(votes.c.trainee_id == double.id))  # they vote once, as who they are
    _merge_accounts(connection, double.id, into.id, at)
    change(connection, merges, merges.c.into_id == double.id, at=at, values={"into_id": into.id})
    keep(connection, merges, [{"trainee_id": double.id, "into_id": into.id, "at": at, "author": author}], at=at)


def stands_for(connection: Connection, key: str) -> Trainee | None:
    """Return the person that a merged person's name stands for now, or None if nobody of that name was merged.

    Args:
        connection: to read on.
        key: the name, as names are compared.
    """
    where = "main" if connection.dialect.name == "sqlite" else "public"
    asked = text(
        f"SELECT i.id, i.name FROM {where}.trainees t JOIN {where}.merges m ON m.trainee_id = t.id "  # noqa: S608 (names of ours)
        f"JOIN {where}.trainees i ON i.id = m.into_id WHERE t.key = :key"
    )
    row = connection.execute(asked, {"key": key}).one_or_none()
    return None if row is None else Trainee(row.id, row.name)


def doubles_of(connection: Connection, trainee_id: str) -> list[str]:
    """Return the ids of those who were merged into somebody."""
    return list(connection.scalars(select(merges.c.trainee_id).where(merges.c.into_id == trainee_id)))


def _move(connection: Connection, table: Table, other: str | None, double: str, into: str, at: str) -> None:
    theirs = table.c.trainee_id == double
    if other is None:
        has = connection.scalar(select(table.c.trainee_id).where(table.c.trainee_id == into)) is not None
        if not has:
            change(connection, table, theirs, at=at, values={"trainee_id": into})
    else:
        taken = list(connection.scalars(select(table.c[other]).where(table.c.trainee_id == into)))
        change(connection, table, theirs, table.c[other].not_in(taken), at=at, values={"trainee_id": into})
    remove(connection, table, theirs, at=at)


def _merge_accounts(connection: Connection, double: str, into: str, at: str) -> None:
    asked = select(accounts.c.id)
    other = connection.scalar(asked.where(accounts.c.trainee_id == double))
    if other is None:
        return
    if connection.scalar(asked.where(accounts.c.trainee_id == into)) is None:
        change(connection, accounts, accounts.c.id == other, at=at, values={"trainee_id": into})
        return
    change(connection, accounts, accounts.c.id == other, accounts.c.disabled.is_(None), at=at, values={"disabled": at})
    open_ = (sign_ins.c.account_id == other, sign_ins.c.ended.is_(None))
    connection.execute(update(sign_ins).where(*open_).values(ended=at))


def _views(schema: str) -> Iterator[tuple[str, str]]:
    for table in READ_AS_ONE:
        columns = ", ".join(
            f"coalesce(m.into_id, t.{name}) AS {name}" if name == "trainee_id" else f't."{name}"'
            for name in table.c.keys()  # noqa: SIM118 (a collection of columns)
        )
        joined = f"{schema}.{table.name} t LEFT JOIN {schema}.merges m ON m.trainee_id = t.trainee_id"
        yield table.name, f"SELECT {columns} FROM {joined}"  # noqa: S608 (names of ours)
    gone = f"SELECT trainee_id FROM {schema}.merges"  # noqa: S608
    yield trainees.name, f"SELECT * FROM {schema}.trainees WHERE id NOT IN ({gone})"  # noqa: S608
