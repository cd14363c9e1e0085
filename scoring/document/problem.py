"""One thing that is wrong with a file: where, what, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error keeps a file from being read, the others are findings."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file.

    Attributes:
        file: the path as it was given.
        line: from 1.
        column: from 1, in characters.
        code: stable, with a page under docs/problems/.
        severity: error, warning or info.
        message: one sentence that says what is wrong.
        mend: one sentence that says what to do.
        source: the offending line as it stands in the file, "" where there is none.
        width: how many characters the caret underlines.
    """

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    mend: str
    source: str = ""
    width: int = 1

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Sort key: file, then place, then code."""
        return (self.file, self.line, self.column, self.code)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word nearest to `word`, or None where nothing is near."""
    options = sorted(known)
    lowered = {option.lower(): option for option in options}
    found = difflib.get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str = "Use") -> str:
    """Return a mend: the nearest known word, or the whole list where nothing is near."""
    options = sorted(known)
    near = nearest(word, options)
    if near is not None:
        return f"Did you mean '{near}'?"
    if not options:
        return "There is none to choose from yet."
    shown = ", ".join(options[:20]) + (", …" if len(options) > 20 else "")
    return f"{otherwise} one of: {shown}."
