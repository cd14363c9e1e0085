"""Exploration: every state that a player can reach, breadth first, so that the first way to each is a shortest one."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.proof.compiled import Tables

GoOn = Callable[[], bool]
"""Asked now and then whether there is time and memory to go on."""

LOOK_UP = 4_096
"""States looked into between two questions whether to go on."""


def always() -> bool:
    """Go on, whatever it takes."""
    return True


@dataclass(frozen=True, slots=True)
class Reached:
    """The reachable states, numbered in the order they were met; the starts come first.

    Attributes:
        tables: the story's flat tables.
        codes: each state, packed.
        signatures: each state's signature number.
        offsets: where each state's moves begin in `targets`, and one past the last.
        targets: the state each move leads to, in the order of the signature's choices.
        parents: the state from which each was first met; a start is its own.
        complete: False where the limit stopped the search; the states that were met but not
            looked into then have the signature -1 and no moves.
    """

    tables: Tables
    codes: list[int]
    signatures: array[int]
    offsets: array[int]
    targets: array[int]
    parents: array[int]
    complete: bool

    def place(self, state: int) -> int:
        """Return the number of the place where a state stands."""
        return self.codes[state] & self.tables.packing.place_mask

    def way_to(self, state: int) -> tuple[str, ...]:
        """Return the choices of a shortest way from a start to a state."""
        return self.from_start(state)[1]

    def from_start(self, state: int) -> tuple[int, tuple[str, ...]]:
        """Return the start nearest to a state, and the choices of a shortest way from there."""
        way: list[str] = []
        while (parent := self.parents[state]) != state:
            first, last = self.offsets[parent], self.offsets[parent + 1]
            place = self.targets.index(state, first, last) - first
            way.append(self.tables.choice_ids[self.tables.signatures[self.signatures[parent]].choices[place]])
            state = parent
        return state, tuple(reversed(way))


def explore(tables: Tables, *, limit: int, starts: Sequence[int] = (), go_on: GoOn = always) -> Reached:
    """Find every reachable state.

    Args:
        tables: the story's flat tables.
        limit: the greatest number of states; the search stops there.
        starts: other packed states to begin in, each once; the story's own start if omitted.
        go_on: asked now and then; the search stops where it says no.
    """
    codes = list(starts) or [tables.start]
    index = {code: state for state, code in enumerate(codes)}
    signatures, offsets, targets, parents = array("i"), array("q", [0]), array("i"), array("i", range(len(codes)))
    # Bound once: this loop runs a million times on a large story.
    row_of, number_of, append_code = tables.row, index.setdefault, codes.append
    append_signature, append_offset = signatures.append, offsets.append
    append_target, append_parent = targets.append, parents.append
    count = len(codes)
    for state, code in enumerate(codes):
        if count > limit or (not state % LOOK_UP and not go_on()):
            rest = len(codes) - state
            signatures.extend([-1] * rest)
            offsets.extend([len(targets)] * rest)
            return Reached(tables, codes, signatures, offsets, targets, parents, complete=False)
        row = row_of(code)
        append_signature(row.signature)
        for keep, bits in row.moves:
            following = code & keep | bits
            target = number_of(following, count)
            if target == count:
                count += 1
                append_code(following)
                append_parent(state)
            append_target(target)
        append_offset(len(targets))
    return Reached(tables, codes, signatures, offsets, targets, parents, complete=True)


def count_states(tables: Tables, *, limit: int, go_on: GoOn = always) -> int | None:
    """Return how many states can be reached, None where there are more than `limit`, or it was not to go on."""
    seen = {tables.start}
    waiting = [tables.start]
    row_of, add, wait, next_one = tables.row, seen.add, waiting.append, waiting.pop
    for counted in itertools.count():
        if not waiting:
            break
        if len(seen) > limit or (not counted % LOOK_UP and not go_on()):
            return None
        code = next_one()
        for keep, bits in row_of(code).moves:
            following = code & keep | bits
            if following not in seen:
                add(following)
                wait(following)
    return len(seen)
