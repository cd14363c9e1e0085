"""`encounter preview`: the app on a file being written."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.commands.context import jurisdiction_option


@click.command(epilog="Example: encounter preview late-bus.yaml")
@click.argument("file", type=click.Path(path_type=Path))
@jurisdiction_option("Preview it under another law: the overlay beside the file, such as us-tx.")
def preview(file: Path, jurisdiction: str | None) -> int:
    """Keep FILE open beside your editor: every save is read, checked and proved, in the same scene.

    Play on from there, jump to any scene in any state, and see the problems with their lines. A
    broken file never closes it: the last good version stays.

    Of a campaign's folder, what check and prove say is written again at every save, until Ctrl+C; open
    an episode's file to play it.
    """
    from simulator.errors import UsageError
    from simulator.scenario.library import CAMPAIGN, where_to_look
    from simulator.terminal import wants_plain

    if (file / CAMPAIGN).is_file() or file.name == CAMPAIGN:
        if jurisdiction is not None:
            raise UsageError("A campaign is followed under its own law.", "Leave out --jurisdiction.")
        return _follow_campaign(file)
    if not file.is_file():
        raise UsageError(f"There is no file {file}.", where_to_look(file))
    if jurisdiction is not None:
        from simulator.scenario.library import Library

        file = Path(Library.default().under_law(str(file), jurisdiction))
    if wants_plain():
        raise UsageError("A preview needs a terminal that can draw.", f"Without one: encounter check {file}")
    from simulator.app.launch import run_app
    from simulator.app.start import StartRequest

    return run_app(None, start=StartRequest(preview=file))


def _follow_campaign(path: Path) -> int:
    import time

    from scoring.rubric import RubricSet
    from simulator.commands.follow_campaign import follow

    def wait() -> bool:
        time.sleep(0.5)
        return True

    for told in follow(path, RubricSet.shipped(), wait):
        click.clear()
        for line in told:
            click.echo(line)
    return 0
