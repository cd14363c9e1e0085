"""`encounter play`: one encounter, in the app or line by line."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from simulator.commands import completing
from simulator.commands.context import Context, json_option, jurisdiction_option, pass_context, plain_option
from simulator.commands.output import print_json, say
from simulator.errors import AttemptRefused, EncounterError, UsageError
from simulator.messages import language_around, speak, spoken_language, tr

if TYPE_CHECKING:
    from simulator.campaign.story import CampaignStory
    from simulator.records.store import Store, Trainee
    from simulator.scenario.story import Story

_UNRATED = (
    "run", "scenario", "pack", "version", "digest", "trainee", "mode", "assignment", "path", "ending", "outcome",
)  # fmt: skip


@click.command(epilog="Example: printf '1\\n2\\n' | encounter play market-stall --as sam --plain --json")
@click.argument("scenario", required=False, shell_complete=completing.encounters)
@click.option(
    "--as",
    "trainee",
    metavar="TRAINEE",
    help="Who plays: a name, id or e-mail address; may be omitted if only one person is known.",
    shell_complete=completing.people,
)
@click.option(
    "--mode",
    type=click.Choice(["practice", "assessment"]),
    help="Practice if omitted; where your cohort is assigned the encounter, the assignment decides.",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), help="A number that decides the order in which choices are shown."
)
@plain_option
@json_option
@click.option(
    "--path", "path", metavar="A,B,C", help="Start after these choices; in a campaign with a | between episodes."
)
@click.option(
    "--language", metavar="CODE", help="Play in a translation, such as cy.", shell_complete=completing.languages
)
@jurisdiction_option("Play under another law, such as us-tx, where an overlay is written for it.")
@click.option("--episode", metavar="EPISODE", help="Begin a campaign at this episode, by its id or number.")
@click.option(
    "--memory", "memory", metavar="NAME=VALUE", multiple=True, help="What is remembered where the campaign begins."
)
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
    jurisdiction: str | None,
    episode: str | None,
    memory: tuple[str, ...],
) -> int:
    """Play one encounter, or a campaign.

    SCENARIO is an id from `encounter list`, a file, or a campaign's folder. Without SCENARIO, the library opens.
    With --json the program asks only for choices, and prints the record at the end.
    """
    from simulator.campaign.library import is_campaign
    from simulator.terminal import wants_plain

    parts = [tuple(each.strip() for each in part.split(",") if each.strip()) for part in (path or "").split("|")]
    choices = parts[0]
    library = context.library()
    if scenario is not None and is_campaign(scenario, library):
        if jurisdiction is not None:
            raise UsageError("A campaign is played under its own law.", "Leave out --jurisdiction.")
        from simulator.campaign.library import campaign
        from simulator.training.campaign import named_values

        given = named_values(memory)
        if as_json or plain or wants_plain():
            return _play_campaign(
                context.store,
                campaign(scenario, library, language=language),
                trainee,
                mode,
                seed,
                parts if path else [],
                episode,
                given,
                as_json=as_json,
            )
        from simulator.app.launch import run_app
        from simulator.app.start import StartRequest

        request = StartRequest(
            campaign=scenario, mode=mode or "practice", episode=episode, memory=given, language=language
        )
        return run_app(context.store, trainee=trainee, start=request, library=library)
    if episode or memory or len(parts) > 1:
        raise UsageError("Episodes, memory and '|' work only with a campaign.", "Name a campaign, or leave them out.")
    if as_json or plain or wants_plain():
        if scenario is None:
            if as_json:
                raise UsageError(
                    "With --json an encounter must be named.", "For example: encounter play market-stall --plain --json"
                )
            from simulator.plain.menu import run_plain

            return run_plain(context.store, trainee=trainee)
        story = library.story(scenario, language=language, jurisdiction=jurisdiction)
        return _play_plain(context.store, story, trainee, mode, seed, choices, as_json=as_json)
    from simulator.app.launch import run_app
    from simulator.app.start import StartRequest

    if scenario is not None and jurisdiction is not None:
        scenario = library.under_law(scenario, jurisdiction)
    start = StartRequest(scenario=scenario, mode=mode or "practice", seed=seed, path=choices, language=language)
    return run_app(context.store, trainee=trainee, start=start, library=library)


def _play_plain(
    address: str | None,
    story: Story,
    trainee: str | None,
    mode: str | None,
    seed: int | None,
    choices: tuple[str, ...],
    *,
    as_json: bool,
) -> int:
    from simulator import academy
    from simulator.encounter.run import Run
    from simulator.plain.access_code import begun
    from simulator.plain.player import Player, say_duty, willing
    from simulator.plain.talk import InputEnded, Talk, now
    from simulator.records.store import Mode, Store
    from simulator.training.preferences import speak_as_set

    with Store.open(address) as store:
        if store.remark:
            say(store.remark)
        who = _trainee(store, trainee, ask=not as_json)
        talk = Talk.standard(quiet=as_json)
        speak_as_set(store, who)
        speak(language_around(story.scenario.language, spoken_language()))
        try:
            if not as_json and not willing(talk, story.scenario):
                return 0
        except InputEnded:
            return 0
        Run(story, path=choices)  # a path that is refused leaves no run behind
        playing = begun(
            talk,
            lambda code: academy.begin(
                store, story, who, clock=now, mode=Mode(mode) if mode else None, seed=seed, by_path=bool(choices),
                access_code=code,
            ),
        )  # fmt: skip
        say_duty(talk, playing, who)
        for choice in choices:
            playing.follow(choice)
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
            print_json(_looked_back(store, playing.record.id))
        if refused is not None:
            raise refused
    return 0


_HIDDEN = {"rubrics": {}, "episodes": [], "hidden": "Ratings are shown when the assessment is over."}
"""Shown instead of a campaign's ratings while its assessment goes on."""


