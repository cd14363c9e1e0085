"""Digits of any script, as an input method gives them, for the keys of ASCII."""

from __future__ import annotations

import unicodedata

from textual.events import Key


def foreign_digit(event: Key) -> int | None:
    """Return the ASCII digit for a digit of another script, because only ASCII digits are bound.

    None for any other key.
    """
    character = event.character or ""
    return None if not character or character.isascii() else unicodedata.decimal(character, None)
