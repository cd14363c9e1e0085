"""`encounter preview`: the app on a file being written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands.context import jurisdiction_option
from simulator.commands.limits import limit_options, limits_of, within

if TYPE_CHECKING:
    from simulator.proof.prove import Limits


@click.command(epilog="Example: encounter preview late-bus.yaml")
@click.argument("file", type=click.Path(path_type=Path))
@jurisdiction_option("Preview it under another law: the overlay beside the file, such as us-tx.")
@limit_options(300_000)
def preview(file: Path, jurisdiction: str | None, states: int, seconds: int, memory: int) -> int:
    """Keep FILE open beside your editor: every save is read, checked and proved, in the same scene.

    Play on from there, jump to any scene in any state, and see the problems with their lines. A
    broken file never closes it: the last good version stays.

    The limits apply to each save: a story that is too large is examined as far as they allow, and the problems
    say so.

    For a campaign's folder, the results of check and prove are printed again at every save, until Ctrl+C; open
    an episode's file to play it.
    """
    from scoring.document.problem import Refused
    from scoring.document.reader import bytes_of
    from simulator.errors import UsageError
    from simulator.scenario.library import CAMPAIGN, where_to_look
    from simulator.terminal import wants_plain

    file = file.expanduser()
    if (file / CAMPAIGN).is_file() or file.name == CAMPAIGN:
        if jurisdiction is not None:
            raise UsageError("A campaign is followed under its own law.", "Leave out --jurisdiction.")
        return _follow_campaign(file, states, seconds, memory)
    if not (file.exists() or file.is_symlink()):
        raise UsageError(f"There is no file {file}.", where_to_look(file))
    try:
        bytes_of(file)
    except Refused as refused:
        raise UsageError(f"{file}: {refused.message}", refused.mend) from None
    if jurisdiction is not None:
        from simulator.scenario.library import Library

        file = Path(Library.default().under_law(str(file), jurisdiction))
    if wants_plain():
        raise UsageError("A preview needs a terminal that can draw.", f"Without one: encounter check {file}")
    from simulator.app.launch import run_app
    from simulator.app.start import StartRequest
    from simulator.checking.subject import CheckLimits

    looking = CheckLimits(states, partial(within, seconds=seconds, memory=memory))
    return run_app(None, start=StartRequest(preview=file, within=looking))


def _follow_campaign(path: Path, states: int, seconds: int, memory: int) -> int:
    import time

    from scoring.rubric import RubricSet
    from simulator.commands.follow_campaign import follow

    def wait() -> bool:
        time.sleep(0.5)
        return True

    def limits() -> Limits:
        return limits_of(states, seconds, memory, lambda _told: None)

    for told in follow(path, RubricSet.shipped(), wait, limits):
        click.clear()
        for line in told:
            click.echo(line)
    return 0
