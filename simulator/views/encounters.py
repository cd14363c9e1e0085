"""How an encounter is found: by words and by level."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.scenario.library import Entry

LEVELS = ("foundation", "intermediate", "advanced")


def matches(entry: Entry, *, words: str = "", level: str = "") -> bool:
    """Return whether an encounter has all of the words somewhere, and the level where one is named."""
    if level and entry.level != level:
        return False
    places = (entry.title, entry.id, entry.place, entry.force, entry.level, entry.summary)
    haystack = " ".join((*places, *entry.practices, *entry.criteria, *entry.objectives)).casefold()
    return all(word in haystack for word in words.casefold().split())
