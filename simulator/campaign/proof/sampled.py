"""What can be said of a campaign with more memories than can be examined: random journeys, with their error."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.measure import anchored
from scoring.rubric import Rubric
from simulator.campaign.proof.report import (
    CampaignExtreme,
    CampaignProof,
    CampaignRange,
    ClosingProof,
    EpisodeProof,
    Journey,
)
from simulator.campaign.story import CampaignStory, CompiledEpisode
from simulator.proof.compiled import Tables
from simulator.proof.graph import first_kinds
from simulator.proof.increments import ANCHORED, Figure, decisions, figures
from simulator.proof.liveness import live_slots
from simulator.proof.sampling import STEPS, proportion
from simulator.scenario.state import Values


@dataclass(slots=True)
class _SampledJourney:
    """One random journey: each move as (episode, signature, choice in it), and where it stopped."""

    moves: list[tuple[int, int, int]] = field(default_factory=list)
    closing: int = -1
    stuck: bool = False


def sampled(story: CampaignStory, rubrics: Sequence[Rubric], *, plays: int, seed: int) -> CampaignProof:
    """Return what random journeys through a campaign show. They say nothing about what never comes up.

    Args:
        story: the compiled campaign.
        rubrics: what to score on.
        plays: how many journeys.
        seed: for them.
    """
    generator = random.Random(seed)  # noqa: S311  nothing secret hangs on it
    players = [_Player(episode) for episode in story.episodes]
    walks = [_walk(story, players, generator) for _ in range(plays)]
    closings = {}
    for number, closing in enumerate(story.closings):
        there = [walk for walk in walks if walk.closing == number]
        nearest = _journey(players, min(there, key=lambda walk: len(walk.moves))) if there else None
        closings[closing.closing.id] = ClosingProof(proportion(len(there), plays), nearest)
    stuck = sum(walk.stuck for walk in walks)
    done = [walk for walk in walks if walk.closing >= 0]
    return CampaignProof(
        campaign=story.campaign.id,
        digest=story.digest,
        complete=False,
        episodes=tuple(player.seen() for player in players),
        memories=0,
        closings=closings,
        stuck=proportion(stuck, plays),
        endless=proportion(plays - stuck - len(done), plays),
        rubrics={rubric.id: _range(rubric.id, players, done, rubrics) for rubric in rubrics},
        faults=(),
    )


class _Player:
    """Walks through one episode on its flat tables."""

    def __init__(self, episode: CompiledEpisode) -> None:
        self.episode = episode
        kept = frozenset().union(*(term.reads for _, term in episode.keeps))
        self.live = live_slots(episode.story, at_endings=kept)
        self.tables = Tables(episode.story, self.live)
        self.brought: set[Values] = set()

    def walk(self, memory: Values, walk: _SampledJourney, generator: random.Random) -> Values | None:
        """Play the episode at random; return the state at the ending, None if it came to none."""
        tables = self.tables
        brought = self.episode.brought(memory)
        self.brought.add(brought)
        code = tables.code_of(self.episode.opening(brought))
        for _ in range(STEPS):
            row = tables.row(code)
            if not row.moves:
                walk.stuck = not tables.is_ending(code & tables.packing.place_mask)
                return None if walk.stuck else tables.packing.unpack(code)
            pick = int(generator.random() * len(row.moves))
            walk.moves.append((self.episode.number, row.signature, pick))
            keep, bits = row.moves[pick]
            code = code & keep | bits
        return None

    def seen(self) -> EpisodeProof:
        """Return what was met of the episode."""
        id_, beginnings = self.episode.episode.id, len(self.brought)
        return EpisodeProof(id_, beginnings, beginnings, len(self.tables.signatures), unreachable=False)


def _walk(story: CampaignStory, players: Sequence[_Player], generator: random.Random) -> _SampledJourney:
    walk, memory = _SampledJourney(), story.start
    for player in players:
        if not player.episode.comes(memory):
            continue
        state = player.walk(memory, walk, generator)
        if state is None:
            return walk
        memory, _ = story.after(player.episode, story.kept(player.episode, memory, state))
    walk.closing = story.closings.index(story.closing(memory))
    return walk


def _journey(players: Sequence[_Player], walk: _SampledJourney) -> Journey:
    way: dict[int, list[str]] = {}
    for episode, signature, pick in walk.moves:
        tables = players[episode].tables
        way.setdefault(episode, []).append(tables.choice_ids[tables.signatures[signature].choices[pick]])
    return tuple(tuple(each) for each in way.values())


def _range(
    rubric: str, players: Sequence[_Player], walks: Sequence[_SampledJourney], rubrics: Sequence[Rubric]
) -> CampaignRange:
    made = [_figure(player.tables, rubric, rubrics) for player in players]
    first = [first_kinds(player.tables.signatures) for player in players]
    best: dict[int, tuple[Fraction, _SampledJourney]] = {}
    for walk in walks:
        over = sum(int(made[episode].over[first[episode][at] + pick]) for episode, at, pick in walk.moves)
        under = sum(int(made[episode].under[first[episode][at] + pick]) for episode, at, pick in walk.moves)
        value = made[0].value(over, under)
        if value is None:
            continue
        for sign in (-1, 1):
            if sign not in best or sign * value > sign * best[sign][0]:
                best[sign] = (value, walk)
    return CampaignRange(*(_extreme(best.get(sign), anchored(Fraction(2 * sign), 1), players) for sign in (-1, 1)))


def _extreme(
    found: tuple[Fraction, _SampledJourney] | None, limit: Fraction, players: Sequence[_Player]
) -> CampaignExtreme:
    return (
        CampaignExtreme(None, limit, None)
        if found is None
        else CampaignExtreme(found[0], limit, _journey(players, found[1]))
    )


def _figure(tables: Tables, rubric: str, rubrics: Sequence[Rubric]) -> Figure:
    made = figures(decisions(tables), [each for each in rubrics if each.id == rubric])
    return next(figure for figure in made if figure.criterion is None and figure.name == ANCHORED)
