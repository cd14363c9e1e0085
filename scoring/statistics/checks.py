"""Data that people hand in become an array of numbers here, or an error that says what is wrong with them."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LARGEST: Final = 1e100
"""Beyond this a square or a sum of squares may no longer fit a double."""

ROUNDING: Final = 1e-12
"""Differences smaller than this, relative to the largest value, are taken for rounding."""


def vector(data: ArrayLike, name: str, *, least: int = 1) -> NDArray[np.float64]:
    """One column of finite numbers, at least ``least`` of them.

    Raises:
        ValueError: Not one-dimensional, not numbers, too few, missing, or beyond 1e100.
    """
    values = _numbers(data, name)
    if values.ndim != 1:
        raise ValueError(f"{name} must be one list of numbers, not an array of {values.ndim} dimensions")
    if values.size < least:
        raise ValueError(f"{name} has {values.size} values; at least {least} are needed")
    return _finite(values, name)


def matrix(
    data: ArrayLike,
    name: str,
    rows: str,
    columns: str,
    *,
    least: tuple[int, int] = (2, 2),
    missing: bool = False,
) -> NDArray[np.float64]:
    """A table of numbers, ``rows`` x ``columns``, with at least ``least`` of each.

    ``missing=True`` lets NaN (or None) through; infinity never passes.

    Raises:
        ValueError: Ragged, not numbers, not two-dimensional, too small, missing, or beyond 1e100.
    """
    table = _numbers(data, name)
    if table.ndim != 2:  # a table has two dimensions
        raise ValueError(f"{name} must be a table, {rows} x {columns}, not an array of {table.ndim} dimensions")
    if table.shape[0] < least[0] or table.shape[1] < least[1]:
        raise ValueError(
            f"{name} has {table.shape[0]} {rows} x {table.shape[1]} {columns}; "
            f"at least {least[0]} {rows} x {least[1]} {columns} are needed"
        )
    return _finite(table, name, missing=missing)


def two_by_two_tables(data: ArrayLike, name: str) -> NDArray[np.float64]:
    """A stack of 2 x 2 tables of counts, shape (at least 1, 2, 2).

    Raises:
        ValueError: Another shape, not numbers, missing, negative or fractional.
    """
    tables = _numbers(data, name)
    if tables.ndim != 3 or tables.shape[0] < 1 or tables.shape[1:] != (2, 2):
        raise ValueError(f"{name} must be a stack of 2 x 2 tables, shape (strata, 2, 2), not {tables.shape}")
    return whole_counts(_finite(tables, name), name)


def whole_counts(table: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """The same table, once every cell has proved to be a whole number of at least 0.

    Raises:
        ValueError: A negative or a fractional count.
    """
    if np.any(table < 0) or np.any(table != np.floor(table)):
        raise ValueError(f"{name} must hold whole numbers of at least 0: they are counts")
    return table


def proportion(value: float, name: str) -> float:
    """A single number from 0 to 1.

    Raises:
        ValueError: Outside 0 to 1, or not a number.
    """
    number = float(value)
    if not 0.0 <= number <= 1.0:
        raise ValueError(f"{name} must be from 0 to 1, not {number:g}")
    return number


def varies(values: NDArray[np.float64], scale: float | None = None) -> bool:
    """Whether the values differ by more than rounding, judged against ``scale`` or their own size."""
    size = float(np.max(np.abs(values))) if scale is None else scale
    return bool(np.ptp(values) > ROUNDING * size)


def _numbers(data: ArrayLike, name: str) -> NDArray[np.float64]:
    if isinstance(data, np.ma.MaskedArray):
        # Every refusal of data is a ValueError, whatever is wrong with them.
        raise ValueError(  # noqa: TRY004
            f"{name} is a masked array; fill the masked cells with NaN or leave the rows out"
        )
    try:
        raw = np.asarray(data)
        if raw.dtype.kind == "O" and not any(isinstance(cell, str | bytes) for cell in raw.flat):
            raw = raw.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as problem:
        raise ValueError(_why_not_numbers(data, name)) from problem
    if raw.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold numbers only, not {raw.dtype}")
    return raw.astype(np.float64)


def _why_not_numbers(data: object, name: str) -> str:
    if isinstance(data, list | tuple):
        lengths = sorted({len(row) if isinstance(row, Sized) else 0 for row in data})
        if len(lengths) > 1:
            return f"{name} is ragged: its rows have from {lengths[0]} to {lengths[-1]} values"
    return f"{name} must be a rectangular table of numbers"


def _finite(values: NDArray[np.float64], name: str, *, missing: bool = False) -> NDArray[np.float64]:
    if not missing and np.any(np.isnan(values)):
        raise ValueError(f"{name} has missing values (NaN); leave those persons out, or choose a statistic for gaps")
    if np.any(np.abs(values) > LARGEST):
        raise ValueError(f"{name} has infinite values or values beyond {LARGEST:g}")
    return values
