"""Lines in and lines out: what is said to the trainee, and what they answer."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO, TypeVar

from simulator.text import clean_text

Item = TypeVar("Item")


LEAVE = ("q", "quit", "leave")


class InputEnded(Exception):
    """Standard input has ended."""


@dataclass
class Talk:
    """Where lines come from and go to.

    Attributes:
        quiet: print nothing but what was asked for (with `--json`).
        width: columns to wrap at; 0 leaves wrapping to the reader's own device.
    """

    source: TextIO = field(default_factory=lambda: sys.stdin)
    target: TextIO = field(default_factory=lambda: sys.stdout)
    quiet: bool = False
    width: int = 0

    @classmethod
    def standard(cls, *, quiet: bool = False) -> Talk:
        """Return talk over standard input and output, wrapped at 80 columns on a terminal."""
        return cls(quiet=quiet, width=80 if sys.stdout.isatty() else 0)

    def say(self, text: str = "") -> None:
        """Print a paragraph."""
        if self.quiet:
            return
        for line in text.split("\n"):
            wrapped = textwrap.fill(line, self.width) if self.width and line.strip() else line
            print(wrapped, file=self.target)
        self.target.flush()

    def ask(self, prompt: str) -> str:
        """Print a prompt on a line of its own and return the answer.

        Raises:
            InputEnded: there are no more answers.
        """
        self.say(prompt)
        line = self.source.readline()
        if not line:
            raise InputEnded
        return clean_text(line)


def now() -> datetime:
    """Return the present time, in UTC."""
    return datetime.now(UTC)


def pick(talk: Talk, prompt: str, items: Sequence[Item]) -> Item | None:
    """Ask for one of `items` by number; None where the person goes back."""
    while True:
        answer = talk.ask(prompt)
        if answer in LEAVE or not answer:
            return None
        number = number_of(answer, len(items))
        if number is not None:
            return items[number - 1]
        talk.say(f"Type 1 to {len(items)}, or q.")


def number_of(answer: str, count: int) -> int | None:
    """Return the number that was answered, if it is one of 1 to `count`."""
    return int(answer) if answer.isdigit() and len(answer) < 4 and 1 <= int(answer) <= count else None
