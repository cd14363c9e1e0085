"""Agreement between trainers who rated the same runs: weighted kappa, Krippendorff's alpha, intraclass correlation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from scoring.cohort.estimates import ask, complete
from scoring.cohort.model import Absent, Agreement, PairAgreement
from scoring.statistics import cohen_kappa, icc, krippendorff_alpha

_Unit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TrainerLevel:
    """A trainer's level, -2 to 2, for one criterion of a whole run."""

    run: str
    rater: str
    criterion: str
    level: int


def agreement(levels: Sequence[TrainerLevel], rubric_of: Mapping[str, str]) -> tuple[Agreement, ...]:
    """Return the agreement over all rubrics, then on each; () where no run has two raters.

    Args:
        levels: one for each run, rater and criterion at most.
        rubric_of: criterion to rubric.
    """
    units = _units(levels)
    if not units:
        return ()
    rubrics = sorted({rubric_of.get(criterion, criterion) for _, criterion in units})
    found = [_agreement(None, units)]
    if len(rubrics) > 1:
        for rubric in rubrics:
            own = {unit: given for unit, given in units.items() if rubric_of.get(unit[1], unit[1]) == rubric}
            found.append(_agreement(rubric, own))
    return tuple(found)


def _units(levels: Sequence[TrainerLevel]) -> dict[_Unit, dict[str, float]]:
    given: dict[_Unit, dict[str, float]] = defaultdict(dict)
    for each in levels:
        given[each.run, each.criterion][each.rater] = float(each.level)
    return {unit: raters for unit, raters in sorted(given.items()) if len(raters) > 1}


def _agreement(rubric: str | None, units: Mapping[_Unit, Mapping[str, float]]) -> Agreement:
    raters = sorted({rater for given in units.values() for rater in given})
    gapped = [[given.get(rater) for given in units.values()] for rater in raters]
    table = complete(units, raters)
    too_few = Absent("fewer than 2 ratings were given by all of the same raters", len(table.rows))
    sized = len(table.rows) > 1
    return Agreement(
        rubric=rubric,
        raters=len(raters),
        runs=len({run for run, _ in units}),
        units=len(units),
        pairs=tuple(pair for pair in (_pair(a, b, units) for a, b in combinations(raters, 2)) if pair is not None),
        alpha=ask(lambda: krippendorff_alpha(gapped, "ordinal"), len(units)),  # type: ignore[arg-type]
        single=ask(lambda: icc(table.values, "ICC2"), len(table.rows)) if sized else too_few,
        mean=ask(lambda: icc(table.values, "ICC2k"), len(table.rows)) if sized else too_few,
        rows=f"{len(table.rows)} of {len(units)} runs and criteria, each rated by {' and '.join(table.columns)}.",
    )


def _pair(first: str, second: str, units: Mapping[_Unit, Mapping[str, float]]) -> PairAgreement | None:
    both = [(given[first], given[second]) for given in units.values() if first in given and second in given]
    if not both:
        return None
    a, b = zip(*both, strict=True)
    kappa = ask(lambda: cohen_kappa(a, b, weights="quadratic"), len(both))
    same, near = (sum(abs(x - y) <= apart for x, y in both) / len(both) for apart in (0, 1))
    return PairAgreement(first, second, kappa, same, near)
