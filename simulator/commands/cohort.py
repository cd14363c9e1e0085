"""`encounter cohort`: who trains together, and how they stand."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from simulator.commands import completing
from simulator.commands.assigning import assign, withdraw
from simulator.commands.attempts import adjust, comment, late, rate, reminders, void
from simulator.commands.compare import compare
from simulator.commands.context import Context, academy_mode, json_option, mode_option, pass_context
from simulator.commands.output import columns, now, padded, print_json

if TYPE_CHECKING:
    from simulator.academy import CohortCriterion, MemberView, Overview


@click.group(
    "cohort", epilog='Example: encounter cohort assign "Autumn" market-stall --mode assessment --due 2026-12-03'
)
def cohort() -> None:
    """Manage cohorts: who trains together, what they are assigned, and how far they are."""


@cohort.command("create", epilog='Example: encounter cohort create "Autumn 2026"')
@click.argument("name")
@json_option
@pass_context
def create(context: Context, name: str, as_json: bool) -> None:
    """Make a cohort without members."""
    from simulator import academy

    with context.opened() as store:
        made = academy.create_cohort(store, name, at=now())
    if as_json:
        print_json({"cohort": made.name, "id": made.id})
    else:
        click.echo(f'Made {made.name}. Next: encounter cohort add "{made.name}" NAME, or encounter roster import FILE')


@cohort.command("list", epilog="Example: encounter cohort list --json")
@click.option("--archived", is_flag=True, help="List those in the archive.")
@json_option
@pass_context
def list_cohorts(context: Context, archived: bool, as_json: bool) -> None:
    """Show every cohort with its members and what is assigned to it."""
    from simulator import academy

    with context.opened() as store:
        found = [
            (each, count, academy.assignments_of(store, each))
            for each, count in academy.all_cohorts(store, archived=archived)
        ]
    if as_json:
        rows = [
            {"cohort": each.name, "id": each.id, "members": count, "assignments": [one.as_json() for one in assigned]}
            for each, count, assigned in found
        ]
        print_json({"cohorts": rows})
        return
    if not found:
        click.echo("No cohorts yet. Make one: encounter cohort create NAME")
    width = max((columns(each.name) for each, _, _ in found), default=0)
    for each, count, assigned in found:
        scenarios = ", ".join(dict.fromkeys(one.scenario_id for one in assigned)) or "nothing assigned"
        click.echo(f"{padded(each.name, width)}  {count:>6,} {'member ' if count == 1 else 'members'}  {scenarios}")


@cohort.command("show", epilog='Example: encounter cohort show "Autumn 2026"')
@click.argument("name")
@mode_option
@json_option
@pass_context
def show(context: Context, name: str, mode: str | None, as_json: bool) -> None:
    """Show who has done what, where people struggle, and what is due.

    Figures are of the assessments where there are any, or else of practice. They are for those who may see these
    people: hidden counts can be worked out from them.
    """
    from scoring.report import sentences
    from scoring.rubric import RubricSet
    from simulator import academy

    with context.opened() as store:
        chosen = academy.cohort_named(store, name)
        seen = academy.overview(store, chosen, now=now())
        told = academy.mode_told(store, chosen.id, academy_mode(mode))
        scores = academy.criteria(store, chosen, RubricSet.shipped(), mode=told.mode)
        campaigns = academy.campaigns_of(store, chosen, told.mode)
        standards = academy.standards_reached(store, chosen, told.mode)
        words = academy.words_agreement(store, chosen)
    if as_json:
        reached = [
            {"rubric": each.rubric.id, "version": each.rubric.version, "reached": each.reached, "people": each.people}
            for each in standards
        ]
        print_json(
            {
                **_overview_json(seen, scores),
                "mode": str(told.mode),
                "runs_of_other_mode": told.left_out,
                "standards": reached,
                "campaigns": [asdict(each) for each in campaigns],
            }
        )
    else:
        _print_overview(seen, scores, [*(each.words for each in standards), *filter(None, (words, told.words))])
        for line in (line for each in campaigns for line in sentences.campaign_lines(each)):
            click.echo(line)


@cohort.command("add", epilog='Example: encounter cohort add "Autumn 2026" "Sam Reid"')
@click.argument("name")
@click.argument("trainees", metavar="TRAINEE...", nargs=-1, required=True, shell_complete=completing.people)
@click.option("--new", is_flag=True, help="Also add people who are not known yet.")
@pass_context
def add(context: Context, name: str, trainees: tuple[str, ...], new: bool) -> None:
    """Add trainees to a cohort, by name, by the academy's own id, or by e-mail address."""
    from simulator import academy

    with context.opened() as store:
        chosen = academy.cohort_named(store, name)
        if new:
            people = [academy.known_or_new(store, each, at=now()) for each in trainees]
        else:
            people = [academy.person_named(store, each) for each in trainees]
        count = academy.add_members(store, chosen, people, at=now())
    there = len(people) - count
    click.echo(f"{count} joined {chosen.name}." + (f" {there} belonged to it already." if there else ""))


@cohort.command("remove", epilog='Example: encounter cohort remove "Autumn 2026" "Sam Reid"')
@click.argument("name")
@click.argument("trainees", metavar="TRAINEE...", nargs=-1, required=True, shell_complete=completing.people)
@pass_context
def remove(context: Context, name: str, trainees: tuple[str, ...]) -> None:
    """Let trainees leave a cohort. Their runs stay, and count again if they are added again."""
    from simulator import academy

    with context.opened() as store:
        chosen = academy.cohort_named(store, name)
        people = [academy.person_named(store, each) for each in trainees]
        count = academy.remove_members(store, chosen, people, at=now())
    click.echo(f"{count} left {chosen.name}.")


