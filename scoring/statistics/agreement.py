"""Agreement of raters who put subjects into categories or on scales, beyond what chance would give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from scoring.statistics.checks import matrix, vector, whole_counts
from scoring.statistics.distributions import Z
from scoring.statistics.estimate import Estimate, NotDefinedError

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Weights = Literal["linear", "quadratic"]

MOST_VALUES: Final = 1000
"""Kappa and alpha compare every value with every other; data with more values are not a rating scale."""


def cohen_kappa(
    a: Sequence[Hashable] | NDArray[np.generic],
    b: Sequence[Hashable] | NDArray[np.generic],
    weights: Weights | None = None,
) -> Estimate:
    """Agreement of two raters on the same subjects, beyond chance.

    Args:
        a: The first rater's labels, one a subject, shape (n,), n >= 2. Without weights: anything that can be compared
            for equality, such as words or numbers. With weights: numbers, because their distance counts.
        b: The second rater's labels for the same subjects in the same order.
        weights: None counts every disagreement alike; "linear" by distance, "quadratic" by its square. The
            distance is that of the numbers themselves, so a level nobody used still keeps its place.

    Returns:
        Kappa (no unit, -1 to 1, 0 is chance) and n = subjects. Interval: large-sample, cut off at -1 and 1.
        No interval where the sample's own error is 0, as when the raters agree on everything.

    Raises:
        NotDefinedError: Both raters used one and the same category throughout.
        ValueError: Unequal lengths, fewer than 2 subjects, missing labels, unknown weights, more than 1000
            distinct labels.

    Source: Cohen (1960, 1968); standard error Fleiss, Cohen & Everitt (1969).

    Example:
        >>> float(cohen_kappa(["yes", "yes", "no", "no"], ["yes", "no", "no", "no"]))
        0.5
    """
    first, second, distance = _nominal(a, b) if weights is None else _spaced(a, b, weights)
    n = first.size
    joint = np.zeros(distance.shape)
    np.add.at(joint, (first, second), 1 / n)
    chance = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    expected = float(np.sum(distance * chance))
    if expected == 0:
        raise NotDefinedError("kappa is not defined: both raters used the same single category throughout")
    value = 1 - float(np.sum(distance * joint)) / expected
    agreement = 1 - distance
    pull = (agreement @ joint.sum(axis=0))[:, np.newaxis] + joint.sum(axis=1) @ agreement
    centre = value - (1 - expected) * (1 - value)
    spread = float(np.sum(joint * (agreement - pull * (1 - value)) ** 2)) - centre**2
    name = "Cohen's kappa (1960)" if weights is None else f"Cohen's kappa (1968), {weights} weights"
    return _kappa(value, math.sqrt(max(spread, 0.0) / n) / expected, n, name, "Fleiss, Cohen & Everitt (1969)")


def fleiss_kappa(counts: ArrayLike) -> Estimate:
    """Agreement of several raters, not necessarily the same ones for each subject, on unordered categories.

    Args:
        counts: subjects x categories, shape (n, c), n >= 2, c >= 2: how many raters put the subject into the
            category. Every row has the same sum, the number of raters, at least 2.

    Returns:
        Kappa (no unit, at most 1, 0 is chance) and n = subjects. Interval: large-sample, subjects taken as a
        sample (not the error under no agreement of Fleiss 1971, which is for testing only). No interval
        where that error is 0.

    Raises:
        NotDefinedError: Every rating falls into one category.
        ValueError: Negative or fractional counts, rows with different sums, fewer than 2 raters, ragged.

    Source: Fleiss (1971); interval Gwet (2021).

    Example:
        >>> round(float(fleiss_kappa([[3, 0], [0, 3], [2, 1], [3, 0]])), 3)
        0.625
    """
    table = whole_counts(matrix(counts, "counts", "subjects", "categories"), "counts")
    n = table.shape[0]
    raters = float(table[0].sum())
    if np.any(table.sum(axis=1) != raters):
        raise ValueError("counts must have the same number of raters in every row")
    if raters < 2:  # agreement takes two
        raise ValueError(f"counts has {raters:g} raters a subject; at least 2 are needed")
    shares = table / raters
    usage = shares.mean(axis=0)
    expected = float(np.sum(usage * (1 - usage)))
    if np.count_nonzero(usage) == 1:
        raise NotDefinedError("kappa is not defined: every rating falls into one category")
    agreeing = np.sum(table * (table - 1), axis=1) / (raters * (raters - 1))
    observed = float(agreeing.mean())
    value = 1 - (1 - observed) / expected
    pull = (agreeing - observed - 2 * (1 - value) * ((shares - usage) @ usage)) / expected
    error = math.sqrt(float(pull @ pull) / (n * (n - 1)))
    return _kappa(value, error, n, "Fleiss' kappa (1971)", "Gwet (2021)")


def krippendorff_alpha(ratings: ArrayLike, level: Level) -> Estimate:
    """Agreement of any number of raters on any scale, with gaps.

    Args:
        ratings: RATERS x UNITS, shape (raters, units), at least 2 raters (the other way round than icc).
            NaN or None is a missing rating; a unit rated once counts for nothing. Categories of a nominal
            scale are coded as numbers.
        level: "nominal", "ordinal", "interval", or "ratio" (values of at least 0).

    Returns:
        Alpha (no unit, at most 1, 0 is chance) and n = units with at least two ratings. No interval: the
        usual one is a bootstrap, and nothing in here draws lots.

    Raises:
        NotDefinedError: No unit has two ratings, or all ratings compared are the same.
        ValueError: Unknown level, ragged, a negative value on a ratio scale, more than 1000 distinct values.

    Source: Krippendorff (2011), "Computing Krippendorff's alpha-reliability".

    Example:
        >>> float(krippendorff_alpha([[1, 2, 3, None], [1, 2, 3, 3]], "nominal"))
        1.0
    """
    if level not in get_args(Level):
        raise ValueError(f"level must be one of {', '.join(get_args(Level))}, not {level!r}")
    table = matrix(ratings, "ratings", "raters", "units", least=(2, 1), missing=True)
    table = table[:, np.sum(~np.isnan(table), axis=0) > 1]
    units = table.shape[1]
    if units == 0:
        raise NotDefinedError("alpha is not defined: no unit has two ratings")
    values = np.unique(table[~np.isnan(table)])
    _few_enough(values.size)
    if level == "ratio" and values[0] < 0:
        raise ValueError("ratings on a ratio scale must be at least 0")
    if values.size == 1:
        raise NotDefinedError("alpha is not defined: all ratings are the same")
    counts = np.stack([np.sum(table == value, axis=0) for value in values], axis=1).astype(np.float64)
    shared = counts / (counts.sum(axis=1) - 1)[:, np.newaxis]
    together = shared.T @ counts - np.diag(shared.sum(axis=0))
    usage = counts.sum(axis=0)
    distance = _distance(values, usage, level)
    expected = float(usage @ distance @ usage) / (float(usage.sum()) - 1)
    return Estimate(
        value=1 - float(np.sum(together * distance)) / expected,
        low=None,
        high=None,
        n=units,
        method=f"Krippendorff's alpha (2011), {level}; no interval: it would need a bootstrap",
    )


def _distance(values: NDArray[np.float64], usage: NDArray[np.float64], level: Level) -> NDArray[np.float64]:
    """Squared distance of every pair of values; the ordinal one counts the ratings that lie between."""
    if level == "nominal":
        return 1 - np.eye(values.size)
    if level == "ratio":
        apart = values[:, np.newaxis] - values
        together = values[:, np.newaxis] + values
        return np.divide(apart, together, out=np.zeros_like(apart), where=together > 0) ** 2
    # Only ratios of distances enter alpha; the division keeps very large or small values within a double.
    places = np.cumsum(usage) - usage / 2 if level == "ordinal" else values / np.ptp(values)
    return np.square(places[:, np.newaxis] - places)


def _nominal(
    a: Sequence[Hashable] | NDArray[np.generic], b: Sequence[Hashable] | NDArray[np.generic]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    first, second = _labels(a, "a"), _labels(b, "b")
    _same_length(len(first), len(second))
    codes: dict[Hashable, int] = {}
    for label in (*first, *second):
        codes.setdefault(label, len(codes))
    _few_enough(len(codes))
    return (
        np.array([codes[label] for label in first], dtype=np.intp),
        np.array([codes[label] for label in second], dtype=np.intp),
        1 - np.eye(len(codes)),
    )


def _spaced(
    a: Sequence[Hashable] | NDArray[np.generic],
    b: Sequence[Hashable] | NDArray[np.generic],
    weights: Weights,
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    if weights not in get_args(Weights):
        raise ValueError(f"weights must be None, 'linear' or 'quadratic', not {weights!r}")
    first, second = vector(np.asarray(a), "a"), vector(np.asarray(b), "b")
    _same_length(first.size, second.size)
    values, codes = np.unique(np.concatenate([first, second]), return_inverse=True)
    _few_enough(values.size)
    if values.size == 1:
        return codes[: first.size], codes[first.size :], np.zeros((1, 1))
    distance = np.abs(values[:, np.newaxis] - values) / np.ptp(values)
    return codes[: first.size], codes[first.size :], distance if weights == "linear" else distance**2


def _labels(labels: Sequence[Hashable] | NDArray[np.generic], name: str) -> list[Hashable]:
    found = list(labels.tolist() if isinstance(labels, np.ndarray) else labels)
    for label in found:
        if label is None or label != label:  # noqa: PLR0124 - only NaN differs from itself
            raise ValueError(f"{name} has missing labels; leave those subjects out of both lists")
        try:
            hash(label)
        except TypeError:
            raise ValueError(f"{name} must be one list of labels, not a table") from None
    return found


def _few_enough(values: int) -> None:
    if values > MOST_VALUES:
        raise ValueError(f"the ratings hold {values} distinct values, more than {MOST_VALUES}; round them first")


def _same_length(first: int, second: int) -> None:
    if first != second:
        raise ValueError(f"a has {first} labels and b has {second}; they must rate the same subjects")
    if first < 2:  # one subject says nothing about agreement
        raise ValueError(f"a and b have {first} subjects; at least 2 are needed")


def _kappa(value: float, error: float, n: int, name: str, source: str) -> Estimate:
    if error < 1e-9:  # rounding
        return Estimate(value, None, None, n, f"{name}; no interval: the sample's own error is 0")
    low, high = max(-1.0, value - Z * error), min(1.0, value + Z * error)
    return Estimate(value, low, high, n, f"{name}; 95 % large-sample interval, {source}")
