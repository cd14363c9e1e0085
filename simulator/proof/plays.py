"""Plays: how many different ways there are from the start to an ending."""

from __future__ import annotations

from simulator.proof.flow import Flow


def count_plays(flow: Flow) -> int | None:
    """Return the exact number of complete plays; None if a loop makes it unbounded.

    Args:
        flow: the situations from which an ending can be reached, in order.
    """
    if flow.loops:
        return None
    if flow.graph.size == 0:
        return 0
    offsets, targets = flow.graph.offsets.tolist(), flow.graph.targets.tolist()
    ways: list[int] = []
    for node in range(flow.graph.size):
        moves = targets[offsets[node] : offsets[node + 1]]
        ways.append(sum([ways[target] for target in moves]) if moves else 1)
    return ways[flow.graph.start]
