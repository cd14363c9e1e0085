"""What the terminal can do: kept apart, so that asking costs nothing before the first paint."""

from __future__ import annotations

import os
import sys


def wants_plain() -> bool:
    """Return whether to go line by line: ENCOUNTER_PLAIN says so, or this is a pipe or a terminal that cannot draw."""
    if os.environ.get("ENCOUNTER_PLAIN", "0") not in ("", "0"):
        return True
    # Windows sets no TERM, and its terminals can all draw.
    term = os.environ.get("TERM", "windows" if os.name == "nt" else "")
    return not (sys.stdin.isatty() and sys.stdout.isatty()) or term in ("", "dumb")
