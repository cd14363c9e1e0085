"""`encounter cohort`: who trains together, what they are to play, and how they stand."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.commands.attempts import adjust, comment, late, void
from simulator.commands.compare import compare
from simulator.commands.context import Context, json_option, pass_context
from simulator.commands.output import columns, padded, print_json, say
from simulator.errors import UsageError

if TYPE_CHECKING:
    from scoring.rubric import Rubric
    from simulator.academy import Beginning, ClassStandard, CohortCriterion, MemberView, Overview
    from simulator.scenario.library import Library

_mode = click.Choice(["practice", "assessment"])
_UNPRACTISED = (
    "{cohort} has assessments and no practice. In a randomised study practice with feedback improved skills, and "
    "practice without any lowered empathy (docs/evidence.md). Assign practice as well: --mode practice"
)


@click.group(
    "cohort", epilog='Example: encounter cohort assign "Autumn" market-stall --mode assessment --due 2026-12-03'
)
def cohort() -> None:
    """Look after cohorts: who trains together, what they are to play, and how they stand."""


@cohort.command("create", epilog='Example: encounter cohort create "Autumn 2026"')
@click.argument("name")
@json_option
@pass_context
def create(context: Context, name: str, as_json: bool) -> None:
    """Make a cohort, still without members."""
    from simulator import academy

    with context.opened() as store:
        made = academy.create_cohort(store, name, at=_now())
    if as_json:
        print_json({"cohort": made.name, "id": made.id})
    else:
        click.echo(f'Made {made.name}. Next: encounter cohort add "{made.name}" NAME, or encounter roster import FILE')


@cohort.command("list", epilog="Example: encounter cohort list --json")
@click.option("--archived", is_flag=True, help="Those that were put away.")
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
@json_option
@pass_context
def show(context: Context, name: str, as_json: bool) -> None:
    """Show who has done what, where they struggle, and what is due."""
    from scoring.report import sentences
    from scoring.rubric import RubricSet
    from simulator import academy

    with context.opened() as store:
        chosen = academy.cohort_named(store, name)
        seen = academy.overview(store, chosen, now=_now())
        scores = academy.criteria(store, chosen, RubricSet.shipped())
        campaigns, standards = academy.campaigns_of(store, chosen), academy.standards_reached(store, chosen)
    if as_json:
        reached = [
            {"rubric": each.rubric.id, "version": each.rubric.version, "reached": each.reached, "people": each.people}
            for each in standards
        ]
        print_json(
            {**_overview_json(seen, scores), "standards": reached, "campaigns": [asdict(each) for each in campaigns]}
        )
    else:
        _print_overview(seen, scores, standards)
        for line in (line for each in campaigns for line in sentences.campaign_lines(each)):
            click.echo(line)


@cohort.command("assign", epilog='Example: encounter cohort assign "Autumn 2026" market-stall --due 2026-12-03')
@click.argument("name")
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True)
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
    help="A panel's judgements that set the mark on a rubric in place of 60; docs/statistics.md shows one.",
)
@click.option(
    "--server-only/--any-program",
    default=None,
    help="Whether it is played on the academy's server only: no other program begins it.",
)
@click.option("--opens", metavar="MOMENT", help="When it can be begun, as 2026-12-03T09:00.")
@click.option("--access-code", metavar="CODE", help='What must be typed to begin it, said in the room; "" for none.')
@click.option(
    "--say-it-first/--choices-first",
    "say_first",
    default=None,
    help="Whether own words are asked for before the choices are shown.",
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
    """Assign encounters or campaigns to a cohort; one assigned again in the same mode changes its date and attempts.

    Its standards, and how it is begun (--server-only to --say-it-first), stay until others are said.
    """
    from simulator import academy
    from simulator.campaign.library import is_campaign
    from simulator.records.store import Mode
    from simulator.scenario.library import Library

    library = Library.default()
    campaigns = [each for each in scenarios if is_campaign(each, library)]
    ids = [each if each in campaigns else library.entry(each).id for each in scenarios]
    begins = _begins(campaigns, len(scenarios), episode, memory)
    until, opening = (None if day is None else academy.due_on(day, now=_now()) for day in (due, opens))
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
                at=_now(),
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
                store, assignment, at=_now(), server_only=server_only, opens=opening, access_code=access_code
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
        raise UsageError("Where to begin is said for one campaign.", "Name one campaign, or leave it out.")
    from simulator.campaign.library import campaign
    from simulator.scenario.library import Library
    from simulator.training.campaign import beginning, named_values

    story = campaign(campaigns[0], Library.default())
    return academy.Beginning(*beginning(story, episode, named_values(memory)))


@cohort.command("withdraw", epilog='Example: encounter cohort withdraw "Autumn 2026" market-stall')
@click.argument("name")
@click.argument("scenario")
@click.option("--mode", type=_mode, help="Only what is assigned in this mode.")
@pass_context
def withdraw(context: Context, name: str, scenario: str, mode: str | None) -> None:
    """Take an assignment back; the runs that answered it stay."""
    from simulator import academy
    from simulator.records.store import Mode

    with context.opened() as store:
        chosen = academy.cohort_named(store, name)
        # As in `assign`, the namespace may be left out where only one encounter bears the id.
        given = {each.scenario_id for each in academy.assignments_of(store, chosen)}
        bearing = [id_ for id_ in given if id_.rpartition("/")[2] == scenario]
        if scenario not in given and len(bearing) == 1:
            (scenario,) = bearing
        academy.withdraw(store, chosen, scenario, at=_now(), mode=Mode(mode) if mode else None)
    click.echo(f"{scenario} is not assigned to {chosen.name} any more.")


@cohort.command("add", epilog='Example: encounter cohort add "Autumn 2026" "Sam Reid"')
@click.argument("name")
@click.argument("trainees", metavar="TRAINEE...", nargs=-1, required=True)
@click.option("--new", is_flag=True, help="Also people who are not known yet.")
@pass_context
def add(context: Context, name: str, trainees: tuple[str, ...], new: bool) -> None:
    """Let trainees join a cohort, by name, by the academy's own id, or by e-mail address."""
    from simulator import academy

    with context.opened() as store:
        chosen = academy.cohort_named(store, name)
        if new:
            people = [academy.known_or_new(store, each, at=_now()) for each in trainees]
        else:
            people = [academy.person_named(store, each) for each in trainees]
        count = academy.add_members(store, chosen, people, at=_now())
    there = len(people) - count
    click.echo(f"{count} joined {chosen.name}." + (f" {there} belonged to it already." if there else ""))


