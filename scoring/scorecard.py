"""One attempt's scores: every figure with its n, and the decisions it rests on.

`anchored` says how good the conduct was; `decision_quality` says how good it was among what was on
offer. Credits and debits are kept apart, because just and unjust acts occur in the same encounter
and a net figure hides them (Worden & McLean, Mirage of Police Reform, 2017).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring.decision import Decision
from scoring.measure import Tally
from scoring.rubric import Rubric


@dataclass(frozen=True, slots=True)
class RubricScore:
    """One rubric's pooled tally, with each criterion's own.

    Attributes:
        decisions: on how many decisions any of its criteria was on offer.
    """

    rubric: str
    version: str
    reported: str
    total: Tally
    criteria: Mapping[str, Tally]
    decisions: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One attempt's scores.

    Attributes:
        rubrics: rubric id to its score, in the order asked for.
        critical: (sequence, critical event id) of every critical event, in order; never averaged.
    """

    rubrics: Mapping[str, RubricScore]
    critical: tuple[tuple[int, str], ...]


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
    tallies = {
        id_: sum((each.levels[id_].tally(criterion.weight) for each in decisions if id_ in each.levels), Tally())
        for id_, criterion in rubric.criteria.items()
    }
    met = sum(not rubric.criteria.keys().isdisjoint(each.levels) for each in decisions)
    return RubricScore(rubric.id, rubric.version, rubric.reported, sum(tallies.values(), Tally()), tallies, met)
