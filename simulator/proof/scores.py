"""Scores of the random player: the expected anchored score, and the probability of reaching the standard.

The expectation of a ratio is not the ratio of expectations, so a distribution is worked out. For each total n of
ratings on offer, it has the probability and the expected sum of levels. A mark is reached if one sum is 0 or more; that
sum has its own distribution. Where there is a loop, or the distributions grow too large, plays are sampled instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from scoring import measure
from simulator.proof.chances import Floats
from simulator.proof.flow import Flow
from simulator.proof.graph import Ints, Truths
from simulator.proof.increments import Figure
from simulator.proof.sampling import STEPS, SURE, SampledEstimate, exactly, proportion
from simulator.proof.sums import Sums

CELLS = 200_000_000
"""Moves times values of the sums, past which plays are sampled: some seconds' work."""
WIDTH = 100_000
"""Values of one sum, past which plays are sampled: weights far apart make sums of very many values."""
HELD = 1_000_000
"""Numbers held at once."""
_NOTHING = 1e-12  # what is left of nothing by rounding
Waves = npt.NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class RandomScore:
    """What a random player scores on a rubric.

    Attributes:
        mean: the expected anchored score over complete plays in which the rubric is assessed; None if there are none.
        pass_probability: the probability of reaching the standard in such a play: the mark, and no critical event. None
            for a profile, which has no standard.
        exact: whether both were worked out rather than sampled.
        plays: how many were sampled; 0 if exact.
    """

    mean: SampledEstimate | None
    pass_probability: SampledEstimate | None
    exact: bool
    plays: int = 0


def random_score(
    flow: Flow, anchored: Figure, critical: Truths, *, has_standard: bool, samples: int, seed: int
) -> RandomScore:
    """Return what a random player scores.

    Args:
        flow: the situations from which an ending can be reached, in order.
        anchored: a rubric's anchored figure.
        critical: which kinds of moves bring a critical event.
        has_standard: whether the rubric has a standard that can be reached.
        samples: plays to sample where it cannot be exact.
        seed: for those samples.
    """
    if flow.graph.size == 0:
        return RandomScore(None, None, exact=True)
    over, under = anchored.over[flow.graph.kinds], anchored.under[flow.graph.kinds]
    barred = critical[flow.graph.kinds]
    if flow.loops:
        return _walked(flow, over, under, barred, has_standard, samples, seed)
    surplus = _surplus(over, under)
    # With their signs turned, the least sums are the greatest.
    (n_high, s_high, n_low, s_low) = (
        Sums(flow, np.stack([under, surplus, -under, -surplus], axis=1)).best[flow.graph.start].tolist()
    )
    width = max(n_high + n_low, s_high + s_low) + 1
    if width > WIDTH or width * len(over) > CELLS:
        return _walked(flow, over, under, barred, has_standard, samples, seed)
    totals, levels = _distribution(flow, under, -n_low, n_high, carried=over)
    n = np.arange(-n_low, n_high + 1)
    met = n > 0
    assessed = totals[met].sum()
    if n_high == 0:
        return RandomScore(None, None, exact=True)
    if assessed < _NOTHING:
        return _walked(flow, over, under, barred, has_standard, samples, seed)
    mean = measure.anchored((levels[met] / n[met]).sum(), assessed)
    if not has_standard:
        return RandomScore(exactly(mean), None, exact=True)
    surpluses, _ = _distribution(flow, surplus, -s_low, s_high, barred)
    unassessed = _distribution(flow, under, -n_low, n_high, barred)[0] if barred.any() else totals
    passing = surpluses[np.arange(-s_low, s_high + 1) >= 0].sum() - unassessed[~met].sum()
    probability = 0.0 if passing < _NOTHING else passing / assessed
    return RandomScore(exactly(mean), exactly(min(1.0, probability)), exact=True)


