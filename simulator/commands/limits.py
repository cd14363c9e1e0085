"""The last resort of what explores: how much time and memory it may take on this machine."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def within(*, seconds: int, memory: int) -> Callable[[], bool]:
    """Return a question whether to go on: yes, until so many seconds have passed or so many MiB are in use."""
    until = time.monotonic() + seconds

    def go_on() -> bool:
        return time.monotonic() < until and _in_use() < memory

    return go_on


def _in_use() -> float:
    """Return the most memory that this process has used so far, in MiB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 2**20 if sys.platform == "darwin" else used / 2**10
