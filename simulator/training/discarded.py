"""Unfinished runs that a trainee does not mean to finish: out of every list, and still in the record."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.errors import EncounterError
from simulator.messages import tr
from simulator.records.model import Mode, RunRecord, Trainee
from simulator.records.store import Store

_KEY = "runs.discarded"


def discard(store: Store, trainee: Trainee, run_id: str) -> RunRecord:
    """Put an unfinished practice run out of the lists; `take_up` brings it back.

    Raises:
        UnknownRecord: no such run.
        EncounterError: it is somebody else's, it has reached its ending, or it is an assessment.
    """
    record = store.run(run_id)
    if record.trainee_id != trainee.id:
        raise EncounterError(tr("That run is not {name}'s.", name=trainee.name), tr("See whose it is: encounter runs"))
    if record.finished:
        raise EncounterError(
            tr("This run has reached its ending, so there is nothing to discard."), tr("It counts as it is.")
        )
    if record.mode is Mode.ASSESSMENT:
        raise EncounterError(
            tr("An assessment that has begun cannot be discarded: it counts."),
            tr("Go on with it: encounter resume {run_id}", run_id=run_id[:8]),
        )
    store.set(trainee, _KEY, " ".join(sorted(_ids(store, trainee) | {record.id})))
    return record


def take_up(store: Store, trainee: Trainee, run_id: str) -> None:
    """Put a discarded run back into the lists, where somebody asks for that or goes on with it."""
    kept = _ids(store, trainee)
    if run_id in kept:
        store.set(trainee, _KEY, " ".join(sorted(kept - {run_id})))


def without_discarded(store: Store, trainee: Trainee, runs: Iterable[RunRecord]) -> list[RunRecord]:
    """Return a trainee's runs without those that were discarded."""
    gone = _ids(store, trainee)
    return [run for run in runs if run.id not in gone]


def discarded_runs(store: Store, trainee: Trainee) -> list[RunRecord]:
    """Return a trainee's runs that were discarded, newest first."""
    gone = _ids(store, trainee)
    return [run for run in store.runs(trainee=trainee) if run.id in gone] if gone else []


def _ids(store: Store, trainee: Trainee) -> set[str]:
    kept = store.get(trainee, _KEY)
    return set(kept.split()) if isinstance(kept, str) else set()
