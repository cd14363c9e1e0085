"""Digits of any script, as an input method gives them, for the keys of ASCII."""

from __future__ import annotations

import unicodedata

from textual.events import Key


def foreign_digit(event: Key) -> int | None:
    """Return the digit that was typed in another script than ASCII, whose keys are bound; None for anything else."""
    character = event.character or ""
    return None if not character or character.isascii() else unicodedata.decimal(character, None)
