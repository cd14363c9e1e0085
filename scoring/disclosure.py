"""The one disclosure policy: what report, map and exports do not show, lest it point at a person.

A cell counts people, however often each of them did a thing. A cell of fewer people than the limit is hidden (primary
suppression). So is what would give it away: shares, means, and whether nobody takes a choice. The cells of an encounter
are flows (`scoring.cells`): what comes into a place goes out of it. Take the graph of the hidden flows without
directions. A hidden flow can be computed from the shown ones exactly if it is a bridge in that graph (Gusfield, 1988).
So each gets the cheapest ring of hidden flows that people took (complementary suppression; Statistics Netherlands'
Handbook on Statistical Disclosure Control, ch. 4). A count of nobody is shown as 0, so a hidden one is known to be at
least 1: round a ring, flows may become less only if they have enough to spare.

What was published before counts: the difference between two publications is such a network as well, and is
protected in the same way. Where fewer people than the limit came between them, nothing is told again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from scoring.cells import NOBODY, Cell, Cells, Count, Version

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT = 10
"""Cells of fewer people than this are hidden unless an academy says otherwise."""

FEWEST = 3
"""How many possible values each hidden count keeps, at least."""

_FROM_COUNTS = ("mean_level", "difficulty")
_FROM_RUNS = ("item_rest", "item_rest_runs")
_ALL = (*_FROM_COUNTS, *_FROM_RUNS, "trainees", "runs", "decisions", "varies", "seconds")


def hidden_cells(counts: Sequence[int], minimum: int) -> set[int]:
    """Return the places of the cells to hide, where their total is shown.

    A count of 0 is about nobody and stays, unless it is needed to cover for another. The hidden cells together hold
    `minimum` or more, so one small cell is never hidden alone. If everything together is less than that, everything is
    hidden.

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


def hidden_flows(
    flows: Sequence[NetworkFlow], small: Collection[int], minimum: int, untold: Collection[int] = ()
) -> set[int]:
    """Return the places of the flows to hide, if the flow into each node is known to equal the flow out of it.

    Each small one gets a ring of hidden flows. If all hidden flows at a node go in, or all go out, their sum is known.
    Then the sum is made `minimum` or more, as in `hidden_cells`.

    Args:
        flows: every flow of the network, but for what is known from elsewhere.
        small: places of the flows to hide in the first place.
        minimum: the smallest sum that is shown.
        untold: places of flows that nothing reports anyway.
    """
    hidden = {*small, *untold}
    while True:
        before = len(hidden)
        for place in small:
            hidden.update(_rest_of_ring(flows, hidden, place, untold))
        for node in {end for place in hidden for end in (flows[place].tail, flows[place].head)}:
            hidden.update(_cover(flows, hidden, node, minimum))
        if len(hidden) == before:
            return hidden


def _rest_of_ring(
    flows: Sequence[NetworkFlow], hidden: Collection[int], place: int, untold: Collection[int]
) -> set[int]:
    """Return the other flows of the cheapest ring through one; hidden ones cost nothing, empty ones most.

    It should give the flow three possible values.
    """
    ends = flows[place].head, flows[place].tail
    found = [way for way in _ways_round(flows, hidden, place, untold, FEWEST - 1) if way is not None]
    any_way = None if found else _way(flows, hidden, place, ends, range(len(flows)))
    return set(min(found)[1]) if found else set() if any_way is None else set(any_way[1])


def _ways_round(
    flows: Sequence[NetworkFlow], hidden: Collection[int], place: int, untold: Collection[int], by: int
) -> tuple[tuple[int, tuple[int, ...]] | None, tuple[int, tuple[int, ...]] | None]:
    """Return the cheapest rings by which a flow can be more, and less, by so many; each with its cost, None for none.

    Round a ring, what goes with one flow can be more by as much as what goes against it is less. So what would be less
    must have enough to spare, of those that a reader knows of: what is hidden is known to be at least 1.
    """
    ends = flows[place].head, flows[place].tail
    spare = {number for number, flow in enumerate(flows) if flow.count - (number not in untold) >= by}
    more = _way(flows, hidden, place, ends, spare)
    return more, _way(flows, hidden, place, ends[::-1], spare) if place in spare else None


