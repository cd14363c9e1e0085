"""`encounter store erase` and `record`: a person's right to be forgotten, and to see what is kept about them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands import completing
from simulator.commands.context import Context, json_option, pass_context, yes_option
from simulator.commands.output import agreed, counted, now, print_json
from simulator.errors import UsageError

if TYPE_CHECKING:
    from simulator.records.store import Store, Trainee


@click.command("erase", epilog="Example: encounter store erase sam")
@click.argument("trainee", required=False, shell_complete=completing.people)
@click.option(
    "--only",
    type=click.Choice(["name", "words"]),
    help="Erase only the name, or only their own words and comments on them.",
)
@click.option(
    "--older-than",
    type=click.IntRange(1, 36_500),
    metavar="DAYS",
    help="Erase everybody who has done nothing for this many days; without --yes they are only listed.",
)
@yes_option
@json_option
@pass_context
def erase(
    context: Context, trainee: str | None, only: str | None, older_than: int | None, yes: bool, as_json: bool
) -> None:
    """Delete everything that is kept about TRAINEE, permanently.

    Name the trainee by name, by the academy's own id, or by e-mail address. Each run leaves a signed tombstone
    without anything about the person, so that the store still verifies.
    """
    if (trainee is None) == (older_than is None) or (only is not None and trainee is None):
        raise UsageError("Name one trainee, or give a number of days.", "For example: --older-than 1095")
    from simulator import academy

    with context.existing() as opened:
        if older_than is not None:
            _erase_inactive(opened, older_than, yes=yes, as_json=as_json)
            return
        found = academy.person_named(opened, trainee or "")
        if only is not None:
            _erase_part(opened, found, only, yes=yes, as_json=as_json)
            return
        count = len(opened.runs(trainee=found, include_superseded=True))
        what = f"{found.name} and {counted(count, 'run')}"
        agreed(f"Erase {what} for good? Backups of your own are not touched.", yes, "Nothing was erased.")
        opened.erase(found, at=now())
    if as_json:
        print_json({"trainee": found.name, "runs": count})
    else:
        click.echo(
            f"Erased {what}. Backups and files kept by a restore or a migration may still hold them: delete those."
        )


@click.command("record", epilog="Example: encounter store record sam --to sam.json")
@click.argument("trainee", shell_complete=completing.people)
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="The file; ends in .json.")
@pass_context
def record(context: Context, trainee: str, target: Path) -> None:
    """Write everything that is kept about TRAINEE to a file, for people who ask for their data.

    Name the trainee by name, by the academy's own id, or by e-mail address.
    """
    from simulator import academy
    from simulator.views.own_data import data_named, write_data

    data_named(target)
    with context.existing() as opened:
        found = academy.person_named(opened, trainee)
        held = opened.person_record(found)
    write_data(found.name, held, now(), target)
    click.echo(f"{target}: {counted(sum(map(len, held.values())), 'row')} of {counted(len(held), 'table')}.")


def _erase_part(opened: Store, found: Trainee, only: str, *, yes: bool, as_json: bool) -> None:
    what = f"the name of {found.name}" if only == "name" else f"the own words of {found.name}, and comments on them"
    agreed(f"Erase {what} for good? Backups of your own are not touched.", yes, "Nothing was erased.")
    if only == "name":
        mark = opened.erase_name(found, at=now())
        done, said = {"trainee": mark}, f"{mark} is now in the place of the name."
    else:
        count = opened.erase_words(found, at=now())
        done, said = {"trainee": found.name, "texts": str(count)}, f"Erased {counted(count, 'text')}."
    if as_json:
        print_json(done)
    else:
        click.echo(said)


def _erase_inactive(opened: Store, days: int, *, yes: bool, as_json: bool) -> None:
    from simulator import academy
    from simulator.records.model import write_time

    due = academy.inactive_since(opened, now() - timedelta(days=days))
    if yes:
        for each in due:
            opened.erase(each.trainee, at=now())
    if as_json:
        listed = [{"trainee": each.trainee.name, "last": write_time(each.last), "runs": each.runs} for each in due]
        print_json({"inactive": listed, "erased": yes})
        return
    for each in due:
        click.echo(f"{each.trainee.name}: inactive since {each.last:%Y-%m-%d}, {counted(each.runs, 'run')}")
    if not due:
        click.echo(f"Everybody has been active in the last {days:,} days.")
    elif yes:
        click.echo(f"Erased: {counted(len(due), 'person')}. Backups of your own may still hold them.")
    else:
        click.echo("Nothing was erased. To erase them for good: --yes")
