"""What a kept scenario says of itself, read without the scenario's model: verifying loads it only for doubtful runs."""

from __future__ import annotations

import json


def outcomes_of(snapshot: str) -> dict[str, str]:
    """Return the outcome of each ending of a kept scenario; empty if it cannot be read."""
    try:
        return {id_: str(ending["outcome"]) for id_, ending in json.loads(snapshot)["endings"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def name_of(snapshot: str) -> tuple[str, str] | None:
    """Return the id and version of a kept scenario; None if it cannot be read."""
    try:
        content = json.loads(snapshot)
        return content["id"], content["version"]
    except (ValueError, KeyError, TypeError):
        return None
