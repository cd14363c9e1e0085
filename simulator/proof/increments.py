"""Ratings: what each move adds to each figure, as whole numbers over and under the line of its ratio.

Both figures of a scorecard are ratios of sums over a play's decisions (see `scoring.measure`). So a move's share is a
pair of whole numbers: what it adds above the line, and what it adds below.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring import measure
from scoring.decision import Decision, decide
from scoring.rubric import Rubric
from simulator.proof.compiled import Tables
from simulator.proof.graph import Ints
from simulator.scenario.compiled import INJECT

ANCHORED, DECISION_QUALITY = "anchored", "decision_quality"
_MEASURES = {ANCHORED: measure.anchored, DECISION_QUALITY: measure.decision_quality}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a rubric or of one of its criteria, as a ratio.

    Attributes:
        rubric: the rubric's id.
        criterion: the criterion's id; None for the rubric's pooled figure.
        name: `anchored` or `decision_quality`.
        over, under: what each kind of move adds above and below the line.
    """

    rubric: str
    criterion: str | None
    name: str
    over: Ints
    under: Ints

    def value(self, over: int, under: int) -> Fraction | None:
        """Return the figure for a play's sums, 0 to 100; None is *not assessed*."""
        if under == 0:
            return None
        value: Fraction = _MEASURES[self.name](Fraction(over), under)
        return value

    def ratio(self, value: Fraction) -> Fraction:
        """Return the ratio that gives a value."""
        return measure.mean_level(value) if self.name == ANCHORED else value / 100


Key = Callable[[str, Mapping[str, int]], Mapping[str, int]]
"""Gives a choice's ratings under another key, from its id and those under the present one."""


def decisions(tables: Tables, key: Key | None = None) -> list[Decision]:
    """Return the scored view of every kind of move, in the order of kinds; with `key`, by the ratings that it gives."""
    made: list[Decision] = []
    for signature in tables.signatures:
        ids = [tables.choice_ids[number] for number in signature.choices]
        rated = zip(ids, signature.ratings, strict=True)
        offered = {
            id_: ratings if key is None else key(id_, ratings) for id_, ratings in rated if not id_.startswith(INJECT)
        }
        scene = tables.places[signature.place]
        made += [
            decide(sequence=1, scene=scene, choice=id_, offered=offered, critical=verdict.events)
            if id_ in offered
            else Decision(1, scene, id_, (), {}, ())
            for id_, verdict in zip(ids, signature.verdicts, strict=True)
        ]
    return made


def figures(moves: Sequence[Decision], rubrics: Sequence[Rubric]) -> list[Figure]:
    """Return both figures of every rubric and criterion, a rubric's pooled ones before its criteria's."""
    return [figure for rubric in rubrics for figure in _figures(moves, rubric)]


def _figures(moves: Sequence[Decision], rubric: Rubric) -> Iterator[Figure]:
    weights = whole_weights(rubric)
    alone = {criterion: _columns(moves, criterion) for criterion in rubric.criteria}
    pooled = sum((columns * weights[criterion] for criterion, columns in alone.items()), np.zeros((4, len(moves)), int))
    for criterion, (levels, met, gained, spread) in ((None, pooled), *alone.items()):
        yield Figure(rubric.id, criterion, ANCHORED, levels, met)
        yield Figure(rubric.id, criterion, DECISION_QUALITY, gained, spread)


def whole_weights(rubric: Rubric) -> dict[str, int]:
    """Return the rubric's weights as whole numbers in the same proportions."""
    weights = {id_: Fraction(str(criterion.weight)) for id_, criterion in rubric.criteria.items()}
    scale = math.lcm(*(weight.denominator for weight in weights.values()))
    shared = math.gcd(*(int(weight * scale) for weight in weights.values()))
    return {id_: int(weight * scale) // shared for id_, weight in weights.items()}


def _columns(moves: Sequence[Decision], criterion: str) -> Ints:
    columns = np.zeros((4, len(moves)), dtype=np.int64)
    for kind, decision in enumerate(moves):
        rated = decision.levels.get(criterion)
        if rated is not None:
            columns[:, kind] = rated.level, 1, rated.level - rated.worst, rated.spread
    return columns
