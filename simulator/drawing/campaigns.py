"""The map of a campaign: its episodes in order, what flows from one to another, and the closings."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.campaign.proof.report import CampaignProof
from simulator.campaign.story import CampaignStory, CompiledEpisode
from simulator.drawing.maps import MapPlace, StoryMap, Way

NEXT = "then"
"""Written on the way to the next episode if no memory is passed on."""


def campaign_map(story: CampaignStory, proof: CampaignProof) -> StoryMap:
    """Return the map of a campaign.

    A way from one episode to another shows the memory that the first writes and the second reads. A way to a closing
    shows the memory that its condition reads.

    Args:
        story: the compiled campaign.
        proof: says what is never reached, and how likely each closing is.
    """
    unreachable = {each.id for each in proof.episodes if each.unreachable}
    stuck = {fault.episode for fault in proof.faults if fault.kind == "stuck"}
    never = "never reached" if proof.complete else "not met"
    places = []
    for episode in story.episodes:
        id_ = episode.episode.id
        note = "never reached" if id_ in unreachable else "can be stuck" if id_ in stuck else ""
        places.append(MapPlace(_name(episode), None, note))
    for id_, found in proof.closings.items():
        places.append(MapPlace(_closing(proof, id_), None, "" if found.shortest is not None else never))
    notes = ["Percentages: for a player who chooses at random."]
    if not proof.complete:
        notes.append("Not everything that can happen was examined: percentages come from random journeys.")
    return StoryMap(story.campaign.title, places[0].id, tuple(places), tuple(_ways(story, proof)), tuple(notes))


def _ways(story: CampaignStory, proof: CampaignProof) -> Iterator[Way]:
    episodes = story.episodes
    for number, source in enumerate(episodes):
        for target in episodes[number + 1 :]:
            flows = sorted(_written(source) & _read(target))
            if flows or target.number == source.number + 1:
                words = tuple(story.layout.names[slot] for slot in flows) or (NEXT,)
                yield Way(_name(source), _name(target), words, target.when is not None)
    for closing in story.closings:
        reads = closing.when.reads if closing.when is not None else frozenset()
        words = tuple(story.layout.names[slot] for slot in sorted(reads)) or ("otherwise",)
        yield Way(_name(episodes[-1]), _closing(proof, closing.closing.id), words, closing.when is not None)


def _written(episode: CompiledEpisode) -> set[int]:
    return {slot for slot, _ in episode.keeps} | {
        effect.slot for between in episode.between for effect in between.effects
    }


def _read(episode: CompiledEpisode) -> set[int]:
    """Return the memory that an episode looks at, before it or in what happens after it."""
    reads = set().union(*(term.reads for _, term in episode.brings))
    for condition in (episode.when, *(between.when for between in episode.between)):
        reads |= condition.reads if condition is not None else frozenset()
    return reads


def _name(episode: CompiledEpisode) -> str:
    return f"{episode.episode.date}: {episode.episode.id}"


def _closing(proof: CampaignProof, id_: str) -> str:
    return f"{id_} {100 * proof.closings[id_].probability.value:.1f} %"
