"""Loaded words: the list that ships, or an academy's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from simulator.errors import EncounterError


@dataclass(frozen=True, slots=True)
class Words:
    """A list of loaded words and phrases.

    Attributes:
        any_of: a pattern that finds any of them.
        mends: each, in lower case, with what to write instead.
    """

    any_of: re.Pattern[str]
    mends: Mapping[str, str]

    def find(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Yield each loaded word of a text, with what to write instead."""
        for found in self.any_of.finditer(text):
            # Letters that only case folding makes alike, such as a long s, find no entry of their own.
            yield found, self.mends.get(" ".join(found.group().lower().split()), "Say what was seen and heard.")


@cache
def shipped_words() -> Words:
    """Return the list that ships with the program, `simulator/checking/loaded_words.txt`."""
    name = "loaded_words.txt"
    return _words(files("simulator.checking").joinpath(name).read_text(encoding="utf-8"), name)


@cache
def read_words(path: Path) -> Words:
    """Read a list of one's own: lines `word or phrase | what to write instead`; lines with # are notes.

    Raises:
        EncounterError: the file cannot be read, or a line of it is not of that form.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise EncounterError(f"{path} cannot be read: {reason}.", "Name a text file of loaded words.") from None
    return _words(text, str(path))


def _words(text: str, name: str) -> Words:
    mends: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        phrase, bar, mend = (part.strip() for part in line.partition("|"))
        if not (phrase and bar and mend):
            raise EncounterError(
                f"{name}:{number}: '{line[:60]}' is not a loaded word followed by what to write instead.",
                "Write 'word or phrase | what to write instead'.",
            )
        mends[" ".join(phrase.lower().split())] = mend
    if not mends:
        raise EncounterError(f"{name} has no loaded words in it.", "Write 'word or phrase | what to write instead'.")
    # The longest first, so that a phrase is found before a word that it begins with.
    spaced = (r"\s+".join(map(re.escape, phrase.split())) for phrase in sorted(mends, key=len, reverse=True))
    return Words(re.compile(rf"(?<![\w-])(?:{'|'.join(spaced)})(?![\w-])", re.IGNORECASE), mends)
