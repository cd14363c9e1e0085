"""The audit log: who did what and when. Entries are only ever added, and the journal seals them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from simulator.records.connection import hold_chain
from simulator.records.journal import keep
from simulator.records.model import read_time, write_time
from simulator.records.schema import audit
from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log.

    Attributes:
        by: who did it; "server" for what the program did by itself.
        action: what was done, such as "signed-in".
        about: whom or what it was done to.
        detail: more of it, "" if there is none.
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
    number = (connection.scalar(select(func.max(audit.c.number))) or 0) + 1
    row = {"number": number, "at": write_time(at), "by": by, "action": action, "about": about, "detail": detail}
    keep(connection, audit, [row], at=write_time(at))


def note(store: Store, *, at: datetime, by: str, action: str, about: str, detail: str = "") -> None:
    """Add an entry for what was done, in a transaction of its own."""
    with store.writing() as connection:
        log(connection, at=at, by=by, action=action, about=about, detail=detail)


def entries(store: Store, *, limit: int | None = None) -> list[AuditEntry]:
    """Return the newest entries, newest first."""
    with store.reading(everything=True) as connection:
        rows = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(limit)).mappings()
        return [
            AuditEntry(row["number"], read_time(row["at"]), row["by"], row["action"], row["about"], row["detail"])
            for row in rows
        ]
