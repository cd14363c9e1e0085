"""What commands share in speaking: results to stdout, messages to stderr, progress on a terminal only."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from shutil import get_terminal_size
from typing import Any, Self

import click

from simulator.errors import EncounterError

UNREGISTERED = (
    "The store cannot be written, so this publication is not in its register: a later one could reveal "
    "hidden counts when the two are compared."
)
"""Said where counts were published and could not be registered."""


def now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


def print_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object to standard output."""
    every = (sys.stdout.encoding or "ascii").lower().replace("-", "").startswith("utf")
    click.echo(json.dumps(value, ensure_ascii=not every, indent=2))


def say(text: str) -> None:
    """Print a message for the person to standard error, so that results stay clean."""
    click.echo(text, err=True)


def padded(text: str, width: int) -> str:
    """Return a text filled up with spaces to a width in columns; a Chinese character is two columns wide."""
    return text + " " * max(0, width - columns(text))


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 run, 2,000 runs."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def agreed(question: str, yes: bool, refused: str) -> None:
    """Ask before something that cannot be undone.

    Args:
        question: what is asked.
        yes: whether it was agreed on the command line.
        refused: what is said where it was not agreed.

    Raises:
        EncounterError: it was not agreed.
    """
    if yes:
        return
    try:
        agreed_to = click.confirm(question, err=True)
    except click.Abort:
        agreed_to = False
    if not agreed_to:
        raise EncounterError(refused, "To answer yes in advance: --yes.")


class Progress:
    """One line of progress on standard error, for work that takes more than a second at a terminal.

    with Progress() as progress:
        long_work(progress.show)
    """

    def __enter__(self) -> Self:
        self._next = time.monotonic() + 1
        self._shown = False
        return self

    def show(self, text: str) -> None:
        """Show how far it is, on one line, at most ten times a second."""
        now = time.monotonic()
        if sys.stderr.isatty() and now > self._next:
            click.echo(f"\r{text[: get_terminal_size().columns - 1]}\x1b[K", err=True, nl=False)
            self._shown, self._next = True, now + 0.1

    def of(self, what: str) -> Callable[[int, int], None]:
        """Return a function that is told how many are done, of how many.

        Args:
            what: what is being done, such as "Checking".
        """

        def done(count: int, total: int) -> None:
            self.show(f"{what} {count:,} of {total:,}")
            if count == total:
                self.end()

        return done

    def end(self) -> None:
        """Leave the line as it is; what is shown next begins a new one."""
        if self._shown:
            click.echo(err=True)
            self._shown = False

    def __exit__(self, *_: object) -> None:
        self.end()
