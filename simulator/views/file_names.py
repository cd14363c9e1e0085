"""Where something is kept if nobody says otherwise, and the file that is meant by what somebody types."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from simulator.messages import tr

STEM_LIMIT = 60


def proposed_file(name: str, kind: str, ending: str = ".html") -> Path:
    """Return where something goes if nobody says otherwise: among the documents, or in the present folder.

    Args:
        name: whose or what it is.
        kind: what its name ends in, such as "report".
        ending: what kind of file it is.
    """
    from platformdirs import user_documents_path

    folder = user_documents_path()
    stem = "-".join(re.findall(r"\w+", name))[:STEM_LIMIT].rstrip("-")
    return (folder if folder.is_dir() else Path.cwd()) / (f"{stem}-{kind}{ending}" if stem else f"{kind}{ending}")


def proposed_debrief(title: str, at: datetime) -> Path:
    """Return where the debrief of something that was begun at `at` goes if nobody says otherwise."""
    return proposed_file(f"{title} {at.astimezone():%Y-%m-%d}", tr("debrief"))


def typed_file(line: str, ending: str) -> Path:
    """Return the file that a line names: `~` is somebody's home, and a name without an ending gets this one."""
    file = Path(line)
    with suppress(RuntimeError):  # "~nobody" is a name like any other
        file = file.expanduser()
    return file if file.suffix or not file.name else file.with_name(f"{file.name}{ending}")
