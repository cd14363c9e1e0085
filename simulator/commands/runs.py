"""`encounter runs`, `resume`, `debrief` and `progress`: what was played, and going on with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.commands import completing
from simulator.commands.context import Context, json_option, pass_context, plain_option
from simulator.commands.output import padded, print_json, say
from simulator.errors import UnknownRecord, UsageError
from simulator.messages import language_around, speak, spoken_language, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.records.kept_campaigns import CampaignRecord
    from simulator.records.store import RunRecord, Store, Trainee
    from simulator.training.progress import CriterionProgress, Suggestion


as_option = click.option(
    "--as",
    "--trainee",
    "trainee",
    metavar="NAME",
    help="Whose: a name, id or e-mail address; may be omitted if only one person is known.",
    shell_complete=completing.people,
)


@click.command(epilog="Example: encounter runs --as sam")
@click.option(
    "--as",
    "--trainee",
    "trainee",
    metavar="NAME",
    help="Only this person's: a name, id or e-mail address.",
    shell_complete=completing.people,
)
@click.option("--all", "everything", is_flag=True, help="Also runs that a rewind has replaced.")
@json_option
@pass_context
def runs(context: Context, trainee: str | None, everything: bool, as_json: bool) -> None:
    """Show finished and unfinished runs and campaigns, newest first."""
    from simulator.records.campaigns import campaign_records

    with context.opened() as store:
        who = _known(store, trainee) if trainee else None
        records = store.runs(trainee=who, include_superseded=everything)
        campaigns = campaign_records(store, trainee=who)
    if as_json:
        print_json(
            {"runs": [_json(record) for record in records], "campaigns": [_campaign(each) for each in campaigns]}
        )
        return
    for each in campaigns:
        closing = each.closing or "unfinished"
        began = f"{each.started_at.astimezone():%Y-%m-%d %H:%M}"
        branch = f", tried again from episode {(each.origin_kept or 0) + 1}" if each.origin else ""
        click.echo(
            f"{each.id[:8]}  {began}  {padded(each.trainee, 16)}  {each.campaign_id:<20}  "
            f"{each.mode:<10}  campaign, {closing}{branch}"
        )
    if not records:
        click.echo("No runs yet. Begin one: encounter play")
    for record in records:
        made = len(record.path)
        state = record.outcome if record.finished else f"unfinished, {made} choice{'s' if made != 1 else ''}"
        replaced = ", replaced by a rewind" if record.superseded else ""
        began = f"{record.started_at.astimezone():%Y-%m-%d %H:%M}"
        click.echo(
            f"{record.id[:8]}  {began}  {padded(record.trainee, 16)}  {record.scenario_id:<20}  {record.mode:<10}  "
            f"{state}{replaced}"
        )


@click.command(epilog="Example: encounter resume")
@click.argument("run", required=False, shell_complete=completing.runs)
@as_option
@click.option(
    "--discard", "discarded", is_flag=True, help="Discard it instead: it leaves the lists and stays in the record."
)
@plain_option
@pass_context
def resume(context: Context, run: str | None, trainee: str | None, discarded: bool, plain: bool) -> int:
    """Go on with an unfinished run or campaign; without RUN, with the one begun last."""
    from simulator.app.launch import run_app
    from simulator.app.start import StartRequest
    from simulator.plain.player import Player
    from simulator.plain.talk import Talk, now
    from simulator.records.model import Trainee
    from simulator.terminal import wants_plain
    from simulator.training.discarded import discard
    from simulator.training.play import Play
    from simulator.training.preferences import speak_as_set

    with context.opened() as store:
        campaign = _campaign_to_resume(store, run, trainee)
        if campaign is not None and discarded:
            discard(store, Trainee(campaign.trainee_id, campaign.trainee), campaign.id)
            say(_discarded(campaign.campaign_id, campaign))
            return 0
        if campaign is not None:
            if plain or wants_plain():
                from simulator.plain.campaign import CampaignPlayer
                from simulator.training.campaign import CampaignPlay

                CampaignPlayer(Talk.standard(), CampaignPlay.resume(store, campaign.id, clock=now)).play_to_debrief()
                return 0
            request = StartRequest(resume_campaign=campaign.id)
            return run_app(context.store, trainee=campaign.trainee, start=request)
        record = store.run(run) if run else _newest(store, trainee, finished=False)
        speak_as_set(store, Trainee(record.trainee_id, record.trainee))
        if discarded:
            discard(store, Trainee(record.trainee_id, record.trainee), record.id)
            say(_discarded(record.scenario_id, record))
            return 0
        if plain or wants_plain():
            Player(Talk.standard(), Play.resume(store, record.id, clock=now)).play_to_debrief()
            return 0
    return run_app(context.store, trainee=record.trainee, start=StartRequest(resume=record.id))


def _discarded(what: str, record: RunRecord | CampaignRecord) -> str:
    from simulator.messages.moments import time_of

    begun = f"Discarded: {what}, begun {time_of(record.started_at)}. It stays in the record."
    return f"{begun} To bring it back: encounter resume {record.id[:8]}"


@click.command(epilog="Example: encounter debrief 3f2a --to debrief.html")
@click.argument("run", required=False, shell_complete=completing.runs)
@as_option
@click.option("--to", "target", type=click.Path(path_type=Path), help="Write it to a file that ends in .html or .txt.")
@plain_option
@json_option
@pass_context
def debrief(
    context: Context, run: str | None, trainee: str | None, target: Path | None, plain: bool, as_json: bool
) -> int:
    """Look back on RUN, or on the newest run or campaign: scores, decisions, reasons, a stronger choice."""
    from simulator import academy
    from simulator.app.launch import run_app
    from simulator.app.start import StartRequest
    from simulator.plain.debrief import debrief_lines, part_lines
    from simulator.plain.player import look_back_and_try_again
    from simulator.plain.talk import Talk, now
    from simulator.records.model import Trainee
    from simulator.terminal import wants_plain
    from simulator.training.debrief import debrief as look_back
    from simulator.training.preferences import speak_as_set
    from simulator.views.debrief import debrief_parts
    from simulator.views.kept_debrief import write_debrief

    with context.opened() as store:
        campaign = _campaign_named(store, run) if run else None
        if campaign is not None:
            from simulator.records.campaigns import campaign_kept
            from simulator.training.campaign_debrief import campaign_debrief
            from simulator.views.campaign import campaign_parts

            academy.refuse_while_campaign_assessed(campaign)
            view = campaign_debrief(store, campaign_kept(store, campaign.id))
            if target is not None:
                write_debrief(campaign_parts(view), target)
                say(f"Written: {target}")
                return 0
            if as_json:
                print_json(view.as_json())
                return 0
            if plain or wants_plain():
                talk = Talk.standard()
                if talk.conversation and campaign.closing is not None:
                    from simulator.plain.campaign import CampaignPlayer
                    from simulator.training.campaign import CampaignPlay

                    CampaignPlayer(talk, CampaignPlay.resume(store, campaign.id, clock=now)).play_to_debrief()
                    return 0
                for line in (line for part in campaign_parts(view) for line in part_lines(part)):
                    talk.say(line)
                return 0
            request = StartRequest(resume_campaign=campaign.id)
            return run_app(context.store, trainee=campaign.trainee, start=request)
        record = store.run(run) if run else _newest(store, trainee)
        academy.refuse_while_assessed(store, record)
        speak_as_set(store, Trainee(record.trainee_id, record.trainee))
        speak(language_around(record.language, spoken_language()))
        if target is not None:
            write_debrief(debrief_parts(look_back(store, record.id)), target)
            say(f"Written: {target}")
            return 0
        if as_json:
            print_json(look_back(store, record.id).as_json())
            return 0
        if plain or wants_plain():
            talk = Talk.standard()
            if talk.conversation:
                look_back_and_try_again(talk, store, record.id)
                return 0
            for line in debrief_lines(look_back(store, record.id)):
                talk.say(line)
            return 0
    return run_app(context.store, trainee=record.trainee, start=StartRequest(debrief=record.id))


@click.command(epilog="Example: encounter progress --as sam")
@as_option
@json_option
@pass_context
def progress(context: Context, trainee: str | None, as_json: bool) -> None:
    """Show each criterion over time, what is due, and what to practise next."""
    from simulator.plain.progress import print_progress
    from simulator.plain.talk import Talk, now
    from simulator.records.published_library import library_of
    from simulator.training.preferences import speak_as_set
    from simulator.views.overview import overview_of

    with context.opened() as store:
        who = _whose(store, trainee)
        speak_as_set(store, who)
        library = library_of(store)
        overview = overview_of(store, who, library, now=now())
        if as_json:
            assigned = [duty.as_json(now()) for duty in overview.duties]
            print_json({**_progress_json(who, overview.progress, overview.next), "assigned": assigned})
            return
        talk = Talk.standard()
        print_progress(talk, overview, {each.id: each.title for each in library.entries_in(spoken_language())})
        for suggestion in overview.next:
            talk.say(
                f"{tr('Practise next: {title}', title=suggestion.title)} ({suggestion.scenario}). {suggestion.reason}"
            )


def _progress_json(
    who: Trainee, criteria: Sequence[CriterionProgress], suggestions: Sequence[Suggestion]
) -> dict[str, Any]:
    return {
        "trainee": who.name,
        "criteria": [_criterion_json(each) for each in criteria],
        "practise_next": [
            {"scenario": each.scenario, "kind": each.kind, "reason": each.reason} for each in suggestions
        ],
    }


def _criterion_json(criterion: CriterionProgress) -> dict[str, Any]:
    return {
        "criterion": criterion.criterion,
        "mode": str(criterion.mode),
        "rubric": criterion.rubric.id,
        "version": criterion.rubric.version,
        "earlier": criterion.earlier,
        "anchored": criterion.tally.anchored,
        "opportunities": criterion.tally.n,
        "runs": [
            {"run": each.run, "scenario": each.scenario, "at": each.at.isoformat(), "anchored": each.anchored}
            for each in criterion.points
        ],
    }


def _json(record: RunRecord) -> dict[str, Any]:
    return {
        "run": record.id,
        "trainee": record.trainee,
        "scenario": record.scenario_id,
        "version": record.scenario_version,
        "digest": record.digest,
        "mode": str(record.mode),
        "seed": record.seed,
        "started_at": record.started_at.isoformat(),
        "ended_at": record.ended_at.isoformat() if record.ended_at else None,
        "path": list(record.path),
        "ending": record.ending,
        "outcome": record.outcome,
        "superseded": record.superseded,
        "assignment": record.assignment_id,
        "campaign": None if record.episode is None else record.episode.campaign,
        "branch": None if record.episode is None else record.episode.campaign_run,
        "episode": None if record.episode is None else record.episode.episode,
    }


def _campaign(record: CampaignRecord) -> dict[str, Any]:
    return {
        "campaign_run": record.id,
        "trainee": record.trainee,
        "campaign": record.campaign_id,
        "version": record.campaign_version,
        "digest": record.digest,
        "mode": str(record.mode),
        "started_at": record.started_at.isoformat(),
        "ended_at": record.ended_at.isoformat() if record.ended_at else None,
        "closing": record.closing,
        "branch": None if record.origin is None else {"of": record.origin, "episodes": record.origin_kept},
        "assignment": record.assignment_id,
    }


def _campaign_named(store: Store, name: str) -> CampaignRecord | None:
    """Return the campaign whose id begins so; None if a run's does, or none."""
    from simulator.records.campaigns import campaign_record

    try:
        store.run(name)
    except UnknownRecord:
        try:
            return campaign_record(store, name)
        except UnknownRecord:
            return None
    return None


