"""Automatic backups: once a day, when a program that wrote to a store closes it, or while a server runs.

They lie in a folder beside the store's file, or beside the key of a store on PostgreSQL, that only its owner can read.
An unsound store gives none, so that it cannot push the sound ones out. Erasing a person deletes them, as they still
hold that person.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from scoring.exports.atomic import part_of
from simulator.errors import StoreError
from simulator.records.connection import Address
from simulator.records.copying import backups_folder, copy_file
from simulator.records.model import read_time
from simulator.records.schema import journal
from simulator.records.server_dump import dump, dumping_program, no_dumping_program

KEPT = 7
"""How many are kept; the environment's ENCOUNTER_BACKUPS says another number, and 0 makes none."""

EVERY = timedelta(days=1)
_STAMP = "%Y%m%dT%H%M%S"
_VERIFIED = 64 * 1024 * 1024  # bytes: verifying a larger store would keep its user waiting


def automatic_backups(address: Address) -> list[Path]:
    """Return the backups of a store that were made by themselves day by day, oldest first."""
    return sorted(path for path in backups_folder(address).glob(f"*{_kind(address)}") if _when(path) is not None)


def last_backup(address: Address) -> datetime | None:
    """Return when the last backup was made by itself, None if there is none on this computer."""
    made = automatic_backups(address)
    return _when(made[-1]) if made else None


def no_backups_because(address: Address) -> str:
    """Return in a sentence why no backup is made by itself, or why the last one failed; "" if they are made."""
    with suppress(OSError, UnicodeDecodeError):
        return _none_because(address) or _failure(address).read_text(encoding="utf-8")
    return ""


def _none_because(address: Address) -> str:
    if _how_many() < 1:
        return "No daily backup is made here: ENCOUNTER_BACKUPS is 0."
    if address.path is None and dumping_program() is None:
        return f"No daily backup is made here. {no_dumping_program()}"
    return ""


def back_up_if_due(connection: Connection, address: Address, at: datetime) -> Path | None:
    """Make a backup where the newest is a day old, or the store is and there is none; return it.

    Whatever stands in the way of it, nothing is raised, as the records are safe; `no_backups_because` tells it.

    Args:
        connection: to read on.
        address: the store; on PostgreSQL its own program writes the backup, where it is found.
        at: now.
    """
    if _none_because(address):
        return None
    newest = last_backup(address) or _began(connection)
    if newest is None or at - newest < EVERY:
        return None
    backup, why = None, "The store does not verify. See what is wrong: encounter store verify"
    try:
        backup = _make(address, at)
    except (StoreError, OSError, ValueError) as error:
        why = str(error)
    with suppress(OSError):
        if backup is None:
            said = f"The daily backup of {at.astimezone(UTC).day} {at.astimezone(UTC):%B %Y} failed. {why}"
            _failure(address).write_text(said, encoding="utf-8")
        else:
            _failure(address).unlink(missing_ok=True)
            for old in automatic_backups(address)[: -_how_many()]:
                old.unlink(missing_ok=True)
    return backup


def forget_backups(address: Address) -> None:
    """Delete the backups of a store that were made by themselves."""
    shutil.rmtree(backups_folder(address), ignore_errors=True)


def _failure(address: Address) -> Path:
    """Return the file that says why the last backup failed; there is none where it did not."""
    return backups_folder(address) / "failed.txt"


def _kind(address: Address) -> str:
    return ".dump" if address.path is None else ".sqlite3"


def _make(address: Address, at: datetime) -> Path | None:
    from simulator.records.verify import verify_store

    folder = backups_folder(address)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{at.astimezone(UTC).strftime(_STAMP)}{_kind(address)}"
    draft = part_of(target)
    try:
        if address.path is not None:
            copy_file(address.path, draft, address)
            if draft.stat().st_size <= _VERIFIED and not verify_store(Address(None, draft), quick=True).sound:
                return None
        elif address.url is not None:
            dump(address.url, draft)
            if draft.stat().st_size <= _VERIFIED and not verify_store(address, quick=True).sound:
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
