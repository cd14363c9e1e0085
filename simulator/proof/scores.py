"""Scores of the random player: the expected anchored score, and the probability of reaching the pass mark.

A ratio's expectation is not the ratio of expectations, so what is carried backwards through the
graph is a joint distribution: for each total n of what was on offer, its probability and the
expected sum of levels with it. Reaching a mark is one sum being 0 or more, and has its own
distribution. Where there is a loop, or the distributions grow too large, plays are sampled instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.proof.chances import Floats
from simulator.proof.flow import Flow
from simulator.proof.graph import Ints
from simulator.proof.ratings import Figure
from simulator.proof.sampling import STEPS, SURE, Estimate, exactly, proportion
from simulator.proof.sums import Sums

PASS_MARK = 60
CELLS = 20_000_000
"""Numbers held for all distributions of one figure, past which plays are sampled."""


@dataclass(frozen=True, slots=True)
class RandomScore:
    """What a random player scores on a rubric.

    Attributes:
        mean: the expected anchored score over complete plays in which the rubric is assessed; None
            where there are none.
        pass_probability: of reaching the pass mark in such a play.
        exact: whether both were worked out rather than sampled.
        plays: how many were sampled; 0 where exact.
    """

    mean: Estimate | None
    pass_probability: Estimate | None
    exact: bool
    plays: int = 0


def random_score(flow: Flow, anchored: Figure, *, samples: int, seed: int) -> RandomScore:
    """Return what a random player scores.

    Args:
        flow: the situations from which an ending can be reached, in order.
        anchored: a rubric's anchored figure.
        samples: plays to sample where it cannot be exact.
        seed: for those samples.
    """
    if flow.graph.size == 0:
        return RandomScore(None, None, exact=True)
    over, under = anchored.over[flow.graph.kinds], anchored.under[flow.graph.kinds]
    if flow.loops:
        return _walked(flow, over, under, samples, seed)
    surplus = _surplus(over, under)
    # With their signs turned, the least sums are the greatest.
    least = -Sums(flow, -np.stack([under, surplus], axis=1)).best
    most = Sums(flow, np.stack([under, surplus], axis=1)).best
    if flow.graph.size * int((most - least + 1).max(axis=0).sum()) > CELLS:
        return _walked(flow, over, under, samples, seed)
    totals, levels = _distribution(flow, under, least[:, 0], most[:, 0], over)
    surpluses, _ = _distribution(flow, surplus, least[:, 1], most[:, 1])
    start = flow.graph.start
    n = np.arange(len(totals)) + least[start, 0]
    met = n > 0
    assessed = totals[met].sum()
    if not met.any() or assessed == 0:
        return RandomScore(None, None, exact=True)
    mean = 50 + 25 * (levels[met] / n[met]).sum() / assessed
    passing = surpluses[np.arange(len(surpluses)) + least[start, 1] >= 0].sum() - totals[~met].sum()
    return RandomScore(exactly(mean), exactly(max(0.0, passing / assessed)), exact=True)


def _distribution(
    flow: Flow, added: Ints, least: Ints, most: Ints, carried: Ints | None = None
) -> tuple[Floats, Floats]:
    """Return the distribution of the sum of `added` over plays, from its least value up.

    With `carried`, also the expected sum of `carried` in the plays of each value, times their probability.
    """
    graph = flow.graph
    widths = most - least + 1
    width = int(widths.max())
    # One more column, always 0, stands for all values out of range.
    chance = np.zeros((graph.size, width + 1))
    expected = np.zeros((graph.size, width + 1)) if carried is not None else chance
    for block in flow.blocks:
        start, stop = graph.offsets[block.first], graph.offsets[block.last]
        if start == stop:
            chance[block.first : block.last, 0] = 1.0
            continue
        targets, share = graph.targets[start:stop], flow.chances[start:stop, None]
        firsts = graph.offsets[block.first : block.last] - start
        degrees = np.diff(graph.offsets[block.first : block.last + 1])
        shift = added[start:stop] + least[targets] - np.repeat(least[block.first : block.last], degrees)
        here = int(widths[block.first : block.last].max())
        source = np.arange(here) - shift[:, None]
        source[source < 0] = width
        moved = share * chance[targets[:, None], source]
        chance[block.first : block.last, :here] = np.add.reduceat(moved, firsts)
        if carried is not None:
            sums = share * expected[targets[:, None], source] + carried[start:stop, None] * moved
            expected[block.first : block.last, :here] = np.add.reduceat(sums, firsts)
    return chance[graph.start, :width], expected[graph.start, :width]


def _walked(flow: Flow, over: Ints, under: Ints, samples: int, seed: int) -> RandomScore:
    generator = np.random.default_rng(seed)
    graph = flow.graph
    degrees = graph.degrees
    # Each open choice is equally likely; the share that is missing leads to where no ending is.
    share = np.ones(graph.size)
    share[degrees > 0] = flow.chances[graph.offsets[:-1][degrees > 0]]
    node = np.full(samples, graph.start)
    sums = np.zeros((2, samples), dtype=np.int64)
    done = np.zeros(samples, dtype=bool)
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
        node[walking] = graph.targets[move]
    return sampled_score(sums[0, done], sums[1, done])


def sampled_score(over: Ints, under: Ints) -> RandomScore:
    """Return what is known of the random player's score from the sums of some complete plays."""
    met = under > 0
    plays = int(met.sum())
    if not plays:
        return RandomScore(None, None, exact=False, plays=0)
    anchored = 50 + 25 * over[met] / under[met]
    mean, margin = float(anchored.mean()), SURE * float(anchored.std()) / math.sqrt(plays)
    passing = int((_surplus(over[met], under[met]) >= 0).sum())
    return RandomScore(
        Estimate(mean, max(0.0, mean - margin), min(100.0, mean + margin)),
        proportion(passing, plays),
        exact=False,
        plays=plays,
    )


def _surplus(over: Ints, under: Ints) -> Ints:
    """Return sums that are 0 or more where the pass mark is reached.

    50 + 25 over/under >= mark is the same as 25 over - (mark - 50) under >= 0.
    """
    shared = math.gcd(25, PASS_MARK - 50)
    return 25 // shared * over - (PASS_MARK - 50) // shared * under
