"""The first text of a new scenario: the commented starter, or a copy of another under its own id."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from simulator.errors import UsageError

_REVIEWS = re.compile(r"(?m)^(?:reviewed|law_checked|keyed_by):.*\n(?:[ -].*\n)*")
_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def starter(id_: str) -> str:
    """Return the commented starter under a new id.

    Raises:
        UsageError: `id_` is not written as an id.
    """
    text = files("simulator.scenario").joinpath("starter.yaml").read_text(encoding="utf-8")
    return with_id(text, id_)


def copy_of(source: str, id_: str) -> str:
    """Return the text of an encounter, comments and all, under a new id, as version 0.1.0, and without its reviews.

    What somebody has said of the original (`reviewed`, `law_checked`, `keyed_by`) does not hold for what is made of it.

    Args:
        source: an id of the library, or a file.
        id_: the new id.

    Raises:
        UsageError: `id_` is not written as an id.
        UnknownScenario: there is no such encounter.
    """
    text = _REVIEWS.sub("", _source(source).read_text(encoding="utf-8"))
    return with_id(re.sub(r"(?m)^version:.*$", "version: 0.1.0", text, count=1), id_)


def fragments_of(source: str) -> dict[str, bytes]:
    """Return the fragments that an encounter includes, by their names beside it, as they stand there.

    Args:
        source: an id of the library, or a file.
    """
    from scoring.document import read_document

    path = _source(source)
    value = read_document(path).value
    names = value.get("include") if isinstance(value, dict) else None
    files = {name: path.parent / name for name in names or () if isinstance(name, str)}
    return {name: file.read_bytes() for name, file in files.items() if file.is_file()}


def _source(source: str) -> Path:
    from simulator.scenario.library import Library

    return Path(source) if Path(source).is_file() else Path(Library.default().entry(source).path)


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
