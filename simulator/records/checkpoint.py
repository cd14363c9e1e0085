"""Checkpoints: signed statements of how far the store went, kept in the store and chained to each other.

A checkpoint names the newest run's ordinal and genesis, and how many runs were erased. For every run that grew since
the checkpoint before, it names the number of decisions and the hash of the last. It also vouches for the checkpoint
before it, so that one signature, the newest, answers for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, insert, select, true

from simulator.records import statements
from simulator.records.chain import START
from simulator.records.connection import hold_chain
from simulator.records.digests import canonical, hash_text
from simulator.records.journal import last_entry
from simulator.records.schema import checkpoints, decisions, runs, tombstones
from simulator.records.seal import Seal, signed

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One signed statement.

    Attributes:
        number: 1, 2, 3 …
        previous: the signature of the checkpoint before, "" for the first.
        at: when.
        ordinal, genesis: of the newest run; 0 and the chain's start where there was none.
        erased: how many runs had been erased.
        heads: a run's ordinal to the number of its decisions and the last one's hash.
        entry, entry_hash: of the newest entry of the journal; 0 and the chain's start where there was none.
        vouches: what `voucher` gives for the checkpoint before. Its signature was checked when this one was signed. ""
            if there was none, or it was not genuine.
    """

    number: int
    previous: str
    at: str
    ordinal: int
    genesis: str
    erased: int
    heads: dict[int, tuple[int, str]]
    vouches: str = ""
    entry: int = 0
    entry_hash: str = START

    def body(self) -> str:
        """Return the text that is signed."""
        return canonical(
            {
                "number": self.number,
                "previous": self.previous,
                "at": self.at,
                "ordinal": self.ordinal,
                "genesis": self.genesis,
                "erased": self.erased,
                "heads": {str(ordinal): head for ordinal, head in self.heads.items()},
                "vouches": self.vouches,
                "entry": self.entry,
                "entry_hash": self.entry_hash,
            }
        )

    @classmethod
    def from_body(cls, body: str) -> Checkpoint:
        """Read what `body` wrote.

        Raises:
            ValueError: it is something else.
        """
        try:
            content = json.loads(body)
            heads = {int(ordinal): (int(count), str(head)) for ordinal, (count, head) in content.pop("heads").items()}
            return cls(**content, heads=heads)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"not a checkpoint: {error}") from None


def voucher(public_key: str, body: str) -> str:
    """Return how a checkpoint names the one before it: SHA-256 over that one's signer and content."""
    return hash_text(public_key + body)


def write_checkpoint(
    connection: Connection, seal: Seal, *, grown: Collection[str] | None, at: str
) -> tuple[int, str] | None:
    """Write the next checkpoint; return its number and signature, None if there is nothing new to sign.

    Args:
        connection: with a writing transaction under way.
        seal: the key that signs.
        grown: ids of runs that may have grown since the checkpoint before; newer runs are found anyway.
            None if nobody knows: then every run is compared with the checkpoints that name it.
        at: now.
    """
    hold_chain(connection)
    last = connection.execute(select(checkpoints).order_by(checkpoints.c.number.desc()).limit(1)).one_or_none()
    before = None if last is None else Checkpoint.from_body(last.body)
    covered, signed_up_to = (0, 0) if before is None else (before.ordinal, before.entry)
    end = connection.execute(statements.LAST_LINK).one_or_none()
    heads = _heads(connection, runs.c.ordinal > covered)
    ids = sorted(grown or ())
    for start in range(0, len(ids), _AT_ONCE):
        heads |= _heads(connection, runs.c.id.in_(ids[start : start + _AT_ONCE]))
    entry, entry_hash = last_entry(connection)
    if grown is None:
        heads |= _unsigned_heads(connection)
    erased = connection.scalar(select(func.count()).select_from(tombstones)) or 0
    if not heads and last is not None and (end is None or end.ordinal == covered) and entry == signed_up_to:
        return None
    genuine = last is not None and signed(last.public_key, last.signature, last.body)
    checkpoint = Checkpoint(
        number=1 if last is None else last.number + 1,
        previous="" if last is None else last.signature,
        at=at,
        ordinal=0 if end is None else end.ordinal,
        genesis=START if end is None else end.genesis,
        erased=erased,
        heads=heads,
        vouches=voucher(last.public_key, last.body) if last is not None and genuine else "",
        entry=entry,
        entry_hash=entry_hash,
    )
    body = checkpoint.body()
    signature = seal.sign(body)
    row = {"number": checkpoint.number, "body": body, "public_key": seal.public, "signature": signature}
    connection.execute(insert(checkpoints), row)
    return checkpoint.number, signature


def _unsigned_heads(connection: Connection) -> dict[int, tuple[int, str]]:
    """Return the heads of runs that no checkpoint names as they stand: of a program that was killed, perhaps."""
    named: dict[int, tuple[int, str]] = {}
    for body in connection.scalars(select(checkpoints.c.body).order_by(checkpoints.c.number)):
        named |= Checkpoint.from_body(body).heads
    return {ordinal: head for ordinal, head in _heads(connection, true()).items() if named.get(ordinal) != head}


def _heads(connection: Connection, which: ColumnElement[bool]) -> dict[int, tuple[int, str]]:
    longest = (
        select(func.max(decisions.c.sequence)).where(decisions.c.run_id == runs.c.id).correlate(runs).scalar_subquery()
    )
    asked = (
        select(runs.c.ordinal, decisions.c.sequence, decisions.c.hash)
        .join(decisions, (decisions.c.run_id == runs.c.id) & (decisions.c.sequence == longest))
        .where(which)
    )
    return {ordinal: (count, head) for ordinal, count, head in connection.execute(asked)}
