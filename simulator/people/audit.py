"""The audit log: who did what and when. Entries are only ever added, and each seals the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from simulator.records.connection import hold_chain
from simulator.records.digests import canonical, hash_text
from simulator.records.model import read_time, write_time
from simulator.records.schema import audit
from simulator.records.store import Store

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    Attributes:
        by: who did it; "server" for what the program did by itself.
        action: what was done, such as "signed-in".
        about: whom or what it was done to.
        detail: more of it, "" where there is none.
    """

    number: int
    at: datetime
    by: str
    action: str
    about: str
    detail: str


def log(connection: Connection, *, at: datetime, by: str, action: str, about: str, detail: str = "") -> None:
    """Add an entry, inside a transaction that is under way."""
    hold_chain(connection)
    last = connection.execute(
        select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    ).one_or_none()
    number, previous = (0, START) if last is None else last
    row: dict[str, Any] = {
        "number": number + 1, "at": write_time(at), "by": by, "action": action, "about": about, "detail": detail,
    }  # fmt: skip
    connection.execute(insert(audit), {**row, "hash": _sealed(previous, row)})


def entries(store: Store, *, limit: int | None = None) -> list[Entry]:
    """Return the newest entries, newest first."""
    with store.reading() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(limit)).mappings()
        return [
            Entry(row["number"], read_time(row["at"]), row["by"], row["action"], row["about"], row["detail"])
            for row in rows
        ]


def first_broken(store: Store) -> int | None:
    """Return the number of the first entry that was changed, or before which one is missing; None where all hold."""
    with store.reading() as connection:
        previous, expected = START, 1
        for row in connection.execute(select(audit).order_by(audit.c.number)).mappings():
            if row["number"] != expected or row["hash"] != _sealed(previous, dict(row)):
                return expected
            previous, expected = row["hash"], expected + 1
    return None


def _sealed(previous: str, row: Mapping[str, Any]) -> str:
    return hash_text(previous + canonical([row[key] for key in ("number", "at", "by", "action", "about", "detail")]))
