"""An author's own signing key, made when it is first used and kept in the program's data folder."""

from __future__ import annotations

from datetime import UTC, datetime

from platformdirs import user_data_path

from simulator.records.seal import make_seal, read_seal
from simulator.sharing.pack import Sign


def own_key() -> Sign:
    """Return what signs with this person's key."""
    path = user_data_path("encounter") / "author.key"
    key = read_seal(path) or make_seal(path, datetime.now(UTC))
    return lambda text: (key.public, key.sign(text))
