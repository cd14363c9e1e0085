"""The journal: what is kept beside the runs is sealed by entries in a chain of their own.

Names, memberships, assignments, ratings, own words and the like may change, or be erased. Each row of such a table
points to the entry that sealed it as it stands. An entry holds only a salted digest of the row. So the row and its salt
can be erased, and the entry gives nothing away.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Table, bindparam, delete, insert, select, update

from simulator.errors import StoreError
from simulator.records.chain import START
from simulator.records.connection import hold_chain
from simulator.records.digests import canonical, hash_text
from simulator.records.schema import journal

KEPT, REMOVED, ERASED = "kept", "removed", "erased"
"""What an entry says: a row was kept, taken away, or erased with everything about that person."""

SEALED: dict[int, dict[str, tuple[str, ...]]] = {
    1: {
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
        "notices": ("id", "at", "what", "reason"),
        "accounts": ("id", "trainee_id", "role", "password", "created", "disabled"),
        "audit": ("number", "at", "by", "action", "about", "detail"),
        "cohort_trainers": ("cohort_id", "trainee_id", "since"),
        "pauses": ("id", "assignment_id", "trainee_id", "began", "ended", "reason", "author"),
        "server_terms": ("assignment_id", "server_only", "opens", "access_code"),
        "published": ("id", "scenario_id", "digest", "rubrics", "at", "author", "withdrawn_at"),
        "published_campaigns": ("id", "campaign_id", "digest", "rubrics", "at", "author", "withdrawn_at"),
        "published_translations": ("digest", "language", "body", "at", "author"),
        "signers": ("public_key", "since", "until", "author"),
        "provider_identities": ("issuer", "subject", "account_id", "since"),
        "ssh_keys": ("fingerprint", "account_id", "since"),
        "database_logins": ("login", "account_id", "since"),
        "merges": ("trainee_id", "into_id", "at", "author"),
        "adjustments": (
            "assignment_id", "trainee_id", "number", "due", "attempts_allowed", "extra_time", "other_form", "reason",
            "author", "at",
        ),
        "voids": ("run_id", "reason", "author", "at"),
        "comments": ("run_id", "number", "author", "text", "at"),
        "archived_cohorts": ("cohort_id", "since"),
        "publications": ("id", "cohort_id", "at", "what", "minimum", "told"),
        "own_words": ("run_id", "sequence", "text", "at"),
        "word_ratings": ("run_id", "rater", "criterion", "number", "level", "undoes", "at"),
        "words_first": ("assignment_id", "since"),
        "class_sessions": ("id", "scenario_id", "scenario_version", "digest", "at", "decisions", "ending"),
    }
}  # fmt: skip
"""By form and table: what is sealed of a row. A form that a store may hold is never changed, but for new tables."""

PRESENT = max(SEALED)
"""The form in which rows are sealed now."""


def keep(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, at: str) -> None:
    """Insert rows, each sealed by an entry.

    Args:
        connection: with a transaction under way.
        table: one of `SEALED`.
        rows: all columns but for the entry and the salt; a column that is left out is None.
        at: now.
    """
    if not rows:
        return
    sealed = [{**dict.fromkeys(SEALED[PRESENT][table.name]), **row, "salt": _salt()} for row in rows]
    entries = _Entries(connection, at)
    for row in sealed:
        row["entry"] = entries.add(table.name, KEPT, None, row_digest(PRESENT, table.name, row))
    entries.write()
    connection.execute(insert(table), sealed)


def keep_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, at: str, key: str) -> int:
    """Insert those rows whose `key` no row has yet, as `keep`; return how many those are.

    Args:
        key: names of columns that no two rows share, with spaces between.
    """
    if not rows:
        return 0
    hold_chain(connection)  # nobody adds such a row between this look and the insert
    names = key.split()
    first = names[0]
    known = {
        tuple(row)
        for start in range(0, len(rows), _AT_ONCE)
        for row in connection.execute(
            select(*(table.c[name] for name in names)).where(
                table.c[first].in_({each[first] for each in rows[start : start + _AT_ONCE]})
            )
        )
    }
    new = {identity: row for row in rows if (identity := tuple(row[name] for name in names)) not in known}
    keep(connection, table, list(new.values()), at=at)
    return len(new)


def change(connection: Connection, table: Table, *only: ColumnElement[bool], at: str, values: Mapping[str, Any]) -> int:
    """Give some rows other values, each sealed again; return how many.

    Args:
        connection: with a transaction under way.
        table: one of `SEALED`.
        only: which rows.
        at: now.
        values: column to value.
    """
    hold_chain(connection)
    rows = [row._asdict() for row in connection.execute(select(table).where(*only))]
    return change_each(connection, table, [(row, values) for row in rows], at=at)


def change_each(
    connection: Connection, table: Table, changes: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], *, at: str
) -> int:
    """Give each of some rows its own new values, as `change`.

    Args:
        changes: whole rows as they stand, each with its new values.
    """
    if not changes:
        return 0
    entries = _Entries(connection, at)
    keys = [column.name for column in table.primary_key]
    written = []
    for row, values in changes:
        new = {**row, **values, "salt": _salt()}
        new["entry"] = entries.add(table.name, KEPT, row["entry"], row_digest(PRESENT, table.name, new))
        written.append({**{f"old_{name}": row[name] for name in keys}, **{f"new_{name}": new[name] for name in new}})
    entries.write()
    this = [table.c[name] == bindparam(f"old_{name}") for name in keys]
    new_values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in table.c.keys()}  # noqa: SIM118 - a collection of columns
    _all_of(connection.execute(update(table).where(*this).values(new_values), written), len(written))
    return len(written)


def remove(connection: Connection, table: Table, *only: ColumnElement[bool], at: str, action: str = REMOVED) -> int:
    """Delete some rows, and let an entry say so of each; return how many.

    Args:
        connection: with a transaction under way.
        table: one of `SEALED`.
        only: which rows.
        at: now.
        action: `REMOVED` or `ERASED`.
    """
    hold_chain(connection)
    gone = connection.scalars(select(table.c.entry).where(*only).order_by(table.c.entry)).all()
    if gone:
        entries = _Entries(connection, at)
        for entry in gone:
            entries.add(table.name, action, entry, "")
        entries.write()
        _all_of(connection.execute(delete(table).where(*only)), len(gone))
    return len(gone)


def row_digest(form: int, table: str, row: Mapping[str, Any]) -> str:
    """Return the salted digest of a row, "" if the form does not know the table."""
    names = SEALED.get(form, {}).get(table)
    return "" if names is None else hash_text(canonical([row["salt"], table, *(row[name] for name in names)]))


def levels_digest(levels: Iterable[Sequence[Any]]) -> str:
    """Return the digest of a run's rescored levels: sequence, criterion, level, best, worst; in any order."""
    return hash_text(canonical(sorted(map(list, levels))))


