"""`encounter pack`: encounters to share, in one file that is checked before it is let in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from simulator.commands.context import json_option
from simulator.commands.output import counted, print_json, say


@click.group(epilog="Example: encounter pack install friend.zip")
def pack() -> None:
    """Make packs of your encounters, and install those of others.

    An installed pack's encounters have its id before their own: friend/market-stall.
    """


@pack.command(epilog="Example: encounter pack make my-encounters --to friend.zip")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--to", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The .zip to write.")
@click.option("--sign", is_flag=True, help="Sign it with your own key, which is made the first time.")
def make(folder: Path, to: Path, sign: bool) -> None:
    """Write the encounters of FOLDER, which has a pack.yaml, as one file."""
    from scoring.rubric import RubricSet
    from simulator.sharing import pack as packs
    from simulator.sharing.author_key import own_key

    manifest = packs.make_pack(folder, to, RubricSet.shipped(), sign=own_key() if sign else None)
    described = manifest.description
    by = f", signed by {packs.fingerprint(manifest)}…" if sign else ""
    encounters = counted(len(manifest.encounters), "encounter")
    say(f"Written: {to}, '{described.id}' {described.version} with {encounters}{by}.")
    say(f"To install it: encounter pack install {to.name}")


@pack.command(epilog="Example: encounter pack install friend.zip")
@click.argument("file", type=click.Path(path_type=Path))
def install(file: Path) -> None:
    """Check the pack in FILE and add it to the library."""
    from scoring.rubric import RubricSet
    from simulator.sharing import pack as packs

    say(f"Checking {file} …")
    installed = packs.install_pack(file, RubricSet.shipped())
    manifest = installed.manifest
    described = manifest.description
    before = f" in place of {installed.replaced}" if installed.replaced else ""
    say(f"Installed: {described.title} ('{described.id}' {described.version}){before}, {described.licence}.")
    signer = packs.fingerprint(manifest)
    say(f"Signed by {signer}…." if signer else "It is not signed: nothing shows who made it.")
    if installed.findings:
        say(f"Its check reports {counted(installed.findings, 'finding')}: encounter check {installed.folder}")
    for each in manifest.encounters:
        click.echo(f"{described.id}/{each.id}")


@pack.command(epilog="Example: encounter pack remove friend")
@click.argument("id_", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(id_: str, yes: bool) -> None:
    """Remove an installed pack from the library.

    Runs of its encounters are kept, and their debriefs can still be read.
    """
    from simulator.sharing import pack as packs

    if not yes:
        click.confirm(f"Remove '{id_}' from the library? Runs of its encounters are kept.", abort=True, err=True)
    described = packs.remove_pack(id_).description
    say(f"Removed: {described.title} ('{described.id}' {described.version}).")


@pack.command("list", epilog="Example: encounter pack list --json")
@json_option
def list_(as_json: bool) -> None:
    """Show the packs that are installed."""
    from simulator.sharing import pack as packs

    found = packs.installed_packs()
    if as_json:
        print_json({"packs": [_told(each, packs.fingerprint(each.manifest)) for each in found]})
        return
    if not found:
        say("No pack is installed. To add one: encounter pack install FILE")
    for each in found:
        described = each.manifest.description
        signer = packs.fingerprint(each.manifest)
        by = f"signed by {signer}…" if signer else "not signed"
        click.echo(f"{described.id} {described.version}  {described.title}, {', '.join(described.authors)}")
        click.echo(f"  {counted(len(each.manifest.encounters), 'encounter')}, {described.licence}, {by}")


def _told(installed: Any, signer: str) -> dict[str, Any]:
    manifest = installed.manifest
    return {
        **manifest.description.model_dump(mode="json"),
        "folder": str(installed.folder),
        "signed_by": signer or None,
        "languages": manifest.languages,
        "jurisdictions": manifest.jurisdictions,
        "encounters": [each.model_dump(mode="json") for each in manifest.encounters],
    }
