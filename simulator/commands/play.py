"""`encounter play`: one encounter, in the app or line by line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from simulator.commands.context import Context, json_option, pass_context, plain_option
from simulator.commands.output import print_json
from simulator.errors import EncounterError, UsageError

if TYPE_CHECKING:
    from simulator.records.store import Store, Trainee


@click.command(epilog="Example: printf '1\\n2\\n' | encounter play market-stall --as sam --plain --json")
@click.argument("scenario", required=False)
@click.option(
    "--as", "trainee", metavar="TRAINEE", help="Who plays, by name, id or e-mail; the only one known if omitted."
)
@click.option(
    "--mode",
    type=click.Choice(["practice", "assessment"]),
    help="Practice if omitted; where your cohort is assigned the encounter, the assignment decides.",
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Decides the order in which choices are shown.")
@plain_option
@json_option
@click.option("--path", "path", metavar="A,B,C", help="Start after these choices.")
@click.option("--language", metavar="CODE", help="Play in a translation, such as cy.")
@pass_context
def play(
    context: Context,
    scenario: str | None,
    trainee: str | None,
    mode: str | None,
    seed: int | None,
    plain: bool,
    as_json: bool,
    path: str | None,
    language: str | None,
) -> int:
    """Play one encounter. SCENARIO is an id out of `encounter list`, or a file.

    Without SCENARIO the library opens. With --json nothing is asked but choices, and the record is printed at
    the end.
    """
    from simulator.terminal import wants_plain

    choices = tuple(each.strip() for each in path.split(",") if each.strip()) if path else ()
    if as_json or plain or wants_plain():
        if scenario is None:
            if as_json:
                raise UsageError(
                    "With --json an encounter must be named.", "For example: encounter play market-stall --plain --json"
                )
            from simulator.plain.menu import run_plain

            return run_plain(context.store)
        return _play_plain(context.store, scenario, trainee, mode, seed, choices, language, as_json=as_json)
    from simulator.app.launch import run_app
    from simulator.app.start import StartRequest

    start = (
        StartRequest(scenario=scenario, mode=mode or "practice", seed=seed, path=choices, language=language)
        if scenario
        else None
    )
    return run_app(context.store, trainee=trainee, start=start)


def _play_plain(
    address: str | None,
    scenario: str,
    trainee: str | None,
    mode: str | None,
    seed: int | None,
    choices: tuple[str, ...],
    language: str | None,
    *,
    as_json: bool,
) -> int:
    from simulator import academy
    from simulator.plain.player import Player, say_duty
    from simulator.plain.talk import Talk, now
    from simulator.records.store import Mode, Store
    from simulator.scenario.library import Library
    from simulator.training.debrief import debrief

    story = Library.default().story(scenario, language=language)
    with Store.open(address) as store:
        who = _trainee(store, trainee, ask=not as_json)
        talk = Talk.standard(quiet=as_json)
        playing = academy.begin(store, story, who, clock=now, mode=Mode(mode) if mode else None, seed=seed)
        say_duty(talk, playing, who)
        for choice in choices:
            playing.choose(choice)
        player = Player(talk, playing)
        refused: EncounterError | None = None
        try:
            if as_json:
                player.play_on()
            else:
                player.play_to_debrief()
        except EncounterError as error:
            refused = error
        if as_json:
            print_json(debrief(store, playing.record.id).as_json())
        if refused is not None:
            raise refused
    return 0


def _trainee(store: Store, name: str | None, *, ask: bool) -> Trainee:
    from simulator import academy
    from simulator.plain.talk import InputEnded, Talk, now

    if name:
        return academy.known_or_new(store, name, at=now())
    known = store.trainees()
    if len(known) == 1:
        return known[0]
    if ask and sys.stdin.isatty():
        try:
            answer = Talk.standard().ask("What is your name?")
        except InputEnded:
            answer = ""
        if answer:
            return academy.known_or_new(store, answer, at=now())
    raise UsageError("Nobody is named.", "Say who plays: --as NAME")
