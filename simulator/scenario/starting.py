"""The first text of a new scenario: the commented starter, or a copy of another under its own id."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from simulator.errors import UsageError

_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def starter(id_: str) -> str:
    """Return the commented starter under a new id.

    Raises:
        UsageError: `id_` is not written as an id.
    """
    text = files("simulator.scenario").joinpath("starter.yaml").read_text(encoding="utf-8")
    return with_id(text, id_)


def copy_of(source: str, id_: str) -> str:
    """Return the text of an encounter, comments and all, under a new id and as version 0.1.0.

    Args:
        source: an id of the library, or a file.
        id_: the new id.

    Raises:
        UsageError: `id_` is not written as an id.
        UnknownScenario: there is no such encounter.
    """
    from simulator.scenario.library import Library

    path = Path(source) if Path(source).is_file() else Path(Library.default().entry(source).path)
    text = path.read_text(encoding="utf-8")
    return with_id(re.sub(r"(?m)^version:.*$", "version: 0.1.0", text, count=1), id_)


def with_id(text: str, id_: str) -> str:
    """Return the text of a file under another id.

    Raises:
        UsageError: `id_` is not written as an id.
    """
    if not _ID.match(id_):
        raise UsageError(
            f"'{id_}' cannot be an id.", "Name the file in lower-case letters, digits and hyphens: late-bus.yaml"
        )
    return re.sub(r"(?m)^id: *\S+", f"id: {id_}", text, count=1)
