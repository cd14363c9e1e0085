"""`encounter preview`: the app on a file being written."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(epilog="Example: encounter preview late-bus.yaml")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def preview(file: Path) -> int:
    """Keep FILE open beside your editor: every save is read, checked and proved, in the same scene.

    Play on from there, jump to any scene in any state, and see the problems with their lines. A
    broken file never closes it: the last good version stays.
    """
    from simulator.errors import UsageError
    from simulator.scenario.library import where_to_look
    from simulator.terminal import wants_plain

    if not file.is_file():
        raise UsageError(f"There is no file {file}.", where_to_look(file))
    if wants_plain():
        raise UsageError("A preview needs a terminal that can draw.", f"Without one: encounter check {file}")
    from simulator.app.preview import run_preview

    return run_preview(file)
