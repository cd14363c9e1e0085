"""Unfinished runs and campaigns that a trainee does not mean to finish: out of every list, and still in the record."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.errors import EncounterError, UnknownRecord
from simulator.messages import tr
from simulator.records.campaigns import campaign_record, campaign_records
from simulator.records.kept_campaigns import CampaignRecord
from simulator.records.model import Mode, RunRecord, Trainee
from simulator.records.store import Store

_KEY = "runs.discarded"


def discard(store: Store, trainee: Trainee, id_: str) -> RunRecord | CampaignRecord:
    """Put an unfinished practice run or campaign out of the lists; `take_up` brings it back.

    Args:
        store: where it is kept.
        trainee: who discards it.
        id_: a run or a campaign; the run of an episode stands for its campaign.

    Raises:
        UnknownRecord: there is no such run or campaign.
        EncounterError: it is somebody else's, it has reached its ending, or it is an assessment.
    """
    record = _named(store, id_)
    if record.trainee_id != trainee.id:
        raise EncounterError(tr("That run is not {name}'s.", name=trainee.name), tr("See whose it is: encounter runs"))
    if record.ended_at is not None:
        raise EncounterError(
            tr("This run has reached its ending, so there is nothing to discard."), tr("It counts as it is.")
        )
    if record.mode is Mode.ASSESSMENT:
        raise EncounterError(
            tr("An assessment that has begun cannot be discarded: it counts."),
            tr("Go on with it: encounter resume {run_id}", run_id=record.id[:8]),
        )
    store.set(trainee, _KEY, " ".join(sorted(_ids(store, trainee) | {record.id})))
    return record


def take_up(store: Store, trainee: Trainee, id_: str) -> None:
    """Put a discarded run or campaign back into the lists, where somebody asks for that or goes on with it."""
    kept = _ids(store, trainee)
    if id_ in kept:
        store.set(trainee, _KEY, " ".join(sorted(kept - {id_})))


def without_discarded(store: Store, trainee: Trainee, runs: Iterable[RunRecord]) -> list[RunRecord]:
    """Return a trainee's runs without those that were discarded, and without what was begun of such a campaign."""
    gone = _ids(store, trainee)
    return [
        run
        for run in runs
        if run.id not in gone and (run.finished or run.episode is None or run.episode.campaign_run not in gone)
    ]


def campaigns_under_way(store: Store, trainee: Trainee) -> list[CampaignRecord]:
    """Return the campaigns that a trainee has begun and neither finished nor discarded, newest first."""
    gone = _ids(store, trainee)
    return [each for each in campaign_records(store, trainee=trainee, finished=False) if each.id not in gone]


def discarded(store: Store, trainee: Trainee) -> list[RunRecord | CampaignRecord]:
    """Return what a trainee discarded, newest first."""
    gone = _ids(store, trainee)
    if not gone:
        return []
    every: list[RunRecord | CampaignRecord] = [
        *campaign_records(store, trainee=trainee, finished=False),
        *store.runs(trainee=trainee),
    ]
    return sorted((each for each in every if each.id in gone), key=lambda each: each.started_at, reverse=True)


def _named(store: Store, id_: str) -> RunRecord | CampaignRecord:
    try:
        run = store.run(id_)
    except UnknownRecord as unknown:
        try:
            return campaign_record(store, id_)
        except UnknownRecord:
            raise unknown from None
    return run if run.episode is None else campaign_record(store, run.episode.campaign_run)


def _ids(store: Store, trainee: Trainee) -> set[str]:
    kept = store.get(trainee, _KEY)
    return set(kept.split()) if isinstance(kept, str) else set()