@cohort.command("rename", epilog='Example: encounter cohort rename "Autumn" "Autumn 2026"')
@click.argument("name")
@click.argument("new")
@pass_context
def rename(context: Context, name: str, new: str) -> None:
    """Give a cohort another name."""
    from simulator import academy

    with context.existing() as store:
        chosen = academy.cohort_named(store, name)
        renamed = academy.rename_cohort(store, chosen, new, at=now())
    click.echo(f"{chosen.name} is {renamed.name} from now on.")


@cohort.command("archive", epilog='Example: encounter cohort archive "Autumn 2025"')
@click.argument("name")
@click.option("--undo", is_flag=True, help="Bring it back.")
@pass_context
def archive(context: Context, name: str, undo: bool) -> None:
    """Archive a cohort: it is not listed, and nothing in it is due any more. Everything is kept."""
    from simulator import academy

    with context.existing() as store:
        chosen = academy.cohort_named(store, name)
        done = (academy.bring_back_cohort if undo else academy.archive_cohort)(store, chosen, at=now())
    where = "not in the archive" if undo else "in the archive"
    click.echo(f"{chosen.name} is {where}{' now' if done else ' already'}.")


@cohort.command("merge", epilog='Example: encounter cohort merge "Autumn B" "Autumn A"')
@click.argument("name")
@click.argument("into")
@pass_context
def merge(context: Context, name: str, into: str) -> None:
    """Move the people, trainers and assignments of NAME to INTO, and archive NAME."""
    from simulator import academy

    with context.existing() as store:
        chosen, other = academy.cohort_named(store, name), academy.cohort_named(store, into)
        count = academy.merge_cohorts(store, chosen, other, at=now())
    click.echo(f"{count} moved from {chosen.name} to {other.name}; {chosen.name} is now in the archive.")


@cohort.command("published", epilog='Example: encounter cohort published "Autumn 2026"')
@click.argument("name")
@json_option
@pass_context
def published(context: Context, name: str, as_json: bool) -> None:
    """Show the register of publications: each report, map and export with counts."""
    from simulator import academy
    from simulator.records.model import write_time

    with context.existing() as store:
        found = academy.publications_of(store, name)
    told = [(each, sorted({scenario for scenario, *_ in each.told.versions})) for each in found]
    if as_json:
        rows = [
            {"at": write_time(each.at), "what": each.what, "minimum": each.told.minimum, "encounters": encounters}
            for each, encounters in told
        ]
        print_json({"published": rows})
        return
    if not told:
        click.echo("Nothing with counts has been published about this cohort.")
    for each, encounters in told:
        hidden = f"fewer than {each.told.minimum} hidden"
        click.echo(f"{write_time(each.at)}  {each.what}: {', '.join(encounters)}; {hidden}")


for _each in (assign, withdraw, rate, adjust, void, comment, late, reminders, compare):
    cohort.add_command(_each)


def _print_overview(seen: Overview, scores: list[CohortCriterion], said: list[str]) -> None:
    from simulator import academy

    count = len(seen.members)
    click.echo(f"{seen.cohort.name}: {count:,} {'member' if count == 1 else 'members'}.")
    for view in seen.assignments:
        counts = ", ".join(f"{view.counts[each]:,} {each}" for each in reversed(academy.Standing) if view.counts[each])
        click.echo(f"{view.assignment.scenario_id}, {view.assignment.terms}: {counts or 'nobody to play it'}.")
    if not seen.assignments:
        click.echo(f'Nothing is assigned: encounter cohort assign "{seen.cohort.name}" SCENARIO')
    weak = academy.weakest(scores)
    if weak:
        click.echo("Where they struggle (practice only):")
    for each in weak:
        click.echo(f"  {each.words}")
    apart = academy.left_out(scores)
    if apart:
        click.echo(apart)
    for line in said:
        click.echo(line)
    width = max((columns(person.member.name) for person in seen.members), default=0)
    for person in seen.members:
        click.echo(_member_line(person, width))


def _member_line(view: MemberView, width: int) -> str:
    from simulator import academy

    standings = list(view.standing.values())
    done = f"{standings.count(academy.Standing.DONE)} of {len(standings)} done  " if standings else ""
    overdue = standings.count(academy.Standing.OVERDUE)
    last = "never played" if view.last is None else f"last {view.last:%Y-%m-%d}"
    runs = "1 run " if view.runs == 1 else f"{view.runs} runs"
    return f"  {padded(view.member.name, width)}  {done}{f'{overdue} overdue  ' if overdue else ''}{runs}  {last}"


def _overview_json(seen: Overview, scores: list[CohortCriterion]) -> dict[str, Any]:
    from simulator import academy
    from simulator.records.model import write_time

    return {
        "cohort": seen.cohort.name,
        "id": seen.cohort.id,
        "assignments": [
            {**view.assignment.as_json(), "members": {str(each): count for each, count in view.counts.items()}}
            for view in seen.assignments
        ],
        "criteria": {
            each.criterion: {
                "rubric": each.rubric.id,
                "version": each.rubric.version,
                "runs_under_other_versions": each.others,
                "anchored": each.anchored,
                "opportunities": each.opportunities,
                "trainees": each.trainees,
            }
            for each in scores
        },
        "weakest": [each.criterion for each in academy.weakest(scores)],
        "members": [
            {
                "trainee": view.member.name,
                "id": view.member.id,
                "external_id": view.member.external_id,
                "email": view.member.email,
                "runs": view.runs,
                "finished": view.finished,
                "last": None if view.last is None else write_time(view.last),
                "standing": {assignment: str(each) for assignment, each in view.standing.items()},
            }
            for view in seen.members
        ],
    }
