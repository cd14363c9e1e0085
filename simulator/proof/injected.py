"""What a trainer's injects can do to a story. The proof is the same, but each inject is a way on wherever it may come.

An inject is not a choice: it is not rated, it enters no scene, and a random player never takes one. So injects only
take part in proofs about every play: dead ends, claims, and the least and greatest scores.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from simulator.proof.exploration import Reached
from simulator.proof.graph import Graph, TooLarge, Truths, graph_of, leads_to
from simulator.proof.prove import Limits, explored, prove
from simulator.proof.report import Path, Proof
from simulator.scenario.compiled import INJECT, CompiledChoice, CompiledInject, CompiledPlace, CompiledRoute, Effect
from simulator.scenario.story import Story

_AT = "@"


@dataclass(frozen=True, slots=True)
class WithInjects:
    """What holds with injects, beside what holds without.

    Attributes:
        complete: whether all that can happen was examined.
        stuck, traps: scenes in which nobody gets on only because of injects, each with the way there.
        broken: the numbers of the claims that hold without injects and not with them, each with the way there.
        scores: rubric to the least and the greatest conduct; None if not assessed.
    """

    complete: bool
    stuck: dict[str, Path]
    traps: dict[str, Path]
    broken: dict[int, Path]
    scores: dict[str, tuple[Fraction | None, Fraction | None]]

    @property
    def harmless(self) -> bool:
        """Whether whatever holds without injects holds with them, and all was examined."""
        return self.complete and not self.stuck and not self.traps and not self.broken

    def as_json(self) -> dict[str, Any]:
        """Return the documented object `with_injects` of `encounter prove --json`."""
        return {
            "complete": self.complete,
            "stuck": {scene: list(path) for scene, path in self.stuck.items()},
            "traps": {scene: list(path) for scene, path in self.traps.items()},
            "broken_claims": {str(number): list(path) for number, path in self.broken.items()},
            "scores": {
                rubric: [None if end is None else round(float(end), 4) for end in ends]
                for rubric, ends in self.scores.items()
            },
        }


def prove_injected(story: Story, without: Proof, *, limits: Limits) -> WithInjects | None:
    """Prove a story with its injects; None if it has none.

    Args:
        story: the compiled story.
        without: what was proved of it.
        limits: how far to go.
    """
    if not story.injects:
        return None
    bare = replace(limits, count_states=False, random_scores=False, lawful_scores=False)
    injected = _with_injects(story)
    reached = explored(injected, limits=bare)
    proof = prove(injected, limits=bare, reached=reached)
    held = {claim.number for claim in without.lawful.claims if claim.holds is not False}
    complete = proof.complete
    try:
        stuck, traps = _dead_ends(reached)
    except TooLarge:
        complete, stuck, traps = False, {}, {}
    return WithInjects(
        complete,
        {scene: way for scene, way in stuck.items() if scene not in {each.scene for each in without.stuck}},
        {scene: way for scene, way in traps.items() if scene not in {each.scene for each in without.traps}},
        {
            claim.number: _playable(claim.witness or ())
            for claim in proof.lawful.claims
            if claim.holds is False and claim.number in held
        },
        {
            rubric: (bounds.total.anchored.least.value, bounds.total.anchored.greatest.value)
            for rubric, bounds in proof.rubrics.items()
        },
    )


def _dead_ends(reached: Reached) -> tuple[dict[str, Path], dict[str, Path]]:
    """Return the scenes in which no choice is left, and the scenes from which choices lead to no ending.

    An inject that may still come is no way on, because the player cannot take it.
    """
    graph, tables = graph_of(reached), reached.tables
    is_choice = np.array(
        [
            not tables.choice_ids[number].startswith(INJECT)
            for signature in tables.signatures
            for number in signature.choices
        ],
        dtype=bool,
    )
    chosen = is_choice[graph.kinds]
    left = np.bincount(graph.sources()[chosen], minlength=graph.size)
    offsets = np.concatenate(([0], np.cumsum(left)))
    by_choices = Graph(graph.signatures, offsets, graph.targets[chosen], graph.kinds[chosen], 0)
    looked_into = graph.signatures >= 0
    place = np.array([reached.place(state) for state in range(graph.size)])
    ending = place >= tables.scenes
    lost = ~leads_to(by_choices, np.flatnonzero(ending | ~looked_into))

    def nearest(states: Truths) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for state in np.flatnonzero(states).tolist():  # numbered nearest first
            scene = tables.places[int(place[state])]
            if scene not in found:
                found[scene] = _playable(reached.way_to(state))
        return found

    return nearest(looked_into & ~ending & (left == 0)), nearest(lost & (left > 0))


def _with_injects(story: Story) -> Story:
    """Return the story with every inject as a way on in each scene where it may come."""
    made = copy.copy(story)
    made.scenes = {id_: _offering(story, scene) for id_, scene in story.scenes.items()}
    made.places = {**made.scenes, **story.endings}
    made.choices = {choice.id: choice for scene in made.scenes.values() for choice in scene.choices}
    return made


def _offering(story: Story, scene: CompiledPlace) -> CompiledPlace:
    if not scene.choices:
        return scene
    ways = [_as_way(story, scene.id, each) for each in story.injects.values() if each.may_come_in(scene.id)]
    return replace(scene, choices=(*scene.choices, *ways))


def _as_way(story: Story, scene: str, inject: CompiledInject) -> CompiledChoice:
    return CompiledChoice(
        f"{INJECT}{inject.id}{_AT}{scene}",
        story.taken(INJECT + inject.id),
        inject.when,
        (*inject.effects, Effect(inject.come, "set", 1)),
        (CompiledRoute(None, scene),),
        once=inject.come,
        where=f"injects.{inject.number}",
        stays=True,
    )


def _playable(path: Path) -> Path:
    """Return a way as `encounter play --path` takes it."""
    return tuple(each.partition(_AT)[0] for each in path)
