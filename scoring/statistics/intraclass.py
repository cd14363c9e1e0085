"""Intraclass correlation: how far raters who put numbers on the same subjects agree."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, get_args

from scoring.statistics.checks import matrix
from scoring.statistics.distributions import LOWER, UPPER, f_quantile
from scoring.statistics.estimate import Estimate, NotDefinedError
from scoring.statistics.variance import MeanSquares, mean_squares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

IccForm = Literal["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]

_DESIGN: Final = {
    "1": "each subject rated by other raters",
    "2": "random raters, absolute agreement",
    "3": "these raters only, consistency",
}


def icc(ratings: ArrayLike, form: IccForm) -> Estimate:
    """Intraclass correlation of ratings.

    The digit names the design. 1: each subject is rated by different raters (one-way). 2: the same raters rate all;
    they are drawn from many, and their level counts (absolute agreement). 3: the same raters rate all; there are no
    others, and their level does not count (consistency). A ``k`` means the reliability of the mean of all k raters
    instead of a single one.

    Args:
        ratings: subjects x raters, shape (n, k), n >= 2, k >= 2, no gaps; any common unit.
        form: "ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k" or "ICC3k".

    Returns:
        The coefficient (no unit, at most 1; the estimate can fall below 0, and is then read as 0) and
        n = subjects. Intervals rest on F. For form 2 the degrees of freedom are approximated after
        Satterthwaite; where the estimate is negative they are taken at 0. No interval where the sample shows
        no error, or no difference between subjects.

    Raises:
        NotDefinedError: Nothing varies, or (for a k form) the subjects' means do not differ.
        ValueError: Unknown form, ragged, missing, too small.

    Source: Shrout & Fleiss (1979); McGraw & Wong (1996).

    Example:
        >>> round(float(icc([[9, 2], [6, 1], [8, 4], [7, 1]], "ICC3")), 2)
        0.55
    """
    if form not in get_args(IccForm):
        raise ValueError(f"form must be one of {', '.join(get_args(IccForm))}, not {form!r}")
    table = matrix(ratings, "ratings", "subjects", "raters")
    squares = mean_squares(table)
    mean_of_raters = form.endswith("k")
    design = form[3]
    top, bottom = _ratio(squares, design, mean_of_raters=mean_of_raters)
    if bottom <= 0:
        raise NotDefinedError(f"{form} is not defined: the subjects do not differ, or nothing varies")
    bounds = _random_raters(squares) if design == "2" else _one_error(squares, design)
    name = f"{form} ({_DESIGN[design]}), Shrout & Fleiss (1979)"
    if bounds is None:
        return Estimate(top / bottom, None, None, squares.n, f"{name}; no interval: no error, or no differences")
    low, high = (_stepped_up(bound, squares.k) for bound in bounds) if mean_of_raters else bounds
    return Estimate(top / bottom, low, high, squares.n, f"{name}; 95 % interval by F")


def _ratio(squares: MeanSquares, design: str, *, mean_of_raters: bool) -> tuple[float, float]:
    n, k = squares.n, squares.k
    if design == "2":
        top = n * (squares.rows - squares.residual)
        if mean_of_raters:
            return top, n * squares.rows + squares.columns - squares.residual
        return top, n * squares.rows + k * squares.columns + (n * k - n - k) * squares.residual
    error = squares.within if design == "1" else squares.residual
    return squares.rows - error, squares.rows if mean_of_raters else squares.rows + (k - 1) * error


def _one_error(squares: MeanSquares, design: str) -> tuple[float, float] | None:
    """Bounds of a single rater's coefficient in designs 1 and 3, where one mean square is the error."""
    n, k = squares.n, squares.k
    error, freedom = (squares.within, n * (k - 1)) if design == "1" else (squares.residual, (n - 1) * (k - 1))
    if error == 0 or squares.rows == 0:
        return None

    def bound(probability: float) -> float:
        share = f_quantile(probability, n - 1, freedom) * error / squares.rows
        return (1 - share) / (1 + (k - 1) * share)

    return bound(UPPER), bound(LOWER)


def _random_raters(squares: MeanSquares) -> tuple[float, float] | None:
    """Bounds of a single rater's coefficient in design 2, where raters and residual both are error."""
    n, k = squares.n, squares.k
    rows, columns, residual = squares.rows, squares.columns, squares.residual
    if rows == 0:
        return None
    bottom = n * rows + k * columns + (n * k - n - k) * residual
    value = max(0.0, n * (rows - residual) / bottom)
    of_raters = k * value * columns
    of_residual = (n * (1 + (k - 1) * value) - k * value) * residual
    parts = (n - 1) * of_raters**2 + of_residual**2
    if parts == 0:
        return None
    freedom = (k - 1) * (n - 1) * (of_raters + of_residual) ** 2 / parts
    error = k * columns + (n * k - k - n) * residual
    down = f_quantile(UPPER, n - 1, freedom)
    up = f_quantile(UPPER, freedom, n - 1)
    return (
        n * (rows - down * residual) / (down * error + n * rows),
        n * (up * rows - residual) / (error + n * up * rows),
    )


def _stepped_up(single: float, k: int) -> float:
    bottom = 1 + (k - 1) * single
    return k * single / bottom if bottom > 0 else -math.inf
