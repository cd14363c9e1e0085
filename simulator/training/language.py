"""Showing a kept run in the language it was played in."""

from __future__ import annotations

from simulator.encounter.run import Run
from simulator.errors import EncounterError
from simulator.records.store import RunRecord, Store
from simulator.scenario.library import Library


def replay(store: Store, record: RunRecord) -> Run:
    """Rebuild a run, in the language it was played in where that translation is still there.

    A translation belongs to one version of an encounter: it is used only where the library still
    holds the very content that was played. Otherwise the encounter's own words are shown.
    """
    run = store.replay(record.id)
    if record.language == run.story.scenario.language:
        return run
    try:
        story = Library.default().story(record.scenario_id, language=record.language)
    except EncounterError:
        return run
    if story.digest != record.digest:
        return run
    return Run(story.scored_by(run.story.rubrics), seed=run.seed, path=run.path)
