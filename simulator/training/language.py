"""Showing a kept run in the language it was played in."""

from __future__ import annotations

from dataclasses import replace

from simulator.campaign.journey import Journey
from simulator.encounter.run import Run
from simulator.errors import EncounterError
from simulator.records.kept_campaigns import KeptCampaign
from simulator.records.published_library import library_of
from simulator.records.store import RunRecord, Store


def replay(store: Store, record: RunRecord) -> Run:
    """Rebuild a run, in the language it was played in where that translation is still there.

    A translation belongs to one version of an encounter. It is used only if the library still has exactly the version
    that was played. Otherwise the encounter's own words are shown.
    """
    run = store.replay(record)
    if record.language == run.story.scenario.language:
        return run
    try:
        story = library_of(store).story(record.scenario_id, language=record.language)
    except EncounterError:
        return run
    if record.episode is not None:  # an episode begins with what was brought to it
        story = story.starting_with({name: each.start for name, each in run.story.scenario.state.items()})
    if story.digest != record.digest:
        return run
    return Run(story.scored_by(run.story.rubrics), seed=run.seed, path=run.path)


def campaign_told(store: Store, kept: KeptCampaign, language: str | None = None) -> KeptCampaign:
    """Return a campaign in a language, or in that of its episode played last, where its translation is still there.

    As of a run, a translation is used only where the library still holds the very content that was begun.
    """
    from simulator.campaign.library import campaign

    latest = kept.current or (kept.played[-1] if kept.played else None)
    told, own = language or (latest.language if latest else None), kept.journey.story
    if told in (None, own.campaign.language):
        return kept
    try:
        story = campaign(kept.record.campaign_id, library_of(store), language=told)
    except EncounterError:
        return kept
    if story.digest != kept.record.digest:
        return kept
    memory = tuple(story.layout.encode(name, kept.record.memory[name]) for name in story.layout.names)
    journey = Journey(story.scored_by(own.rubrics), first=kept.record.first - 1, memory=memory)
    for run in kept.played:
        journey.pass_through(run.path)
    return replace(kept, journey=journey)
