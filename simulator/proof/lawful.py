"""Lawful first: for critical events, powers and claims, whether each can be met, how, and the best figures with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from simulator.proof.bounds import ranges
from simulator.proof.compiled import Tables, Verdict
from simulator.proof.exploration import Reached
from simulator.proof.flow import Flow, flow_of
from simulator.proof.graph import Graph, Ints, Truths, moves_of
from simulator.proof.increments import Figure
from simulator.proof.sums import LoopBudget
from simulator.scenario.compiled import CompiledClaim
from simulator.scenario.model import UNLAWFUL
from simulator.scenario.story import Story

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """Something that can go wrong: whether a play meets it, and what it can score all the same.

    Attributes:
        reachable: whether a player can meet it; None if it was not met and not all was examined.
        witness: the choices of a shortest way, up to and including the one that meets it. None if it was not met.
        best: rubric to the greatest anchored score of a complete play that meets it. None if no such play is assessed.
            Empty if it was not met.
    """

    reachable: bool | None
    witness: Path | None
    best: Mapping[str, Fraction | None]

    def as_json(self) -> dict[str, Any]:
        """Return what is common to the entries of the JSON object."""
        best = {rubric: None if value is None else float(value) for rubric, value in self.best.items()}
        return {"best": best, "witness": None if self.witness is None else list(self.witness)}


@dataclass(frozen=True, slots=True)
class PowerProof:
    """A choice's power, and what comes of the choice where it does not hold."""

    scene: str
    choice: str
    basis: str
    failing: Met


@dataclass(frozen=True, slots=True)
class ClaimProof:
    """Whether a claim holds in every state; None if it was not broken and not all was examined.

    Attributes:
        number: its place in the file, from 0.
        witness: a shortest way to a state that breaks it; None if it was not broken.
    """

    number: int
    never: str
    at: str | None
    holds: bool | None
    witness: Path | None


@dataclass(frozen=True, slots=True)
class Lawful:
    """What was proved of critical events (by their ids), powers and claims, in the order of the file."""

    critical: Mapping[str, Met]
    powers: tuple[PowerProof, ...]
    claims: tuple[ClaimProof, ...]

    def as_json(self) -> dict[str, Any]:
        """Return their part of the JSON object."""
        return {
            "critical": {event: {"reachable": met.reachable, **met.as_json()} for event, met in self.critical.items()},
            "powers": [
                {
                    "scene": each.scene,
                    "choice": each.choice,
                    "basis": each.basis,
                    "may_fail": each.failing.reachable,
                    **each.failing.as_json(),
                }
                for each in self.powers
            ],
            "claims": [
                {
                    "never": each.never,
                    "at": each.at,
                    "holds": each.holds,
                    "witness": None if each.witness is None else list(each.witness),
                }
                for each in self.claims
            ],
        }


Wrong = Callable[[str, Verdict], bool]
"""Whether a choice with its verdict is what is looked for."""

Best = Callable[[Truths], Mapping[str, Fraction | None]]
"""For kinds of moves, the best figures of plays that make a move of one of them."""


def lawful(
    reached: Reached, whole: Graph, best: Best, sampled: Callable[[Truths], Path | None] | None = None
) -> Lawful:
    """Return what the situations show of critical events, powers and claims.

    Args:
        reached: the situations.
        whole: the same as a graph, not folded.
        best: the best figures of complete plays.
        sampled: where not all was examined, a way to a move of some kinds from elsewhere.
    """

    def met(wrong: Wrong) -> Met:
        kinds = _kinds(reached.tables, wrong)
        witness = _nearest(reached, whole, kinds)
        if witness is None and sampled is not None:
            witness = sampled(kinds)
        if witness is None:
            return Met(False if reached.complete else None, None, {})
        return Met(True, witness, best(kinds))

    story = reached.tables.story
    return Lawful(
        {event: met(_bringing(event)) for event in _events(story)},
        tuple(
            PowerProof(scene.id, choice.id, choice.choice.power.basis, met(_failing(choice.id)))
            for scene in story.scenes.values()
            for choice in scene.choices
            if choice.choice.power is not None
        ),
        tuple(_claim(reached, number, claim) for number, claim in enumerate(story.claims)),
    )


