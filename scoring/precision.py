"""How sure a figure is, as far as the ratings of the choices go: another rater would have rated them otherwise.

Until a panel has rated an encounter, its error is a stated default from our own blind test: a second
reader's ratings moved the figures of attempts of twelve choices by 5 points (root mean square), so that one
reader's own error is 5 / sqrt(2), some 3.5 points. It is the raters' error only: what the same person would
do on another day, or in another encounter, comes on top and is not in it.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Any, Final

from scoring.measure import BANDS, Band, band_of

RATER_ERROR: Final = 3.5
"""One rater's error in points, for a figure over `DECISIONS` decisions."""

DECISIONS: Final = 12
"""The decisions of the attempts on which `RATER_ERROR` was measured."""

RULE: Final = f"{RATER_ERROR} x sqrt({DECISIONS} / decisions / raters)"
"""What `standard_error` computes, for people who read a table."""

SHOWN_AT: Final = 68
"""Percent: what lies within one standard error either way."""


def error_of(decisions: Any, raters: Any) -> Any:
    """Return the standard error over decisions, not 0, by raters; of numbers or of columns of a table alike."""
    return RATER_ERROR * (DECISIONS / (decisions * raters)) ** 0.5


def standard_error(decisions: int, raters: int = 1) -> float | None:
    """Return a figure's standard error from its raters, in points; None where nothing was decided.

    The error of a mean falls with the square root of what it is a mean of, decisions and raters alike.

    Args:
        decisions: on how many decisions the figure rests.
        raters: how many people's ratings are in the key; 1 is its author.
    """
    return float(error_of(decisions, raters)) if decisions else None


def bands_within(value: float, error: float) -> tuple[Band, ...]:
    """Return the bands that reach into `value` -/+ `error`, the lowest first: two or more where it is not sure."""
    low, high = band_of(max(0.0, value - error)), band_of(min(100.0, value + error))
    words = [word for _, word in BANDS]
    return tuple(words[words.index(low) : words.index(high) + 1])


def chance_at_mark(value: float, error: float, mark: float) -> float:
    """Return how likely it is that the figure without the raters' error lies at the mark or above, 0 to 1."""
    return 1 - NormalDist(value, error).cdf(mark)
