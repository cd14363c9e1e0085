"""What a set of scores looks like, and how large a difference or a gain is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.statistics.checks import ROUNDING, varies, vector
from scoring.statistics.distributions import Z
from scoring.statistics.estimate import Estimate, NotDefinedError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Description:
    """A set of values in short, all in the unit of the values.

    Attributes:
        n: How many values.
        mean: Their mean.
        sd: Their standard deviation, with n - 1; None for a single value.
        minimum: The smallest.
        first_quartile: A quarter lies at or below.
        median: A half lies at or below.
        third_quartile: Three quarters lie at or below.
        maximum: The largest.
    """

    n: int
    mean: float
    sd: float | None
    minimum: float
    first_quartile: float
    median: float
    third_quartile: float
    maximum: float


def describe(values: ArrayLike) -> Description:
    """Number, mean, standard deviation, quartiles and range.

    Args:
        values: shape (n,), n >= 1, no gaps; any unit.

    Returns:
        A description in the same unit. Quartiles interpolate between neighbours (type 7 of Hyndman & Fan
        1996, the default of numpy and R).

    Raises:
        ValueError: Empty, missing, not numbers.

    Example:
        >>> describe([40, 50, 60, 90]).median
        55.0
    """
    numbers = vector(values, "values")
    low, first, middle, third, high = (float(q) for q in np.quantile(numbers, [0, 0.25, 0.5, 0.75, 1]))
    sd = None
    if numbers.size > 1:
        sd = float(numbers.std(ddof=1)) if varies(numbers) else 0.0
    return Description(
        n=numbers.size,
        mean=min(high, max(low, float(numbers.mean()))),
        sd=sd,
        minimum=low,
        first_quartile=first,
        median=middle,
        third_quartile=third,
        maximum=high,
    )


def hedges_g(a: ArrayLike, b: ArrayLike) -> Estimate:
    """Standardised difference of two independent groups, mean of ``a`` minus mean of ``b``.

    The difference over the pooled standard deviation, times the exact correction for small samples.

    Args:
        a: One group's scores, shape (n_a,), n_a >= 2; any unit.
        b: The other group's scores in the same unit, shape (n_b,), n_b >= 2.

    Returns:
        g in standard deviations, positive where ``a`` is higher, and n = n_a + n_b. Interval: large-sample
        normal, variance (n_a + n_b)/(n_a n_b) + g squared/(2(n_a + n_b)).

    Raises:
        NotDefinedError: Neither group varies.
        ValueError: Too few values, missing, not numbers.

    Source: Hedges (1981); interval Hedges & Olkin (1985).

    Example:
        >>> round(float(hedges_g([3, 4, 5], [1, 2, 3])), 2)
        1.6
    """
    first, second = vector(a, "a", least=2), vector(b, "b", least=2)
    size = float(max(np.max(np.abs(first)), np.max(np.abs(second))))
    if not varies(first, scale=size) and not varies(second, scale=size):
        raise NotDefinedError("g is not defined: neither group varies")
    n_first, n_second = first.size, second.size
    n = n_first + n_second
    pooled = math.sqrt((_squares(first) + _squares(second)) / (n - 2))
    g = _unbiased(n - 2) * float(first.mean() - second.mean()) / pooled
    half = Z * math.sqrt(n / (n_first * n_second) + g**2 / (2 * n))
    method = "Hedges' g (1981), independent groups; 95 % large-sample interval, Hedges & Olkin (1985)"
    return Estimate(g, g - half, g + half, n, method)


def hedges_g_paired(before: ArrayLike, after: ArrayLike) -> Estimate:
    """Standardised gain of the same persons, mean of ``after`` minus mean of ``before``.

    The gain is divided by the average standard deviation of the two occasions, not by that of the differences, so that
    it compares with the g of independent groups. It is corrected for small samples.

    Args:
        before: Scores before, one a person, shape (n,), n >= 3; any unit.
        after: The same persons' scores after, in the same order and unit.

    Returns:
        g in standard deviations, positive where scores rose, and n = persons. Interval: large-sample normal,
        which uses the correlation of the two occasions and allows unequal variances; as in its source it is
        centred on the uncorrected value. None if every score stayed as it was.

    Raises:
        NotDefinedError: The scores vary on neither occasion.
        ValueError: Unequal lengths, too few values, missing, not numbers.

    Source: Bonett (2008), estimate, correction and interval.

    Example:
        >>> round(float(hedges_g_paired([1, 2, 3, 4], [2, 2, 5, 5])), 2)
        0.53
    """
    first, second = vector(before, "before", least=3), vector(after, "after", least=3)
    n = first.size
    if n != second.size:
        raise ValueError(f"before has {n} scores and after has {second.size}; they must be the same persons'")
    size = float(max(np.max(np.abs(first)), np.max(np.abs(second))))
    if not varies(first, scale=size) and not varies(second, scale=size):
        raise NotDefinedError("g is not defined: the scores vary on neither occasion")
    gain = second - first
    deviation = math.sqrt((_squares(first) + _squares(second)) / 2)
    first, second = (first - first.mean()) / deviation, (second - second.mean()) / deviation
    d = float(gain.mean()) / deviation * math.sqrt(n - 1)
    g = d * math.sqrt((n - 2) / (n - 1))
    of_deviation = d**2 * (_squares(first) ** 2 + _squares(second) ** 2 + 2 * float(first @ second) ** 2) / 8
    of_gain = _squares(second - first)
    name = "Hedges' g of a gain, average standard deviation, Bonett (2008)"
    half = Z * math.sqrt((of_deviation + of_gain) / (n - 1))
    if half < ROUNDING:
        return Estimate(g, None, None, n, f"{name}; no interval: every score stayed as it was")
    return Estimate(g, d - half, d + half, n, f"{name}; 95 % large-sample interval of the same source")


def _squares(values: NDArray[np.float64]) -> float:
    centred = values - values.mean()
    return float(centred @ centred)


def _unbiased(freedom: int) -> float:
    """The factor that takes the bias out of a standardised difference, exactly; close to 1 - 3/(4 df - 1)."""
    return math.exp(math.lgamma(freedom / 2) - math.lgamma((freedom - 1) / 2)) / math.sqrt(freedom / 2)
