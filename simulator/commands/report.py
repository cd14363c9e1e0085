"""`encounter report`: a cohort's report as one page, or its statistics as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from simulator.commands.export import Ticker
from simulator.commands.output import print_json, say
from simulator.errors import UsageError


@click.command("report", epilog="Example: encounter report autumn --to autumn.html --angoff panel.yaml")
@click.argument("cohort")
@click.option("--to", "target", type=click.Path(path_type=Path), help="The page; ends in .html.")
@click.option(
    "--angoff",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A panel's judgements that set a standard; docs/statistics.md shows one.",
)
@click.option("--pseudonymous", is_flag=True, help="Codes in place of names.")
@click.option(
    "--min-cell",
    "minimum",
    type=click.IntRange(1, 1_000_000),
    default=10,
    show_default=True,
    metavar="N",
    help="Hide counts of fewer than N people in tables of groups; 1 hides nothing.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all statistics as one JSON object.")
@click.pass_obj
def report(
    obj: dict[str, str | None],
    cohort: str,
    target: Path | None,
    angoff: Path | None,
    pseudonymous: bool,
    minimum: int,
    as_json: bool,
) -> None:
    """Write COHORT's report: one page for screen, paper and screen reader, without script or network.

    It tells what was trained, profiles and progress, where it is hard, which decisions need the author's
    eye, how far the figures can be relied on, and what may and may not be claimed.
    """
    if target is None and not as_json:
        raise UsageError("Say where the report goes.", "For example: --to report.html, or --json for the figures.")
    from simulator.academy.report import ReportRequest, page_named, statistics_of, write_report

    if target is not None:
        page_named(target)
    from simulator.records.connection import locate, looking
    from simulator.records.store import Store

    with looking(locate(obj["store"])):
        pass  # there must be a store; opening one would make it
    with Ticker() as ticker, Store.open(obj["store"]) as store:
        request = ReportRequest(cohort, angoff=angoff, pseudonymous=pseudonymous, minimum=minimum)
        statistics, new_key = statistics_of(store, request, progress=ticker.show)
        if target is not None:
            write_report(statistics, target, at=datetime.now(UTC), pseudonymous=pseudonymous)
    if new_key is not None:
        say(
            f"A key for pseudonyms was made: {new_key}. Keep a copy apart from the reports; without it the next "
            "pseudonyms differ, and with it anyone can tell whose they are."
        )
    if as_json:
        print_json(statistics.as_json())
    elif statistics.trainees == 0:
        click.echo(f"{target}: nobody of {statistics.cohort} has finished a run yet.")
    else:
        people = "1 trainee" if statistics.trainees == 1 else f"{statistics.trainees:,} trainees"
        click.echo(f"{target}: {people}, {statistics.runs:,} finished runs. Open it in any browser, or print it.")
