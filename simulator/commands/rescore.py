"""`encounter rescore`: a cohort's kept decisions under another rubric, and who moves by how much."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.commands.context import Context, json_option, pass_context
from simulator.commands.output import Progress, counted, print_json
from simulator.errors import UsageError

if TYPE_CHECKING:
    from scoring.measure import Tally
    from simulator.academy import Move, Rescored
    from simulator.records.store import Store

_SHOWN = 40


@click.command(
    epilog='Example: encounter rescore autumn --rubric ours.yaml --author "J. Diaz" --reason "Board of 3 May"'
)
@click.argument("cohort", required=False)
@click.option(
    "--rubric", "file", type=click.Path(path_type=Path), help="A rubric, or a panel's ratings of the choices."
)
@click.option("--author", default="", help="Who decides on the rescoring.")
@click.option("--reason", default="", help="Why.")
@click.option("--dry-run", is_flag=True, help="Show whose scores would change, and keep nothing.")
@click.option("--list", "listed", is_flag=True, help="Show the rescorings that are kept.")
@json_option
@pass_context
def rescore(
    context: Context,
    cohort: str | None,
    file: Path | None,
    author: str,
    reason: str,
    dry_run: bool,
    listed: bool,
    as_json: bool,
) -> int:
    """Score the finished runs of COHORT by the rubric, or the panel's ratings, in FILE.

    Decisions are replayed as they were played. The new result is kept beside the old one, with author and reason.
    The command shows whose scores change, the largest change first.
    """
    if listed:
        with context.existing() as store:
            _list(store, cohort, as_json=as_json)
        return 0
    if cohort is None or file is None:
        raise UsageError(
            "Name a cohort and a file.",
            "For example: encounter rescore autumn --rubric ours.yaml --author NAME --reason WHY",
        )
    from scoring.panel_key import check_key
    from simulator import academy

    if not file.is_file():
        raise UsageError(f"There is no file {file}.", "Name a rubric, or a panel's ratings.")
    key, problems = check_key(file)
    if key is None or problems:
        if as_json:
            print_json(
                {"problems": [{"line": each.line, "column": each.column, "message": each.message} for each in problems]}
            )
        for problem in problems:
            click.echo(
                f"{problem.file}:{problem.line}:{problem.column} {problem.code} {problem.message} {problem.mend}",
                err=True,
            )
        return 1
    with context.existing() as store, Progress() as progress:
        found = academy.rescore(
            store,
            cohort,
            key,
            author=author,
            reason=reason,
            at=datetime.now(UTC),
            keep=not dry_run,
            progress=progress.of("Replaying"),
        )
    if as_json:
        print_json(_as_json(found, author, reason))
    else:
        _show(found)
    return 0


def _show(found: Rescored) -> None:
    moved = [move for move in found.moves if move.moved]
    click.echo(
        f"{counted(found.runs, 'finished run')} of {found.cohort.name} by {found.key.id} {found.key.version}: "
        f"{found.key.title}"
    )
    for rubric in dict.fromkeys(move.rubric for move in found.moves):
        own = [move for move in found.moves if move.rubric == rubric]
        changes = [move.change for move in own if move.change is not None]
        crossed = sum(move.bands[0] != move.bands[1] for move in own)
        mean = f"{sum(changes) / len(changes):+.1f} points on average" if changes else "not assessed before"
        moving = sum(move.moved for move in own)
        click.echo(f"{rubric}: {moving:,} of {len(own):,} move, {mean}; {crossed:,} change their band.")
    if moved:
        click.echo(f"\n{'trainee':<24} {'encounter':<24} {'rubric':<24} {'before':>7} {'after':>7} {'moves':>7}  run")
    for move in moved[:_SHOWN]:
        change = "" if move.change is None else f"{move.change:+.1f}"
        click.echo(
            f"{_fit(move.trainee)} {_fit(move.scenario)} {_fit(move.rubric)} {_number(move.before):>7} "
            f"{_number(move.after):>7} {change:>7}  {move.run[:8]}"
        )
    if len(moved) > _SHOWN:
        click.echo(f"… and {len(moved) - _SHOWN:,} more; all of them: --json")
    click.echo("\nNothing was kept." if found.id is None else f"\nKept as {found.id}; the old result is kept too.")


def _list(store: Store, cohort: str | None, *, as_json: bool) -> None:
    from simulator import academy
    from simulator.records.model import write_time

    kept = academy.kept_rescorings(store, cohort)
    if as_json:
        rows = [
            {
                "id": each.id,
                "cohort": each.cohort,
                "rubric": each.rubric,
                "version": each.version,
                "author": each.author,
                "reason": each.reason,
                "at": write_time(each.at),
            }
            for each in kept
        ]
        print_json({"rescorings": rows})
        return
    for each in kept:
        by = f"{each.rubric} {each.version}"
        click.echo(f"{each.id[:8]}  {each.at:%Y-%m-%d %H:%M}  {each.cohort or '-'}  {by}  {each.author}: {each.reason}")
    if not kept:
        click.echo("Nothing was rescored yet.")


def _as_json(found: Rescored, author: str, reason: str) -> dict[str, Any]:
    return {
        "rescoring": found.id,
        "cohort": found.cohort.name,
        "rubric": found.key.id,
        "version": found.key.version,
        "author": author,
        "reason": reason,
        "runs": found.runs,
        "moved": sum(move.moved for move in found.moves),
        "moves": [_move(move) for move in found.moves],
    }


def _move(move: Move) -> dict[str, Any]:
    from simulator.training.debrief import figure_json

    return {
        "run": move.run,
        "trainee": move.trainee,
        "scenario": move.scenario,
        "rubric": move.rubric,
        "before": figure_json(move.before),
        "after": figure_json(move.after),
        "bands": list(move.bands),
        "change": None if move.change is None else round(move.change, 2),
    }


def _number(tally: Tally) -> str:
    return "-" if tally.anchored is None else f"{tally.anchored:.1f}"


def _fit(text: str) -> str:
    return f"{text if len(text) <= 24 else text[:23] + '…':<24}"
