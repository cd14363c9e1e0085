"""How SQLite opens a store's file. It imports little, because processes that read only a part of a file use it too."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path


def file_uri(path: Path) -> str:
    """Return the address with which SQLite opens a store's file. A file that has vanished is an error.

    A copy that cannot be written is opened as one that nobody changes. If a log beside the file holds more, SQLite
    needs an index beside both. If that is missing and cannot be made there, it is made in another folder.

    Raises:
        OSError: they cannot be put into another folder.
    """
    if not is_read_only(path):
        return f"{path.absolute().as_uri()}?mode=rw"
    log = _log_of(path)
    if not log.exists() or log.stat().st_size == 0:
        return f"{path.absolute().as_uri()}?immutable=1"
    if os.access(path.parent, os.W_OK) or path.with_name(path.name + "-shm").exists():
        return f"{path.absolute().as_uri()}?mode=ro"
    return f"{_with_its_log_elsewhere(path.absolute()).as_uri()}?mode=ro"


def is_read_only(path: Path) -> bool:
    """Return whether a store's file, or the folder that its log needs, cannot be written."""
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


@cache
def _with_its_log_elsewhere(path: Path) -> Path:
    """Copy a file and its log into a private folder, which is removed when the program ends. Return the file there."""
    import atexit
    from contextlib import ExitStack

    from simulator.records.scratch import scratch_folder

    until_the_end = ExitStack()
    folder = until_the_end.enter_context(scratch_folder())
    atexit.register(until_the_end.close)
    for each in (path, _log_of(path)):
        shutil.copyfile(each, folder / each.name)
    return folder / path.name