def _campaign_to_resume(store: Store, name: str | None, trainee: str | None) -> CampaignRecord | None:
    """Return the campaign to go on with: the named one, the one that the run belongs to, or the newest of `whose`."""
    from simulator.records.campaigns import campaign_record
    from simulator.training.discarded import campaigns_under_way, without_discarded

    if name is not None:
        named = _campaign_named(store, name)
        if named is None and (place := store.run(name).episode) is not None:
            named = campaign_record(store, place.campaign_run)
        return named
    who = _whose(store, trainee)
    found = campaigns_under_way(store, who)
    newest = without_discarded(store, who, store.runs(trainee=who, finished=False))
    if not found or (newest and newest[0].episode is None and newest[0].started_at > found[0].started_at):
        return None
    if newest and newest[0].episode is not None:
        return campaign_record(store, newest[0].episode.campaign_run)
    return found[0]


def _known(store: Store, name: str) -> Trainee:
    from simulator import academy

    try:
        return academy.person_named(store, name)
    except UnknownRecord as unknown:
        raise UsageError(unknown.message, unknown.mend) from None


def _whose(store: Store, name: str | None) -> Trainee:
    """Return whoever is named, or the only one known; nobody's records are shown by chance."""
    if name:
        return _known(store, name)
    known = store.trainees()
    if len(known) != 1:
        said = "Nobody has played yet." if not known else f"{len(known)} people have played here."
        raise UsageError(said, "Begin with: encounter play" if not known else "Say whose: --as NAME")
    return known[0]


def _newest(store: Store, name: str | None, *, finished: bool | None = None) -> RunRecord:
    from simulator.training.discarded import without_discarded

    who = _whose(store, name)
    found = without_discarded(store, who, store.runs(trainee=who, finished=finished))
    if not found:
        raise UsageError(
            f"{who.name} has no {'' if finished is None else 'unfinished '}run.", "Begin one: encounter play"
        )
    return found[0]
