"""Lines in and lines out: text for the trainee, and the trainee's answers."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO, TypeVar

from simulator.messages import later, tr
from simulator.records.model import REFLECTION_LIMIT
from simulator.text import clean_text, whole_number

Item = TypeVar("Item")

LEAVE = ("q", "quit", "leave")
HELP = ("?", "help")
AGAIN = ("a", "again", "repeat")
EVERYWHERE = later("a says the last part again, ? helps, q leaves.")


class InputEnded(Exception):
    """Standard input has ended."""


class PersonLeft(Exception):
    """The person leaves what was asked, by q."""


@dataclass
class Talk:
    """Where lines come from and go to.

    Attributes:
        quiet: print nothing but what was asked for (with `--json`).
        files: files may be written here; not where a server opened this for somebody elsewhere.
        menu: a menu is gone back to, which lists what was left.
    """

    source: TextIO = field(default_factory=lambda: sys.stdin)
    target: TextIO = field(default_factory=lambda: sys.stdout)
    quiet: bool = False
    files: bool = True
    menu: bool = False
    _part: list[str] = field(default_factory=list)
    _answered: bool = False

    @classmethod
    def standard(cls, *, quiet: bool = False) -> Talk:
        """Return talk over standard input and output, wrapped at the terminal's width where it is one."""
        return cls(quiet=quiet)

    @property
    def interactive(self) -> bool:
        """Whether a person answers, who may want a long text in parts; a script gets it whole."""
        return self.source.isatty()

    @property
    def conversation(self) -> bool:
        """Whether somebody reads what is said, and answers: a terminal at both ends."""
        return self.interactive and self.target.isatty()

    def say(self, text: str = "") -> None:
        """Print text; lines that belong together stay together, wrapped at the terminal's width."""
        if self.quiet:
            return
        if self._answered:
            self._part, self._answered = [], False
        self._part.append(text)
        self._print(text)

    def remark(self, text: str) -> None:
        """Print an answer to the person. It is no part of the story, so it is not said again."""
        self._answered = False
        self._print(text)

    def ask(self, prompt: str, *, helps: str = "", own: Sequence[str] = (), within: bool = False) -> str:
        """Print a prompt on a line of its own and return the answer.

        Help, saying the last part again, and leaving are the same at every prompt.

        Args:
            prompt: what is asked.
            helps: what can be answered here, for the person who asks for help.
            own: answers that mean something here, whatever they mean elsewhere.
            within: whether the text belongs to the text before it, and is said again with it.

        Raises:
            InputEnded: there are no more answers.
            PersonLeft: the answer was q.
        """
        while True:
            if not self.quiet:
                self._print(prompt)
            line = self.source.readline()
            if not line:
                raise InputEnded
            answer = clean_text(line, limit=REFLECTION_LIMIT)
            word = answer.casefold()
            if word in own or not (word in LEAVE or word in HELP or word in AGAIN):
                self._answered = not within
                return answer
            if word in LEAVE:
                self._answered = True
                raise PersonLeft
            if word in HELP:
                self._print(f"{helps} {tr(EVERYWHERE)}".strip())
            else:
                for text in self._part:
                    self._print(text)

    def _print(self, text: str) -> None:
        if self.quiet:
            return
        width = shutil.get_terminal_size().columns - 1 if self.target.isatty() else 0
        for line in text.split("\n"):
            print(textwrap.fill(line, width) if width > 10 and line.strip() else line, file=self.target)
        self.target.flush()


def now() -> datetime:
    """Return the present time, in UTC."""
    return datetime.now(UTC)


def pick(talk: Talk, prompt: str, items: Sequence[Item]) -> Item | None:
    """Ask for one of `items` by number; None if the person goes back."""
    while True:
        try:
            answer = talk.ask(prompt, helps=tr("Answer 1 to {count}; Enter goes back.", count=len(items)))
        except PersonLeft:
            return None
        if not answer:
            return None
        number = number_of(answer, len(items))
        if number is not None:
            return items[number - 1]
        talk.remark(tr("Type 1 to {count}, or q to go back.", count=len(items)))


def agreed(talk: Talk, question: str) -> bool:
    """Return whether a question was answered with yes; Enter and q say no, anything else is asked about again."""
    # What says yes, and what says no, with commas between.
    yes, no = ("y", "yes", *tr("y,yes").split(",")), ("", "n", "no", *tr("n,no").split(","))
    while True:
        try:
            answer = talk.ask(f"{question} {tr('y or n.')}").casefold()
        except PersonLeft:
            return False
        if answer in yes or answer in no:
            return answer in yes
        talk.remark(tr("Type y or n."))


def number_of(answer: str, count: int, least: int = 1) -> int | None:
    """Return the number that was answered, in digits of any script, if it is one of `least` to `count`."""
    return whole_number(answer, count, least=least)


Action = tuple[str, Callable[[], None]]
"""A line of a menu: what it says, and what it does."""
