"""Many states at once: the moves of thousands of states, and the numbers of where they lead, worked out by arrays."""

from __future__ import annotations

from array import array

import numpy as np
import numpy.typing as npt

from simulator.proof.compiled import Tables

MOST_BITS = 62
"""The widest packed state that these arrays hold."""

_Ints = npt.NDArray[np.int64]


class Numbers:
    """The numbers of the states that were met.

    They are kept in sorted runs, each at least twice as long as the next, so that taking in new ones costs little.

    Args:
        codes: packed states, each once, in the order of their numbers.
    """

    def __init__(self, codes: array[int]) -> None:
        # A copy, since an array that is examined cannot grow.
        met = np.frombuffer(codes.tobytes(), dtype=np.int64)
        order = np.argsort(met)
        self._runs = [(met[order], order)]
        self._count = len(codes)

    def of(self, codes: _Ints) -> tuple[_Ints, _Ints]:
        """Return each state's number, and where those stand that are new, each once, in the order of their numbers."""
        states, firsts, which = distinct(codes)
        numbers = np.full(len(states), -1)
        for known, known_numbers in self._runs:
            places = np.searchsorted(known, states)
            places[places == len(known)] = 0
            met = known[places] == states
            numbers[met] = known_numbers[places[met]]
        new = np.flatnonzero(numbers < 0)
        in_order = new[np.argsort(firsts[new])]
        numbers[in_order] = self._count + np.arange(len(new))
        self._count += len(new)
        if len(new):
            self._take_in(states[new], numbers[new])
        return numbers[which], firsts[in_order]

    def _take_in(self, states: _Ints, numbers: _Ints) -> None:
        self._runs.append((states, numbers))
        while len(self._runs) > 1 and 2 * len(self._runs[-1][0]) > len(self._runs[-2][0]):
            (first, first_numbers), (second, second_numbers) = self._runs[-2:]
            both = np.concatenate((first, second))
            order = np.argsort(both, kind="stable")
            self._runs[-2:] = [(both[order], np.concatenate((first_numbers, second_numbers))[order])]


class Moves:
    """What can be done in states, whatever their scenes.

    Args:
        tables: the story's flat tables, of states that are no wider than MOST_BITS.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables, self._place_mask = tables, tables.packing.place_mask
        self._masks: _Ints = np.array(
            [self._place_mask | tables.looked_at(place) for place in range(len(tables.places))]
        )

    def of(self, codes: _Ints) -> tuple[_Ints, _Ints, _Ints]:
        """Return each state's signature, how many moves it has, and the states they lead to, one after the other."""
        _, firsts, which = distinct(codes & self._masks[codes & self._place_mask])
        rows = [self._tables.row(code) for code in codes[firsts].tolist()]
        signatures = np.array([row.signature for row in rows])
        degrees = np.array([len(row.moves) for row in rows])
        keep = np.array([keep for row in rows for keep, _ in row.moves], dtype=np.int64)
        bits = np.array([bits for row in rows for _, bits in row.moves], dtype=np.int64)
        counts = degrees[which]
        before_state, before_row = np.cumsum(counts) - counts, np.cumsum(degrees) - degrees
        moves = np.arange(counts.sum()) - np.repeat(before_state - before_row[which], counts)
        return signatures[which], counts, np.repeat(codes, counts) & keep[moves] | bits[moves]


def distinct(values: _Ints) -> tuple[_Ints, _Ints, _Ints]:
    """Return the distinct values sorted, where each stands first, and of each value which of them it is."""
    order = np.argsort(values)
    ordered = values[order]
    is_new = np.ones(len(values), dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    begins = np.flatnonzero(is_new)
    firsts = np.minimum.reduceat(order, begins) if len(values) else order
    which = np.empty(len(values), dtype=np.int64)
    which[order] = np.cumsum(is_new) - 1
    return ordered[begins], firsts, which
