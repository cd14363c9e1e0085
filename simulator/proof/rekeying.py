"""What another key does to every score that can be reached: exact least and greatest figures, and the largest shift.

What a play can do does not depend on ratings, so both keys use the same graph. If both rate the same criteria at each
decision, the difference of a play's two figures is a ratio of sums too. Its extremes are found like those of a figure
(see `bounds`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.measure import anchored
from simulator.proof.bounds import Extreme, ranges
from simulator.proof.exact import Exact
from simulator.proof.graph import Ints
from simulator.proof.increments import ANCHORED, Figure, Key, decisions, figures
from simulator.proof.prove import WHOLE, explored
from simulator.proof.report import Path
from simulator.proof.sums import LoopBudget
from simulator.scenario.story import Story


@dataclass(frozen=True, slots=True)
class Shift:
    """What another key does to a rubric's anchored figure, over all plays.

    Attributes:
        before, after: the least and the greatest figure under either key; None if no play is assessed.
        down, up: how far the figure of a play falls and rises at most, in points. None if the keys do not rate the same
            criteria at each decision.
    """

    rubric: str
    before: tuple[Fraction | None, Fraction | None]
    after: tuple[Fraction | None, Fraction | None]
    down: Fraction | None
    up: Fraction | None
    down_path: Path = ()
    up_path: Path = ()


def shifts(story: Story, other: Key) -> list[Shift] | None:
    """Return what another key does to each rubric's figure; None if there are too many situations for a proof.

    Args:
        story: the encounter, with its present key.
        other: the other key.
    """
    reached = explored(story)
    if not reached.complete:
        return None
    rubrics = list(story.rubrics.rubrics.values())
    exact = Exact(
        reached, rubrics, samples=0, seed=0, work=WHOLE.work, counting=None, random_scores=False, lawful_scores=False
    )
    old = decisions(exact.tables)
    new = decisions(exact.tables, other)
    before, after = (_pooled(figures(moves, rubrics)) for moves in (old, new))
    pairs = list(zip(before, after, strict=True))
    same = [bool((one.under == two.under).all()) for one, two in pairs]
    moved = [_difference(one, two) for (one, two), both in zip(pairs, same, strict=True) if both]
    found = ranges(exact.living, [*before, *after, *moved], LoopBudget(WHOLE.work))
    least_of = {id(figure): range_ for figure, range_ in zip([*before, *after, *moved], found, strict=True)}
    differences = iter(moved)
    made = []
    for (one, two), both in zip(pairs, same, strict=True):
        difference = least_of[id(next(differences))] if both else None

        def path(extreme: Extreme) -> Path:
            return tuple(old[exact.living.graph.kinds[move]].choice for move in extreme.moves)

        made.append(
            Shift(
                one.rubric,
                (least_of[id(one)].least.value, least_of[id(one)].greatest.value),
                (least_of[id(two)].least.value, least_of[id(two)].greatest.value),
                None if difference is None else _points(difference.least),
                None if difference is None else _points(difference.greatest),
                () if difference is None else path(difference.least),
                () if difference is None else path(difference.greatest),
            )
        )
    return made


def _pooled(every: list[Figure]) -> list[Figure]:
    return [figure for figure in every if figure.criterion is None and figure.name == ANCHORED]


def _difference(before: Figure, after: Figure) -> Figure:
    over: Ints = np.asarray(after.over - before.over)
    # Half the difference of two mean levels has the range of a mean level, as the search expects.
    return Figure(before.rubric, None, ANCHORED, over, 2 * before.under)


def _points(extreme: Extreme) -> Fraction | None:
    """Return a shift in points.

    The difference's ratio was read as a figure, and there no shift is the middle of the scale.
    """
    middle: Fraction = anchored(Fraction(0), 1)
    return None if extreme.value is None else 2 * (extreme.value - middle)
