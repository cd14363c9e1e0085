"""How consistently a set of items or encounters measures: alpha, item-rest correlation, and what follows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from scoring.statistics.checks import matrix, proportion, varies
from scoring.statistics.distributions import LOWER, UPPER, Z, f_quantile
from scoring.statistics.estimate import Estimate, NotDefinedError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def cronbach_alpha(items: ArrayLike) -> Estimate:
    """Internal consistency of a sum of items.

    alpha = k/(k - 1) x (1 - sum of item variances / variance of the total). Interval: exact for parallel
    items, (1 - alpha) x F with n - 1 and (n - 1)(k - 1) degrees of freedom.

    Args:
        items: persons x items, shape (n, k), n >= 2, k >= 2, no gaps. Any unit, the same for all items
            that are summed; reverse-coded where a high score means less.

    Returns:
        The coefficient (no unit, at most 1, without a lower bound) and n = persons.

    Raises:
        NotDefinedError: Every person has the same total.
        ValueError: Ragged, missing, too small.

    Source: Cronbach (1951); interval Feldt (1965).

    Example:
        >>> round(float(cronbach_alpha([[2, 1], [1, 1], [0, -1], [-1, 0]])), 2)
        0.78
    """
    table = matrix(items, "items", "persons", "items")
    n, k = table.shape
    centred = table - table.mean(axis=0)
    total = centred.sum(axis=1)
    if not varies(total, scale=k * float(np.max(np.abs(table)))):
        raise NotDefinedError("alpha is not defined: every person has the same total")
    item_variance = float(np.sum(centred**2)) / (n - 1)
    total_variance = float(total @ total) / (n - 1)
    alpha = k / (k - 1) * (1 - item_variance / total_variance)
    error = 1 - alpha
    if error <= 1e-12:  # rounding
        return Estimate(1.0, None, None, n, "Cronbach's alpha (1951); no interval: the sample shows no error")
    return Estimate(
        value=alpha,
        low=1 - error * f_quantile(UPPER, n - 1, (n - 1) * (k - 1)),
        high=1 - error * f_quantile(LOWER, n - 1, (n - 1) * (k - 1)),
        n=n,
        method="Cronbach's alpha (1951); 95 % interval, Feldt (1965)",
    )


def item_rest_correlation(items: ArrayLike) -> tuple[Estimate | None, ...]:
    """For each item, its correlation with the sum of the others (also: corrected item-total correlation).

    Args:
        items: persons x items, shape (n, k), n >= 3, k >= 2, no gaps; any common unit.

    Returns:
        One estimate an item, in the order of the columns, with n = persons. None for an item without a defined
            correlation: the item, or the sum of the others, is the same for everyone. A dead item must not hide the
            rest of the table. The interval needs n >= 4.

    Raises:
        ValueError: Ragged, missing, too small.

    Source: Henrysson (1963); interval by Fisher's z (1921).

    Example:
        >>> [round(float(r), 2) for r in item_rest_correlation([[2, 1], [1, 1], [0, -1], [-1, 0]]) if r]
        [0.67, 0.67]
    """
    table = matrix(items, "items", "persons", "items", least=(3, 2))
    n, k = table.shape
    size = float(np.max(np.abs(table)))
    centred = table - table.mean(axis=0)
    total = centred.sum(axis=1)
    results: list[Estimate | None] = []
    for column in range(k):
        item = centred[:, column]
        rest = total - item
        if varies(item, scale=size) and varies(rest, scale=k * size):
            value = float(item @ rest) / math.sqrt(float(item @ item) * float(rest @ rest))
            results.append(_correlation(min(1.0, max(-1.0, value)), n))
        else:
            results.append(None)
    return tuple(results)


def spearman_brown(reliability: float, factor: float) -> float:
    """Reliability of a measure made ``factor`` times as long with parallel material.

    Args:
        reliability: Of the measure as it is, from 0 to 1.
        factor: New length / old length, above 0 (2 doubles it, 0.5 halves it).

    Returns:
        The projected reliability, from 0 to 1.

    Raises:
        ValueError: Reliability outside 0 to 1 (a negative alpha cannot be projected), factor not above 0.

    Source: Spearman (1910) and Brown (1910).

    Example:
        >>> round(spearman_brown(0.60, 2), 2)
        0.75
    """
    r = proportion(reliability, "reliability")
    if not 0 < factor < math.inf:
        raise ValueError(f"factor must be a number above 0, not {factor:g}")
    return factor * r / (factor * r + (1 - r))


def encounters_needed(reliability: float, encounters: int, target: float = 0.80) -> int:
    """How many encounters like these a trainee must play before the mean score reaches ``target``.

    The Spearman-Brown formula solved for length. It serves alpha, omega, G and phi alike.

    Args:
        reliability: Reliability found with ``encounters`` encounters, above 0, at most 1.
        encounters: How many encounters that figure rests on, at least 1.
        target: The reliability wanted, above 0 and below 1.

    Returns:
        The smallest whole number of encounters whose projected reliability is at least the target.

    Raises:
        NotDefinedError: The reliability is 0 or less: no number of encounters suffices.
        ValueError: Reliability above 1, target or encounters out of range.

    Source: Spearman (1910) and Brown (1910).

    Example:
        >>> encounters_needed(0.50, 4)
        16
    """
    if reliability <= 0:
        raise NotDefinedError("with a reliability of 0 or less no number of encounters reaches the target")
    r = proportion(reliability, "reliability")
    if encounters < 1:
        raise ValueError(f"encounters must be at least 1, not {encounters}")
    if not 0 < target < 1:
        raise ValueError(f"target must lie between 0 and 1, not {target:g}")
    exact = encounters * target * (1 - r) / (r * (1 - target))
    return max(1, math.ceil(exact * (1 - 1e-12)))


def standard_error_of_measurement(sd: float, reliability: float) -> float:
    """How far a person's score lies from that person's true score, typically: sd x root of (1 - reliability).

    Args:
        sd: Standard deviation of the scores, at least 0, in the unit of the score.
        reliability: Of the same scores, from 0 to 1.

    Returns:
        The standard error in the unit of the score. A 95 % band is the score -/+ 1.96 times it.

    Raises:
        ValueError: A negative sd, or a reliability outside 0 to 1.

    Source: Gulliksen (1950).

    Example:
        >>> round(standard_error_of_measurement(15, 0.91), 2)
        4.5
    """
    if not 0 <= sd < math.inf:
        raise ValueError(f"sd must be a number of at least 0, not {sd:g}")
    return sd * math.sqrt(1 - proportion(reliability, "reliability"))


def _correlation(r: float, n: int) -> Estimate:
    name = "item-rest correlation, Henrysson (1963)"
    if n < 4 or abs(r) > 1 - 1e-12:  # Fisher's z has n - 3 in its error
        return Estimate(r, None, None, n, f"{name}; no interval: too few persons, or no error in the sample")
    z, half = math.atanh(r), Z / math.sqrt(n - 3)
    return Estimate(r, math.tanh(z - half), math.tanh(z + half), n, f"{name}; 95 % interval by Fisher's z (1921)")
