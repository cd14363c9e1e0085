"""McDonald's omega: reliability of a sum whose items may load unequally on the one thing they share."""

from __future__ import annotations

import math
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from scoring.statistics.checks import matrix, varies
from scoring.statistics.distributions import Z
from scoring.statistics.estimate import Estimate, NotDefinedError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FLOOR: Final = 0.005
"""The smallest share of its variance an item may keep for itself; at it the fit is called a Heywood case."""

_NAME: Final = "McDonald's omega (1999), one factor by maximum likelihood"
_LOWEST: Final = math.log(FLOOR)
_ROUNDS: Final = 500
_FLAT: Final = 1e-8
_AS_GOOD: Final = 1e-6
_SHORTEST: Final = 1e-12


class _Fit(NamedTuple):
    height: float
    slope: NDArray[np.float64]
    curvature: NDArray[np.float64]
    loadings: NDArray[np.float64]


def mcdonald_omega(items: ArrayLike) -> Estimate:
    """Reliability of a sum of items under one common factor (omega total).

    omega = (sum of loadings) squared / ((sum of loadings) squared + sum of unique variances), on the items'
    own scale, from a one-factor model fitted by maximum likelihood. Equal to alpha where the loadings are
    equal, otherwise fairer to it.

    Args:
        items: persons x items, shape (n, k), k >= 3, n > k, no gaps; one common unit. Reverse items in which a high
            score means less, because loadings of both signs cancel.

    Returns:
        The coefficient, 0 to 1, and n = persons. No interval where an item's unique variance runs into its
        floor (a Heywood case, not rare in small samples): the value then is a boundary solution, to be read
        with care, and of several that fit equally well the lowest. No interval either where the items share
        nothing at all.

    Raises:
        NotDefinedError: An item is the same for everyone, or items are linear combinations of others.
        ValueError: Ragged, missing, too small.

    Source: McDonald (1999); fit Joreskog (1967); interval by the delta method (Raykov 2002) on the logit.

    Example:
        >>> scores = [[2, 1, 2], [1, 1, 0], [0, -1, 0], [-1, 0, -1], [-2, -1, -2], [0, 1, 1]]
        >>> round(float(mcdonald_omega(scores)), 2)
        0.94
    """
    table = matrix(items, "items", "persons", "items", least=(4, 3))
    n, k = table.shape
    if n <= k:
        raise ValueError(f"items has {n} persons for {k} items; omega needs more persons than items")
    for column in range(k):
        if not varies(table[:, column]):
            raise NotDefinedError(f"omega is not defined: item {column + 1} is the same for everyone")
    covariance = np.cov(table, rowvar=False)
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(spread, spread)
    if float(np.linalg.eigvalsh(correlation)[0]) < _FLAT:
        raise NotDefinedError("omega is not defined: some items are exact combinations of others")
    solutions = [(loadings * spread, own * spread**2) for own, loadings in _one_factor(correlation)]
    value, loadings, unique = min(
        ((_omega(loadings, unique), loadings, unique) for loadings, unique in solutions), key=itemgetter(0)
    )
    if float(np.min(unique / spread**2)) <= FLOOR * (1 + 1e-6):
        return Estimate(value, None, None, n, f"{_NAME}; no interval: boundary solution (Heywood case)")
    error = _logit_error(loadings, unique, n)
    if error is None:
        return Estimate(value, None, None, n, f"{_NAME}; no interval: the items share too little")
    logit = math.log(value / (1 - value))
    return Estimate(
        value=value,
        low=1 / (1 + math.exp(Z * error - logit)),
        high=1 / (1 + math.exp(-Z * error - logit)),
        n=n,
        method=f"{_NAME}; 95 % interval by the delta method on the logit, Raykov (2002)",
    )


def _omega(loadings: NDArray[np.float64], unique: NDArray[np.float64]) -> float:
    common = float(loadings.sum()) ** 2
    return common / (common + float(unique.sum()))


