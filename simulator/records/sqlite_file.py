"""How SQLite opens a store's file; loads nothing, as processes that only read a part of one do not either."""

from __future__ import annotations

import os
from pathlib import Path


def file_uri(path: Path) -> str:
    """Return the address by which SQLite opens a store's file; a file that has vanished is an error.

    A copy that cannot be written is opened as one that nobody changes, unless a log beside it holds more.
    """
    if not is_read_only(path):
        return f"{path.absolute().as_uri()}?mode=rw"
    log = path.with_name(path.name + "-wal")
    whole = not log.exists() or log.stat().st_size == 0
    return f"{path.absolute().as_uri()}?{'immutable=1' if whole else 'mode=ro'}"


def is_read_only(path: Path) -> bool:
    """Return whether a store's file, or the folder that its log needs, cannot be written."""
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
