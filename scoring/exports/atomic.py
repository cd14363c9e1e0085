"""Writing without half-written files: under another name first, and in place only when all of it is on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def draft(target: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes the place of `target` when the block ends well, and vanishes otherwise.

    It is made with mode 0600: an export tells about people.

    Raises:
        OSError: the folder cannot be written, or the disk is full; what stood at `target` still does.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with open(part, "x+b", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