def _one_factor(correlation: NDArray[np.float64]) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Unique shares and loadings of the best one-factor models of a correlation matrix, mostly a single one.

    For given unique shares the best loadings are known in closed form, so only the logarithms of the shares are
    searched. Small samples have several local optima, so there are several starts. The first is what each item shares
    with the others; each further start takes one of the items for the factor itself.
    """
    with_others = 1 / np.diag(np.linalg.inv(correlation))
    starts = [with_others, *np.where(np.eye(with_others.size, dtype=bool), 0.05, with_others)]
    descents = [_descend(start, correlation) for start in starts]
    best = min(fit.height for _, fit in descents)
    return [(np.exp(x), fit.loadings) for x, fit in descents if fit.height < best + _AS_GOOD]


def _descend(shares: NDArray[np.float64], correlation: NDArray[np.float64]) -> tuple[NDArray[np.float64], _Fit]:
    """Newton steps on Joreskog's approximate second derivatives, the slope itself where they fail, down to a best."""
    x = np.log(np.clip(shares, FLOOR, 1.0))
    fit = _fit(x, correlation)
    for _ in range(_ROUNDS):
        free = (x > _LOWEST) | (fit.slope < 0)
        if not free.any() or float(np.max(np.abs(fit.slope[free]))) < _FLAT:
            break
        newton, steepest = np.zeros_like(x), np.where(free, -fit.slope, 0.0)
        newton[free] = np.linalg.solve(fit.curvature[np.ix_(free, free)] + 1e-6 * np.eye(free.sum()), steepest[free])
        found = _downhill(x, newton, fit.height, correlation) or _downhill(x, steepest, fit.height, correlation)
        if found is None:
            break
        x, fit = found
    return x, fit


def _downhill(
    x: NDArray[np.float64], step: NDArray[np.float64], height: float, correlation: NDArray[np.float64]
) -> tuple[NDArray[np.float64], _Fit] | None:
    """The first point along a step, halved as often as it takes, that fits better; None if there is none."""
    length = min(1.0, 2.0 / float(np.max(np.abs(step))))
    while length > _SHORTEST:
        trial = np.maximum(x + length * step, _LOWEST)
        fit = _fit(trial, correlation)
        if fit.height < height:
            return trial, fit
        length /= 2
    return None


def _fit(log_shares: NDArray[np.float64], correlation: NDArray[np.float64]) -> _Fit:
    """Misfit at the given unique shares, its first and (roughly) second derivatives, and the loadings."""
    root = np.exp(log_shares / 2)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    rest, others = values[:-1], vectors[:, :-1]
    return _Fit(
        height=float(np.sum(rest - np.log(rest) - 1)),
        slope=(others**2) @ (1 - rest),
        curvature=(others @ others.T) ** 2,
        loadings=math.sqrt(max(float(values[-1]) - 1, 0.0)) * root * vectors[:, -1],
    )


def _logit_error(loadings: NDArray[np.float64], unique: NDArray[np.float64], n: int) -> float | None:
    """Standard error of logit(omega), from the expected information on loadings and unique variances."""
    loadings = loadings if loadings.sum() > 0 else -loadings
    common = float(loadings.sum())
    if common <= _FLAT * float(np.sqrt(unique.sum())):
        return None
    inverse = np.linalg.inv(np.outer(loadings, loadings) + np.diag(unique))
    pull = inverse @ loadings
    loading_block = 2 * (np.outer(pull, pull) + inverse * float(loadings @ pull))
    mixed_block = 2 * inverse * pull
    information = (n - 1) / 2 * np.block([[loading_block, mixed_block], [mixed_block.T, inverse**2]])
    slope = np.concatenate([np.full(loadings.size, 2 / common), np.full(unique.size, -1 / float(unique.sum()))])
    scale = 1 / np.sqrt(np.diag(information))
    scaled = information * np.outer(scale, scale)
    if float(np.linalg.eigvalsh(scaled)[0]) < _FLAT:
        return None
    return math.sqrt(float((slope * scale) @ np.linalg.solve(scaled, slope * scale)))
