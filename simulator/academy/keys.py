"""The academy's own keys: one makes pseudonyms, one signs exports.

Both are in the configuration folder, with mode 0600.

They are kept apart from the records and from what is exported. With the pseudonym key, one can tell whose a pseudonym
is. With the signing key, one can sign in this academy's name.
"""

from __future__ import annotations

import os
import secrets
import sys
from datetime import datetime
from pathlib import Path

from simulator.errors import ExportFailed
from simulator.records.seal import Seal, make_seal, read_seal

_BYTES = 32


def keys_folder() -> Path:
    """Return the folder of the keys, in the platform's folder for a person's configuration."""
    from platformdirs import user_config_path

    return user_config_path("encounter", appauthor=False) / "keys"


def pseudonym_key() -> tuple[bytes, Path | None]:
    """Return the key that makes pseudonyms, and its file if it was made just now; None if there was one already.

    Raises:
        ExportFailed: the file cannot be read or made, is no key, or can be read by others.
    """
    path = keys_folder() / "pseudonyms.key"
    made = _make(path)
    try:
        text = path.read_text(encoding="ascii")
        readable = path.stat().st_mode & 0o077
        key = bytes.fromhex(text)
    except (OSError, ValueError):
        key, readable = b"", 0
    if len(key) != _BYTES:
        raise ExportFailed(
            f"The pseudonym key {path} cannot be read.",
            "Bring it back from a backup, or move it away: then a new key is made, with other pseudonyms.",
        )
    if readable and sys.platform != "win32":
        raise ExportFailed(
            f"The pseudonym key {path} can be read by others.", f"Make it private first: chmod 600 {path}"
        )
    return key, path if made else None


def signing_key(at: datetime) -> Seal:
    """Return the key that signs exports; it is made where there is none.

    Raises:
        StoreDamaged: the file is there, and is no key.
        ExportFailed: it cannot be made.
    """
    path = keys_folder() / "exports.key"
    try:
        return read_seal(path) or make_seal(path, at)
    except OSError as error:
        raise _unmade(path, error) from None


def _make(path: Path) -> bool:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        return False
    except OSError as error:
        raise _unmade(path, error) from None
    return True


def _unmade(path: Path, error: OSError) -> ExportFailed:
    return ExportFailed(f"The key {path} cannot be made ({error.strerror}).", "Allow writing to that folder.")
