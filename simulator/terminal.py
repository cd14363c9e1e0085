"""What the terminal can do: kept apart, so that asking costs nothing before the first paint."""

from __future__ import annotations

import os
import sys


def wants_plain() -> bool:
    """Return whether this terminal cannot draw: a pipe, a dumb terminal, or none at all."""
    # Windows sets no TERM, and its terminals can all draw.
    term = os.environ.get("TERM", "windows" if os.name == "nt" else "")
    return not (sys.stdin.isatty() and sys.stdout.isatty()) or term in ("", "dumb")
