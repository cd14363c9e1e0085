"""Exploration: every state that a player can reach, breadth first, so that the first way to each is a shortest one."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from simulator.proof.compiled import Tables
from simulator.proof.wide import MOST_BITS, Moves, Numbers

LOOK_UP = 4_096
"""States examined between two checks whether to go on."""
WIDE = 4_096
"""States waiting to be examined, from which on many are examined at once."""
CHUNK = 1 << 16
"""States examined at once."""
NARROW = 64
"""After fewer than a quarter of that number waited so many times in a row, states are examined one by one again."""


class GoOn(Protocol):
    """Asked now and then whether there is time and memory to go on."""

    def __call__(self, share: float = 1.0, /) -> bool:
        """Return whether to go on.

        With a share, only that share of the time is used, so that some is left for later work.
        """


def always(_share: float = 1.0, /) -> bool:
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
        parents: for each state, the state before it when it was first met. A start is its own parent.
        complete: False if the limit stopped the search. States that were met but not examined then have the signature
            -1 and no moves. There may be more states than the limit, by what was examined at once.
    """

    tables: Tables
    codes: array[int] | list[int]
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


def explore(
    tables: Tables, *, limit: int, starts: Sequence[int] = (), go_on: GoOn = always, wide: int = WIDE
) -> Reached:
    """Find every reachable state.

    Args:
        tables: the story's flat tables.
        limit: the greatest number of states; the search stops there.
        starts: other packed states to begin in, each once; the story's own start if omitted.
        go_on: asked now and then; the search stops where it says no.
        wide: if at least so many states wait, many are examined at once.
    """
    search = _Search(tables, limit, go_on, starts or [tables.start], wide)
    while search.waiting and not search.stopped:
        search.one_by_one()
        if search.waiting and not search.stopped and isinstance(search.codes, array):
            search.many_at_once(search.codes)
    return search.reached()


class _Search:
    """A search under way: the states that were met, in order. The first `done` of them were examined.

    It goes state by state while few wait to be examined, and by arrays where many do. Both examine the
    same states in the same order.
    """

    def __init__(self, tables: Tables, limit: int, go_on: GoOn, starts: Sequence[int], wide: int) -> None:
        self.tables, self.limit, self.go_on, self.wide = tables, limit, go_on, wide
        self.fits = tables.packing.bits <= MOST_BITS
        self.codes: array[int] | list[int] = array("q", starts) if self.fits else list(starts)
        self.signatures, self.offsets, self.targets = array("i"), array("q", [0]), array("i")
        self.parents = array("i", range(len(self.codes)))
        self.done = 0
        self.stopped = False

    @property
    def waiting(self) -> int:
        """How many states were met and not examined."""
        return len(self.codes) - self.done

    def one_by_one(self) -> None:
        """Examine states until none waits, or so many that it pays to take many at once."""
        codes, targets = self.codes, self.targets
        number_of = {code: state for state, code in enumerate(codes)}.setdefault
        # Bound once: this loop runs a million times on a large story.
        row_of, append_code, append_target, append_parent = (
            self.tables.row, codes.append, targets.append, self.parents.append,
        )  # fmt: skip
        append_signature, append_offset = self.signatures.append, self.offsets.append
        limit, widest = self.limit, self._widest()
        count, state = len(codes), self.done
        while state < count:
            if count > limit or (not state % LOOK_UP and not self.go_on()):
                self.stopped = True
                break
            if count - state >= widest:
                break
            code = codes[state]
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
            state += 1
        self.done = state

    def many_at_once(self, codes: array[int]) -> None:
        """Examine states by arrays until none waits, or for some time only few."""
        numbers, moves = Numbers(codes), Moves(self.tables)
        narrow = 0
        while self.waiting and narrow < NARROW:
            if len(codes) > self.limit or not self.go_on():
                self.stopped = True
                return
            narrow = narrow + 1 if 4 * self.waiting < self.wide else 0
            together = min(CHUNK, max(LOOK_UP, self.limit - len(codes)))
            chunk = np.frombuffer(codes[self.done : self.done + together], dtype=np.int64)
            signatures, degrees, following = moves.of(chunk)
            targets, new = numbers.of(following)
            sources = np.repeat(np.arange(self.done, self.done + len(signatures)), degrees)
            _extend(self.signatures, signatures)
            _extend(self.offsets, self.offsets[-1] + np.cumsum(degrees))
            _extend(self.targets, targets)
            _extend(self.parents, sources[new])
            _extend(codes, following[new])
            self.done += len(signatures)

    def reached(self) -> Reached:
        """Return what was reached."""
        rest = self.waiting
        self.signatures.extend([-1] * rest)
        self.offsets.extend([len(self.targets)] * rest)
        arrays = self.signatures, self.offsets, self.targets, self.parents
        return Reached(self.tables, self.codes, *arrays, complete=not self.stopped)

    def _widest(self) -> int:
        return max(self.wide, len(self.codes) // 64) if self.fits else sys.maxsize


def _extend(kept: array[int], more: npt.NDArray[np.int64]) -> None:
    kept.frombytes(more.astype(kept.typecode).tobytes())
