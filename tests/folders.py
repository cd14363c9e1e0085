"""Where tests put what they need only for themselves."""

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")


def in_memory(needed):
    """Return a folder that is in memory, if there is one with room for so many bytes; else None, for the usual place.

    To make the hundreds of files of a database takes ten times the processor time on a disk.
    """
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > needed:
        return str(_MEMORY)
    return None
