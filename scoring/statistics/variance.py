"""The two-way analysis of variance that intraclass correlation and generalisability share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.statistics.checks import ROUNDING

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Mean squares of a table with one value a cell.

    Attributes:
        n: Rows.
        k: Columns.
        rows: Between rows, n - 1 degrees of freedom.
        columns: Between columns, k - 1.
        residual: What rows and columns leave, (n - 1)(k - 1).
        within: Within rows, columns not taken out, n(k - 1).
    """

    n: int
    k: int
    rows: float
    columns: float
    residual: float
    within: float


def mean_squares(table: NDArray[np.float64]) -> MeanSquares:
    """Mean squares of a complete table of at least 2 x 2; what is no more than rounding becomes exactly 0."""
    n, k = table.shape
    centred = table - table.mean()
    row = centred.mean(axis=1)
    column = centred.mean(axis=0)
    between_rows = k * float(row @ row)
    between_columns = n * float(column @ column)
    left = centred - row[:, np.newaxis] - column
    residual = float(np.sum(left**2))
    floor = (ROUNDING * float(np.max(np.abs(table)))) ** 2 * n * k

    def mean(squares: float, freedom: int) -> float:
        return squares / freedom if squares > floor else 0.0

    return MeanSquares(
        n=n,
        k=k,
        rows=mean(between_rows, n - 1),
        columns=mean(between_columns, k - 1),
        residual=mean(residual, (n - 1) * (k - 1)),
        within=mean(between_columns + residual, n * (k - 1)),
    )
