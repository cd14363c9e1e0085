"""Writing without half-written files: under another name first, and in place only when all of it is on the disk."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_PART = re.compile(r"\.(\d{1,9})\.part(?:-\w+)?$")  # a database's log beside it is left as well


@contextmanager
def draft(target: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes the place of `target` when the block ends well, and vanishes otherwise.

    It is made with mode 0600: an export tells about people.

    Raises:
        OSError: the folder cannot be written, or the disk is full; what stood at `target` still does.
    """
    part = part_of(target)
    try:
        with open(part, "x+b", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def part_of(target: Path) -> Path:
    """Return where to write the file that will replace `target`: in the same folder, so that one step replaces it.

    What programs left there when they were killed is removed first.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with suppress(OSError):  # where the folder cannot be written, the writing says so
        part.unlink(missing_ok=True)
        for left in target.parent.glob(".*.part*"):
            made_by = _PART.search(left.name)
            if made_by and not runs(int(made_by[1])):
                left.unlink(missing_ok=True)
    return part


def runs(process: int) -> bool:
    """Return whether a process runs; where that cannot be asked without ending it, it is taken to run."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
