"""`encounter class`: an encounter played with a class, hands counted, and the class sessions that are kept."""

from __future__ import annotations

import click

from simulator.commands import completing
from simulator.commands.context import Context, pass_context, plain_option
from simulator.messages import language_around, speak, spoken_language


@click.command("class", epilog="Example: encounter class market-stall")
@click.argument("scenario", required=False, shell_complete=completing.encounters)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), help="A number that decides the order in which choices are shown."
)
@click.option(
    "--language", metavar="CODE", help="Play in a translation, such as cy.", shell_complete=completing.languages
)
@plain_option
@pass_context
def classroom(context: Context, scenario: str | None, seed: int | None, language: str | None, plain: bool) -> int:
    """Play SCENARIO with a class: count hands, see the split, discuss a question.

    The class goes on by the majority, or by your own pick. At the end it shows where the class was split. It is
    kept as a class session, which names nobody and is nobody's score. Without SCENARIO, the sessions that are kept
    are listed.
    """
    from simulator.terminal import wants_plain

    if scenario is None:
        return _list(context)
    if seed is None and not (plain or wants_plain()):
        from simulator.app.launch import run_app
        from simulator.app.start import StartRequest

        return run_app(context.store, start=StartRequest(classroom=scenario, language=language))
    from simulator.plain.classroom import keep_with_class
    from simulator.plain.talk import Talk
    from simulator.scenario.library import Library

    story = Library.default().story(scenario, language=language)
    speak(language_around(story.scenario.language, spoken_language()))
    keep_with_class(Talk.standard(), context.opened, story, seed)
    return 0


def _list(context: Context) -> int:
    from simulator.messages.moments import time_of
    from simulator.training.classes import kept_classes

    with context.existing() as store:
        found = kept_classes(store)
    for each in found:
        count = len(each.shows)
        decisions = "1 decision" if count == 1 else f"{count} decisions"
        ending = f"the ending {each.ending}" if each.ending else "stopped before an ending"
        hands = max((sum(show.hands) for show in each.shows), default=0)
        click.echo(f"{each.id[:8]}  {time_of(each.at)}  {each.scenario}: {decisions}, up to {hands} hands, {ending}")
    if not found:
        click.echo("No class session is kept yet. Begin one: encounter class SCENARIO")
    return 0
