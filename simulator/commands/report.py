"""`encounter report`: a cohort's report as one page, or its statistics as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands.context import (
    Context,
    academy_mode,
    json_option,
    many_rows,
    mode_option,
    pass_context,
    rescoring_option,
)
from simulator.commands.export import tell_new_key
from simulator.commands.output import UNREGISTERED, Progress, counted, now, print_json, say
from simulator.commands.people import note_handed_out
from simulator.errors import UsageError

if TYPE_CHECKING:
    from simulator.academy import ReportRequest
    from simulator.records.store import Store


@click.command("report", epilog="Example: encounter report autumn --to autumn.html --angoff panel.yaml")
@click.argument("cohort")
@click.option("--to", "target", type=click.Path(path_type=Path), help="The page; ends in .html.")
@click.option(
    "--angoff",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A panel's judgements that set a standard; docs/statistics.md shows an example.",
)
@click.option("--pseudonymous", is_flag=True, help="Write codes instead of names.")
@click.option("--without-people", is_flag=True, help="Tell of no single person: a report that can be passed on.")
@click.option(
    "--min-cell",
    "minimum",
    type=click.IntRange(1, 1_000_000),
    default=10,
    show_default=True,
    metavar="N",
    help="Hide counts of fewer than N people in tables of groups; 1 hides nothing.",
)
@mode_option
@rescoring_option
@json_option
@pass_context
def report(
    context: Context,
    cohort: str,
    target: Path | None,
    angoff: Path | None,
    pseudonymous: bool,
    without_people: bool,
    minimum: int,
    mode: str | None,
    rescoring: str | None,
    as_json: bool,
) -> None:
    """Write COHORT's report: one page for screen, paper and screen reader, without script or network.

    It shows what was trained, profiles and progress, and where people struggle. It also shows the decisions that the
    author should look at, how reliable the figures are, and what may and may not be claimed. It tells of single people,
    and is for those who may see them. A report --without-people can be passed on: no hidden count can be worked out.
    """
    if target is None and not as_json:
        raise UsageError("Say where to write the report.", "For example: --to report.html, or --json for the figures.")
    from scoring.report import sentences
    from scoring.rubric import RubricSet
    from simulator import academy

    if target is not None:
        academy.page_named(target)
    request = academy.ReportRequest(
        cohort,
        angoff=angoff,
        pseudonymous=pseudonymous,
        minimum=minimum,
        mode=academy_mode(mode),
        rescoring=rescoring,
    )
    with many_rows(), Progress() as progress, context.existing() as store:
        if without_people:
            _without_people(store, request, target, progress, as_json=as_json)
            return
        statistics, new_key = academy.statistics_of(store, request, RubricSet.shipped(), progress=progress.show)
        if target is not None:
            academy.write_report(statistics, target, at=now(), pseudonymous=pseudonymous)
        named = ", ".join(filter(None, ("pseudonymous" if pseudonymous else "", mode)))
        note_handed_out(store, "report-read", statistics.cohort or cohort, named)
    tell_new_key(new_key)
    if as_json:
        print_json({"about": sentences.PERSONAL, **statistics.as_json()})
    elif statistics.trainees == 0:
        click.echo(f"{target}: nobody in {statistics.cohort} has finished a run yet.")
    else:
        who, what = counted(statistics.trainees, "trainee"), counted(statistics.runs, "finished run")
        click.echo(f"{target}: {who}, {what}. Open it in any browser, or print it.")
        say(sentences.PERSONAL)


def _without_people(
    store: Store, request: ReportRequest, target: Path | None, progress: Progress, *, as_json: bool
) -> None:
    """Write a report that can be passed on, and keep it in the register."""
    from scoring.report import sentences
    from scoring.rubric import RubricSet
    from simulator import academy

    counts = academy.counts_of(store, request, RubricSet.shipped(), progress=progress.show)
    if target is not None:
        academy.write_report(counts, target, at=now())
    what = "report without people" if target is not None else "report without people as JSON"
    registered = academy.keep_publication(store, counts.cohort, what, counts.told, at=now())
    named = ", ".join(filter(None, ("without people", request.mode)))
    note_handed_out(store, "report-read", counts.cohort or request.cohort, named)
    if not registered:
        say(UNREGISTERED)
    if as_json:
        print_json({"about": sentences.WITHOUT_PEOPLE, **counts.as_json()})
    elif counts.nothing:
        click.echo(f"{target}: so few people of {counts.cohort} have finished a run that it shows no count.")
    else:
        click.echo(f"{target}: {counted(len(counts.encounters), 'encounter')}. {sentences.WITHOUT_PEOPLE}")
