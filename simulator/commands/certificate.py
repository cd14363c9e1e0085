"""`encounter certificate`: a paper that says that an encounter was played, and whether one is genuine."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.commands import completing
from simulator.commands.context import Context, pass_context
from simulator.errors import UsageError


@click.command("certificate", epilog="Example: encounter certificate 3f2a --to sam.html")
@click.argument("run", required=False, shell_complete=completing.runs)
@click.option("--to", "target", type=click.Path(path_type=Path), help="The file; ends in .html or .pdf.")
@click.option("--check", "code", metavar="CODE", help="Say what the certificate with this code is for.")
@pass_context
def certificate(context: Context, run: str | None, target: Path | None, code: str | None) -> None:
    """Write a certificate that RUN was played to its ending, with a code to check it by; it has no score."""
    from simulator import academy

    if (code is None) == (run is None or target is None):
        raise UsageError(
            "Name a run and a file, or give a code to check.", "For example: encounter certificate 3f2a --to sam.html"
        )
    with context.existing() as store:
        if code is not None:
            found = academy.certified(store, code)
            click.echo(f"Genuine. {found.name} {' '.join(found.lines)}")
            return
        if run is not None and target is not None:
            made = academy.certificate_of(store, store.run(run).id)
            academy.write_certificate(made, target)
            click.echo(f"{target}: {made.name}, {made.title}. Its code is {made.code}")
