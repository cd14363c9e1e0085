"""`encounter store`: look after the record store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands.context import Context, json_option, pass_context, yes_option
from simulator.commands.database import init, role
from simulator.commands.erasing import erase, record
from simulator.commands.output import Progress, agreed, counted, print_json, say
from simulator.errors import EncounterError

if TYPE_CHECKING:
    from simulator.records.verification import Verification


@click.group("store", epilog="Example: encounter store backup ~/encounter-backup.sqlite3")
def store() -> None:
    """Manage the record store, where every run and decision is kept.

    It is a file in your own data folder, unless --store or ENCOUNTER_STORE names another file or a PostgreSQL
    address.
    """


@store.command("info", epilog="Example: encounter store info --json")
@json_option
@pass_context
def info(context: Context, as_json: bool) -> None:
    """Show where the store is and what is in it."""
    from simulator.records.info import describe

    found = describe(context.address)
    if as_json:
        print_json(found.as_json())
        return
    rows = [
        ("store", found.address),
        ("kind", f"{found.kind}, form {found.form}"),
        ("size", "-" if found.bytes is None else f"{found.bytes / 1_048_576:.1f} MiB"),
        ("trainees", f"{found.trainees:,}"),
        ("runs", f"{found.runs:,} ({found.finished:,} finished, {found.superseded:,} replaced by a rewind)"),
        ("decisions", f"{found.decisions:,}"),
        ("scenarios", f"{found.scenarios:,}"),
        ("erased runs", f"{found.erased:,}"),
        ("last signed", found.last_checkpoint or "never"),
        ("last backup", found.last_backup or "none on this computer"),
        ("key", found.key or "none"),
        ("its file", found.key_file if found.key else f"would be {found.key_file}"),
    ]
    for name, value in rows:
        click.echo(f"{name:<12} {value}")
    if found.no_backups:
        say(found.no_backups)


@store.command("verify", epilog="Example: encounter store verify && echo sound")
@click.option("--quick", is_flag=True, help="Check only the chains: replay no run.")
@click.option(
    "--receipt",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also check that what this receipt lists is there.",
)
@json_option
@pass_context
def verify(context: Context, quick: bool, receipt: Path | None, as_json: bool) -> int:
    """Find what was changed, removed or swapped. Everything is read, and nothing is written.

    Every run is replayed, and its levels are compared. Exits with 0 if everything is unchanged, and with 1 if
    something is not.
    """
    from simulator.records.receipt import read_receipt
    from simulator.records.verify import verify_store

    held = None if receipt is None else read_receipt(receipt)
    with Progress() as progress:
        report = verify_store(
            context.address,
            lambda count: progress.show(f"{count:,} decisions verified"),
            quick=quick,
            receipt=held,
        )
    if as_json:
        print_json(report.as_json())
    else:
        _print_report(report)
    return 0 if report.sound else 1


@store.command("seal", epilog="Example: encounter store seal --to receipt-2026-11.json")
@click.option(
    "--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where the receipt goes."
)
@json_option
@pass_context
def seal(context: Context, file: Path, as_json: bool) -> None:
    """Sign everything that is kept, and write a receipt.

    Keep the receipt elsewhere. With it, `encounter store verify --receipt FILE` also finds three things: an older copy
    that replaced the store, an end that was cut off, and a store that somebody with its key made again.
    """
    context.require_store()
    with context.existing() as opened:
        receipt = opened.receipt(file.absolute(), datetime.now(UTC))
    if as_json:
        print_json({"receipt": str(file), "at": receipt.at, "runs": receipt.runs, "decisions": receipt.decisions})
        return
    click.echo(f"{file} is the receipt of {counted(receipt.runs, 'run')} and {counted(receipt.decisions, 'decision')}.")
    click.echo("Keep it apart from the store and its key.")


@store.command("trust", epilog="Example: encounter store trust KEY")
@click.argument("key", required=False)
@click.option("--no-longer", is_flag=True, help="From now on KEY may not sign; what it signed before stays valid.")
@json_option
@pass_context
def trust(context: Context, key: str | None, no_longer: bool, as_json: bool) -> None:
    """Allow another KEY to sign this store, or show the keys that may.

    Run it on the computer that signs the store: the list is kept in the store, with times, and signed. Such a key
    belongs to an earlier or another computer of the academy; `encounter store info` shows it there.
    """
    from simulator.commands.people import by_whom

    context.require_store()
    with context.existing() as opened:
        if key is not None:
            opened.trust(key, datetime.now(UTC), author=by_whom(), until_now=no_longer)
            say("From now on this key may not sign." if no_longer else "What this key signed is trusted here.")
        listed = opened.signers()
    if as_json:
        rows = [{"key": e.public_key, "since": e.since, "until": e.until, "by": e.author} for e in listed]
        print_json({"signers": rows})
        return
    for each in listed:
        until = "" if each.until is None else f" until {each.until}"
        click.echo(f"{each.public_key}  since {each.since}{until}, by {each.author}")
    if not listed:
        say("Only the first key may sign. To allow another: encounter store trust KEY")


@store.command("backup", epilog="Example: encounter store backup ~/encounter-backup.sqlite3")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--anyway", metavar="REASON", help="Copy even a store that does not verify; the reason is kept in it.")
@yes_option
@json_option
@pass_context
def backup(context: Context, file: Path, anyway: str | None, yes: bool, as_json: bool) -> int:
    """Copy the store to FILE, and verify the copy.

    A store that does not verify is not copied, and an older copy stays. The store may be in use meanwhile; one on
    PostgreSQL is written by the server's own pg_dump. The key that signs it (the file beside it that ends in .seal)
    is not copied: keep it apart.
    """
    from simulator.records.backup import back_up

    address = context.address
    context.require_store()
    if file.exists():
        agreed(f"Replace {file}?", yes, f"{file} was left as it is.")
    with context.existing() as opened:
        if anyway is not None:
            opened.notice("backup of a store that does not verify", anyway, datetime.now(UTC))
        opened.checkpoint(datetime.now(UTC))
    with Progress() as progress:
        report = back_up(address, file.absolute(), anyway=anyway is not None, progress=progress.of("Pages copied:"))
    if as_json:
        print_json({"backup": str(file), **report.as_json()})
    else:
        click.echo(f"{file} holds {_held(report, ' with ')}.")
        if not report.sound:
            _print_report(report)
    return 0 if report.sound else 1


@store.command("restore", epilog="Example: encounter store restore ~/encounter-backup.sqlite3")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--anyway", metavar="REASON", help="Bring back even a backup that does not verify; the reason is kept.")
@yes_option
@json_option
@pass_context
def restore(context: Context, file: Path, anyway: str | None, yes: bool, as_json: bool) -> None:
    """Replace the store by the backup FILE.

    The backup is verified first, and the earlier store is kept beside it under another name.
    """
    from simulator.records.backup import prepared

    address = context.address
    with Progress() as progress, prepared(address, file, progress=progress.of("Pages copied:")) as ready:
        report = ready.report
        if not report.sound and not (anyway or "").strip():
            _print_report(report)
            raise EncounterError(
                f"{file} does not verify; nothing was restored.", "To bring it back all the same: --anyway REASON"
            )
        if address.path is not None and address.path.exists():
            question = f"Replace {address} with {file} ({_held(report, ', ')})?"
            agreed(question, yes, "Nothing was restored.")
        aside = ready.put_in_place(datetime.now(UTC))
    if anyway is not None and not report.sound:
        with context.existing() as opened:
            opened.notice("restore of a backup that does not verify", anyway, datetime.now(UTC))
    if as_json:
        print_json({"store": str(address), "aside": None if aside is None else str(aside), **report.as_json()})
        return
    click.echo(f"{address} holds {_held(report, ' with ')}.")
    if aside is not None:
        click.echo(f"The earlier store is kept as {aside}.")


@store.command("migrate", epilog="Example: encounter --store postgresql+psycopg://… store migrate")
@json_option
@pass_context
def migrate(context: Context, as_json: bool) -> None:
    """Bring an older store to the present form.

    A file is migrated automatically when it is opened, after a copy is kept beside it. A server that others share
    is migrated only by this command.
    """
    from simulator.records.migrate import HEAD, migrate_store

    done = migrate_store(context.store)
    if as_json:
        copy = None if done.copy is None else str(done.copy)
        print_json({"store": str(context.address), "before": done.before, "now": HEAD, "copy": copy})
    elif done.before == HEAD:
        click.echo(f"The store is up to date (form {HEAD}).")
    else:
        click.echo(f"The store has form {HEAD} now." if done.before is None else f"From form {done.before} to {HEAD}.")
    if done.copy is not None and not as_json:
        click.echo(f"The earlier store is kept as {done.copy}.")
    elif done.not_kept:
        say(f"It was not backed up before. {done.not_kept}")


store.add_command(init)
store.add_command(erase)
store.add_command(record)
store.add_command(role)


def _print_report(report: Verification) -> None:
    click.echo(f"{_held(report, ', ')}, {counted(report.snapshots, 'scenario')} read.")
    if report.erased:
        unsigned = f", {report.unsigned_erasures:,} of them unsigned" if report.unsigned_erasures else ""
        were = "was" if report.erased == 1 else "were"
        click.echo(f"{counted(report.erased, 'run')} {were} erased lawfully{unsigned}.")
    if report.checkpoints and not report.signatures_checked:
        say("Signatures were not checked: pip install 'encounter-simulator[academy]'.")
    if report.checkpoints:
        click.echo(f"{counted(report.checkpoints, 'checkpoint')}, signed by {', '.join(report.signers)}.")
    for finding in report.findings:
        click.echo(f"{finding.kind.value}: {finding.message}")
    for remark in report.remarks:
        click.echo(f"note: {remark}")
    click.echo(
        "Everything is unchanged since it was kept." if report.sound else f"{counted(len(report.findings), 'finding')}."
    )


def _held(report: Verification, between: str) -> str:
    return f"{counted(report.runs, 'run')}{between}{counted(report.decisions, 'decision')}"
