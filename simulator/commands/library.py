"""`encounter list`: the library, and what it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.commands.context import Context, json_option, jurisdiction_option, pass_context
from simulator.commands.output import print_json, say
from simulator.scenario.library import CAMPAIGN, Entry

if TYPE_CHECKING:
    from simulator.campaign.library import CampaignEntry


@click.command("list", epilog="Example: encounter list --coverage")
@json_option
@click.option("--coverage", is_flag=True, help="Print settings × practices × benefits × criteria.")
@jurisdiction_option("Only those under this law, such as us-tx, and those that name no law.")
@pass_context
def list_encounters(context: Context, as_json: bool, coverage: bool, jurisdiction: str | None) -> int:
    """Show the library: id, title, setting, level, minutes and practices."""
    from simulator.campaign.library import campaigns

    library = context.library()
    entries, years = library.entries(), campaigns(library)
    if jurisdiction is not None:
        years = []  # each is played under its own law
    broken = [entry for entry in entries if entry.error]
    sound = [
        entry for entry in entries if not entry.error and jurisdiction in (None, entry.jurisdiction or jurisdiction)
    ]
    if coverage:
        from simulator.scenario.coverage import coverage_of, coverage_table

        if as_json:
            print_json(coverage_of(sound))
        else:
            click.echo(coverage_table(sound))
    elif as_json:
        print_json(
            {
                "encounters": [_json(entry) for entry in sound],
                "campaigns": [_campaign(each) for each in years if not each.error],
            }
        )
    else:
        _print(sound)
        _print_campaigns([each for each in years if not each.error])
    for campaign in years:
        if campaign.error:
            say(f"{campaign.path}/{CAMPAIGN}:{campaign.error} (encounter check {campaign.path})")
    for entry in broken:
        say(f"{entry.path}:{entry.error} (encounter check {entry.path})")
    return 1 if broken or any(each.error for each in years) else 0


def _print(entries: list[Entry]) -> None:
    if not entries:
        click.echo("The library is empty. Write an encounter, or name folders in ENCOUNTER_SCENARIOS.")
        return
    rows = [
        (entry.id, entry.title, entry.force, entry.level, f"{entry.minutes} min", ", ".join(entry.practices))
        for entry in entries
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        click.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]]).rstrip())


def _print_campaigns(years: list[CampaignEntry]) -> None:
    if years:
        click.echo("\nCampaigns:")
    for each in years:
        click.echo(f"{each.id}  {each.title}  {len(each.episodes)} episodes  {each.minutes} min")


def _campaign(entry: CampaignEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "title": entry.title,
        "summary": entry.summary,
        "minutes": entry.minutes,
        "episodes": list(entry.episodes),
        "content_warnings": list(entry.content_warnings),
    }


def _json(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "version": entry.version,
        "title": entry.title,
        "summary": entry.summary,
        "language": entry.language,
        "setting": {"force": entry.force, "unit": entry.unit, "place": entry.place},
        "jurisdiction": entry.jurisdiction,
        "overlay_of": entry.overlay_of,
        "level": entry.level,
        "minutes": entry.minutes,
        "practices": list(entry.practices),
        "benefits": list(entry.benefits),
        "content_warnings": list(entry.content_warnings),
        "rubrics": list(entry.rubrics),
        "digest": entry.digest,
    }
