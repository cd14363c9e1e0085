"""`encounter publish`: encounters and campaigns that people play who sign in to the database itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from simulator.commands.context import Context, pass_context
from simulator.commands.output import say
from simulator.commands.people import by_whom

if TYPE_CHECKING:
    from simulator.records.store import Store


@click.command(epilog="Example: encounter publish market-stall flat-nine")
@click.argument("names", metavar="[SCENARIO]...", nargs=-1)
@click.option("--withdraw", is_flag=True, help="Stop publishing: no new run of them can begin.")
@pass_context
def publish(context: Context, names: tuple[str, ...], withdraw: bool) -> None:
    """Publish SCENARIOs and campaigns as they are now, with their translations, or show what is published.

    People with their own login on PostgreSQL can play only what is published, from the store. An author or the
    academy publishes with their own login.
    """
    from simulator import academy

    with context.opened() as store:
        for each in names:
            if withdraw:
                academy.unpublish_encounter(store, each, at=datetime.now(UTC))
                say(f"{each} is no longer published.")
            else:
                new = _publish(store, each)
                say(f"{each} is published{'' if new else ' already, as it is now'}.")
        if not names:
            found = academy.what_is_published(store)
            for one in found:
                click.echo(f"{one.scenario_id}  {one.digest[:8]}  {one.at:%Y-%m-%d}  by {one.author}")
            if not found:
                say("Nothing is published. For example: encounter publish market-stall")


def _publish(store: Store, name: str) -> bool:
    from simulator import academy
    from simulator.campaign.library import campaign, campaign_languages, is_campaign
    from simulator.scenario.library import Library

    library, at = Library.default(), datetime.now(UTC)  # what lies here goes there
    if is_campaign(name, library):
        year = campaign(name, library)
        years = [campaign(name, library, language=code) for code in campaign_languages(year.campaign.id, library)]
        return academy.publish_campaign(store, year, author=by_whom(), at=at, translations=years)
    id_ = library.entry(name).id
    told = [library.story(id_, language=code) for code in library.languages(id_)]
    return academy.publish_encounter(store, library.story(id_), author=by_whom(), at=at, translations=told)
