"""One thing that is wrong with a file: where, what, and how to mend it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

ODD_SPACES = "\u00a0\u1680\u202f\u205f\u2060\u3000\u00ad" + "".join(map(chr, range(0x2000, 0x200E)))
"""Characters that look like a space but are not one, and marks of no width. They come from word processors and web
pages."""


class Severity(StrEnum):
    """How much a problem matters: an error keeps a file from being read, the others are findings."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


ERROR, WARNING, INFO = Severity


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem: its stable code, how much it matters, and its title in a few words."""

    code: str
    severity: Severity
    title: str


def errors(titles: Mapping[str, str]) -> dict[str, ProblemKind]:
    """Return kinds of error by their codes, out of code to title."""
    return {code: ProblemKind(code, Severity.ERROR, title) for code, title in titles.items()}


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
        source: the offending line as it stands in the file, "" if there is none.
        width: how many characters the caret underlines.
        place: where in the file's tree it is, as dotted ids (`scenes.kitchen`), or another name for what it is about;
            "" if it is about no single place.
        subject: the unknown name that it is about, if it is about one.
        near: the known name that was probably meant; "" if none is near.
        waived: why it is on purpose; "" if nobody says that it is.
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
    place: str = ""
    subject: str = ""
    near: str = ""
    waived: str = ""

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Sort key: file, then place, then code."""
        return (self.file, self.line, self.column, self.code)


class Refused(Exception):
    """A file cannot be read at all: where the reader stopped, the code, why, and how to mend it.

    Attributes:
        line: from 1.
        column: from 1, in characters.
        code: of the problem.
        message: what is wrong.
        mend: what to do.
        width: how many characters the caret underlines.
        source: the line to show, where the file's own cannot be read; None for the file's own.
        meant: lines, from 1, as they were surely meant, so that the rest of the file can be read too.
    """

    def __init__(
        self, line: int, column: int, code: str, message: str, mend: str, *, width: int = 1, source: str | None = None
    ) -> None:
        super().__init__(message)
        self.line, self.column, self.code, self.message, self.mend = line, column, code, message, mend
        self.width, self.source = width, source
        self.meant: dict[int, str] = {}

    def meaning(self, line: str, more: Mapping[int, str] | None = None) -> Refused:
        """Return the same with the line, and more lines by their numbers, as they were surely meant."""
        self.meant = {self.line: line, **(more or {})}
        return self


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word nearest to `word`, or None if nothing is near."""
    options = sorted(known)
    lowered = {option.lower(): option for option in options}
    found = difflib.get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str = "Use one of") -> str:
    """Return a mend: the nearest known word, or the whole list, after `otherwise`, where nothing is near."""
    options = sorted(known)
    near = nearest(word, options)
    if near is not None:
        return f"Did you mean '{near}'?{pasted(word)}"
    if not options:
        return "There is nothing to choose from yet."
    shown = ", ".join(options[:20]) + (", …" if len(options) > 20 else "")
    return f"{otherwise}: {shown}."


def pasted(word: str) -> str:
    """Return a sentence on a character in `word` that looks like another, "" if there is none."""
    for mark in word:
        if mark in ODD_SPACES or "\u2010" <= mark <= "\u2015" or mark == "\u2212":
            return f" It contains a pasted character that only looks like an ordinary one (U+{ord(mark):04X})."
        alphabet = unicodedata.name(mark, "").split(" ")[0]
        if alphabet in ("CYRILLIC", "GREEK", "ARMENIAN") and any("a" <= each <= "z" for each in word.lower()):
            return f" The '{mark}' in it is a {alphabet.title()} letter (U+{ord(mark):04X}) that only looks ordinary."
    return ""
