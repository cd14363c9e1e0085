"""Sampling: random plays, for a story with more states than can be examined."""

from __future__ import annotations

import math
import random
from array import array
from dataclasses import dataclass

from simulator.proof.compiled import Tables
from simulator.proof.exploration import GoOn, always

STEPS = 10_000
"""Moves after which a sampled play is given up."""
MOVES = 400_000
"""Moves after which no further play is sampled: the same on every machine, and some ten seconds on a slow one."""
SURE = 2.5758293035489004
"""A normal deviate's 99 % range to either side."""


@dataclass(frozen=True, slots=True)
class SampledEstimate:
    """A figure with the range in which it lies.

    An exact figure has a range of no width; a sampled one lies in its range with 99 % certainty.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SampledPlay:
    """One random play.

    Attributes:
        signatures: each move's signature number.
        picks: each move's choice, by its place in the signature.
        last: the packed state in which it stopped.
        stopped: whether nothing was open there: an ending, or stuck.
    """

    signatures: array[int]
    picks: array[int]
    last: int
    stopped: bool


def sample_plays(
    tables: Tables, *, plays: int, seed: int, moves: int = MOVES, go_on: GoOn = always
) -> list[SampledPlay]:
    """Play a story at random a number of times, each open choice as likely as the others.

    Args:
        tables: the story's flat tables.
        plays: how many.
        seed: for the choices.
        moves: the greatest number of moves in all; the play that passes it is given up, and the last.
        go_on: asked after each play; the last was the last where it says no.
    """
    generator = random.Random(seed)  # noqa: S311  nothing secret hangs on it
    pick_one = generator.random
    made: list[SampledPlay] = []
    for _ in range(plays):
        if moves <= 0 or (made and not go_on()):
            break
        signatures, picks, code, stopped = array("i"), array("i"), tables.start, False
        for _ in range(min(STEPS, moves)):
            row = tables.row(code)
            if not row.moves:
                stopped = True
                break
            pick = int(pick_one() * len(row.moves))
            signatures.append(row.signature)
            picks.append(pick)
            keep, bits = row.moves[pick]
            code = code & keep | bits
        moves -= len(picks)
        made.append(SampledPlay(signatures, picks, code, stopped))
    return made


def proportion(hits: int, of: int) -> SampledEstimate:
    """Return a proportion with Wilson's interval (JASA 22, 1927), which holds near 0 and 1 too."""
    share, z = hits / of, SURE**2 / of
    middle = (share + z / 2) / (1 + z)
    margin = math.sqrt(share * (1 - share) * z + z * z / 4) / (1 + z)
    return SampledEstimate(share, max(0.0, middle - margin), min(1.0, middle + margin))


def proportion_between(hits: int, open_: int, of: int) -> SampledEstimate:
    """Return a proportion of which some cases are not decided: they may all count, or none of them."""
    return SampledEstimate(hits / of, proportion(hits, of).low, proportion(hits + open_, of).high)


def exactly(value: float) -> SampledEstimate:
    """Return a figure that is known."""
    return SampledEstimate(float(value), float(value), float(value))
