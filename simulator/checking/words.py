"""Loaded words: the list that ships, or an academy's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from simulator.errors import EncounterError

Words = Sequence[tuple[re.Pattern[str], str]]
"""Each word or phrase as a pattern, with what to write instead."""


@cache
def shipped_words() -> Words:
    """Return the list that ships with the program, `simulator/checking/loaded_words.txt`."""
    return _words(
        files("simulator.checking").joinpath("loaded_words.txt").read_text(encoding="utf-8"), "loaded_words.txt"
    )


@cache
def read_words(path: Path) -> Words:
    """Read a list of one's own: lines `word or phrase | what to write instead`; lines with # are notes.

    Raises:
        EncounterError: the file cannot be read, or a line of it is not of that form.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise EncounterError(f"{path} cannot be read: {reason}.", "Name a text file of loaded words.") from None
    return _words(text, str(path))


def _words(text: str, name: str) -> Words:
    words = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        phrase, bar, mend = (part.strip() for part in line.partition("|"))
        if not (phrase and bar and mend):
            raise EncounterError(
                f"{name}:{number}: '{line[:60]}' is not a loaded word with its mend.",
                "Write 'word or phrase | what to write instead'.",
            )
        spaced = r"\s+".join(re.escape(word) for word in phrase.split())
        words.append((re.compile(rf"(?<![\w-]){spaced}(?![\w-])", re.IGNORECASE), mend))
    return words