def best_with(flow: Flow, anchored: Sequence[Figure], kinds: Truths, work: LoopBudget) -> dict[str, Fraction | None]:
    """Return, for each rubric, the greatest anchored score of a complete play that makes a move of some kinds.

    The graph is taken twice: before such a move and after it. Only plays that end in the second are looked at.

    Args:
        flow: the situations from which an ending can be reached, in order.
        anchored: the rubrics' anchored figures.
        kinds: which kinds of moves are looked for.
        work: what going round in loops may cost.
    """
    graph, size = flow.graph, flow.graph.size
    nothing: dict[str, Fraction | None] = {figure.rubric: None for figure in anchored}
    if not size:
        return nothing
    after = graph.targets + size
    twice = Graph(
        np.concatenate((graph.signatures, graph.signatures)),
        np.concatenate((graph.offsets, graph.offsets[1:] + len(graph.targets))),
        np.concatenate((np.where(kinds[graph.kinds], after, graph.targets), after)),
        np.concatenate((graph.kinds, graph.kinds)),
        graph.start,
    )
    met, node_of = _reachable(twice)
    ends = node_of[np.flatnonzero(graph.degrees == 0) + size]
    ends = ends[ends >= 0]
    if not ends.size:
        return nothing
    with_one = flow_of(met, towards=ends)
    found = ranges(with_one, anchored, work)
    return {figure.rubric: each.greatest.value for figure, each in zip(anchored, found, strict=True)}


def _reachable(graph: Graph) -> tuple[Graph, Ints]:
    """Return what can be reached from the start, and each node's number in it, -1 if it cannot."""
    reached = np.zeros(graph.size, dtype=bool)
    front = np.array([graph.start])
    while front.size:
        reached[front] = True
        front = np.unique(graph.targets[moves_of(graph.offsets, front)])
        front = front[~reached[front]]
    kept = np.flatnonzero(reached)
    node_of = np.full(graph.size, -1)
    node_of[kept] = np.arange(kept.size)
    moves = moves_of(graph.offsets, kept)
    offsets = np.concatenate(([0], np.cumsum(graph.degrees[kept])))
    targets = node_of[graph.targets[moves]]
    return Graph(graph.signatures[kept], offsets, targets, graph.kinds[moves], int(node_of[graph.start])), node_of


def _events(story: Story) -> list[str]:
    """Return every critical event that some choice may bring, in the order of the file."""
    events: list[str] = []
    for choice in story.choices.values():
        events += [each.event for each in choice.critical]
        events += [UNLAWFUL] if choice.holds is not None else []
    return list(dict.fromkeys(events))


def _bringing(event: str) -> Wrong:
    return lambda _, verdict: event in verdict.events


def _failing(choice: str) -> Wrong:
    return lambda id_, verdict: id_ == choice and not verdict.lawful


def _kinds(tables: Tables, wrong: Wrong) -> Truths:
    return np.array(
        [
            wrong(tables.choice_ids[number], verdict)
            for signature in tables.signatures
            for number, verdict in zip(signature.choices, signature.verdicts, strict=True)
        ],
        dtype=bool,
    )


def _nearest(reached: Reached, whole: Graph, kinds: Truths) -> Path | None:
    """Return the choices of a shortest way that ends with a move of some kinds; None if there is none."""
    moves = np.flatnonzero(kinds[whole.kinds])
    if not moves.size:
        return None
    move = int(moves[0])  # States are numbered nearest first.
    state = int(np.searchsorted(whole.offsets, move, side="right")) - 1
    signature = reached.tables.signatures[reached.signatures[state]]
    taken = signature.choices[move - reached.offsets[state]]
    return (*reached.way_to(state), reached.tables.choice_ids[taken])


def _claim(reached: Reached, number: int, claim: CompiledClaim) -> ClaimProof:
    broken = next(breaking(reached, claim), None)
    holds = False if broken is not None else True if reached.complete else None
    witness = None if broken is None else reached.way_to(broken)
    return ClaimProof(number, claim.never.text, claim.at, holds, witness)


def breaking(reached: Reached, claim: CompiledClaim) -> Iterator[int]:
    """Yield the states that break a claim, nearest to a start first."""
    tables = reached.tables
    place = None if claim.at is None else tables.number_of[claim.at]
    mask, place_mask = tables.packing.mask(claim.never.reads), tables.packing.place_mask
    answers: dict[int, bool] = {}
    for state, code in enumerate(reached.codes):
        if place is None or code & place_mask == place:
            key = code & mask
            if key not in answers:
                answers[key] = claim.never.test(tables.packing.unpack(code))
            if answers[key]:
                yield state
