"""Whether an item, or a pass mark, treats groups alike: Mantel-Haenszel and the four-fifths rule.

Both raise a flag for people to examine. Neither is a finding.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from scoring.statistics.checks import two_by_two_tables
from scoring.statistics.distributions import Z, normal_p_value
from scoring.statistics.estimate import Estimate, NotDefinedError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

EtsClass = Literal["A", "B", "C", "insufficient"]
Standing = Literal["highest", "within", "flagged", "insufficient"]

FEWEST_PER_GROUP: Final = 100
"""Below this many in either group an item's class is 'insufficient'."""

FEWEST_FOR_A_RATE: Final = 10
"""Below this many a group's pass rate is 'insufficient': one person more or less would move it too far."""

FOUR_FIFTHS: Final = Fraction(4, 5)

_ONE_SIDED: Final = NormalDist().inv_cdf(0.95)
_SIGNIFICANT: Final = 0.05
_DELTA_PER_LOG_ODDS: Final = -2.35


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """How an item treats two groups at equal ability.

    Attributes:
        odds_ratio: Common odds ratio of success, reference against focal group; above 1 the item is easier
            for the reference group. n = persons in the strata used.
        chi_square: Mantel-Haenszel statistic with continuity correction, one degree of freedom.
        p_value: Its tail area.
        delta: MH D-DIF, -2.35 ln(odds ratio); below 0 the item is harder for the focal group.
        delta_error: Its standard error.
        ets_class: "A" negligible, "B" moderate, "C" large, or "insufficient" below 100 in either group.
        n_reference: Reference group in the strata used.
        n_focal: Focal group in the strata used.
        strata: Strata used: those in which both groups appear.
    """

    odds_ratio: Estimate
    chi_square: float
    p_value: float
    delta: float
    delta_error: float
    ets_class: EtsClass
    n_reference: int
    n_focal: int
    strata: int

    @property
    def n(self) -> int:
        """Persons in the strata used."""
        return self.n_reference + self.n_focal


@dataclass(frozen=True, slots=True)
class GroupRate:
    """One group's selection rate beside the highest.

    Attributes:
        group: Its name.
        selected: How many were selected (passed).
        n: Out of how many.
        rate: selected / n, exactly; None for an empty group.
        ratio: rate / highest rate, exactly; None for an empty group or where there is no group to compare with.
        p_value: Fisher's exact test, two-sided, against the highest group. None for that group itself, and where there
            is no ratio.
        standing: "highest" (the group compared with), "within", "flagged" (ratio below 4/5), or
            "insufficient" (fewer than 10; never flagged, never compared with).
    """

    group: str
    selected: int
    n: int
    rate: Fraction | None
    ratio: Fraction | None
    p_value: float | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class FourFifths:
    """Selection rates of several groups by the four-fifths rule.

    Attributes:
        groups: One row a group, in the order given.
        highest: Name of the group all others are compared with; None if fewer than two groups are
            large enough to compare.
        n: Persons in all groups.
    """

    groups: tuple[GroupRate, ...]
    highest: str | None
    n: int

    @property
    def flagged(self) -> tuple[str, ...]:
        """Names of the groups below four fifths of the highest rate."""
        return tuple(row.group for row in self.groups if row.standing == "flagged")


def mantel_haenszel(tables: ArrayLike) -> MantelHaenszel:
    """Difference between two groups on one item, among persons of equal ability.

    Args:
        tables: strata x groups x answers, shape (s, 2, 2), counts of persons. A stratum is a level of
            ability (a band of total scores); groups in the order reference, focal; answers in the order
            right, wrong (credited, not credited). Strata in which a group is missing carry nothing.

    Returns:
        The common odds ratio (interval after Robins, Breslow & Greenland), the test, and the class:
        A if |delta| < 1 or not significantly other than 0 (5 %); C if |delta| >= 1.5 and significantly above
        1 (5 %, one-sided); B otherwise; "insufficient" below 100 persons in either group.

    Raises:
        NotDefinedError: The odds ratio is 0, infinite or 0/0: no stratum has one answer from one group and the opposite
            answer from the other.
        ValueError: Another shape, negative or fractional counts.

    Source: Mantel & Haenszel (1959); Holland & Thayer (1988); Robins, Breslow & Greenland (1986); classes
    Zieky (1993).

    Example:
        >>> round(mantel_haenszel([[[60, 40], [50, 50]], [[90, 30], [70, 40]]]).delta, 2)
        -1.11
    """
    table = two_by_two_tables(tables, "tables")
    table = table[np.all(table.sum(axis=2) > 0, axis=1)]
    right_ref, wrong_ref = table[:, 0, 0], table[:, 0, 1]
    right_focal, wrong_focal = table[:, 1, 0], table[:, 1, 1]
    n = table.sum(axis=(1, 2))
    up, down = right_ref * wrong_focal / n, wrong_ref * right_focal / n
    sum_up, sum_down = float(up.sum()), float(down.sum())
    if sum_up == 0 or sum_down == 0:
        raise NotDefinedError(
            "the common odds ratio is not defined: it is 0, infinite or 0/0, as there are no opposite answers"
        )
    log_odds = math.log(sum_up / sum_down)
    same, other = (right_ref + wrong_focal) / n, (wrong_ref + right_focal) / n
    error = math.sqrt(
        float(same @ up) / (2 * sum_up**2)
        + float(same @ down + other @ up) / (2 * sum_up * sum_down)
        + float(other @ down) / (2 * sum_down**2)
    )
    reference, right = right_ref + wrong_ref, right_ref + right_focal
    excess = abs(float(np.sum(right_ref - reference * right / n)))
    variance = float(np.sum(reference * (n - reference) * right * (n - right) / (n**2 * (n - 1))))
    chi_square = max(0.0, excess - 0.5) ** 2 / variance
    p_value = normal_p_value(math.sqrt(chi_square))
    delta, delta_error = _DELTA_PER_LOG_ODDS * log_odds, abs(_DELTA_PER_LOG_ODDS) * error
    n_reference, n_focal = int(reference.sum()), int((n - reference).sum())
    enough = min(n_reference, n_focal) >= FEWEST_PER_GROUP
    return MantelHaenszel(
        odds_ratio=Estimate(
            value=math.exp(log_odds),
            low=math.exp(log_odds - Z * error),
            high=math.exp(log_odds + Z * error),
            n=n_reference + n_focal,
            method="Mantel-Haenszel odds ratio (1959); 95 % interval, Robins, Breslow & Greenland (1986)",
        ),
        chi_square=chi_square,
        p_value=p_value,
        delta=delta,
        delta_error=delta_error,
        ets_class=_ets_class(delta, delta_error, p_value) if enough else "insufficient",
        n_reference=n_reference,
        n_focal=n_focal,
        strata=table.shape[0],
    )


