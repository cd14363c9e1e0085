"""Copies of a store, taken while it is in use: of a file by SQLite, of a server by its own program."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

from sqlalchemy.engine import URL

from scoring.exports.atomic import part_of
from simulator.errors import StoreUnavailable
from simulator.records.connection import BUSY_SECONDS, Address, explain
from simulator.records.seal import seal_path
from simulator.records.server_dump import dump
from simulator.records.sqlite_file import file_uri

Pages = Callable[[int, int], None]
"""Is told how many pages are copied, of how many."""

_PAGES_AT_ONCE = 2_000


def copy_file(source: Path, draft: Path, address: Address, progress: Pages | None = None) -> None:
    """Copy a store's file with SQLite's online backup: whole, while it is in use, and with nothing beside it.

    Args:
        source: the file.
        draft: the copy. Only its owner can read it. A file that is there already is replaced.
        address: what an error speaks of.
        progress: is told how far it is.

    Raises:
        StoreUnavailable, StoreDamaged: there is no copy; a part of one may be left.
    """
    try:
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreUnavailable(f"{draft.parent} cannot be written ({error.strerror}).", "Name another file.") from None
    try:
        with (
            closing(sqlite3.connect(file_uri(source), uri=True, timeout=BUSY_SECONDS)) as old,
            closing(sqlite3.connect(draft)) as new,
        ):
            told = None if progress is None else lambda _status, left, of: progress(of - left, of)
            old.backup(new, pages=_PAGES_AT_ONCE if progress else -1, progress=told)
            new.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    except sqlite3.Error as error:
        raise explain(error, address) from error
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def keep_copy(address: Address, source: Path, form: str) -> Path:
    """Copy a store that is a file, of any version, to a new file beside it; return that file.

    Args:
        address, source: the store, and its file.
        form: the version of its schema, which names the copy.

    Raises:
        StoreDamaged, StoreUnavailable: there is no copy, and the store is as it was.
    """
    name = f"{source.name}.form-{form}"
    taken = (source.with_name(name if number == 1 else f"{name}-{number}") for number in count(1))
    target = next(path for path in taken if not path.exists())
    draft = part_of(target)
    try:
        copy_file(source, draft, address)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def backups_folder(address: Address) -> Path:
    """Return where the backups of a store are that are made by themselves."""
    beside = address.path or seal_path(address).with_suffix("")
    return beside.with_name(f"{beside.name}.backups")


def keep_dump(address: Address, url: URL, form: str) -> Path:
    """Write a database on PostgreSQL as it is into the folder of its backups; return the file.

    Args:
        address, url: the store.
        form: the version of its schema, which names the file.

    Raises:
        StoreError: PostgreSQL's own program is not found, or failed.
    """
    target = backups_folder(address) / f"form-{form}.dump"
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = part_of(target)
    try:
        dump(url, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target
