"""The one disclosure policy: what report, map and exports do not show, lest it point at a person.

A cell counts people, however often each of them did a thing. A cell of fewer people than the limit is hidden
(primary suppression), and with it what would give it away: shares, means, and whether nobody takes a choice.
Where the total is shown, the hidden cells are joined by the smallest others until they cannot be told from total
minus shown (complementary suppression; Statistics Netherlands' Handbook on Statistical Disclosure Control, ch. 4).
On a map of ways every place is such a total: what comes in goes out.

What an earlier publication of the same cohort gave away is not held against a later one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
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
    """Return the places of the cells to hide, where their total is shown.

    A count of 0 is about nobody and stays, unless it is needed to cover for another. What is hidden holds
    `minimum` or more together, and so is never one small cell alone, unless all there is is less than that.

    Args:
        counts: of people, by cell.
        minimum: the smallest number of people that is shown; 1 or less hides nothing.
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
class NetworkFlow:
    """How many went from one node of a network to another."""

    tail: str
    head: str
    count: int


def hidden_flows(flows: Sequence[NetworkFlow], small: Collection[int], minimum: int) -> set[int]:
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


def _rest_of_ring(flows: Sequence[NetworkFlow], hidden: Collection[int], place: int) -> set[int]:
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


def _cover(flows: Sequence[NetworkFlow], hidden: Collection[int], node: str, minimum: int) -> set[int]:
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


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not shown of a decision point.

    Attributes:
        everything: fewer people than the limit met it.
        choices: those whose counts, share and verdict are not shown.
    """

    everything: bool
    choices: frozenset[str]

    @property
    def figures(self) -> bool:
        """Whether means are withheld too: hidden counts could be computed from them."""
        return self.everything or bool(self.choices)


def withheld(takers: Mapping[str, int], trainees: int, minimum: int) -> Withheld:
    """Return what is not shown of a decision point.

    Args:
        takers: how many people took each choice.
        trainees: how many people met the point.
        minimum: the smallest number of people that is shown.
    """
    if trainees < minimum:
        return Withheld(everything=True, choices=frozenset(takers))
    names = list(takers)
    hidden = hidden_cells([takers[name] for name in names], minimum)
    return Withheld(everything=False, choices=frozenset(names[place] for place in hidden))


def suppress_choices(choices: pa.Table, minimum: int) -> pa.Table:
    """Return the table of choices without small counts, and without what would give them away."""
    import pyarrow as pa

    points: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in choices.to_pylist():
        points.setdefault((row["scenario"], row["version"], row["scene"]), []).append(row)
    for rows in points.values():
        gone = withheld({row["choice"]: row["takers"] for row in rows}, rows[0]["trainees"], minimum)
        for row in rows:
            if row["choice"] in gone.choices:
                row.update(taken=None, takers=None, share=None, dead=None)
            if gone.everything or row["offered"] < minimum:
                row.update(offered=None, taken=None, takers=None, share=None, dead=None)
            if gone.everything:
                row["trainees"] = None
    return pa.Table.from_pylist([row for rows in points.values() for row in rows], schema=choices.schema)


def suppress_items(items: pa.Table, minimum: int) -> pa.Table:
    """Return the table of decision points without the figures of points that few trainees met.

    Where a choice's counts are hidden, they are null in `choices`; the choice is then not told to be dead, and
    the figures that they could be computed from (`mean_level`, `difficulty`) are hidden with them.
    """
    import pyarrow as pa

    return pa.Table.from_pylist([_suppressed(row, minimum) for row in items.to_pylist()], schema=items.schema)


def _suppressed(row: dict[str, Any], minimum: int) -> dict[str, Any]:
    counts: dict[str, list[int]] = json.loads(row["choices"])
    gone = withheld({name: takers for name, (_, _, takers) in counts.items()}, row["trainees"], minimum)
    shown: dict[str, list[int | None]] = {}
    for name, (taken, open_, takers) in counts.items():
        hidden = name in gone.choices
        few = gone.everything or open_ < minimum
        shown[name] = [None if hidden else taken, None if few else open_, None if hidden else takers]
    dead = [id_ for id_ in json.loads(row["dead_choices"]) if id_ not in gone.choices]
    empty = _ALL if gone.everything else _FROM_COUNTS if gone.choices else ()
    return row | dict.fromkeys(empty) | {"choices": json.dumps(shown), "dead_choices": json.dumps(dead)}
