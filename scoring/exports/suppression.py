"""Small cells: a count of a few people is hidden, and with it what would give it away.

A count below the limit is hidden (primary suppression); where the total is shown, the hidden cells are
joined by the smallest others until they cannot be told from total minus shown (complementary suppression;
Statistics Netherlands' Handbook on Statistical Disclosure Control, ch. 4). On a map of ways every place is
such a total: what comes in goes out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT = 10
"""Cells of fewer people than this are hidden unless an academy says otherwise."""

_FROM_COUNTS = ("mean_level", "difficulty")
_ALL = (*_FROM_COUNTS, "trainees", "runs", "decisions", "item_rest", "item_rest_runs", "seconds")


def hidden_cells(counts: Sequence[int], minimum: int) -> set[int]:
    """Return the places of the counts to hide, where their total is shown.

    A count of 0 is about nobody and stays, unless it is needed to cover for another. What is hidden holds
    `minimum` or more together, and so is never one small cell alone, unless all there is is less than that.

    Args:
        counts: of people, or of what people did; they add up to a total that is known.
        minimum: the smallest count that is shown; 1 or less hides nothing.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < minimum}
    if not hidden:
        return set()
    others = sorted((place for place in range(len(counts)) if place not in hidden), key=lambda place: counts[place])
    covers = [place for place in others if counts[place]] + [place for place in others if not counts[place]]
    for place in covers:
        if sum(counts[each] for each in hidden) >= minimum:
            break
        hidden.add(place)
    return hidden


@dataclass(frozen=True, slots=True)
class Flow:
    """How many went from one node of a network to another."""

    tail: str
    head: str
    count: int


def hidden_flows(flows: Sequence[Flow], small: Collection[int], minimum: int) -> set[int]:
    """Return the places of the flows to hide, where what comes into a node is known to go out of it.

    A hidden flow can be computed from the shown ones exactly where it is a bridge in the graph, looked at
    without directions, of the hidden ones (Gusfield, 1988); so each small one gets a ring of hidden flows,
    the cheapest there is. Where all that is hidden at a node goes in, or all goes out, its sum is known: it
    is made `minimum` or more, as in `hidden_cells`.

    Args:
        flows: every flow of the network, but for what is known from elsewhere.
        small: places of the flows to hide in the first place.
        minimum: the smallest sum that is shown.
    """
    hidden = set(small)
    while True:
        before = len(hidden)
        for place in small:
            hidden.update(_rest_of_ring(flows, hidden, place))
        for node in {end for place in hidden for end in (flows[place].tail, flows[place].head)}:
            hidden.update(_cover(flows, hidden, node, minimum))
        if len(hidden) == before:
            return hidden


def _rest_of_ring(flows: Sequence[Flow], hidden: Collection[int], place: int) -> set[int]:
    """Return the other flows of the cheapest ring through one; hidden ones cost nothing, empty ones most."""
    beside: dict[str, list[tuple[int, str]]] = {}
    for number, flow in enumerate(flows):
        if number != place:
            beside.setdefault(flow.tail, []).append((number, flow.head))
            beside.setdefault(flow.head, []).append((number, flow.tail))
    most = 1 + sum(flow.count for flow in flows)
    start, goal = flows[place].head, flows[place].tail
    ways: list[tuple[int, str, tuple[int, ...]]] = [(0, start, ())]
    seen: set[str] = set()
    while ways:
        cost, node, way = heappop(ways)
        if node == goal:
            return set(way)
        if node in seen:
            continue
        seen.add(node)
        for number, there in beside.get(node, ()):
            if there not in seen:
                own = 0 if number in hidden else flows[number].count or most
                heappush(ways, (cost + own, there, (*way, number)))
    return set()


def _cover(flows: Sequence[Flow], hidden: Collection[int], node: str, minimum: int) -> set[int]:
    """Return what must be hidden at a node besides, so that the sum of what is hidden there is not small."""
    out = [number for number, flow in enumerate(flows) if flow.tail == node]
    into = [number for number, flow in enumerate(flows) if flow.head == node]
    covers: set[int] = set()
    for side, other in ((out, into), (into, out)):
        chosen = [number for number in side if number in hidden]
        if not chosen or any(number in hidden for number in other):
            continue
        rest = sorted((number for number in side if number not in hidden), key=lambda number: flows[number].count)
        for number in [
            *(each for each in rest if flows[each].count),
            *(each for each in rest if not flows[each].count),
        ]:
            if sum(flows[each].count for each in chosen) >= minimum:
                break
            chosen.append(number)
        covers.update(chosen)
    return covers


def suppress_choices(choices: pa.Table, minimum: int) -> pa.Table:
    """Return the table of choices without small counts, and without what would give them away."""
    import pyarrow as pa

    points: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in choices.to_pylist():
        points.setdefault((row["scenario"], row["version"], row["scene"]), []).append(row)
    for rows in points.values():
        for place in hidden_cells([row["taken"] for row in rows], minimum):
            rows[place].update(taken=None, share=None, dead=None)
        for row in rows:
            if row["offered"] < minimum:
                row.update(offered=None, taken=None, share=None, dead=None)
    return pa.Table.from_pylist([row for rows in points.values() for row in rows], schema=choices.schema)


def suppress_items(items: pa.Table, minimum: int) -> pa.Table:
    """Return the table of decision points without the figures of points that few trainees met.

    Where a choice's count is hidden, it is null in `choices`; the choice is then not told to be dead, and
    the figures that it could be computed from (`mean_level`, `difficulty`) are hidden with it.
    """
    import pyarrow as pa

    return pa.Table.from_pylist([_suppressed(row, minimum) for row in items.to_pylist()], schema=items.schema)


def _suppressed(row: dict[str, Any], minimum: int) -> dict[str, Any]:
    counts: dict[str, list[int]] = json.loads(row["choices"])
    few = row["trainees"] < minimum
    hidden = hidden_cells([taken for taken, _ in counts.values()], minimum)
    covered = {name for place, name in enumerate(counts) if few or place in hidden}
    shown = {
        name: [None if name in covered else taken, None if few or open_ < minimum else open_]
        for name, (taken, open_) in counts.items()
    }
    dead = [id_ for id_ in json.loads(row["dead_choices"]) if id_ not in covered]
    gone = _ALL if few else _FROM_COUNTS if covered else ()
    return row | dict.fromkeys(gone) | {"choices": json.dumps(shown), "dead_choices": json.dumps(dead)}
