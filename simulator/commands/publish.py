"""`encounter publish`: encounters that people play who sign in to the database itself."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from simulator.commands.context import Context, pass_context
from simulator.commands.output import say
from simulator.commands.people import by_whom


@click.command(epilog="Example: encounter publish market-stall flat-nine")
@click.argument("scenarios", metavar="[SCENARIO]...", nargs=-1)
@click.option("--withdraw", is_flag=True, help="Let no run of them begin any more.")
@pass_context
def publish(context: Context, scenarios: tuple[str, ...], withdraw: bool) -> None:
    """Publish SCENARIOs as they are now, or show what is published.

    People with a login of their own on PostgreSQL play what is published, and nothing else.
    """
    from simulator import academy
    from simulator.scenario.library import Library

    library = Library.default()
    with context.opened() as store:
        for each in scenarios:
            at = datetime.now(UTC)
            if withdraw:
                academy.unpublish_encounter(store, each, at=at)
                say(f"{each} is published no longer.")
            else:
                story = library.story(library.entry(each).id)
                new = academy.publish_encounter(store, story, author=by_whom(), at=at)
                say(f"{each} is published{'' if new else ' already, as it is now'}.")
        if not scenarios:
            found = academy.what_is_published(store)
            for one in found:
                click.echo(f"{one.scenario_id}  {one.digest[:8]}  {one.at:%Y-%m-%d}  by {one.author}")
            if not found:
                say("Nothing is published. For example: encounter publish market-stall")
