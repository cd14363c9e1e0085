"""Writes the help of every command into docs/commands.md, between the marks; run it after a change of a command.

Run: python docs/write_commands.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from simulator.commands.main import encounter

PAGE = Path(__file__).parent / "commands.md"
BEGIN, END = "<!-- help begins: written by docs/write_commands.py -->", "<!-- help ends -->"


def help_blocks() -> str:
    """Return every command's help as Markdown, in the order of `encounter --help`."""
    return "\n".join(f"### `{name}`\n\n```text\n{text}\n```\n" for name, text in _helps(encounter, "encounter", None))


def page_with_help(page: str) -> str:
    """Return the page with the part between the marks written again."""
    between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    return between.sub(lambda _: f"{BEGIN}\n\n{help_blocks()}\n{END}", page)


def _helps(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    last = name.rsplit(" ", maxsplit=1)[-1]
    context = click.Context(command, info_name=last, parent=parent, terminal_width=100, **command.context_settings)
    yield name, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            if found is not None:
                yield from _helps(found, f"{name} {sub}", context)


if __name__ == "__main__":
    PAGE.write_text(page_with_help(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
