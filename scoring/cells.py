"""Where people went in one version of an encounter, as a network of counts.

Tables, report and map all show these counts.

Every table of decisions, and every map of ways, shows these counts or sums of them. So what is hidden is decided
over the network, once for all of them (`scoring.disclosure`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

Cell = tuple[str, ...]
"""What is counted: ("choice", scene, choice), ("way", scene, next place), ("came", place), ("stopped", scene),
("ended", ending) or ("outcome", word). ("step", scene, choice, next place) is counted too, but never reported."""

Version = tuple[str, str, str]
"""An encounter's id and version, and the mode that it was played in: practice and assessment are never combined."""

OUTSIDE = ""
"""The node that every run comes from and goes to; how many do is known."""


class Count(NamedTuple):
    """How many people, and how many times they did it together."""

    people: int
    times: int


NOBODY = Count(0, 0)


class Edge(NamedTuple):
    """One flow of the network.

    Attributes:
        tail, head: the nodes that it joins.
        cell: what it is.
        size: how many.
    """

    tail: str
    head: str
    cell: Cell
    size: Count


@dataclass(frozen=True, slots=True)
class Cells:
    """The counts of one version of an encounter.

    Attributes:
        people: how many played it.
        edges: the flows that anybody took. The flow into a node equals the flow out of it.
    """

    people: int
    edges: tuple[Edge, ...]

    @property
    def counts(self) -> dict[Cell, Count]:
        """Every cell with its count; one that is missing is about nobody."""
        return {edge.cell: edge.size for edge in self.edges}


class RunPath(NamedTuple):
    """Where one run went: its steps (scene, choice, next place), its first and last place, and how it ended."""

    trainee: str
    steps: tuple[tuple[str, str, str], ...]
    first: str
    last: str
    outcome: str | None


def cells_of_routes(routes: Iterable[RunPath]) -> Cells:
    """Return the counts of some runs of one version; a run counts once for whatever it did."""
    took: dict[Cell, list[str]] = defaultdict(list)
    people = set()
    for route in routes:
        people.add(route.trainee)
        done: set[Cell] = {("came", place) for place in (route.first, *(to for _, _, to in route.steps))}
        for scene, choice, to in route.steps:
            done |= {("step", scene, choice, to), ("choice", scene, choice), ("way", scene, to)}
        if route.outcome is None:
            done.add(("stopped", route.last))
        else:
            done |= {("end", route.last, route.outcome), ("outcome", route.outcome)}
        for each in done:
            took[each].append(route.trainee)
    return network(len(people), {cell: Count(len(set(who)), len(who)) for cell, who in took.items()})


def network(people: int, counts: Mapping[Cell, Count]) -> Cells:
    """Return the network of some counts.

    Args:
        people: how many played.
        counts: by cell; in place of ("ended", ending) stands ("end", ending, outcome).
    """
    return Cells(people, tuple(_edge(*cell, size=counts[cell]) for cell in sorted(counts)))


def _edge(kind: str, *of: str, size: Count) -> Edge:
    match kind, of:
        case "step", (scene, choice, to):
            return Edge(f"{scene} by {choice}", f"{scene} to {to}", (kind, *of), size)
        case "choice", (scene, choice):
            return Edge(f"{scene} out", f"{scene} by {choice}", (kind, *of), size)
        case "way", (scene, to):
            return Edge(f"{scene} to {to}", f"{to} in", (kind, *of), size)
        case "came", (place,):
            return Edge(f"{place} in", f"{place} out", (kind, *of), size)
        case "stopped", (place,):
            return Edge(f"{place} out", OUTSIDE, (kind, *of), size)
        case "end", (ending, outcome):
            return Edge(f"{ending} out", f"ended {outcome}", ("ended", ending), size)
        case "outcome", (outcome,):
            return Edge(f"ended {outcome}", OUTSIDE, (kind, *of), size)
        case _:
            raise ValueError(kind)