def _way(
    flows: Sequence[NetworkFlow],
    hidden: Collection[int],
    place: int,
    ends: tuple[str, str],
    spare: Collection[int],
) -> tuple[int, tuple[int, ...]] | None:
    """Return the cheapest way between two nodes without one flow, with its cost; None for none.

    Args:
        flows: every flow.
        hidden: those that cost nothing.
        place: the one that it does without.
        ends: from where to where.
        spare: those that it may go against.
    """
    beside: dict[str, list[tuple[int, str]]] = {}
    for number, flow in enumerate(flows):
        if number != place:
            beside.setdefault(flow.tail, []).append((number, flow.head))
            if number in spare:
                beside.setdefault(flow.head, []).append((number, flow.tail))
    most = 1 + sum(flow.count for flow in flows)
    ways: list[tuple[int, str, tuple[int, ...]]] = [(0, ends[0], ())]
    seen: set[str] = set()
    while ways:
        cost, node, way = heappop(ways)
        if node == ends[1]:
            return cost, way
        if node in seen:
            continue
        seen.add(node)
        for number, there in beside.get(node, ()):
            if there not in seen:
                own = 0 if number in hidden else flows[number].count or most
                heappush(ways, (cost + own, there, (*way, number)))
    return None


def _cover(flows: Sequence[NetworkFlow], hidden: Collection[int], node: str, minimum: int) -> set[int]:
    """Return the flows that must be hidden at a node as well, so that the sum of its hidden flows is not small."""
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
        everything: not even how many came there is shown.
        choices: those whose counts, share and verdict are not shown.
        conditional: how often a choice was open is shown only if it was always open. Otherwise the count may show who
            took another choice before.
    """

    everything: bool = False
    choices: frozenset[str] = frozenset()
    conditional: bool = False

    @property
    def figures(self) -> bool:
        """Whether means are withheld too: hidden counts could be computed from them."""
        return self.everything or bool(self.choices)

    def hides_choice(self, choice: str) -> bool:
        """Return whether it is hidden how often a choice was taken."""
        return self.everything or choice in self.choices

    def hides_offer(self, offered: int, decisions: int) -> bool:
        """Return whether it is hidden how often a choice was open, of so many decisions."""
        return self.everything or (self.conditional and offered != decisions)


@dataclass(frozen=True, slots=True)
class PublicationCounts:
    """What a publication shows of one version of an encounter in one mode.

    Attributes:
        people: how many played it.
        counts: every cell that is about somebody.
        hidden: the cells that are not shown. All are hidden if fewer people than the limit played, or came since an
            earlier publication.
    """

    people: int
    counts: Mapping[Cell, Count]
    hidden: frozenset[Cell]

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is told, not even how many played."""
        return bool(self.counts) and self.hidden >= self.counts.keys()

    def shows(self, *cell: str) -> bool:
        """Return whether a count is shown."""
        return cell not in self.hidden


_NOTHING = PublicationCounts(0, {}, frozenset())


@dataclass(frozen=True, slots=True)
class Publication:
    """What any publication shows of a cohort's decisions. What to hide is decided from it.

    Attributes:
        minimum: counts of fewer people are hidden; 1 or less hides nothing, and is for nobody else.
        versions: by version of an encounter and mode. Entries from before modes were told apart have the mode "".
    """

    minimum: int
    versions: Mapping[Version, PublicationCounts]

    def told(self, *version: *Version) -> PublicationCounts:
        """Return what is told of one version."""
        return self.versions.get(version, _NOTHING)

    def of_scenario(self, scenario: str) -> list[PublicationCounts]:
        """Return what is told of each version of an encounter."""
        return [told for (id_, _, _), told in self.versions.items() if id_ == scenario]

    def withheld(self, *version: *Version, scene: str) -> Withheld:
        """Return what is not shown of a decision point."""
        told = self.told(*version)
        choices = frozenset(cell[2] for cell in told.hidden if cell[:2] == ("choice", scene))
        return Withheld(not told.shows("came", scene), choices, bool(told.hidden))


