"""Backups that are made by themselves: once a day, when a program that wrote to a store closes it.

They lie in a folder beside the store that only its owner can read. An unsound store gives none, so that it
cannot push the sound ones out. Erasing a person deletes them, as they still hold that person.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from simulator.errors import StoreError
from simulator.records.connection import Address
from simulator.records.copying import copy_file
from simulator.records.model import read_time
from simulator.records.schema import journal

KEPT = 7
"""How many are kept; the environment's ENCOUNTER_BACKUPS says another number, and 0 makes none."""

EVERY = timedelta(days=1)
_STAMP = "%Y%m%dT%H%M%S"
_VERIFIED = 64 * 1024 * 1024  # bytes: verifying a larger store would keep its user waiting


def backups_folder(store: Path) -> Path:
    """Return where the backups of a store's file are."""
    return store.with_name(f"{store.name}.backups")


def automatic_backups(store: Path) -> list[Path]:
    """Return the backups of a store's file that were made by themselves, oldest first."""
    return sorted(backups_folder(store).glob("*.sqlite3"))


def back_up_if_due(connection: Connection, address: Address, at: datetime) -> Path | None:
    """Make a backup where the newest is a day old, or the store is and there is none; return it.

    Whatever stands in the way of it, nothing is raised: the records themselves are safe.

    Args:
        connection: to read on.
        address: the store.
        at: now.
    """
    kept = _how_many()
    if address.path is None or kept < 1:
        return None
    made = automatic_backups(address.path)
    newest = _when(made[-1]) if made else _began(connection)
    if newest is None or at - newest < EVERY:
        return None
    with suppress(StoreError, OSError, ValueError):
        backup = _make(address, address.path, at)
        for old in automatic_backups(address.path)[:-kept]:
            old.unlink(missing_ok=True)
        return backup
    return None


def forget_backups(store: Path) -> None:
    """Delete the backups of a store's file that were made by themselves."""
    shutil.rmtree(backups_folder(store), ignore_errors=True)


def _make(address: Address, store: Path, at: datetime) -> Path | None:
    from simulator.records.verify import verify_store

    folder = backups_folder(store)
    folder.mkdir(mode=0o700, exist_ok=True)
    for left in folder.glob(".*"):  # by a program that was killed
        left.unlink(missing_ok=True)
    target = folder / f"{at.astimezone(UTC).strftime(_STAMP)}.sqlite3"
    draft = folder / f".{target.name}.{os.getpid()}"
    try:
        copy_file(store, draft, address)
        if draft.stat().st_size <= _VERIFIED and not verify_store(Address(None, draft), quick=True).sound:
            return None
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def _how_many() -> int:
    given = os.environ.get("ENCOUNTER_BACKUPS", "")
    return int(given) if given.isdecimal() else KEPT


def _when(backup: Path) -> datetime | None:
    try:
        return datetime.strptime(backup.stem, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _began(connection: Connection) -> datetime | None:
    first = connection.scalar(select(journal.c.at).order_by(journal.c.ordinal).limit(1))
    try:
        return None if first is None else read_time(first)
    except ValueError:
        return None