def four_fifths(selected: Mapping[str, int] | Sequence[int], total: Mapping[str, int] | Sequence[int]) -> FourFifths:
    """Compare each group's selection rate with the highest, exactly.

    Args:
        selected: How many of each group were selected (passed): a mapping from group to count, or a list of
            counts (the groups then are named "1", "2", ...).
        total: How many each group had, in the same form with the same groups.

    Returns:
        One row a group, with rate and ratio as exact fractions: 48 of 80 against 60 of 80 is 4/5 and not
        flagged. The highest rate is sought among groups of at least 10 persons (of equal rates the larger
        group's, then the first); smaller groups keep their figures but stand as "insufficient".

    Raises:
        NotDefinedError: No group large enough had anyone selected, so that no ratio exists.
        ValueError: Different groups, no groups, negative or fractional counts, more selected than there were.

    Source: Uniform Guidelines on Employee Selection Procedures (1978), 29 CFR 1607.4(D); Fisher (1934).

    Example:
        >>> four_fifths({"north": 48, "south": 12}, {"north": 80, "south": 40}).flagged
        ('south',)
    """
    chosen, of = _named_counts(selected, "selected"), _named_counts(total, "total")
    if not of or chosen.keys() != of.keys():
        raise ValueError("selected and total must name the same groups, at least one")
    for group, count in chosen.items():
        if count > of[group]:
            raise ValueError(f"group {group!r} has {count} selected out of {of[group]}")
    rates = {group: Fraction(chosen[group], n) for group, n in of.items() if n > 0}
    comparable = [group for group, n in of.items() if n >= FEWEST_FOR_A_RATE]
    highest = max(comparable, key=lambda group: (rates[group], of[group])) if len(comparable) > 1 else None
    if highest is not None and rates[highest] == 0:
        raise NotDefinedError("the ratios are not defined: nobody was selected in any group large enough")
    rows = tuple(_group_rate(group, chosen, of, rates, highest) for group in of)
    return FourFifths(groups=rows, highest=highest, n=sum(of.values()))


def fisher_exact(selected: int, n: int, other_selected: int, other_n: int) -> float:
    """Return Fisher's exact p, two-sided: of all tables with these margins, those no likelier than the one seen.

    Args:
        selected: how many of the group have it.
        n: how many are in the group.
        other_selected: how many of the others have it.
        other_n: how many others there are.
    """
    drawn = selected + other_selected
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + other_n + 1)))])
    seen = np.arange(max(0, drawn - other_n), min(n, drawn) + 1)
    likelihood = -(logs[seen] + logs[n - seen] + logs[drawn - seen] + logs[other_n - drawn + seen])
    weight = np.exp(likelihood - likelihood.max())
    # Tables exactly as likely as the one seen differ from it by rounding only; 1e-7 tells them from others.
    extreme = weight <= weight[selected - seen[0]] * (1 + 1e-7)
    return min(1.0, float(weight[extreme].sum() / weight.sum()))


def _ets_class(delta: float, error: float, p_value: float) -> EtsClass:
    size = abs(delta)
    if size < 1 or p_value >= _SIGNIFICANT:
        return "A"
    if size >= 1.5 and size - 1 > _ONE_SIDED * error:  # the bounds of Zieky (1993)
        return "C"
    return "B"


def _group_rate(
    group: str,
    chosen: Mapping[str, int],
    of: Mapping[str, int],
    rates: Mapping[str, Fraction],
    highest: str | None,
) -> GroupRate:
    rate = rates.get(group)
    ratio = rate / rates[highest] if rate is not None and highest is not None else None
    p_value = None
    if highest is not None and ratio is not None and group != highest:
        p_value = fisher_exact(chosen[group], of[group], chosen[highest], of[highest])
    standing: Standing
    if ratio is None or of[group] < FEWEST_FOR_A_RATE:
        standing = "insufficient"
    elif group == highest:
        standing = "highest"
    else:
        standing = "flagged" if ratio < FOUR_FIFTHS else "within"
    return GroupRate(group, chosen[group], of[group], rate, ratio, p_value, standing)


def _named_counts(counts: Mapping[str, int] | Sequence[int], name: str) -> dict[str, int]:
    if not isinstance(counts, Mapping):
        counts = {str(place): count for place, count in enumerate(counts, start=1)}
    try:
        found = {group: operator.index(count) for group, count in counts.items()}
    except TypeError as problem:
        raise ValueError(f"{name} must hold whole numbers: they are counts of persons") from problem
    if any(count < 0 for count in found.values()):
        raise ValueError(f"{name} must hold counts of at least 0")
    return found
