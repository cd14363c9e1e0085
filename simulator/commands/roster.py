"""`encounter roster import`: take over who belongs to an academy and to which cohort."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands.context import Context, json_option, pass_context, yes_option
from simulator.commands.output import Progress, print_json, say
from simulator.errors import EncounterError

if TYPE_CHECKING:
    from simulator.academy import Enrolment, Entry

_SHOWN = 20


@click.group("roster", epilog="Example: encounter roster import autumn.csv --dry-run")
def roster() -> None:
    """Import the people of an academy and their cohorts."""


@roster.command("import", epilog="Example: encounter roster import autumn.csv --cohort Autumn")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--cohort", metavar="NAME", help="The cohort for people of a plain CSV whose line names none.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@yes_option
@json_option
@pass_context
def import_roster(context: Context, file: Path, cohort: str | None, dry_run: bool, yes: bool, as_json: bool) -> int:
    """Import the roster FILE: a plain CSV, or the folder or zip of a OneRoster 1.2 bulk export.

    The first line of a plain CSV names its columns: name,email,external_id,cohort,group:<anything>. Only name is
    needed. The command first shows what would change. If one line is refused, nothing is imported. With --json, nothing
    is imported without --yes.
    """
    from simulator import academy

    read = academy.read_roster(file, cohort=academy.cohort_name(cohort) if cohort else None, today=_now().date())
    with context.opened() as store, Progress() as progress:
        if yes and not dry_run:
            found = academy.enrol(store, read, at=_now(), progress=progress.of("Writing"))
        else:
            found = academy.preview_roster(store, read)
        if not as_json:
            _print(found)
        if not (yes or dry_run or as_json or found.refused) and _changes(found):
            if not _agreed(found):
                raise EncounterError("Nothing was imported.", "To answer yes in advance: --yes.")
            found = academy.enrol(store, read, at=_now(), progress=progress.of("Writing"))
    if as_json:
        print_json({**found.as_json(), "dry_run": dry_run or not yes})
    elif found.refused:
        say("Nothing was imported. Correct the lines that were refused, and import the roster again.")
    elif found.kept and _changes(found):
        click.echo("Imported.")
    return 1 if found.refused else 0


def _now() -> datetime:
    return datetime.now(UTC)


def _agreed(found: Enrolment) -> bool:
    count = len(found.added) + len(found.changed)
    try:
        return click.confirm(f"Import {'this person' if count == 1 else f'these {count:,} people'}?", err=True)
    except click.Abort:
        return False


def _changes(found: Enrolment) -> bool:
    return bool(found.added or found.changed or found.new_cohorts)


def _print(found: Enrolment) -> None:
    for what, entries in (("added", found.added), ("changed", found.changed)):
        _print_entries(what, entries)
    if found.unchanged:
        click.echo(f"{len(found.unchanged):,} unchanged.")
    if found.refused:
        click.echo(f"{len(found.refused):,} refused:")
        for refusal in found.refused[:_SHOWN]:
            click.echo(f"  {refusal.file}:{refusal.line}: {refusal.reason}")
        _print_rest(len(found.refused))
    if found.new_cohorts:
        click.echo(f"New cohorts: {', '.join(found.new_cohorts)}.")
    for name, count in found.absent.items():
        click.echo(f"{count:,} members of {name} are not in this roster; they stay in the cohort.")
    for what, count in found.skipped.items():
        click.echo(f"Left out: {count:,} {what}.")


def _print_entries(what: str, entries: Sequence[Entry]) -> None:
    if not entries:
        return
    click.echo(f"{len(entries):,} {what}:")
    for entry in entries[:_SHOWN]:
        changes = f" ({', '.join(entry.changes)})" if entry.changes else ""
        click.echo(f"  {entry.file}:{entry.line}: {entry.name}{changes}")
    _print_rest(len(entries))


def _print_rest(count: int) -> None:
    if count > _SHOWN:
        click.echo(f"  … and {count - _SHOWN:,} more; all of them: --json")
