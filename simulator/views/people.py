"""Names of whoever trains: which of those known a slip may have meant."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from simulator.messages import tr
from simulator.text import name_key


def near_name(typed: str, known: Sequence[str]) -> str | None:
    """Return the known name that is nearest to the typed one. None if none is near, or if the typed name is known."""
    names = {name_key(name): name for name in known}
    if name_key(typed) in names:
        return None
    near = get_close_matches(name_key(typed), list(names), n=1, cutoff=0.75)
    return names[near[0]] if near else None


def new_beside(typed: str, near: str) -> str:
    """Return the sentence for a new name that is near a known one."""
    said = tr("{typed} is new here, and there is {near}. If they are one:", typed=typed, near=near)
    return f"{said} encounter people merge '{typed}' '{near}'"
