"""A receipt: how far a store went, signed, to be kept elsewhere than the store and its key.

Whoever has the store's key can chain and sign everything again. A receipt commits them to everything that stood when it
was written. It names the newest run and entry, and a digest over every signed checkpoint. The checkpoints name the last
decision of every run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from scoring.exports.atomic import draft
from simulator.errors import StoreUnavailable, UsageError
from simulator.records.chain import START
from simulator.records.checkpoint import Checkpoint
from simulator.records.digests import canonical, hash_text
from simulator.records.schema import checkpoints, decisions, journal, runs, tombstones
from simulator.records.seal import Seal, signed
from simulator.records.verification import Discrepancy, DiscrepancyKind

_KIND = "encounter-receipt-1"
_MEND = "Name the file that encounter store seal --to wrote."


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a store held at a moment.

    Attributes:
        at: when.
        runs, genesis: the ordinal of the newest run, erased ones counted, and what its chain begins with.
        entries, entry_hash: the newest entry of the journal.
        decisions: how many there were; for people.
        checkpoints, signed: how many checkpoints, and the digest over all of them in their order.
        public_key: whose signature stands under the receipt.
    """

    at: str
    runs: int
    genesis: str
    entries: int
    entry_hash: str
    decisions: int
    checkpoints: int
    signed: str
    public_key: str

    def body(self) -> str:
        """Return the text that is signed."""
        return canonical({"kind": _KIND, **asdict(self)})


def take_receipt(connection: Connection, seal: Seal) -> Receipt:
    """Return the receipt of a store whose newest checkpoint covers everything; there is one, even of an empty store."""
    newest = Checkpoint.from_body(
        connection.scalars(select(checkpoints.c.body).order_by(checkpoints.c.number.desc()).limit(1)).one()
    )
    return Receipt(
        at=newest.at,
        runs=newest.ordinal,
        genesis=newest.genesis,
        entries=newest.entry,
        entry_hash=newest.entry_hash,
        decisions=connection.scalars(select(func.count()).select_from(decisions)).one(),
        checkpoints=newest.number,
        signed=_digest(_signed(connection, newest.number)),
        public_key=seal.public,
    )


def write_receipt(receipt: Receipt, seal: Seal, path: Path) -> None:
    """Write a receipt as a file of JSON, whole or not at all, that only its owner can read.

    Raises:
        StoreUnavailable: it cannot be written.
    """
    content = {**json.loads(receipt.body()), "signature": seal.sign(receipt.body())}
    try:
        with draft(path) as file:
            file.write((json.dumps(content, indent=2) + "\n").encode())
    except OSError as error:
        raise StoreUnavailable(f"{path} cannot be written ({error.strerror}).", "Name another file.") from None


def read_receipt(path: Path) -> Receipt:
    """Read a receipt, and check its signature.

    Raises:
        UsageError: there is no such file, it is no receipt, or it was changed.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        signature, kind = content.pop("signature"), content.pop("kind")
        receipt = Receipt(**content)
    except FileNotFoundError:
        raise UsageError(
            f"There is no receipt {path}.", "Name the file that encounter store seal --to wrote."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{path} is not a receipt.", _MEND) from None
    if kind != _KIND or not signed(receipt.public_key, signature, receipt.body()):
        raise UsageError(f"The receipt {path} was changed: its signature is wrong.", "Use another copy of it.")
    return receipt


def against_receipt(connection: Connection, receipt: Receipt) -> list[Discrepancy]:
    """Return what of a receipt the store does not hold any more."""
    found = []

    def find(what: str) -> None:
        found.append(Discrepancy(DiscrepancyKind.RECEIPT_CONTRADICTED, f"{what} the receipt of {receipt.at} lists."))

    kept = list(_signed(connection, receipt.checkpoints))
    if len(kept) < receipt.checkpoints:
        find(f"Only {len(kept)} checkpoints are there of the {receipt.checkpoints} that")
    elif _digest(kept) != receipt.signed:
        find("The signed checkpoints are not those that")
    if receipt.runs and receipt.genesis not in _geneses(connection, receipt.runs):
        find(f"Run {receipt.runs} is missing, or is not the one that")
    entry = connection.scalar(select(journal.c.hash).where(journal.c.ordinal == receipt.entries))
    if receipt.entries and entry != receipt.entry_hash:
        find(f"Entry {receipt.entries} of the journal is missing, or is not the one that")
    return found


def _signed(connection: Connection, up_to: int) -> Iterable[tuple[str, str, str]]:
    columns = (checkpoints.c.public_key, checkpoints.c.body, checkpoints.c.signature)
    asked = select(*columns).where(checkpoints.c.number <= up_to).order_by(checkpoints.c.number)
    return [(row[0], row[1], row[2]) for row in connection.execute(asked)]


def _digest(rows: Iterable[tuple[str, str, str]]) -> str:
    head = START
    for row in rows:
        head = hash_text(head + canonical(row))
    return head


def _geneses(connection: Connection, ordinal: int) -> set[str]:
    return {
        genesis
        for table in (runs, tombstones)
        for genesis in connection.scalars(select(table.c.genesis).where(table.c.ordinal == ordinal))
    }