def publication(cells: Mapping[Version, Cells], earlier: Sequence[Publication], minimum: int) -> Publication:
    """Decide what is told of a cohort's decisions.

    Args:
        cells: what there is to tell, by version of an encounter.
        earlier: what was told of the same cohort before, in any order.
        minimum: the smallest number of people that is shown; 1 or less hides nothing.
    """
    versions = {}
    for version, own in cells.items():
        both = (*version[:2], "")
        before = [each.versions[key] for each in earlier for key in (version, both) if key in each.versions]
        before = [told for told in before if not told.nothing]
        hidden = frozenset(_hidden(own, before, minimum)) if minimum > 1 else frozenset[Cell]()
        versions[version] = PublicationCounts(own.people, own.counts, hidden)
    return Publication(minimum, versions)


def _hidden(cells: Cells, earlier: Sequence[PublicationCounts], minimum: int) -> set[Cell]:
    """Return the cells of one version that are hidden."""
    now = cells.counts
    others = [told for told in earlier if (told.people, told.counts) != (cells.people, now)]
    hidden = {cell for told in earlier if told not in others for cell in told.hidden}
    if cells.people < minimum or any(abs(cells.people - told.people) < minimum for told in others):
        return {*now}
    hidden |= {cell for cell, count in now.items() if count.people < minimum and cell[0] != _STEP}
    often = Counter(cell for told in others for cell in told.hidden)
    fixed: set[Cell] = set()  # a count that was shown and did not change is as good as shown, and can be in no ring
    networks = []
    for told in others:
        change = _changes(now, told.counts)
        hidden |= {cell for cell, count in change.items() if told.shows(*cell) and abs(count.people) < minimum}
        fixed |= {cell for cell in now if told.shows(*cell) and cell not in change}
        networks.append(_Network(cells, change, told.hidden))
        # A hidden count may be shown once it has grown: nobody knows by how much, so the old count stays unknown. All
        # others stay hidden, with a ring of counts that were hidden with them.
        still = {cell for cell in told.counts if change.get(cell, NOBODY).people < 1}
        still |= {cell for _, scene, *by, to in _steps(still) for cell in ((_CHOICE, scene, *by), (_WAY, scene, to))}
        bound = {cell for cell in told.hidden if often[cell] > 1 or cell in still}
        hidden |= bound
        then = {cell: count for cell, count in told.counts.items() if cell in told.hidden or cell[0] == _STEP}
        networks.append(_Network(cells, then, (), bound))
    networks.append(_Network(cells, {cell: count for cell, count in now.items() if cell not in fixed}, ()))
    hidden = {cell for cell in hidden if cell in now and cell[0] != _STEP}
    while True:
        before = len(hidden)
        for each in networks:
            hidden |= each.closed(hidden, minimum)
        if len(hidden) == before:
            room = _Network(cells, now, ()).keeps(hidden, cells.people)
            return hidden if room else {*now}  # so few people that there is no room for three values


_STEP, _CHOICE, _WAY = "step", "choice", "way"


