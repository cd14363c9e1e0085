"""`encounter runs`, `resume`, `debrief` and `progress`: what was played, and going on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from simulator.commands.context import Context, json_option, pass_context, plain_option
from simulator.commands.output import print_json
from simulator.errors import UnknownRecord, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.records.campaigns import CampaignRecord
    from simulator.records.store import RunRecord, Store, Trainee
    from simulator.training.progress import CriterionProgress, Suggestion


@click.command(epilog="Example: encounter runs --trainee sam")
@click.option("--trainee", metavar="NAME", help="Only this trainee's.")
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
        branch = f", tried again from episode {(each.origin_kept or 0) + 1}" if each.origin else ""
        click.echo(
            f"{each.id[:8]}  {each.started_at:%Y-%m-%d %H:%M}  {each.trainee:<16}  {each.campaign_id:<20}  "
            f"{each.mode:<10}  campaign, {closing}{branch}"
        )
    if not records:
        click.echo("No runs yet. Begin one: encounter play")
    for record in records:
        made = len(record.path)
        state = record.outcome if record.finished else f"unfinished, {made} choice{'s' if made != 1 else ''}"
        replaced = ", replaced by a rewind" if record.superseded else ""
        click.echo(
            f"{record.id[:8]}  {record.started_at:%Y-%m-%d %H:%M}  {record.trainee:<16}  {record.scenario_id:<20}  "
            f"{record.mode:<10}  {state}{replaced}"
        )


@click.command(epilog="Example: encounter resume")
@click.argument("run", required=False)
@plain_option
@pass_context
def resume(context: Context, run: str | None, plain: bool) -> int:
    """Go on with an unfinished run or campaign; the newest if RUN is omitted."""
    from simulator.app.launch import run_app
    from simulator.app.start import StartRequest
    from simulator.plain.player import Player
    from simulator.plain.talk import Talk, now
    from simulator.terminal import wants_plain
    from simulator.training.play import Play

    with context.opened() as store:
        campaign = _campaign_to_resume(store, run)
        if campaign is not None:
            if plain or wants_plain():
                from simulator.plain.campaign import CampaignPlayer
                from simulator.training.campaign import CampaignPlay

                CampaignPlayer(Talk.standard(), CampaignPlay.resume(store, campaign.id, clock=now)).play_to_debrief()
                return 0
            request = StartRequest(resume_campaign=campaign.id)
            return run_app(context.store, trainee=campaign.trainee, start=request)
        record = store.run(run) if run else _newest_unfinished(store)
        if plain or wants_plain():
            Player(Talk.standard(), Play.resume(store, record.id, clock=now)).play_to_debrief()
            return 0
    return run_app(context.store, trainee=record.trainee, start=StartRequest(resume=record.id))


@click.command(epilog="Example: encounter debrief 3f2a --json")
@click.argument("run", required=False)
@plain_option
@json_option
@pass_context
def debrief(context: Context, run: str | None, plain: bool, as_json: bool) -> int:
    """Look back on a run or a campaign: scores, decisions, why, a stronger choice; the newest if RUN is omitted."""
    from simulator.app.launch import run_app
    from simulator.app.start import StartRequest
    from simulator.plain.debrief import debrief_lines
    from simulator.plain.talk import Talk
    from simulator.terminal import wants_plain
    from simulator.training.debrief import debrief as look_back

    with context.opened() as store:
        campaign = _campaign_named(store, run) if run else None
        if campaign is not None:
            from simulator.plain.campaign import campaign_debrief_lines
            from simulator.records.campaigns import campaign_kept
            from simulator.training.ledger import campaign_debrief

            view = campaign_debrief(store, campaign_kept(store, campaign.id))
            if as_json:
                print_json(view.as_json())
                return 0
            if plain or wants_plain():
                talk = Talk.standard()
                for line in campaign_debrief_lines(view):
                    talk.say(line)
                return 0
            request = StartRequest(resume_campaign=campaign.id)
            return run_app(context.store, trainee=campaign.trainee, start=request)
        record = store.run(run) if run else _newest(store)
        if as_json:
            print_json(look_back(store, record.id).as_json())
            return 0
        if plain or wants_plain():
            talk = Talk.standard()
            for line in debrief_lines(look_back(store, record.id)):
                talk.say(line)
            return 0
    return run_app(context.store, trainee=record.trainee, start=StartRequest(debrief=record.id))


@click.command(epilog="Example: encounter progress --trainee sam")
@click.option("--trainee", metavar="NAME", help="Whose; the only one known if omitted.")
@json_option
@pass_context
def progress(context: Context, trainee: str | None, as_json: bool) -> None:
    """Show each criterion over time, what is due, and what to practise next."""
    from simulator import academy
    from simulator.plain.progress import print_progress
    from simulator.plain.talk import Talk, now
    from simulator.scenario.library import Library
    from simulator.training.progress import criteria_progress, practise_next

    with context.opened() as store:
        who = _known(store, trainee) if trainee else _only(store)
        library = Library.default()
        criteria = criteria_progress(store.facts(who), library.rubrics, store.rubrics_by_run(who))
        suggestions = practise_next(library.entries(), store.runs(trainee=who), criteria, now=now())
        if as_json:
            assigned = [duty.as_json(now()) for duty in academy.assignments_for(store, who)]
            print_json({**_progress_json(who, criteria, suggestions), "assigned": assigned})
            return
        talk = Talk.standard()
        print_progress(talk, store, who, criteria)
        for suggestion in suggestions:
            talk.say(f"Practise next: {suggestion.title} ({suggestion.scenario}). {suggestion.reason}")


def _progress_json(
    who: Trainee, criteria: Sequence[CriterionProgress], suggestions: Sequence[Suggestion]
) -> dict[str, Any]:
    return {
        "trainee": who.name,
        "criteria": {each.criterion: _criterion_json(each) for each in criteria if not each.earlier},
        "earlier": [{"criterion": each.criterion, **_criterion_json(each)} for each in criteria if each.earlier],
        "practise_next": [
            {"scenario": each.scenario, "kind": each.kind, "reason": each.reason} for each in suggestions
        ],
    }


def _criterion_json(criterion: CriterionProgress) -> dict[str, Any]:
    return {
        "rubric": criterion.rubric.id,
        "version": criterion.rubric.version,
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
        "campaign": None if record.episode is None else record.episode.campaign_run,
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
    """Return the campaign whose id begins so; None where a run's does, or none."""
    from simulator.records.campaigns import campaign_record

    try:
        store.run(name)
    except UnknownRecord:
        try:
            return campaign_record(store, name)
        except UnknownRecord:
            return None
    return None


def _campaign_to_resume(store: Store, name: str | None) -> CampaignRecord | None:
    """Return the campaign to go on with: the one that is named, or that the run belongs to, or the newest of all."""
    from simulator.records.campaigns import campaign_record, campaign_records

    if name is not None:
        named = _campaign_named(store, name)
        if named is None and (place := store.run(name).episode) is not None:
            named = campaign_record(store, place.campaign_run)
        return named
    found = campaign_records(store, finished=False)
    newest = store.runs(finished=False, limit=1)
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


def _only(store: Store) -> Trainee:
    known = store.trainees()
    if len(known) != 1:
        said = "Nobody has played yet." if not known else f"{len(known)} trainees are known."
        raise UsageError(said, "Begin with: encounter play" if not known else "Say whose: --trainee NAME")
    return known[0]


def _newest(store: Store) -> RunRecord:
    found = store.runs(limit=1)
    if not found:
        raise UsageError("No runs yet.", "Begin one: encounter play")
    return found[0]


def _newest_unfinished(store: Store) -> RunRecord:
    found = store.runs(finished=False, limit=1)
    if not found:
        raise UsageError("No unfinished run.", "Begin one: encounter play")
    return found[0]
