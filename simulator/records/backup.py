"""Backup and restore: a file is copied as a whole while it is in use, checked, and put in place.

A server has its own programs for this.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL

from scoring.exports.atomic import part_of
from simulator.errors import StoreDamaged, StoreUnavailable, UsageError
from simulator.records.connection import Address, explain, is_database, looking
from simulator.records.copying import Pages, copy_file
from simulator.records.migrate import bring_up_to_date, refuse_newer
from simulator.records.seal import read_seal, seal_path
from simulator.records.server_dump import dump
from simulator.records.verification import DiscrepancyKind, Verification
from simulator.records.verify import verify_store

_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A backup that is ready to be put in a store's place.

    Attributes:
        report: what verifying it found, by itself, without the key of any store.
    """

    report: Verification
    _address: Address
    _target: Path
    _draft: Path

    def put_in_place(self, at: datetime) -> Path | None:
        """Put it in the store's place. Return where the file that was there is kept now, or None if there was none.

        Args:
            at: now; it names the file that is kept.

        Raises:
            StoreUnavailable: another program has the store open; it is as it was.
        """
        aside = _set_aside(self._address, self._target, at) if self._target.exists() else None
        self._draft.replace(self._target)
        _forget_newer_checkpoint(self._address, self._target)
        return aside


def back_up(address: Address, target: Path, *, anyway: bool = False, progress: Pages | None = None) -> Verification:
    """Copy a store into one file that stands alone; return what verifying the copy found.

    SQLite's online backup makes the copy under another name. It gets its own name only when it is complete and
    verifies: an unsound store must not replace a sound backup.

    Args:
        address: the store.
        target: the new file; one that is there is replaced at the end.
        anyway: keep the copy of a store that does not verify, damage apart.
        progress: is told how far it is.

    Raises:
        UsageError: the file is the store itself.
        StoreDamaged: the store is damaged, or does not verify; there is no new file, and an older one stays.
        StoreUnavailable: the file cannot be written, or PostgreSQL's own program is not found.
        StoreError: that program failed.
    """
    if address.url is not None:
        return _dumped(address, address.url, target, anyway=anyway)
    source = _file(address, "pg_dump")
    if not source.is_file():
        raise StoreUnavailable(f"There is no record store {address}.", "Name its file with --store.")
    if target.exists() and source.samefile(target):
        raise UsageError("A store cannot be its own backup.", "Name another file.")
    draft = part_of(target)
    try:
        copy_file(source, draft, Address(None, target), progress)
        report = verify_store(Address(None, draft))
        _refuse_damage(report, address)
        _refuse_unsound(report, address, anyway=anyway)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return report


@contextmanager
def prepared(address: Address, backup: Path, *, progress: Pages | None = None) -> Iterator[Prepared]:
    """Copy a backup beside a store, migrate the copy, and verify it. Nothing is replaced yet.

    Args:
        address: the store that it is for.
        backup: what `back_up` wrote, by this program or an older one; it is only read.
        progress: is told how far the copy is.

    Raises:
        UsageError: PostgreSQL.
        StoreUnavailable: there is no such backup, or no place for a copy.
        StoreDamaged, StoreTooNew, StoreError: it cannot be read to its end, or is no store of this program.
    """
    target = _file(address, "pg_restore --clean --dbname=…")
    source = Address(None, backup.absolute())
    if not backup.is_file():
        raise StoreUnavailable(f"There is no backup {backup}.", "Name the file that encounter store backup wrote.")
    with looking(source) as connection:
        refuse_newer(connection, source)  # what is no backup is said of the backup, not of a copy of it
    draft = part_of(target)
    try:
        copy_file(backup, draft, source, progress)
        bring_up_to_date(Address(None, draft))
        report = verify_store(Address(None, draft))
        _refuse_damage(report, source)
        yield Prepared(report, address, target, draft)
    finally:
        for suffix in ("", *_BESIDE):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _dumped(address: Address, url: URL, target: Path, *, anyway: bool) -> Verification:
    report = verify_store(address)
    _refuse_unsound(report, address, anyway=anyway)
    draft = part_of(target)
    try:
        dump(url, draft)
        draft.replace(target)
    except OSError as error:
        raise StoreUnavailable(f"{target} cannot be written ({error.strerror}).", "Name another file.") from None
    finally:
        draft.unlink(missing_ok=True)
    return report


def _refuse_unsound(report: Verification, address: Address, *, anyway: bool) -> None:
    if not report.sound and not anyway:
        raise StoreDamaged(
            f"{address} does not verify, so it was not backed up. {report.findings[0].message}",
            "See everything that was found: encounter store verify. To make a copy anyway: --anyway REASON",
        )


def _file(address: Address, instead: str) -> Path:
    if address.path is None:
        raise UsageError("A PostgreSQL server has its own tools for this.", f"Use: {instead}")
    return address.path


def _set_aside(address: Address, target: Path, at: datetime) -> Path:
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%S")
    aside = target.with_name(f"{target.name}.before-{stamp}")
    if aside.exists():
        raise StoreUnavailable(f"{aside} is there already.", "Try again in a second.")
    _release(address, target)
    # A log that is left beside the file would be played into the one that takes its place.
    for suffix in _BESIDE:
        beside = target.with_name(target.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    try:
        os.link(target, aside)
    except OSError:  # a file system without hard links
        shutil.copy2(target, aside)
    return aside


def _release(address: Address, target: Path) -> None:
    """Fold the write-ahead log into the file, which only the last program that has it open can do."""
    if not is_database(target):
        return  # damaged: it is kept as it is, log and all
    try:
        with closing(sqlite3.connect(f"{target.as_uri()}?mode=rw", uri=True, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        raise explain(error, address) from error
    except sqlite3.DatabaseError:
        pass  # damaged further in: the same


def _refuse_damage(report: Verification, address: Address) -> None:
    damage = [finding for finding in report.findings if finding.kind is DiscrepancyKind.FILE_DAMAGED]
    if damage:
        raise StoreDamaged(f"{address} is damaged. {damage[0].message}", "Take another backup.")


def _forget_newer_checkpoint(address: Address, target: Path) -> None:
    """Let the key know that the store is an older one on purpose."""
    with suppress(StoreDamaged):
        seal = read_seal(seal_path(address))
        if seal is not None:
            with closing(sqlite3.connect(target)) as connection:
                last = connection.execute(
                    "SELECT number, signature FROM checkpoints WHERE public_key = ? ORDER BY number DESC LIMIT 1",
                    [seal.public],
                ).fetchone()
            seal.remember(last)
