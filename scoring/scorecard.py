"""One attempt's scores: every figure with its n, and the decisions it rests on.

`anchored` says how good the conduct was; `decision_quality` says how good it was among what was on
offer. Credits and debits are kept apart, because just and unjust acts occur in the same encounter
and a net figure hides them (Worden & McLean, Mirage of Police Reform, 2017).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.decision import Decision, RatedLevel
from scoring.rubric import Rubric


class Band(StrEnum):
    """Provisional words for `anchored`, until an academy sets its own standard."""

    CONCERN = "concern"
    DEVELOPING = "developing"
    PROFICIENT = "proficient"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a set of opportunities adds up to.

    Attributes:
        opportunities: n, how many times the criterion (or any of the rubric's) was on offer.
        credits: sum of the positive levels.
        debits: sum of the negative levels, 0 or below.
        anchored: 50 + 25 x weighted mean level, 0 to 100; None is *not assessed* (n = 0).
        decision_quality: 100 x weighted (level - worst) / weighted (best - worst), 0 to 100; None is
            *not assessed* (no spread on offer).
        decisions: sequence numbers of the decisions it rests on.
    """

    opportunities: int
    credits: int
    debits: int
    anchored: float | None
    decision_quality: float | None
    decisions: tuple[int, ...]

    @property
    def assessed(self) -> bool:
        """Whether there was any opportunity at all; not assessed is not 0."""
        return self.opportunities > 0

    @property
    def band(self) -> Band | None:
        """The provisional word for `anchored`; None where not assessed."""
        return None if self.anchored is None else band(self.anchored)


@dataclass(frozen=True, slots=True)
class RubricScore:
    """One rubric's pooled figure, with each criterion's own."""

    rubric: str
    version: str
    reported: str
    total: Figure
    criteria: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One attempt's scores.

    Attributes:
        rubrics: rubric id to its score, in the order asked for.
        critical: (sequence, critical event id) of every critical event, in order; never averaged.
    """

    rubrics: Mapping[str, RubricScore]
    critical: tuple[tuple[int, str], ...]


def band(anchored: float) -> Band:
    """Return the provisional word for an anchored score of 0 to 100."""
    if anchored < 40:
        return Band.CONCERN
    if anchored < 60:
        return Band.DEVELOPING
    return Band.PROFICIENT if anchored < 80 else Band.STRONG


def score(decisions: Sequence[Decision], rubrics: Iterable[Rubric]) -> Scorecard:
    """Score one attempt.

    Args:
        decisions: the attempt's decisions, in order.
        rubrics: the rubrics to score on, with their weights.
    """
    return Scorecard(
        rubrics={rubric.id: _score_rubric(decisions, rubric) for rubric in rubrics},
        critical=tuple((each.sequence, event) for each in decisions for event in each.critical),
    )


def _score_rubric(decisions: Sequence[Decision], rubric: Rubric) -> RubricScore:
    pooled: list[tuple[int, RatedLevel, float]] = []
    criteria: dict[str, Figure] = {}
    for criterion, definition in rubric.criteria.items():
        met = [
            (each.sequence, each.levels[criterion], definition.weight) for each in decisions if criterion in each.levels
        ]
        criteria[criterion] = _figure(met)
        pooled.extend(met)
    return RubricScore(rubric.id, rubric.version, rubric.reported, _figure(pooled), criteria)


def _figure(met: Sequence[tuple[int, RatedLevel, float]]) -> Figure:
    weight = sum(w for _, _, w in met)
    spread = sum(w * rated.spread for _, rated, w in met)
    anchored = 50 + 25 * sum(w * rated.level for _, rated, w in met) / weight if met else None
    quality = 100 * sum(w * (rated.level - rated.worst) for _, rated, w in met) / spread if spread else None
    return Figure(
        opportunities=len(met),
        credits=sum(rated.level for _, rated, _ in met if rated.level > 0),
        debits=sum(rated.level for _, rated, _ in met if rated.level < 0),
        anchored=anchored,
        decision_quality=quality,
        decisions=tuple(dict.fromkeys(sorted(sequence for sequence, _, _ in met))),
    )
