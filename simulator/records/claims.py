"""What signed checkpoints claim of a store, to be held against what is there."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from simulator.records.checkpoint import Checkpoint
from simulator.records.findings import Finding, FindingKind
from simulator.records.schema import checkpoints
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

    check = can_sign()
    signatures: dict[int, str] = {}
    previous, expected = "", 1
    for number, body, public_key, signature in connection.execute(select(checkpoints).order_by(checkpoints.c.number)):
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
        if check and not signed(public_key, signature, body):
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
