"""Charts of a page: the points of a line in an SVG whose text stands beside it."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 240, 48, 4
"""The size of a line's box, in the units of its viewBox."""


def points(values: Sequence[float], low: float, high: float) -> str:
    """Return the points of a line through `values`, for `<polyline points=…>`; one value is a level line.

    Args:
        values: from first to last, each between `low` and `high`.
        low, high: the range.
    """
    several = [values[0], values[0]] if len(values) == 1 else list(values)
    across = (WIDTH - 2 * EDGE) / max(1, len(several) - 1)
    up = (HEIGHT - 2 * EDGE) / ((high - low) or 1)
    return " ".join(
        f"{EDGE + at * across:.1f},{HEIGHT - EDGE - (value - low) * up:.1f}" for at, value in enumerate(several)
    )
