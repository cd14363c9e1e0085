"""Keys of one's own: a file that names other keys for what a screen can do.

`keys.json` in the configuration folder holds one object, such as `{"encounter.rewind": "z", "debrief.what_if": "f2"}`.
Each entry has the id of a key, which the help shows, and the keys to use instead, separated by commas.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from simulator.errors import EncounterError
from simulator.messages import tr


def keys_file() -> Path:
    """Return where keys of one's own are named."""
    from platformdirs import user_config_path

    return user_config_path("encounter", appauthor=False) / "keys.json"


def read_keymap(path: Path) -> Mapping[str, str]:
    """Return id to keys; none where there is no such file.

    Raises:
        EncounterError: it cannot be read, or holds something else.
    """
    if not path.exists():
        return {}
    mend = tr('Write it as {"encounter.rewind": "z"}, or delete it; until then every key is as usual.')
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error).split("\n", 1)[0]
        raise EncounterError(tr("{path} cannot be read ({said}).", path=path, said=said), mend) from None
    if not isinstance(found, dict) or not all(isinstance(keys, str) and keys for keys in found.values()):
        raise EncounterError(tr("{path} does not name keys.", path=path), mend)
    return found
