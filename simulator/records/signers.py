"""Which keys may sign a store, and when: the key that signed first, and those that a trusted key lets sign.

The list is kept in the store. A row of it counts only with the signature of a key that may sign itself. So a person who
can write the store but has no such key can let nobody sign.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from simulator.errors import UnknownRecord, UsageError
from simulator.records.checkpoint import Checkpoint
from simulator.records.digests import canonical
from simulator.records.journal import change, keep
from simulator.records.schema import signers
from simulator.records.seal import Seal, can_sign, signed


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that may sign, or might once.

    Attributes:
        public_key: in hex.
        since, until: when it was let sign, and no longer; None while it may.
        author: who let it.
        entry: what seals this in the journal.
        vouched_by, signature: the key that says all this.
    """

    public_key: str
    since: str
    until: str | None
    author: str
    entry: int
    vouched_by: str
    signature: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint and the key that signed it."""

    public_key: str
    checkpoint: Checkpoint


def listed_signers(connection: Connection) -> list[Signer]:
    """Return the list, the oldest first."""
    asked = select(signers).order_by(signers.c.since, signers.c.public_key)
    return [_signer(row) for row in connection.execute(asked)]


def let_sign(connection: Connection, public_key: str, *, seal: Seal, author: str, at: str) -> None:
    """Let another key sign from now on.

    Args:
        connection: with a writing transaction under way.
        public_key: in hex.
        seal: the key that vouches for it.
        author: who says so.
        at: now.

    Raises:
        UsageError: it may already.
    """
    this = signers.c.public_key == public_key
    row = connection.execute(select(signers).where(this)).one_or_none()
    values = {"since": at, "until": None, "author": author, **_vouched(seal, public_key, at, None, author)}
    if row is None:
        keep(connection, signers, [{"public_key": public_key, **values}], at=at)
    elif row.until is None and row.vouched_by == seal.public and _is_genuine(_signer(row)):
        raise UsageError("This key may sign already.", "See: encounter store trust")
    else:
        change(connection, signers, this, at=at, values=values)


def let_sign_no_longer(connection: Connection, public_key: str, *, seal: Seal, at: str) -> None:
    """Let a key sign no longer; what it signed until now stays good.

    Raises:
        UnknownRecord: it is not on the list, or may not already.
    """
    this = (signers.c.public_key == public_key, signers.c.until.is_(None))
    row = connection.execute(select(signers).where(*this)).one_or_none()
    if row is None:
        raise UnknownRecord("This key is not among those that may sign.", "See: encounter store trust")
    values = {"until": at, **_vouched(seal, public_key, row.since, at, row.author)}
    change(connection, signers, *this, at=at, values=values)


def strangers(made: Sequence[Signed], listed: Sequence[Signer], roots: Collection[str]) -> dict[str, str]:
    """Return the keys that signed and might not, each with a word on why.

    Args:
        made: every checkpoint that can be read, in order.
        listed: the list as it is kept.
        roots: keys that need no list; if there are none, the key that signed first.
    """
    roots = set(roots) or {each.public_key for each in made[:1]}
    rows: dict[str, Signer] = {}
    while True:  # a key that was let in may let in others
        trusted = roots | set(rows)
        found = {each.public_key: each for each in listed if each.vouched_by in trusted and _is_genuine(each)}
        if found.keys() <= rows.keys():
            break
        rows |= found
    ended = {
        row.public_key: min(
            (
                each.checkpoint.number
                for each in made
                if each.public_key in roots and each.checkpoint.entry >= row.entry
            ),
            default=None,
        )
        for row in rows.values()
        if row.until is not None
    }
    told: dict[str, str] = {}
    for each in made:
        key, end = each.public_key, ended.get(each.public_key)
        if key in roots or (key in rows and (end is None or each.checkpoint.number < end)):
            continue
        told[key] = f"which may not sign since {rows[key].until}" if key in rows else "which is not trusted here"
    return told


def _signer(row: Row[Any]) -> Signer:
    return Signer(
        row.public_key, row.since, row.until, row.author, row.entry or 0, row.vouched_by or "", row.signature or ""
    )


def _vouched(seal: Seal, public_key: str, since: str, until: str | None, author: str) -> dict[str, str]:
    return {"vouched_by": seal.public, "signature": seal.sign(_text(public_key, since, until, author))}


def _is_genuine(row: Signer) -> bool:
    return not can_sign() or signed(
        row.vouched_by, row.signature, _text(row.public_key, row.since, row.until, row.author)
    )


def _text(public_key: str, since: str, until: str | None, author: str) -> str:
    return canonical(["signer", public_key, since, until, author])
