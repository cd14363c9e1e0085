"""What signed checkpoints claim of a store, to be compared with what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from simulator.records.checkpoint import Checkpoint, voucher
from simulator.records.schema import checkpoints, runs
from simulator.records.seal import Seal, can_sign, signed
from simulator.records.signers import Signed, listed_signers, strangers
from simulator.records.verification import Discrepancy, DiscrepancyKind


@dataclass(slots=True)
class Claims:
    """What the checkpoints say, taken together.

    Attributes:
        checkpoints: how many there are.
        signers: the public keys that signed.
        anchors: a run's ordinal to its genesis.
        heads: a run's ordinal to numbers of decisions and the hash of the last of them.
        entries: an entry's ordinal in the journal to its hash.
        ordinal, entry, at: how far the last checkpoint goes: the newest run and entry, and when it was signed.
        findings: what is wrong with the checkpoints themselves.
    """

    checkpoints: int = 0
    signers: set[str] = field(default_factory=set)
    anchors: dict[int, str] = field(default_factory=dict)
    heads: dict[int, dict[int, str]] = field(default_factory=dict)
    entries: dict[int, str] = field(default_factory=dict)
    ordinal: int = 0
    entry: int = 0
    at: str = ""
    findings: list[Discrepancy] = field(default_factory=list)


def read_claims(connection: Connection, seal: Seal | None) -> Claims:
    """Read every checkpoint, and check signatures where the library for it is installed.

    Args:
        connection: to read on.
        seal: the store's own key, which remembers the last checkpoint; None if there is none.
    """
    claims = Claims()

    def find(kind: DiscrepancyKind, message: str) -> None:
        claims.findings.append(Discrepancy(kind, message))

    kept = [(row, _read(row.body)) for row in connection.execute(select(checkpoints).order_by(checkpoints.c.number))]
    genuine = _genuine(kept) if can_sign() else {row.number for row, _ in kept}
    previous, expected = "", 1
    for row, checkpoint in kept:
        claims.checkpoints += 1
        claims.signers.add(row.public_key)
        if checkpoint is None:
            find(DiscrepancyKind.CHECKPOINT_CHANGED, f"Checkpoint {row.number} cannot be read.")
        else:
            if (row.number, checkpoint.number, checkpoint.previous) != (expected, expected, previous):
                find(DiscrepancyKind.CHECKPOINT_MISSING, f"Checkpoint {row.number} does not follow the one before it.")
            if row.number not in genuine:
                find(
                    DiscrepancyKind.CHECKPOINT_CHANGED,
                    f"Checkpoint {row.number} is not the same as when it was signed.",
                )
            claims.anchors[checkpoint.ordinal] = checkpoint.genesis
            claims.entries[checkpoint.entry] = checkpoint.entry_hash
            claims.ordinal, claims.entry, claims.at = checkpoint.ordinal, checkpoint.entry, checkpoint.at
            for ordinal, (count, head) in checkpoint.heads.items():
                claims.heads.setdefault(ordinal, {})[count] = head
        previous, expected = row.signature, row.number + 1
    signed_by = [Signed(row.public_key, checkpoint) for row, checkpoint in kept if checkpoint is not None]
    roots = {seal.public, *seal.trusted} if seal is not None else set()
    for signer, why in sorted(strangers(signed_by, listed_signers(connection), roots).items()):
        find(
            DiscrepancyKind.SIGNER_UNKNOWN,
            f"Checkpoints are signed by {signer}, {why}. "
            "If it is a key of this academy, say so on the computer where the store is signed: encounter store "
            f"trust {signer}",
        )
    signatures = {row.number: row.signature for row, _ in kept}
    if seal is not None and seal.last is not None and signatures.get(seal.last[0]) != seal.last[1]:
        find(
            DiscrepancyKind.CHECKPOINT_MISSING,
            f"Checkpoint {seal.last[0]}, the last one signed here, is not in the store: "
            "this is an older copy, or its end was cut off.",
        )
    return claims


def _read(body: str) -> Checkpoint | None:
    try:
        return Checkpoint.from_body(body)
    except ValueError:
        return None


def _genuine(kept: Sequence[tuple[Row[Any], Checkpoint | None]]) -> set[int]:
    """Return the numbers of genuine checkpoints: their own signature fits, or a genuine later one vouches for them.

    Each checkpoint vouches for the one before it. Checking a signature costs a hundred times as much as a hash, so a
    signature is checked only where no later checkpoint vouches.
    """
    found: set[int] = set()
    vouched = ""
    for row, checkpoint in reversed(kept):
        if vouched == voucher(row.public_key, row.body) or signed(row.public_key, row.signature, row.body):
            found.add(row.number)
            vouched = "" if checkpoint is None else checkpoint.vouches
        else:
            vouched = ""
    return found


def heads_by_run(connection: Connection, claims: Claims) -> dict[str, dict[int, str]]:
    """Return, by the runs' ids, what checkpoints claim of the decisions of those that are there."""
    if not claims.heads:
        return {}
    kept = connection.execute(select(runs.c.id, runs.c.ordinal))
    return {run_id: claims.heads[ordinal] for run_id, ordinal in kept if ordinal in claims.heads}
