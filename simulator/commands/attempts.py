"""`encounter cohort adjust, void, comment, late, reminders and rate`: decisions about one person's attempts."""

from __future__ import annotations

from datetime import timedelta

import click

from simulator.commands import completing
from simulator.commands.context import Context, json_option, pass_context
from simulator.commands.output import now, print_json
from simulator.errors import UnknownRecord, UsageError

_by = click.option("--by", "author", metavar="NAME", required=True, help="Who decides this, or writes it.")
_reason = click.option("--reason", metavar="TEXT", required=True, help="The reason; it is kept.")


@click.command(
    "adjust", epilog='Example: encounter cohort adjust "Autumn" Sam market-stall --due 2026-12-10 --reason ill --by Ada'
)
@click.argument("name")
@click.argument("trainee", shell_complete=completing.people)
@click.argument("scenario", shell_complete=completing.encounters)
@click.option("--mode", type=click.Choice(["practice", "assessment"]), help="Which, where both modes are assigned.")
@click.option("--due", metavar="DATE", help="The person's own last day or moment.")
@click.option("--attempts", type=click.IntRange(1, 1_000), metavar="N", help="How many attempts the person has.")
@click.option(
    "--extra-time", type=click.IntRange(0, 300), metavar="PERCENT", help="How much longer timers are for the person."
)
@click.option("--form", "other", metavar="SCENARIO", help="Another form that the person plays instead.")
@_reason
@_by
@pass_context
def adjust(
    context: Context,
    name: str,
    trainee: str,
    scenario: str,
    mode: str | None,
    due: str | None,
    attempts: int | None,
    extra_time: int | None,
    other: str | None,
    reason: str,
    author: str,
) -> None:
    """Change an assignment for one TRAINEE: a later date, more attempts, extra time, or another form.

    What you do not name stays as it was.
    """
    from simulator import academy
    from simulator.scenario.library import Library

    form = None
    if other is not None:
        library = Library.default()
        id_ = library.entry(other).id
        form = academy.OtherForm(id_, academy.pin_of(library, id_))
    with context.existing() as store:
        chosen = academy.cohort_named(store, name)
        person = academy.person_named(store, trainee)
        own = [
            each
            for each in academy.assignments_of(store, chosen)
            if scenario in (each.scenario_id, each.scenario_id.rpartition("/")[2]) and mode in (None, str(each.mode))
        ]
        if not own:
            raise UnknownRecord(
                f"'{scenario}' is not assigned to {chosen.name}.",
                f'See what is: encounter cohort show "{chosen.name}"',
            )
        if len(own) > 1:
            raise UsageError(f"'{scenario}' is assigned in both modes.", "Name one: --mode assessment")
        made = academy.adjust(
            store,
            own[0],
            person,
            author=author,
            reason=reason,
            at=now(),
            due=None if due is None else academy.due_on(due, now=now()),
            attempts=attempts,
            extra_time=extra_time,
            other_form=form,
        )
    held = made.applied(own[0])
    click.echo(f"For {person.name} in {chosen.name}: {held.scenario_id}, {held.terms}.")


@click.command("void", epilog='Example: encounter cohort void 3f2a --reason "fire alarm" --by Ada')
@click.argument("run", shell_complete=completing.runs)
@_reason
@_by
@pass_context
def void(context: Context, run: str, reason: str, author: str) -> None:
    """Make the attempt RUN not count.

    It is kept with the reason, and the trainee gets another attempt.
    """
    from simulator import academy

    with context.existing() as store:
        record = store.run(run)
        academy.void(store, record.id, author=author, reason=reason, at=now())
    click.echo(f"The attempt {record.id[:8]} of {record.trainee} does not count.")


@click.command("comment", epilog='Example: encounter cohort comment 3f2a "You let her finish. Do that again." --by Ada')
@click.argument("run", shell_complete=completing.runs)
@click.argument("text")
@_by
@pass_context
def comment(context: Context, run: str, text: str, author: str) -> None:
    """Write a comment on RUN to the trainee; it appears in the debrief and cannot be changed later."""
    from simulator import academy

    with context.existing() as store:
        record = store.run(run)
        academy.comment(store, record.id, text, author=author, at=now())
    click.echo(f"{record.trainee} reads it in the debrief: encounter debrief {record.id[:8]}")


@click.command("late", epilog='Example: encounter cohort late "Autumn 2026"')
@click.argument("name")
@json_option
@pass_context
def late(context: Context, name: str, as_json: bool) -> None:
    """Show work that is overdue or was done late. Extensions are taken into account."""
    from simulator import academy

    with context.existing() as store:
        chosen = academy.cohort_named(store, name)
        found = academy.who_is_late(store, chosen, now=now())
    if as_json:
        print_json({"cohort": chosen.name, "late": [each.as_json() for each in found]})
        return
    if not found:
        click.echo(f"Nobody in {chosen.name} is late.")
    for each in found:
        how = "overdue by" if each.finished is None else "done late by"
        click.echo(f"{each.member.name}: {each.assignment.scenario_id}, {how} {academy.span(each.by)}")


@click.command("reminders", epilog='Example: encounter cohort reminders "Autumn 2026" --days 7')
@click.argument("name")
@click.option("--days", type=click.IntRange(0, 365), default=3, show_default=True, help="Due within so many days.")
@json_option
@pass_context
def reminders(context: Context, name: str, days: int, as_json: bool) -> None:
    """Show who still has to do something that is overdue or due soon, with their addresses.

    Extensions are taken into account.
    """
    from simulator import academy

    with context.existing() as store:
        chosen = academy.cohort_named(store, name)
        found = academy.who_to_remind(store, chosen, now=now(), within=timedelta(days=days))
    if as_json:
        print_json({"cohort": chosen.name, "reminders": [each.as_json() for each in found]})
        return
    if not found:
        click.echo(f"Nobody in {chosen.name} needs a reminder.")
    for each in found:
        where = f" <{each.member.email}>" if each.member.email else ""
        click.echo(f"{each.member.name}{where}: {each.assignment.scenario_id}, {each.words}")


@click.command("rate", epilog="Example: encounter cohort rate 3f2a opening=1 voice=-1 --by Ada")
@click.argument("run", shell_complete=completing.runs)
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
    """Keep a trainer's own levels for a RUN, -2 to 2, and show the present ones."""
    from simulator import academy

    given = dict(_level(each) for each in levels)
    if (given or take_back) and not rater:
        raise UsageError("A rating needs the name of the trainer who gives it.", "Say who: --by NAME")
    if given and take_back:
        raise UsageError("Rate, or take back; not both at once.", "Leave out the levels, or --undo.")
    with context.opened() as store:
        record = store.run(run)
        if take_back:
            academy.undo_rating(store, record.id, rater or "", at=now(), words=words)
        elif given:
            academy.rate(store, record.id, rater or "", given, at=now(), words=words)
        standing = academy.ratings_of_run(store, record.id, words=words)
    if as_json:
        rows = [{"rater": each.rater, "criterion": each.criterion, "level": each.level} for each in standing]
        print_json({"run": record.id, "ratings": rows})
        return
    if not standing:
        what = "the words of this run" if words else "this run"
        click.echo(f"There is no trainer's rating of {what}.")
    for each in standing:
        click.echo(f"{each.rater}: {each.criterion} {each.level:+d}")


def _level(text: str) -> tuple[str, int]:
    criterion, mark, level = text.partition("=")
    try:
        return criterion.strip(), int(level if mark else "")
    except ValueError:
        raise UsageError(f"'{text}' is not a rating.", "Write it as criterion=level: opening=1") from None