@cohort.command("remove", epilog='Example: encounter cohort remove "Autumn 2026" "Sam Reid"')
@click.argument("name")
@click.argument("trainees", metavar="TRAINEE...", nargs=-1, required=True)
@pass_context
def remove(context: Context, name: str, trainees: tuple[str, ...]) -> None:
    """Let trainees leave a cohort. Their runs stay, and count again if they are added again."""
    from simulator import academy

    with context.opened() as store:
        chosen = academy.cohort_named(store, name)
        people = [academy.person_named(store, each) for each in trainees]
        count = academy.remove_members(store, chosen, people, at=_now())
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
        renamed = academy.rename_cohort(store, chosen, new, at=_now())
    click.echo(f"{chosen.name} is {renamed.name} from now on.")


@cohort.command("archive", epilog='Example: encounter cohort archive "Autumn 2025"')
@click.argument("name")
@click.option("--undo", is_flag=True, help="Bring it back.")
@pass_context
def archive(context: Context, name: str, undo: bool) -> None:
    """Put a cohort away: it is not listed, and nothing of it is to be done. All of it is kept."""
    from simulator import academy

    with context.existing() as store:
        chosen = academy.cohort_named(store, name)
        done = (academy.bring_back_cohort if undo else academy.archive_cohort)(store, chosen, at=_now())
    where = "not in the archive" if undo else "in the archive"
    click.echo(f"{chosen.name} is {where}{' now' if done else ' already'}.")


@cohort.command("merge", epilog='Example: encounter cohort merge "Autumn B" "Autumn A"')
@click.argument("name")
@click.argument("into")
@pass_context
def merge(context: Context, name: str, into: str) -> None:
    """Let the people, trainers and assignments of NAME belong to INTO, and archive NAME."""
    from simulator import academy

    with context.existing() as store:
        chosen, other = academy.cohort_named(store, name), academy.cohort_named(store, into)
        count = academy.merge_cohorts(store, chosen, other, at=_now())
    click.echo(f"{count} came to {other.name} from {chosen.name}, which is in the archive now.")


