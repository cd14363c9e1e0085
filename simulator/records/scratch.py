"""The one folder for temporary rows.

It is private, and what killed programs left there is removed at the next start.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scoring.exports.atomic import runs


def scratch_place() -> Path:
    """Return the folder that every scratch folder lies in: in the person's own cache, which has the disk's room."""
    from platformdirs import user_cache_path

    return user_cache_path("encounter", appauthor=False) / "scratch"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty folder that only its owner can read, and that is removed at the end.

    Raises:
        OSError: it cannot be made.
    """
    place = scratch_place()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    clear(place)
    with tempfile.TemporaryDirectory(prefix=f"{os.getpid()}-", dir=place) as folder:
        yield Path(folder)


def clear(place: Path) -> None:
    """Remove the folders of programs that do not run any more."""
    for folder in place.iterdir():
        number = folder.name.partition("-")[0]
        if number.isdigit() and not runs(int(number)):
            shutil.rmtree(folder, ignore_errors=True)
