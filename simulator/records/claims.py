"""What signed checkpoints claim of a store, to be held against what is there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from simulator.records.checkpoint import Checkpoint
from simulator.records.findings import Finding, FindingKind
from simulator.records.schema import checkpoints, runs
from simulator.records.seal import Seal, can_sign, signed


@dataclass(slots=True)
class Claims:
    """What the checkpoints say, taken together.

    Attributes:
        checkpoints: how many there are.
        signers: the public keys that signed.
        anchors: a run's ordinal to its genesis.
        heads: a run's ordinal to numbers of decisions and the hash of the last of them.
        erased: how many runs had been erased at the last checkpoint.
        findings: what is wrong with the checkpoints themselves.
    """

    checkpoints: int = 0
    signers: set[str] = field(default_factory=set)
    anchors: dict[int, str] = field(default_factory=dict)
    heads: dict[int, dict[int, str]] = field(default_factory=dict)
    erased: int = 0
    findings: list[Finding] = field(default_factory=list)


def read_claims(connection: Connection, seal: Seal | None) -> Claims:
    """Read every checkpoint, and check signatures where the library for it is installed.

    Args:
        connection: to read on.
        seal: the store's own key, which remembers the last checkpoint; None where there is none.
    """
    claims = Claims()

    def find(kind: FindingKind, message: str) -> None:
        claims.findings.append(Finding(kind, message))

    kept = connection.execute(select(checkpoints).order_by(checkpoints.c.number)).all()
    signatures: dict[int, str] = {}
    previous, expected = "", 1
    for (number, body, public_key, signature), genuine in zip(kept, _genuine(kept), strict=True):
        claims.checkpoints += 1
        claims.signers.add(public_key)
        signatures[number] = signature
        try:
            checkpoint = Checkpoint.from_body(body)
        except ValueError:
            find(FindingKind.CHECKPOINT_CHANGED, f"Checkpoint {number} cannot be read.")
            previous, expected = signature, number + 1
            continue
        if (number, checkpoint.number, checkpoint.previous) != (expected, expected, previous):
            find(FindingKind.CHECKPOINT_MISSING, f"Checkpoint {number} does not follow the one before it.")
        if not genuine:
            find(FindingKind.CHECKPOINT_CHANGED, f"Checkpoint {number} is not what was signed.")
        claims.anchors[checkpoint.ordinal] = checkpoint.genesis
        claims.erased = checkpoint.erased
        for ordinal, (count, head) in checkpoint.heads.items():
            claims.heads.setdefault(ordinal, {})[count] = head
        previous, expected = signature, number + 1
    if seal is not None and seal.last is not None and signatures.get(seal.last[0]) != seal.last[1]:
        find(
            FindingKind.CHECKPOINT_MISSING,
            f"Checkpoint {seal.last[0]}, the last one signed here, is not in the store: "
            "this is an older copy, or its end was cut off.",
        )
    return claims


def heads_by_run(connection: Connection, claims: Claims) -> dict[str, dict[int, str]]:
    """Return, by the runs' ids, what checkpoints claim of the decisions of those that are there."""
    if not claims.heads:
        return {}
    kept = connection.execute(select(runs.c.id, runs.c.ordinal))
    return {run_id: claims.heads[ordinal] for run_id, ordinal in kept if ordinal in claims.heads}


def _genuine(kept: Sequence[Row[Any]]) -> list[bool]:
    """Return whether each checkpoint is what was signed; where signatures cannot be checked, it is taken for that."""
    if not can_sign():
        return [True] * len(kept)
    # In threads: a signature costs more than all else here, and is checked without the interpreter's lock.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(lambda row: signed(row.public_key, row.signature, row.body), kept))
