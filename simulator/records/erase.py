"""Erasure: removes a person's records for good, and leaves a signed tombstone for each run.

Data-protection law gives a person that right (GDPR, article 17). It is the only lawful way to remove kept rows. A
tombstone holds the run's place in the chain and nothing of the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, or_, select

from simulator.records.digests import canonical
from simulator.records.journal import ERASED, change, change_each, keep, remove
from simulator.records.protection import protect, unprotect
from simulator.records.schema import (
    APPEND_ONLY,
    accounts,
    audit,
    comments,
    groups,
    identities,
    metadata,
    own_words,
    reflections,
    runs,
    tombstones,
    trainees,
)
from simulator.records.seal import Seal

_WORDS = (reflections, own_words, comments)
_FORMER = {"renamed": "was ", "merged": "was also "}
"""By action of the audit log: the words before a name that somebody had."""


def erase_trainee(connection: Connection, trainee_id: str, *, seal: Seal | None, at: str) -> int:
    """Delete a trainee and everything that hangs on them; return how many runs that were.

    Args:
        connection: with a writing transaction under way, by a user who may lift the triggers.
        trainee_id: whose records.
        seal: the key that signs the tombstones, None if nothing can be signed.
        at: now.
    """
    own = select(runs.c.id).where(runs.c.trainee_id == trainee_id)
    gone = connection.execute(select(runs.c.ordinal, runs.c.genesis).where(runs.c.trainee_id == trainee_id)).all()
    unprotect(connection, APPEND_ONLY)
    _take_out_of_log(connection, trainee_id, at=at)
    # Every table that speaks of a run or a trainee, those that refer to others first.
    for table in reversed(metadata.sorted_tables):
        if table is trainees:
            which = trainees.c.id == trainee_id
        elif "run_id" in table.c:
            which = table.c.run_id.in_(own)
        elif "trainee_id" in table.c:
            which = table.c.trainee_id == trainee_id
            if "into_id" in table.c:  # others who were merged into them stay, each by their own name again
                which |= table.c.into_id == trainee_id
        elif "account_id" in table.c:
            which = table.c.account_id.in_(select(accounts.c.id).where(accounts.c.trainee_id == trainee_id))
        else:
            continue
        if "entry" in table.c:
            remove(connection, table, which, at=at, action=ERASED)
        else:
            connection.execute(delete(table).where(which))
    keep(connection, tombstones, [_tombstone(ordinal, genesis, seal, at) for ordinal, genesis in gone], at=at)
    protect(connection, APPEND_ONLY)
    return len(gone)


def erase_name(connection: Connection, trainee_id: str, *, at: str) -> str:
    """Put a mark in place of a trainee's name, and erase ids, addresses and groups; return the mark.

    The audit log names them by the mark too. The old name's salt is gone with it: the journal's digest of it tells
    nobody whose it was.
    """
    mark = _mark(trainee_id)
    unprotect(connection, [audit.name])
    _take_out_of_log(connection, trainee_id, at=at)
    protect(connection, [audit.name])
    change(connection, trainees, trainees.c.id == trainee_id, at=at, values={"name": mark, "key": mark.casefold()})
    for table in (identities, groups):
        remove(connection, table, table.c.trainee_id == trainee_id, at=at, action=ERASED)
    return mark


def erase_words(connection: Connection, trainee_id: str, *, at: str) -> int:
    """Erase a trainee's own words and what trainers said to them; return how many texts that were."""
    own = select(runs.c.id).where(runs.c.trainee_id == trainee_id)
    names = [table.name for table in _WORDS]
    unprotect(connection, names)
    count = sum(remove(connection, table, table.c.run_id.in_(own), at=at, action=ERASED) for table in _WORDS)
    protect(connection, names)
    return count


def tombstone_text(ordinal: int, genesis: str, at: str) -> str:
    """Return the text that a tombstone's signature signs."""
    return canonical(["erased", ordinal, genesis, at])


def _mark(trainee_id: str) -> str:
    return f"Former trainee {trainee_id[:8]}"


def _take_out_of_log(connection: Connection, trainee_id: str, *, at: str) -> None:
    """Put a mark into the audit log in place of a trainee's name, and of names that they had before.

    If somebody else has an earlier name now, it stays: nobody could tell which of the two an entry is about.
    """
    mark = _mark(trainee_id)
    names = set(connection.scalars(select(trainees.c.name).where(trainees.c.id == trainee_id)))
    while True:
        asked = select(audit.c.action, audit.c.detail).where(audit.c.action.in_(_FORMER), audit.c.about.in_(names))
        former = {detail.removeprefix(_FORMER[action]) for action, detail in connection.execute(asked)}
        if former <= names:
            break
        names |= former
    details = {(action, before + name): before + mark for action, before in _FORMER.items() for name in names}
    names -= set(
        connection.scalars(select(trainees.c.name).where(trainees.c.name.in_(names), trainees.c.id != trainee_id))
    )
    rows = connection.execute(select(audit).where(or_(audit.c.by.in_(names), audit.c.about.in_(names))))
    changes: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = [
        (
            dict(row),
            {
                "by": mark if row["by"] in names else row["by"],
                "about": mark if row["about"] in names else row["about"],
                "detail": details.get((row["action"], row["detail"]), row["detail"]),
            },
        )
        for row in rows.mappings().all()
    ]
    change_each(connection, audit, changes, at=at)


def _tombstone(ordinal: int, genesis: str, seal: Seal | None, at: str) -> dict[str, object]:
    return {
        "ordinal": ordinal,
        "genesis": genesis,
        "at": at,
        "public_key": None if seal is None else seal.public,
        "signature": None if seal is None else seal.sign(tombstone_text(ordinal, genesis, at)),
    }