def _steps(cells: Collection[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell[0] == _STEP]


def _changes(now: Mapping[Cell, Count], then: Mapping[Cell, Count]) -> dict[Cell, Count]:
    """Return the cells that changed, and by how much."""
    pairs = ((cell, now.get(cell, NOBODY), then.get(cell, NOBODY)) for cell in {*now, *then})
    return {cell: Count(a.people - b.people, a.times - b.times) for cell, a, b in pairs if a != b}


class _Network:
    """Some counts of an encounter, as flows.

    Args:
        cells: the encounter.
        counts: of the cells that are in the network.
        untold: cells that nothing reports, besides the steps.
        only: the cells that must not be computed; None for all.
    """

    def __init__(
        self,
        cells: Cells,
        counts: Mapping[Cell, Count],
        untold: Collection[Cell],
        only: Collection[Cell] | None = None,
    ) -> None:
        edges = [edge for edge in cells.edges if edge.cell in counts]
        self._cells = [edge.cell for edge in edges]
        self._flows = [NetworkFlow(edge.tail, edge.head, abs(counts[edge.cell].people)) for edge in edges]
        self._only = set(self._cells if only is None else only)
        self._untold = {place for place, cell in enumerate(self._cells) if cell[0] == _STEP or cell in untold}

    def closed(self, hidden: Collection[Cell], minimum: int) -> set[Cell]:
        """Return the cells that are hidden so that none of these can be computed."""
        small = {place for place, cell in enumerate(self._cells) if cell in hidden and cell in self._only}
        found = hidden_flows(self._flows, small, minimum, self._untold)
        return {self._cells[place] for place in found - self._untold}

    def keeps(self, hidden: Collection[Cell], everybody: int) -> bool:
        """Return whether each of the hidden cells keeps three possible values; that of everybody is known."""
        places = {place for place, cell in enumerate(self._cells) if cell in hidden}
        return all(
            self._keeps(place, places | self._untold)
            for place in places - self._untold
            if self._flows[place].count != everybody
        )

    def _keeps(self, place: int, among: Collection[int]) -> bool:
        def open_(by: int) -> list[bool]:
            ways = _ways_round(self._flows, among, place, self._untold, by)
            return [way is not None and way[0] == 0 for way in ways]

        return any(open_(FEWEST - 1)) or all(open_(1))


def suppress_choices(choices: pa.Table, told: Publication) -> pa.Table:
    """Return the table of choices without small counts, and without what would give them away."""
    import pyarrow as pa

    points: dict[tuple[str, str, str, str], list[dict[str, Any]]] = {}
    for row in choices.to_pylist():
        points.setdefault((row["scenario"], row["version"], row["mode"], row["scene"]), []).append(row)
    for (*version, scene), rows in points.items():
        gone = told.withheld(*version, scene=scene)
        decisions = sum(row["taken"] for row in rows)
        for row in rows:
            few = gone.hides_offer(row["offered"], decisions)
            if gone.hides_choice(row["choice"]):
                row.update(taken=None, takers=None, share=None, dead=None)
            if few:
                row.update(offered=None, share=None, dead=None)
            if gone.everything:
                row["trainees"] = None
    return pa.Table.from_pylist([row for rows in points.values() for row in rows], schema=choices.schema)


def suppress_items(items: pa.Table, told: Publication) -> pa.Table:
    """Return the table of decision points without the figures of points that few trainees met.

    If a choice's counts are hidden, they are null in `choices`, and nothing says whether the choice is dead. The
    figures that they could be computed from (`mean_level`, `difficulty`) are hidden too. If any count of the version is
    hidden, so is what depends on earlier choices or on the rest of the run: hidden counts could be worked out from it.
    """
    import pyarrow as pa

    return pa.Table.from_pylist([_suppressed(row, told) for row in items.to_pylist()], schema=items.schema)


def _suppressed(row: dict[str, Any], told: Publication) -> dict[str, Any]:
    counts: dict[str, list[int]] = json.loads(row["choices"])
    gone = told.withheld(row["scenario"], row["version"], row["mode"], scene=row["scene"])
    shown: dict[str, list[int | None]] = {}
    for name, (taken, open_, takers) in counts.items():
        hidden = gone.hides_choice(name)
        few = gone.hides_offer(open_, row["decisions"])
        shown[name] = [None if hidden else taken, None if few else open_, None if hidden else takers]
    dead = [id_ for id_ in json.loads(row["dead_choices"]) if None not in shown[id_]]
    offers = any(gone.hides_offer(open_, row["decisions"]) for _, open_, _ in counts.values())
    depends = gone.conditional and (row["varies"] or offers)
    empty = (
        *(_ALL if gone.everything else ()),
        *(_FROM_COUNTS if gone.choices or depends else ()),
        *(("trainees", "runs") if depends else ()),
        *(_FROM_RUNS if gone.conditional else ()),
    )
    return row | dict.fromkeys(empty) | {"choices": json.dumps(shown), "dead_choices": json.dumps(dead)}