def _distribution(
    flow: Flow, added: Ints, low: int, high: int, barred: Truths | None = None, carried: Ints | None = None
) -> tuple[Floats, Floats]:
    """Return the distribution of the sum of `added` over plays without a barred move, from `low` to `high`.

    With `carried`, also the expected sum of `carried` in the plays of each value, times their probability.

    The Fourier transform of a sum's distribution is the product of the transforms of its parts. In it, each part is one
    factor for each frequency. So the graph is gone through once, with a row of factors for each node, and the result at
    the start is transformed back. The error is rounding only, some 1e-15 for each value.
    """
    width = high - low + 1
    frequencies = np.arange(width // 2 + 1)
    chances, sums = np.zeros(len(frequencies), dtype=complex), np.zeros(len(frequencies), dtype=complex)
    together = max(1, HELD // flow.graph.size)
    for first in range(0, len(frequencies), together):
        part = slice(first, first + together)
        chances[part], sums[part] = _transforms(flow, added, frequencies[part], width, barred, carried)
    return tuple(np.roll(np.fft.irfft(each, width), -low % width) for each in (chances, sums))  # type: ignore[return-value]


def _transforms(
    flow: Flow, added: Ints, frequencies: Ints, width: int, barred: Truths | None, carried: Ints | None
) -> tuple[Waves, Waves]:
    graph = flow.graph
    values, which = np.unique(added, return_inverse=True)
    turns = np.exp(-2j * np.pi * (np.outer(values, frequencies) % width) / width)
    chance = np.ones((graph.size, len(frequencies)), dtype=complex)
    expected = np.zeros((graph.size if carried is not None else 1, len(frequencies)), dtype=complex)
    for block in flow.blocks:
        start, stop = graph.offsets[block.first], graph.offsets[block.last]
        if start == stop:
            continue
        targets, firsts = graph.targets[start:stop], graph.offsets[block.first : block.last] - start
        # Each open choice is as likely as the others, so a node's share is that of its first move.
        share = flow.chances[graph.offsets[block.first : block.last], None]
        factors = turns[which[start:stop]]
        if barred is not None:
            factors[barred[start:stop]] = 0
        moved = factors * chance[targets]
        chance[block.first : block.last] = np.add.reduceat(moved, firsts) * share
        if carried is not None:
            moved *= carried[start:stop, None]
            moved += factors * expected[targets]
            expected[block.first : block.last] = np.add.reduceat(moved, firsts) * share
    return chance[graph.start], expected[graph.start if carried is not None else 0]


def _walked(
    flow: Flow, over: Ints, under: Ints, barred: Truths, has_standard: bool, samples: int, seed: int
) -> RandomScore:
    generator = np.random.default_rng(seed)
    graph = flow.graph
    degrees = graph.degrees
    # Each open choice is equally likely; the share that is missing leads to where no ending is.
    share = np.ones(graph.size)
    share[degrees > 0] = flow.chances[graph.offsets[:-1][degrees > 0]]
    node = np.full(samples, graph.start)
    sums = np.zeros((2, samples), dtype=np.int64)
    done, clean = np.zeros(samples, dtype=bool), np.ones(samples, dtype=bool)
    walking = np.arange(samples)
    for _ in range(STEPS):
        at_end = degrees[node[walking]] == 0
        done[walking[at_end]] = True
        walking = walking[~at_end]
        if not walking.size:
            break
        pick = (generator.random(walking.size) / share[node[walking]]).astype(np.int64)
        stays = pick < degrees[node[walking]]
        walking, pick = walking[stays], pick[stays]
        move = graph.offsets[node[walking]] + pick
        sums[:, walking] += np.stack([over[move], under[move]])
        clean[walking] &= ~barred[move]
        node[walking] = graph.targets[move]
    return sampled_score(sums[0, done], sums[1, done], clean[done], has_standard=has_standard)


def sampled_score(over: Ints, under: Ints, clean: Truths, *, has_standard: bool) -> RandomScore:
    """Return what is known of the random player's score from some complete plays.

    Args:
        over, under: each play's sums.
        clean: which plays are without a critical event.
        has_standard: whether the rubric has a standard that can be reached.
    """
    met = under > 0
    plays = int(met.sum())
    if not plays:
        return RandomScore(None, None, exact=False, plays=0)
    anchored = measure.anchored(over[met], under[met])
    mean, margin = float(anchored.mean()), SURE * float(anchored.std()) / math.sqrt(plays)
    passing = int(((_surplus(over[met], under[met]) >= 0) & clean[met]).sum())
    return RandomScore(
        SampledEstimate(mean, max(0.0, mean - margin), min(100.0, mean + margin)),
        proportion(passing, plays) if has_standard else None,
        exact=False,
        plays=plays,
    )


def _surplus(over: Ints, under: Ints) -> Ints:
    """Return sums that are 0 or more if the mark is reached: over/under >= p/q means q x over - p x under >= 0."""
    least = measure.mean_level(Fraction(measure.MARK))
    return least.denominator * over - least.numerator * under
