"""What commands share in speaking: results to stdout, talk to stderr, progress on a terminal only."""

from __future__ import annotations

import json
import sys
from typing import Any

import click


def print_json(value: Any) -> None:
    """Print one JSON document to standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Print a message for the person to standard error, so that results stay clean."""
    click.echo(text, err=True)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 run, 2,000 runs."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class Counter:
    """A count of what is done, redrawn on one line of standard error; silent where that is no terminal.

    Args:
        what: what is being done, such as "Checking".
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.shown = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        if self.shown and total > 20:
            end = "\n" if done == total else ""
            click.echo(f"\r{self.what} {done} of {total}{end}", err=True, nl=False)
