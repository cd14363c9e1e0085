"""Figures with an interval, or the reason why there is none: small steps that all of a cohort's statistics share."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from scoring.cohort.model import Absent, Scores, Statistic
from scoring.statistics import Estimate, describe, item_rest_correlation
from scoring.statistics.distributions import UPPER, Z, t_quantile

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

_CORRELATION = "Pearson's correlation"
_FISHER = "95 % interval by Fisher's z (1921)"


FEWEST = 10
"""Below this n no interval is shown: it would promise more than so few can hold."""


def ask(compute: Callable[[], Estimate], n: int) -> Statistic:
    """Return what a statistic gives, or its own sentence about why it gives nothing."""
    try:
        return _enough(compute())
    except ValueError as why:
        return Absent(str(why), n)


def _enough(told: Estimate) -> Estimate:
    """Return an estimate without its interval where it rests on too few."""
    if told.n >= FEWEST or told.low is None:
        return told
    return replace(told, low=None, high=None, method=f"{told.method}; no interval: fewer than {FEWEST}")


def mean(values: Sequence[float], *, scale: tuple[float, float] | None = None) -> Statistic:
    """Return a mean with its interval by Student's t.

    There is none for fewer than ten values, where nothing varies, or where it would reach beyond the scale.

    Args:
        values: one a person.
        scale: the least and the greatest that a value can be, if there are any.
    """
    if not values:
        return Absent("no trainees", 0)
    told = describe(values)
    if not told.sd:
        why = "a single value" if told.n == 1 else "all values are the same"
        return Estimate(told.mean, None, None, told.n, f"mean; no interval: {why}")
    half = t_quantile(UPPER, told.n - 1) * told.sd / math.sqrt(told.n)
    low, high = told.mean - half, told.mean + half
    if told.n >= FEWEST and scale is not None and (low < scale[0] or high > scale[1]):
        return Estimate(told.mean, None, None, told.n, "mean; no interval, as it would reach beyond the scale")
    return _enough(Estimate(told.mean, low, high, told.n, "mean; 95 % interval, Student (1908)"))


def scores(values: Sequence[float]) -> Scores:
    """Return a set of scores in short."""
    return Scores(mean(values, scale=(0, 100)), describe(values) if values else None)


def correlation(x: Sequence[float], y: Sequence[float]) -> Statistic:
    """Return how far two values of the same people go together."""
    if len(x) < 3:
        return Absent(f"{len(x)} with both; at least 3 are needed", len(x))
    # With two items, an item's correlation with the rest is that with the other one.
    found = item_rest_correlation([list(pair) for pair in zip(x, y, strict=True)])[0]
    if found is None:
        return Absent("one of the two figures is the same for everyone", len(x))
    told = _FISHER if found.low is not None else "no interval: too few persons, or no error in the sample"
    return _enough(replace(found, method=f"{_CORRELATION}; {told}"))


def known_correlation(r: float, n: int, name: str) -> Estimate:
    """Return a correlation that was computed elsewhere, with the interval that its n gives."""
    if n < 4 or abs(r) > 1 - 1e-12:  # Fisher's z has n - 3 in its error
        return Estimate(r, None, None, n, f"{name}; no interval: too few, or no error in the sample")
    z, half = math.atanh(r), Z / math.sqrt(n - 3)
    return _enough(Estimate(r, math.tanh(z - half), math.tanh(z + half), n, f"{name}; {_FISHER}"))


@dataclass(frozen=True, slots=True)
class Complete(Generic[Row, Column]):
    """The largest table without gaps that was found in one with gaps.

    Attributes:
        rows, columns: what it is of.
        values: rows x columns.
        of_rows: how many rows had any value.
        left_out: columns that it does without, in the order given.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    values: list[list[float]]
    of_rows: int
    left_out: tuple[Column, ...]


def complete(table: Mapping[Row, Mapping[Column, float]], columns: Sequence[Column]) -> Complete[Row, Column]:
    """Return the largest table without gaps.

    Columns are ordered by how many rows have them. The first two, the first three and so on each give a table. The one
    with the most cells is returned; of two alike, the one with more rows. So the choice depends on who met what, and
    never on how well they did.

    Args:
        table: row to column to value; a column that is not there is a gap.
        columns: all columns, in the order that breaks ties.
    """
    met = {column: sum(column in row for row in table.values()) for column in columns}
    ordered = sorted((column for column in columns if met[column]), key=lambda column: -met[column])
    best: tuple[tuple[Row, ...], tuple[Column, ...]] = ((), tuple(ordered[:2]))
    rows: list[Row] = list(table)
    for count, column in enumerate(ordered, start=1):
        rows = [row for row in rows if column in table[row]]
        size = (len(rows) * count, len(rows))
        if count >= 2 and size > (len(best[0]) * len(best[1]), len(best[0])):
            best = (tuple(rows), tuple(ordered[:count]))
    found, chosen = best
    kept = tuple(column for column in columns if column in chosen)
    return Complete(
        rows=found,
        columns=kept,
        values=[[table[row][column] for column in kept] for row in found],
        of_rows=sum(bool(row) for row in table.values()),
        left_out=tuple(column for column in columns if column not in chosen),
    )
