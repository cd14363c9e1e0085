"""One attempt's scores: every figure with its n, and the decisions it rests on.

`anchored` says how good the conduct was; `decision_quality` says how good it was among what was on offer. Credits and
debits are kept apart. Just and unjust acts occur in the same encounter, and a net figure hides them (Worden & McLean,
Mirage of Police Reform, 2017).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from scoring.decision import Decision
from scoring.measure import MARK, Tally
from scoring.rubric import Rubric

NO_MARKS: Mapping[str, float] = MappingProxyType({})
"""No rubric has a mark of its own."""


@dataclass(frozen=True, slots=True)
class RubricScore:
    """One rubric's pooled tally, with each criterion's own.

    Attributes:
        decisions: on how many decisions any of its criteria was on offer.
        mark: from which figure on the standard is reached.
        standard: whether the attempt reaches the standard, as `standard_reached`.
    """

    rubric: str
    version: str
    reported: str
    total: Tally
    criteria: Mapping[str, Tally]
    decisions: int
    mark: float
    standard: bool | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One attempt's scores.

    Attributes:
        rubrics: rubric id to its score, in the order asked for.
        critical: (sequence, critical event id) of every critical event, in order; never averaged.
    """

    rubrics: Mapping[str, RubricScore]
    critical: tuple[tuple[int, str], ...]


def score(
    decisions: Sequence[Decision], rubrics: Iterable[Rubric], *, marks: Mapping[str, float] = NO_MARKS
) -> Scorecard:
    """Score one attempt.

    Args:
        decisions: the attempt's decisions, in order.
        rubrics: the rubrics to score on, with their weights.
        marks: rubric id to the lowest conduct that reaches the standard; `MARK` for rubrics that are not named.
    """
    critical = tuple((each.sequence, event) for each in decisions for event in each.critical)
    return Scorecard(
        rubrics={
            rubric.id: _score_rubric(decisions, rubric, marks.get(rubric.id, MARK), critical=bool(critical))
            for rubric in rubrics
        },
        critical=critical,
    )


def standard_reached(
    rubric: Rubric, anchored: float | Fraction | None, *, critical: bool, mark: float = MARK
) -> bool | None:
    """Return whether an attempt reaches the standard: at the mark or above, and no critical event anywhere in it.

    Kindness does not make up for an unlawful act: the event may be of another rubric.

    Args:
        rubric: which; a profile has no standard.
        anchored: the attempt's figure on it.
        critical: whether there was a critical event in the attempt.
        mark: from which figure on.

    Returns:
        None if there is no standard, or nothing was assessed.
    """
    if rubric.reported == "profile" or anchored is None:
        return None
    return anchored >= mark and not critical


def _score_rubric(decisions: Sequence[Decision], rubric: Rubric, mark: float, *, critical: bool) -> RubricScore:
    tallies = {
        id_: sum((each.levels[id_].tally(criterion.weight) for each in decisions if id_ in each.levels), Tally())
        for id_, criterion in rubric.criteria.items()
    }
    met = sum(not rubric.criteria.keys().isdisjoint(each.levels) for each in decisions)
    total = sum(tallies.values(), Tally())
    reached = standard_reached(rubric, total.anchored, critical=critical, mark=mark)
    return RubricScore(rubric.id, rubric.version, rubric.reported, total, tallies, met, mark, reached)
