"""Erasure: removes a person's records for good, and leaves a signed tombstone for each run.

Data-protection law gives a person that right (GDPR, article 17); it is the one lawful way in which
kept rows go. A tombstone holds the run's place in the chain and nothing of the person.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from simulator.records.digests import canonical
from simulator.records.journal import ERASED, change, keep, remove
from simulator.records.protection import protect, unprotect
from simulator.records.schema import (
    APPEND_ONLY,
    accounts,
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


def erase_trainee(connection: Connection, trainee_id: str, *, seal: Seal | None, at: str) -> int:
    """Delete a trainee and everything that hangs on them; return how many runs that were.

    Args:
        connection: with a writing transaction under way, by a user who may lift the triggers.
        trainee_id: whose records.
        seal: the key that signs the tombstones, None where nothing can be signed.
        at: now.
    """
    own = select(runs.c.id).where(runs.c.trainee_id == trainee_id)
    gone = connection.execute(select(runs.c.ordinal, runs.c.genesis).where(runs.c.trainee_id == trainee_id)).all()
    unprotect(connection, APPEND_ONLY)
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

    The old name's salt is gone with it: the journal's digest of it tells nobody whose it was.
    """
    mark = f"Former trainee {trainee_id[:8]}"
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


def _tombstone(ordinal: int, genesis: str, seal: Seal | None, at: str) -> dict[str, object]:
    return {
        "ordinal": ordinal,
        "genesis": genesis,
        "at": at,
        "public_key": None if seal is None else seal.public,
        "signature": None if seal is None else seal.sign(tombstone_text(ordinal, genesis, at)),
    }
