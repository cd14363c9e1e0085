"""What a store holds, in numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from simulator.errors import StoreDamaged
from simulator.records import statements
from simulator.records.checkpoint import Checkpoint
from simulator.records.connection import Address, looking
from simulator.records.daily import last_backup, no_backups_because
from simulator.records.migrate import require_present, version
from simulator.records.model import write_time
from simulator.records.schema import checkpoints, decisions, finishes, runs, snapshots, tombstones, trainees
from simulator.records.seal import read_seal, seal_path


@dataclass(frozen=True, slots=True)
class Info:
    """A store in numbers.

    Attributes:
        address: where it is, without a password.
        kind: "sqlite" or "postgresql".
        form: the version of its schema.
        bytes: its size; None for a server.
        trainees, runs, finished, superseded, decisions, scenarios, erased, checkpoints: how many;
            `scenarios` counts each version that was played.
        last_checkpoint: when the store was last signed, None if it never was.
        last_backup: when it was last backed up by itself, None if that never was on this computer.
        no_backups: why it is not backed up by itself, in a sentence; "" if it is.
        key: the public key that signs here, None if there is none.
        key_file: where that key is, or would be.
    """

    address: str
    kind: str
    form: str
    bytes: int | None
    trainees: int
    runs: int
    finished: int
    superseded: int
    decisions: int
    scenarios: int
    erased: int
    checkpoints: int
    last_checkpoint: str | None
    last_backup: str | None
    no_backups: str
    key: str | None
    key_file: str

    def as_json(self) -> dict[str, Any]:
        """Return the documented object of `encounter store info --json`."""
        return asdict(self)


def describe(address: Address) -> Info:
    """Count what a store holds; it is only read.

    Raises:
        StoreError: it cannot be read, or is of another form.
    """
    with looking(address) as connection:
        require_present(connection, address)
        last = connection.scalar(select(checkpoints.c.body).order_by(checkpoints.c.number.desc()).limit(1))
        backed_up = last_backup(address)
        return Info(
            address=str(address),
            kind=connection.dialect.name,
            form=version(connection, address) or "",
            bytes=None if address.path is None else address.path.stat().st_size,
            trainees=_count(connection, trainees),
            runs=_count(connection, runs),
            finished=_count(connection, finishes),
            superseded=connection.scalar(select(func.count()).select_from(runs).where(statements.SUPERSEDED)) or 0,
            decisions=_count(connection, decisions),
            scenarios=_count(connection, snapshots),
            erased=_count(connection, tombstones),
            checkpoints=_count(connection, checkpoints),
            last_checkpoint=_when(last),
            last_backup=None if backed_up is None else write_time(backed_up),
            no_backups=no_backups_because(address),
            key=_key(address),
            key_file=str(seal_path(address)),
        )


def _count(connection: Connection, table: Any) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _when(body: str | None) -> str | None:
    try:
        return None if body is None else Checkpoint.from_body(body).at
    except ValueError:
        return None  # changed: `verify` says so


def _key(address: Address) -> str | None:
    try:
        seal = read_seal(seal_path(address))
    except StoreDamaged:
        return None
    return None if seal is None else seal.public
