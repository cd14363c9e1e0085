"""`encounter check`: every error and finding of scenario files, and the files' own tests."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from simulator.commands.context import json_option, jurisdiction_option
from simulator.commands.limits import limit_options, within
from simulator.commands.output import Progress, print_json


@click.command(epilog="Example: encounter check scenarios --strict")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--strict", is_flag=True, help="Exit 1 on findings too, not only on errors.")
@json_option
@click.option("--sarif", is_flag=True, help="Print a SARIF 2.1.0 log, for code-review tools.")
@click.option(
    "--words", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Use your own list of loaded words instead of the built-in one.",
)  # fmt: skip
@jurisdiction_option("Check under this law, such as us-tx: with its overlays, and with no powers of another law.")
@limit_options(300_000)
def check(
    paths: tuple[Path, ...],
    strict: bool,
    as_json: bool,
    sarif: bool,
    words: Path | None,
    jurisdiction: str | None,
    states: int,
    seconds: int,
    memory: int,
) -> int:
    """Find every error and finding in scenario files and folders, and run the scenarios' own tests.

    Each code has a page: encounter explain CODE
    """
    from scoring.rubric import RubricSet
    from simulator.checking import render
    from simulator.checking.files import check_paths
    from simulator.checking.subject import CheckLimits
    from simulator.errors import UsageError
    from simulator.scenario.library import where_to_look

    paths = tuple(path.expanduser() for path in paths)
    missing = [path for path in paths if not (path.exists() or path.is_symlink())]
    if missing:
        raise UsageError(f"There is no file or folder {missing[0]}.", where_to_look(missing[0]))
    with Progress() as progress:
        looking = CheckLimits(states, partial(within, seconds=seconds, memory=memory))
        law, told = jurisdiction, progress.of("Checking")
        report = check_paths(paths, RubricSet.shipped(), words=words, jurisdiction=law, within=looking, progress=told)
    if as_json:
        print_json(render.as_json(report))
    elif sarif:
        print_json(render.as_sarif(report))
    else:
        for line in render.as_text(report):
            click.echo(line)
    return 1 if not report.files or report.errors or (strict and report.findings) else 0
