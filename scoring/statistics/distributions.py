"""The few quantiles and tail areas the intervals need, without the two seconds scipy takes to import."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final

from scoring.statistics.estimate import CONFIDENCE

UPPER: Final = 1 - (1 - CONFIDENCE) / 2
LOWER: Final = (1 - CONFIDENCE) / 2
Z: Final = NormalDist().inv_cdf(UPPER)
"""The normal deviate of a two-sided 95 % interval, 1.96."""

_TINY: Final = 1e-300
_STEPS: Final = 20_000


def f_quantile(probability: float, first: float, second: float) -> float:
    """Quantile of the F distribution with ``first`` and ``second`` degrees of freedom (above 0, need not be whole).

    An F variate is a beta variate in disguise: with x ~ Beta(first/2, second/2), F = odds(x) x second/first.
    The odds are found by halving an interval on their logarithm, where the curve has no corners.
    """
    a, b = first / 2, second / 2
    low = high = math.log(a / b)
    step = 1.0
    while _beta_area(low, a, b) > probability:
        low, step = low - step, 2 * step
    step = 1.0
    while _beta_area(high, a, b) < probability:
        high, step = high + step, 2 * step
    while high - low > 1e-14 * max(1.0, abs(low), abs(high)):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        if _beta_area(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2) * second / first


def t_quantile(probability: float, freedom: float) -> float:
    """Quantile of Student's t for a probability above one half: t squared is F with 1 and ``freedom``."""
    return math.sqrt(f_quantile(2 * probability - 1, 1, freedom))


def normal_p_value(deviate: float) -> float:
    """Two-sided tail area of a normal deviate; of a chi-square with one degree of freedom, its root's."""
    return math.erfc(abs(deviate) / math.sqrt(2))


def _beta_area(log_odds: float, a: float, b: float) -> float:
    """The regularised incomplete beta function at the x whose log odds are given."""
    log_x, log_y = -_softplus(-log_odds), -_softplus(log_odds)
    log_front = a * log_x + b * log_y + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    x = math.exp(log_x)
    if x <= (a + 1) / (a + b + 2):
        return math.exp(log_front) / (a * _beta_fraction(x, a, b))
    return 1 - math.exp(log_front) / (b * _beta_fraction(math.exp(log_y), b, a))


def _softplus(value: float) -> float:
    return value + math.log1p(math.exp(-value)) if value > 0 else math.log1p(math.exp(value))


def _beta_fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1 + d1/(1 + d2/(1 + ...)) of DLMF 8.17.22, by Lentz's forward evaluation."""
    fraction = ratio_up = 1.0
    ratio_down = 0.0
    for step in range(1, _STEPS):
        m, odd = divmod(step, 2)
        if odd:
            d = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            d = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        ratio_up = 1 + d / ratio_up or _TINY
        ratio_down = 1 / (1 + d * ratio_down or _TINY)
        change = ratio_up * ratio_down
        fraction *= change
        if abs(change - 1) < 1e-15:  # the precision of a double
            break
    return fraction