@cohort.command("published", epilog='Example: encounter cohort published "Autumn 2026"')
@click.argument("name")
@json_option
@pass_context
def published(context: Context, name: str, as_json: bool) -> None:
    """Show the register of what was published: each report, map and export that counts were written to."""
    from simulator import academy
    from simulator.records.model import write_time

    with context.existing() as store:
        found = academy.publications_of(store, name)
    told = [(each, sorted({scenario for scenario, _ in each.told.versions})) for each in found]
    if as_json:
        rows = [
            {"at": write_time(each.at), "what": each.what, "minimum": each.told.minimum, "encounters": encounters}
            for each, encounters in told
        ]
        print_json({"published": rows})
        return
    if not told:
        click.echo("Nothing with counts was published of this cohort.")
    for each, encounters in told:
        hidden = f"fewer than {each.told.minimum} hidden"
        click.echo(f"{write_time(each.at)}  {each.what}: {', '.join(encounters)}; {hidden}")


@cohort.command("rate", epilog="Example: encounter cohort rate 3f2a opening=1 voice=-1 --by Ada")
@click.argument("run")
@click.argument("levels", metavar="[CRITERION=LEVEL]...", nargs=-1)
@click.option("--by", "rater", metavar="NAME", help="The trainer who rates.")
@click.option("--undo", "take_back", is_flag=True, help="Take back what that trainer kept last of the run.")
@click.option("--words", is_flag=True, help="Rate what they would have said before the choices, not what they chose.")
@json_option
@pass_context
def rate(
    context: Context,
    run: str,
    levels: tuple[str, ...],
    rater: str | None,
    take_back: bool,
    words: bool,
    as_json: bool,
) -> None:
    """Keep a trainer's own levels for a RUN, -2 to 2, and show those that stand."""
    from simulator import academy

    given = dict(_level(each) for each in levels)
    if (given or take_back) and not rater:
        raise UsageError("A rating needs the name of whoever gives it.", "Say who: --by NAME")
    if given and take_back:
        raise UsageError("Rate, or take back; not both at once.", "Leave out the levels, or --undo.")
    with context.opened() as store:
        record = store.run(run)
        if take_back:
            academy.undo_rating(store, record.id, rater or "", at=_now(), words=words)
        elif given:
            academy.rate(store, record.id, rater or "", given, at=_now(), words=words)
        standing = academy.ratings_of_run(store, record.id, words=words)
    if as_json:
        rows = [{"rater": each.rater, "criterion": each.criterion, "level": each.level} for each in standing]
        print_json({"run": record.id, "ratings": rows})
        return
    if not standing:
        what = "the words of this run" if words else "this run"
        click.echo(f"No trainer's rating stands for {what}.")
    for each in standing:
        click.echo(f"{each.rater}: {each.criterion} {each.level:+d}")


for _each in (adjust, void, comment, late, compare):
    cohort.add_command(_each)


def _now() -> datetime:
    return datetime.now(UTC)


def _level(text: str) -> tuple[str, int]:
    criterion, mark, level = text.partition("=")
    try:
        return criterion.strip(), int(level if mark else "")
    except ValueError:
        raise UsageError(f"'{text}' is not a rating.", "Write it as criterion=level: opening=1") from None


def _print_overview(seen: Overview, scores: list[CohortCriterion], standards: list[ClassStandard]) -> None:
    from simulator import academy

    count = len(seen.members)
    click.echo(f"{seen.cohort.name}: {count:,} {'member' if count == 1 else 'members'}.")
    for view in seen.assignments:
        counts = ", ".join(f"{view.counts[each]:,} {each}" for each in reversed(academy.Standing) if view.counts[each])
        click.echo(f"{view.assignment.scenario_id}, {view.assignment.terms}: {counts or 'nobody to play it'}.")
    if not seen.assignments:
        click.echo(f'Nothing is assigned: encounter cohort assign "{seen.cohort.name}" SCENARIO')
    for each in academy.weakest(scores):
        people = "one trainee" if each.trainees == 1 else f"{each.trainees:,} trainees"
        click.echo(
            f"Weakest: {each.title}, {each.anchored:.0f} of 100 over n = {each.opportunities:,} decisions of {people}."
        )
    apart = academy.left_out(scores)
    if apart:
        click.echo(apart)
    for share in standards:
        click.echo(share.words)
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