def entry_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """Return the hash of an entry, by column, in the chain of the journal."""
    fields = ("form", "ordinal", "at", "kind", "action", "replaces", "digest")
    return hash_text(previous + canonical([entry[name] for name in fields]))


def last_entry(connection: Connection) -> tuple[int, str]:
    """Return the ordinal and the hash of the newest entry; 0 and the chain's start where there is none."""
    newest = select(journal.c.ordinal, journal.c.hash).order_by(journal.c.ordinal.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return (0, START) if row is None else (row.ordinal, row.hash)


_AT_ONCE = 500


class _Entries:
    """Entries to come, in one chain with those that are there."""

    def __init__(self, connection: Connection, at: str) -> None:
        hold_chain(connection)
        self._connection = connection
        self._at = at
        self._ordinal, self._head = last_entry(connection)
        self._rows: list[dict[str, Any]] = []

    def add(self, kind: str, action: str, replaces: int | None, digest: str) -> int:
        """Add one entry; return its ordinal."""
        self._ordinal += 1
        row = {
            "ordinal": self._ordinal, "form": PRESENT, "at": self._at, "kind": kind, "action": action,
            "replaces": replaces, "digest": digest,
        }  # fmt: skip
        row["hash"] = self._head = entry_hash(self._head, row)
        self._rows.append(row)
        return self._ordinal

    def write(self) -> None:
        self._connection.execute(insert(journal), self._rows)


def _all_of(done: CursorResult[Any], expected: int) -> None:
    """Refuse a change that the database made to some of the rows only: its entry says that it happened to all."""
    if done.rowcount not in (expected, -1):  # a driver that does not count says -1
        raise StoreError("This is not for this role to write.", "Nothing was changed.")


def _salt() -> str:
    return secrets.token_hex(16)
