"""Dead ends: states in which no choice is open, and states that lead to no ending, with the way there."""

from __future__ import annotations

import numpy as np

from simulator.proof.exploration import Reached
from simulator.proof.graph import Graph, Truths, leads_to
from simulator.proof.report import Path, State, Stuck, Trap
from simulator.scenario.story import Story


def stuck_states(reached: Reached) -> list[Stuck]:
    """Return the states in which no choice is open, nearest first.

    States of a scene that agree on everything its guards read are stuck for the same reason, so
    only the nearest of them is named.
    """
    tables = reached.tables
    found: dict[tuple[int, int], Stuck] = {}
    for state in _without_moves(reached):
        place = reached.place(state)
        if reached.signatures[state] < 0 or tables.is_ending(place):
            continue
        scene = tables.places[place]
        key = (place, reached.codes[state] & tables.packing.mask(_read_by_guards(tables.story, scene)))
        if key not in found:
            witness = reached.way_to(state)
            whole = state_after(tables.story, witness)
            found[key] = Stuck(scene, whole, because_of(tables.story, scene, whole), witness)
    return list(found.values())


def traps(graph: Graph, reached: Reached, lost: Truths) -> list[Trap]:
    """Return the scenes in which a player goes on choosing but has just lost every way to an ending, nearest first.

    Args:
        graph: the explored states as they are, not folded.
        reached: the same states.
        lost: for each of them, whether no ending can be reached from it.
    """
    tables, goes_on = reached.tables, lost & (graph.degrees > 0)
    if goes_on[0]:
        return [_trap(reached, tables.places[reached.place(0)], ())]
    found: dict[str, Trap] = {}
    sources = graph.sources()
    # States are numbered nearest first, so the first move into a scene's trap is the end of a shortest way.
    for move in np.flatnonzero(~lost[sources] & goes_on[graph.targets]).tolist():
        scene, source = tables.places[reached.place(int(graph.targets[move]))], int(sources[move])
        if scene not in found:
            taken = tables.signatures[reached.signatures[source]].choices[move - reached.offsets[source]]
            found[scene] = _trap(reached, scene, (*reached.way_to(source), tables.choice_ids[taken]))
    return list(found.values())


def _trap(reached: Reached, scene: str, witness: Path) -> Trap:
    tables = reached.tables
    names = {tables.story.layout.names[slot] for slot in tables.live(scene)}
    whole = state_after(tables.story, witness)
    return Trap(scene, witness, {name: value for name, value in whole.items() if name in names})


def lost_states(graph: Graph, reached: Reached) -> Truths:
    """Return the states that lead neither to an ending nor to a state that was not examined.

    Args:
        graph: the explored states as they are, not folded.
        reached: the same states.
    """
    goals = [
        state
        for state in _without_moves(reached)
        if reached.signatures[state] < 0 or reached.tables.is_ending(reached.place(state))
    ]
    return ~leads_to(graph, np.array(goals, dtype=np.int64))


def nearest_endings(reached: Reached) -> dict[str, Path]:
    """Return a shortest way to each ending that was reached."""
    tables = reached.tables
    found: dict[str, Path] = {}
    for state in _without_moves(reached):
        place = tables.places[reached.place(state)]
        if reached.signatures[state] >= 0 and place in tables.story.endings and place not in found:
            found[place] = reached.way_to(state)
    return found


def state_after(story: Story, path: Path) -> State:
    """Return the whole state after a way from the start, as the author would write it."""
    values = story.start
    for id_ in path:
        values = story.move(values, story.choices[id_]).values
    return story.layout.decode(values)


def because_of(story: Story, scene: str, whole: State) -> dict[str, int | bool | str]:
    """Return, of a whole state, what the guards of a scene's choices read."""
    names = {story.layout.names[slot] for slot in _read_by_guards(story, scene)}
    return {name: value for name, value in whole.items() if name in names}


def _read_by_guards(story: Story, scene: str) -> frozenset[int]:
    return frozenset().union(*(choice.guard_reads for choice in story.scenes[scene].choices))


def _without_moves(reached: Reached) -> list[int]:
    offsets = np.frombuffer(reached.offsets, dtype=np.int64)
    return [int(state) for state in np.flatnonzero(np.diff(offsets) == 0)]
