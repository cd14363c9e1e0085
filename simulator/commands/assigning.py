"""`encounter cohort assign, withdraw`: what a cohort is to play."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands import completing
from simulator.commands.context import Context, json_option, pass_context
from simulator.commands.output import now, print_json, say
from simulator.errors import UsageError

if TYPE_CHECKING:
    from scoring.rubric import Rubric
    from simulator.academy import Beginning
    from simulator.scenario.library import Library

_mode = click.Choice(["practice", "assessment"])
_UNPRACTISED = (
    "{cohort} has assessments but no practice. In a randomised study, practice with feedback improved "
    "skills, and practice without feedback lowered empathy (docs/evidence.md). Assign practice as well: --mode practice"
)


@click.command("assign", epilog='Example: encounter cohort assign "Autumn 2026" market-stall --due 2026-12-03')
@click.argument("name")
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True, shell_complete=completing.encounters)
@click.option("--mode", type=_mode, default="practice", show_default=True)
@click.option("--due", metavar="DATE", help="The last day, as 2026-12-03, or a moment, as 2026-12-03T17:00.")
@click.option(
    "--attempts",
    type=click.IntRange(1, 1_000),
    metavar="N",
    help="How many attempts an assessment allows; 1 if omitted.",
)
@click.option("--episode", metavar="EPISODE", help="Let a campaign begin at this episode, by its id or number.")
@click.option(
    "--memory", "memory", metavar="NAME=VALUE", multiple=True, help="What is remembered where the campaign begins."
)
@click.option(
    "--standard",
    "standards",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    multiple=True,
    help="A panel's judgements, which set another mark than 60 on a rubric; docs/statistics.md shows an example.",
)
@click.option(
    "--server-only/--any-program",
    default=None,
    help="Whether it can be played only on the academy's server.",
)
@click.option("--opens", metavar="MOMENT", help="When it can be begun, as 2026-12-03T09:00.")
@click.option(
    "--access-code", metavar="CODE", help='A code that must be typed to begin it, given in the room; "" for none.'
)
@click.option(
    "--say-it-first/--choices-first",
    "say_first",
    default=None,
    help="Whether trainees are asked for their own words before the choices are shown.",
)
@json_option
@pass_context
def assign(
    context: Context,
    name: str,
    scenarios: tuple[str, ...],
    mode: str,
    due: str | None,
    attempts: int | None,
    episode: str | None,
    memory: tuple[str, ...],
    standards: tuple[Path, ...],
    say_first: bool | None,
    server_only: bool | None,
    opens: str | None,
    access_code: str | None,
    as_json: bool,
) -> None:
    """Assign encounters or campaigns to a cohort.

    If one is assigned again in the same mode, its date and attempts change. Its standards, and how it is begun
    (--server-only to --say-it-first), stay as they are unless you give others.
    """
    from simulator import academy
    from simulator.campaign.library import is_campaign
    from simulator.records.store import Mode
    from simulator.scenario.library import Library

    library = Library.default()
    campaigns = [each for each in scenarios if is_campaign(each, library)]
    ids = [each if each in campaigns else library.entry(each).id for each in scenarios]
    begins = _begins(campaigns, len(scenarios), episode, memory)
    until, opening = (None if day is None else academy.due_on(day, now=now()) for day in (due, opens))
    marks = {each: academy.standards_of(standards, _scored(library, each)) if standards else {} for each in ids}
    with context.opened() as store:
        chosen = academy.cohort_named(store, name)
        before = {each.id: each.pin for each in academy.assignments_of(store, chosen)}
        done = [
            academy.assign(
                store,
                chosen,
                each,
                mode=Mode(mode),
                at=now(),
                due=until,
                attempts=attempts,
                begins=begins,
                pin=academy.pin_of(library, each, campaign=each in campaigns),
                standards=marks[each],
                say_first=say_first,
            )
            for each in dict.fromkeys(ids)
        ]
        held = {
            assignment.id: academy.set_server_terms(
                store, assignment, at=now(), server_only=server_only, opens=opening, access_code=access_code
            )
            for assignment, _ in done
        }
        unpractised = academy.assessment_only(store, chosen)
    if as_json:
        warnings = [_UNPRACTISED.format(cohort=chosen.name)] if unpractised else []
        print_json({"assignments": [{**each.as_json(), "new": new} for each, new in done], "warnings": warnings})
        return
    for assignment, new in done:
        verb = "Assigned to" if new else "Changed for"
        terms = ", ".join(filter(None, (assignment.terms, held[assignment.id].words)))
        click.echo(f"{verb} {assignment.cohort}: {assignment.scenario_id}, {terms}.")
        earlier = before.get(assignment.id)
        if earlier is not None and assignment.pin is not None and earlier != assignment.pin:
            click.echo(
                f"It was version {earlier.version} ({earlier.digest[:8]}) until now, and is "
                f"{assignment.pin.version} ({assignment.pin.digest[:8]})."
            )
    if unpractised:
        say(_UNPRACTISED.format(cohort=chosen.name))


def _scored(library: Library, id_: str) -> list[Rubric]:
    """Return the rubrics that an encounter or a campaign is scored by."""
    from simulator.campaign.library import campaign, is_campaign

    story = campaign(id_, library) if is_campaign(id_, library) else library.story(id_)
    return list(story.rubrics.rubrics.values())


def _begins(campaigns: list[str], count: int, episode: str | None, memory: tuple[str, ...]) -> Beginning | None:
    """Return where an assigned campaign begins; None for its own start."""
    if episode is None and not memory:
        return None
    from simulator import academy

    if len(campaigns) != 1 or count != 1:
        raise UsageError(
            "--episode and --memory work only with a single campaign.", "Name one campaign, or leave it out."
        )
    from simulator.campaign.library import campaign
    from simulator.scenario.library import Library
    from simulator.training.campaign import beginning, named_values

    story = campaign(campaigns[0], Library.default())
    return academy.Beginning(*beginning(story, episode, named_values(memory)))


@click.command("withdraw", epilog='Example: encounter cohort withdraw "Autumn 2026" market-stall')
@click.argument("name")
@click.argument("scenario", shell_complete=completing.encounters)
@click.option("--mode", type=_mode, help="Only what is assigned in this mode.")
@pass_context
def withdraw(context: Context, name: str, scenario: str, mode: str | None) -> None:
    """Take an assignment back; its runs are kept."""
    from simulator import academy
    from simulator.records.store import Mode

    with context.opened() as store:
        chosen = academy.cohort_named(store, name)
        # As in `assign`, the namespace may be left out where only one encounter bears the id.
        given = {each.scenario_id for each in academy.assignments_of(store, chosen)}
        bearing = [id_ for id_ in given if id_.rpartition("/")[2] == scenario]
        if scenario not in given and len(bearing) == 1:
            (scenario,) = bearing
        academy.withdraw(store, chosen, scenario, at=now(), mode=Mode(mode) if mode else None)
    click.echo(f"{scenario} is not assigned to {chosen.name} any more.")
