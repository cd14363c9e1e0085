"""Flow: a graph in an order where everything that follows a node comes before it. Loops are kept together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.proof.graph import Graph, Ints, Truths, heights, leads_to, moves_of


@dataclass(frozen=True, slots=True)
class Block:
    """Nodes next to each other in the order, `first` to `last` (not included).

    Either none of them leads to another, or all of them lie on loops. In a block of loops, the nodes of one strongly
    connected component stand together, and no component leads to another.
    """

    first: int
    last: int
    loops: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """A graph in order.

    Attributes:
        graph: the graph, renumbered; a block's moves lead into earlier blocks, or into itself where it loops.
        blocks: in order. Nodes without moves form the first.
        number_of: the new number of each node of the graph it was made from; -1 if it was left out.
        components: for each node the number of its strongly connected component.
        chances: for each move, the probability that a random player takes it. Their sum is below 1 if moves were left
            out.
    """

    graph: Graph
    blocks: tuple[Block, ...]
    number_of: Ints
    components: Ints
    chances: np.ndarray[tuple[int], np.dtype[np.float64]]

    @property
    def loops(self) -> bool:
        """Whether any node can be met twice."""
        return any(block.loops for block in self.blocks)


def flow_of(graph: Graph, *, towards: Ints | None = None) -> Flow:
    """Order a graph.

    Args:
        graph: any graph of situations.
        towards: leave out all nodes from which none of these can be reached.
    """
    height = heights(graph)
    kept = np.ones(graph.size, dtype=bool) if towards is None else leads_to(graph, towards)
    component = np.arange(graph.size)
    loops = np.zeros(graph.size, dtype=bool)
    _lift_loops(graph, height, component, loops)
    order = np.lexsort((component, loops, height))
    order = order[kept[order]]
    breaks = np.flatnonzero((np.diff(height[order]) != 0) | (np.diff(loops[order].astype(int)) != 0)) + 1
    edges = [0, *breaks.tolist(), len(order)] if len(order) else []
    blocks = tuple(Block(first, last, bool(loops[order[first]])) for first, last in pairwise(edges))
    return _renumbered(graph, order, kept, blocks, component)


def _renumbered(graph: Graph, order: Ints, kept: Truths, blocks: tuple[Block, ...], component: Ints) -> Flow:
    number_of = np.full(graph.size, -1)
    number_of[order] = np.arange(len(order))
    moves = moves_of(graph.offsets, order)
    sources = np.repeat(np.arange(len(order)), graph.degrees[order])
    chances = 1.0 / np.repeat(graph.degrees[order], graph.degrees[order])
    stays = kept[graph.targets[moves]]
    moves, sources, chances = moves[stays], sources[stays], chances[stays]
    offsets = np.concatenate(([0], np.cumsum(np.bincount(sources, minlength=len(order)))))
    ordered = Graph(
        graph.signatures[order],
        offsets,
        number_of[graph.targets[moves]],
        graph.kinds[moves],
        int(number_of[graph.start]),
    )
    return Flow(ordered, blocks, number_of, component[order], chances)


def _lift_loops(graph: Graph, height: Ints, component: Ints, loops: Truths) -> None:
    """Give the nodes on or before loops their component, and a height over all that it leads to."""
    pending = np.flatnonzero(height < 0)
    if not pending.size:
        return
    offsets, targets, level = graph.offsets.tolist(), graph.targets.tolist(), height.tolist()
    for members in components(graph, pending):
        inside = set(members)
        after = [target for node in members for target in targets[offsets[node] : offsets[node + 1]]]
        outside = [level[target] for target in after if target not in inside]
        lifted = max(outside, default=-1) + 1
        for node in members:
            level[node] = lifted
        component[members] = members[0]
        loops[members] = len(outside) < len(after)
    height[:] = level


def components(graph: Graph, nodes: Ints) -> list[list[int]]:
    """Return the strongly connected components among `nodes`, each after all that it leads to (Tarjan 1972).

    Args:
        graph: the graph.
        nodes: where to look; moves to other nodes are passed over.
    """
    offsets, targets = graph.offsets.tolist(), graph.targets.tolist()
    outside = -2
    number = [outside] * graph.size
    for node in nodes.tolist():
        number[node] = -1
    lowest = [0] * graph.size
    on_stack = bytearray(graph.size)
    stack: list[int] = []
    found: list[list[int]] = []
    count = 0
    for root in nodes.tolist():
        if number[root] != -1:
            continue
        number[root] = lowest[root] = count
        count += 1
        stack.append(root)
        on_stack[root] = 1
        calls = [(root, offsets[root])]
        while calls:
            node, move = calls.pop()
            last = offsets[node + 1]
            while move < last:
                target = targets[move]
                move += 1
                if number[target] == -1:
                    calls.append((node, move))
                    number[target] = lowest[target] = count
                    count += 1
                    stack.append(target)
                    on_stack[target] = 1
                    calls.append((target, offsets[target]))
                    break
                if on_stack[target]:
                    lowest[node] = min(lowest[node], number[target])
            else:
                if lowest[node] == number[node]:
                    found.append(_popped(stack, on_stack, node))
                if calls:
                    above = calls[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
    return found


def _popped(stack: list[int], on_stack: bytearray, last: int) -> list[int]:
    members: list[int] = []
    while True:
        node = stack.pop()
        on_stack[node] = 0
        members.append(node)
        if node == last:
            return members
