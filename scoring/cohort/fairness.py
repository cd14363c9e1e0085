"""Whether groups that an academy supplied fare alike: at the mark, and at each decision at equal ability.

What comes out are flags for people to examine, never findings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from scoring.cohort.model import (
    Absent,
    Fairness,
    GroupShare,
    ItemFunctioning,
    RubricStatistics,
    Selection,
    TraineeProfile,
)
from scoring.disclosure import hidden_cells
from scoring.measure import MARK
from scoring.statistics import NotDefinedError, four_fifths, mantel_haenszel
from scoring.statistics.fairness import FEWEST_PER_GROUP

CREDITED = 0.5
"""From this share of what was on offer on, a decision counts as credited for Mantel-Haenszel."""

STRATA = 5
"""Bands of equal size of the score, within which groups are compared."""

Groups = Mapping[str, Mapping[str, str]]
"""Trainee to the name of a grouping to the person's group."""

Reached = Iterable[tuple[tuple[str, str, str], Mapping[str, float]]]
"""(encounter, scene, rubric), with trainee to the share of the offer reached, 0 to 1."""


def fairness(
    groups: Groups,
    profiles: Sequence[TraineeProfile],
    rubrics: Sequence[RubricStatistics],
    reached: Reached,
    *,
    marks: Mapping[str, float],
    minimum: int,
) -> Fairness:
    """Compare groups on every rubric that may decide something.

    Args:
        groups: what the academy supplied.
        profiles: the cohort's people.
        rubrics: the cohort's rubrics; those reported alone have no mark and are left out.
        reached: what each trainee reached at each decision.
        marks: rubric to a panel's cut.
        minimum: counts of fewer people are hidden, and what would give them away.
    """
    if not any(groups.values()):
        return Fairness("The academy supplied no groups.", (), (), 0)
    scored = [each.rubric for each in rubrics if each.reported == "scored"]
    scores = {
        rubric: {
            person.trainee: each.anchored for person in profiles for each in person.figures if each.rubric == rubric
        }
        for rubric in scored
    }
    selections: list[Selection] = []
    functioning: list[ItemFunctioning] = []
    insufficient = 0
    groupings = {
        grouping: {trainee: own[grouping] for trainee, own in groups.items() if own.get(grouping)}
        for grouping in sorted({name for own in groups.values() for name in own})
    }
    for grouping, of in groupings.items():
        for rubric in scored:
            own = {trainee: score for trainee, score in scores[rubric].items() if trainee in of}
            mark = marks.get(rubric)
            selections.append(_selection(grouping, rubric, own, of, mark, minimum))
    for item, shares in reached:
        for grouping, of in groupings.items() if item[2] in scored else ():
            found, few = _functioning(grouping, item, shares, of, scores[item[2]])
            functioning += found
            insufficient += few
    functioning.sort(key=lambda each: (each.grouping, each.scenario, each.scene, each.rubric))
    return Fairness(None, tuple(selections), tuple(functioning), insufficient)


def _selection(
    grouping: str,
    rubric: str,
    scores: Mapping[str, float],
    of: Mapping[str, str],
    mark: float | None,
    minimum: int,
) -> Selection:
    limit = MARK if mark is None else mark
    total = Counter(of[trainee] for trainee in scores)
    passed = Counter(of[trainee] for trainee, score in scores.items() if score >= limit)
    names = sorted(total)
    selected, sizes = [passed[name] for name in names], [total[name] for name in names]
    failed = [n - k for n, k in zip(sizes, selected, strict=True)]
    hidden = hidden_cells(sizes, minimum) | hidden_cells(selected, minimum) | hidden_cells(failed, minimum)
    shares: list[GroupShare] = []
    why_not: str | None = None
    try:
        rated = four_fifths(dict(zip(names, selected, strict=True)), dict(zip(names, sizes, strict=True)))
    except ValueError as undefined:
        why_not = str(undefined)
        shares = [GroupShare(name, None, None, None, None, "insufficient") for name in names]
    else:
        if rated.highest is None:
            why_not = "fewer than two groups of 10 or more"
        for place, row in enumerate(rated.groups):
            # Ratios are to the highest group: where it is hidden, they would give it away.
            if place in hidden or (rated.highest is not None and names.index(rated.highest) in hidden):
                standing = "insufficient" if row.standing == "insufficient" else "hidden"
                shares.append(GroupShare(row.group, None, None, None, None, standing))
            else:
                shares.append(GroupShare(row.group, row.n, row.selected, row.ratio, row.p_value, row.standing))
    return Selection(grouping, rubric, limit, mark is None, len(scores), tuple(shares), why_not)


def _functioning(
    grouping: str,
    item: tuple[str, str, str],
    shares: Mapping[str, float],
    of: Mapping[str, str],
    scores: Mapping[str, float],
) -> tuple[list[ItemFunctioning], int]:
    """Return the comparisons of each group with the largest one, and how many could not be made."""
    people = [trainee for trainee in shares if trainee in of and trainee in scores]
    sizes = Counter(of[trainee] for trainee in people)
    if len(sizes) < 2:
        return [], 0
    reference, *others = sorted(sizes, key=lambda name: (-sizes[name], name))
    enough = [name for name in others if min(sizes[name], sizes[reference]) >= FEWEST_PER_GROUP]
    stratum = _strata([scores[trainee] for trainee in people])
    found: list[ItemFunctioning] = []
    for focal in enough:
        tables: dict[int, list[list[int]]] = defaultdict(lambda: [[0, 0], [0, 0]])
        for trainee in people:
            if of[trainee] in (reference, focal):
                row = tables[stratum(scores[trainee])][of[trainee] == focal]
                row[shares[trainee] < CREDITED] += 1
        n = sizes[reference] + sizes[focal]
        scenario, scene, rubric = item
        try:
            told = mantel_haenszel([tables[key] for key in sorted(tables)])
        except NotDefinedError as undefined:
            why = Absent(str(undefined), n)
            found.append(
                ItemFunctioning(grouping, scenario, scene, rubric, reference, focal, why, None, "insufficient")
            )
            continue
        found.append(
            ItemFunctioning(
                grouping, scenario, scene, rubric, reference, focal, told.odds_ratio, told.delta, told.ets_class
            )
        )
    return found, len(others) - len(enough)


def _strata(scores: Sequence[float]) -> Callable[[float], int]:
    """Return the function that tells a score's band, out of bands of equal size."""
    bounds = [float(each) for each in np.quantile(scores, [step / STRATA for step in range(1, STRATA)])]
    return lambda score: bisect_right(bounds, score)
