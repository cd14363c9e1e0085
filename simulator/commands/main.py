"""The program `encounter`: finds the command that was asked for and turns errors into sentences."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from simulator import __version__
from simulator.commands.context import Context
from simulator.errors import EncounterError
from simulator.messages import ENGLISH, speaking

# name: (module under simulator.commands, attribute, one line for `encounter --help`).
# The line stands here so that help needs none of the modules.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "play": ("play", "play", "Play one encounter."),
    "class": (
        "classroom",
        "classroom",
        "Play an encounter with a class: count hands, see the split, discuss a question.",
    ),
    "list": ("library", "list_encounters", "Show the library of encounters."),
    "runs": ("runs", "runs", "Show finished and unfinished runs."),
    "resume": ("runs", "resume", "Go on with an unfinished run."),
    "debrief": ("runs", "debrief", "Look back on a run."),
    "progress": ("runs", "progress", "Show each criterion over time, and what to practise next."),
    "roster": ("roster", "roster", "Import the people of an academy and their cohorts."),
    "cohort": (
        "cohort",
        "cohort",
        "Manage cohorts: who trains together, what they are assigned, and how far they are.",
    ),
    "check": ("check", "check", "Find every error in scenario files, and run their own tests."),
    "explain": ("explain", "explain", "Explain what a code that check prints means, and what to do about it."),
    "rubric": ("explain", "rubric", "Show a rubric with the conduct that earns each level."),
    "prove": ("prove", "prove", "Prove what can and cannot happen in a scenario, and what it scores."),
    "preview": ("preview", "preview", "Follow a file being written: play, check and prove it at every save."),
    "graph": ("graph", "graph", "Draw the map of an encounter."),
    "diff": ("graph", "diff", "Show what changed in behaviour between two versions."),
    "new": ("new", "new", "Begin a scenario file with a commented starter."),
    "fmt": ("new", "fmt", "Lay out a scenario file in the standard way."),
    "translate": ("translate", "translate", "Begin a translation, or list what is missing in one."),
    "schema": ("schema", "schema", "Print the JSON Schema of a file format, for editors."),
    "export": ("export", "export", "Write a cohort's tables to a file, or send them to a learning record store."),
    "report": ("report", "report", "Write a cohort's report as one page, or its statistics as JSON."),
    "certificate": ("certificate", "certificate", "Write a certificate that an encounter was played, or check one."),
    "verify-export": ("export", "verify_export", "Check that an export is unchanged since it was written."),
    "rescore": ("rescore", "rescore", "Score a cohort's kept decisions under another rubric."),
    "panel": ("panel", "panel", "Let several people rate an encounter's choices, and see how well they agree."),
    "pack": ("pack", "pack", "Make packs of encounters to share, and install those of others."),
    "twee": ("twee", "twee", "Bring in a Twine story, or write an encounter as one."),
    "people": ("people", "people", "Manage the accounts of a server."),
    "audit": ("people", "audit", "Show who did what on a server."),
    "serve": ("serve", "serve", "Serve pages to browsers, with sign-in."),
    "publish": ("publish", "publish", "Publish encounters for people with a login of their own on PostgreSQL."),
    "store": ("store", "store", "Manage the record store."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the table above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"simulator.commands.{module}"), attribute)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """Complete a command's name without importing the commands."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [
            CompletionItem(name, help=line) for name, (_, _, line) in COMMANDS.items() if name.startswith(incomplete)
        ]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, with a suggestion where the name is unknown."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from scoring.document.problem import did_you_mean

            ctx.fail(f"There is no command '{name}'. {did_you_mean(name, COMMANDS, otherwise='There are')}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: encounter play market-stall --as sam",
)
@click.version_option(__version__, prog_name="encounter")
@click.option(
    "--store",
    "store_address",
    metavar="ADDRESS",
    envvar="ENCOUNTER_STORE",
    help="The record store: a file, or a PostgreSQL address.",
)
@click.option("--debug", is_flag=True, expose_value=False, help="Show a traceback if something goes wrong.")
@click.pass_context
def encounter(ctx: click.Context, store_address: str | None) -> None:
    """Meet people, choose what to say and do, and see what it does to them.

    Without a command, the app opens: library, progress, and what to practise next.
    """
    ctx.obj = Context(store_address)
    ctx.with_resource(speaking(os.environ.get("ENCOUNTER_LANGUAGE") or ENGLISH))
    if ctx.invoked_subcommand is None:
        from simulator.commands.open import open_app

        ctx.exit(open_app(ctx.obj))


def _speak_to_every_terminal() -> None:
    """Let an output that cannot take a character show a question mark in its place, and go on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def _forget_output() -> None:
    """Keep Python from trying once more, at the end, to write what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; exit 0 done, 1 findings or a refused action, 2 bad usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak_to_every_terminal()
    if "_ENCOUNTER_COMPLETE" in os.environ:
        importlib.import_module("simulator.commands.completing")  # names with blanks in bash
    try:
        outcome: Any = encounter.main(args=given, prog_name="encounter", standalone_mode=False)
        code = outcome if isinstance(outcome, int) else 0
    except click.exceptions.Exit as left:
        code = left.exit_code
    except click.UsageError as usage:
        usage.show()
        code = 2
    except click.ClickException as refused:
        refused.show()
        code = refused.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Every answer is kept.", err=True)
        code = 130
    except BrokenPipeError:
        # The reader (head, less) has gone; closing quietly is what it expects.
        sys.stderr.close()
        code = 1
    except OSError as error:
        # Of our own files every room speaks itself; what is left is the output.
        if "--debug" in given:
            raise
        what = "the output could not be written" if error.filename is None else f"{error.filename} cannot be used"
        click.echo(f"encounter: {what} ({error.strerror}).", err=True)
        if error.filename is None:
            _forget_output()
        code = 1
    except EncounterError as error:
        if "--debug" in given:
            raise
        click.echo(f"encounter: {error}", err=True)
        code = error.exit_code
    except Exception as fault:
        # A fault of ours: said in a sentence, with the way to see all of it.
        if "--debug" in given:
            raise
        click.echo(f"encounter: a fault in the program: {type(fault).__name__}: {fault}", err=True)
        click.echo(
            "Every answer is kept. Please report this fault, with what this command shows: encounter --debug …",
            err=True,
        )
        code = 1
    sys.exit(code)