def _looked_back(store: Store, run_id: str) -> dict[str, Any]:
    """Return a run's debrief; without ratings and decisions while its assessment is not over."""
    from simulator import academy
    from simulator.training.debrief import debrief

    record = store.run(run_id)
    try:
        academy.refuse_while_assessed(store, record)
    except AttemptRefused as hidden:
        told = debrief(store, run_id).as_json()
        return {**{key: told[key] for key in _UNRATED}, "hidden": hidden.message}
    return debrief(store, run_id).as_json()


def _play_campaign(
    address: str | None,
    story: CampaignStory,
    trainee: str | None,
    mode: str | None,
    seed: int | None,
    parts: list[tuple[str, ...]],
    episode: str | None,
    memory: dict[str, str],
    *,
    as_json: bool,
) -> int:
    from simulator import academy
    from simulator.plain.access_code import begun
    from simulator.plain.campaign import CampaignPlayer, introduce
    from simulator.plain.talk import InputEnded, Talk, agreed, now
    from simulator.records.store import Mode, Store
    from simulator.training.campaign_debrief import campaign_debrief
    from simulator.training.preferences import speak_as_set

    with Store.open(address) as store:
        if store.remark:
            say(store.remark)
        who = _trainee(store, trainee, ask=not as_json)
        talk = Talk.standard(quiet=as_json)
        speak_as_set(store, who)
        speak(language_around(story.campaign.language, spoken_language()))
        try:
            introduce(talk, story)
            if not as_json and story.campaign.content_warnings and not agreed(talk, tr("Begin?")):
                return 0
        except InputEnded:
            return 0
        playing = begun(
            talk,
            lambda code: academy.begin_campaign(
                store, story, who, clock=now, mode=Mode(mode) if mode else None, episode=episode, memory=memory,
                by_path=bool(parts), access_code=code,
            ),
        )  # fmt: skip
        for choices in parts:
            run = playing.episode(seed=seed)
            for choice in choices:
                run.choose(choice)
            playing.leave(run)
        player = CampaignPlayer(talk, playing)
        refused: EncounterError | None = None
        try:
            if as_json:
                player.play_on()
            else:
                player.play_to_debrief()
        except EncounterError as error:
            refused = error
        if as_json:
            told = campaign_debrief(store, player.play.kept).as_json()
            print_json(told if player.play.may_look_back else {**told, **_HIDDEN})
        if refused is not None:
            raise refused
    return 0


def _trainee(store: Store, name: str | None, *, ask: bool) -> Trainee:
    from simulator.plain.talk import InputEnded, PersonLeft, Talk
    from simulator.plain.who import who_trains

    if name:
        return _named(store, name, ask=ask)
    known = store.trainees()
    if len(known) == 1:
        return known[0]
    if ask and sys.stdin.isatty():
        with suppress(InputEnded, PersonLeft):
            return who_trains(Talk.standard(), store)
    raise UsageError("Nobody is named.", "Say who plays: --as NAME")


def _named(store: Store, name: str, *, ask: bool) -> Trainee:
    """Return the person with a name. If a new name is near a known one, ask about it; if nobody can answer, say so."""
    from simulator import academy
    from simulator.plain.talk import Talk, agreed, now
    from simulator.views.people import near_name, new_beside

    found = academy.find_person(store, name)
    near = None if found is not None else near_name(name, [each.name for each in store.trainees()])
    if near is not None and ask and sys.stdin.isatty():
        meant = tr("There is {near}.", near=near) + " "
        asked = tr("Nobody here is called {name}. {meant}Begin as {name}?", name=name, meant=meant)
        if not agreed(Talk.standard(), asked):
            return academy.person_named(store, near)
        near = None
    who = found or academy.known_or_new(store, name, at=now())
    if near is not None:
        say(new_beside(who.name, near))
    return who
