"""How sure a figure is, as far as the ratings of the choices go: another rater would have rated them otherwise.

A panel that has rated an encounter leaves the error of its key in the encounter (`keyed_by`). Until then it is a stated
default from our own blind test. There, a second reader's ratings moved the figures of attempts of twelve choices by 5
points (root mean square). So one reader's own error is 5 / sqrt(2), about 3.5 points. It is the raters' error only. It
does not cover what the same person would do on another day or in another encounter.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist
from typing import Any, Final, NamedTuple

from scoring.measure import BANDS, Band, band_of

RATER_ERROR: Final = 3.5
"""One rater's error in points, for a figure over `DECISIONS` decisions."""

DECISIONS: Final = 12
"""The decisions of the attempts to which the error of a key refers."""

RULE: Final = f"the error of the key x sqrt({DECISIONS} / decisions)"
"""What `standard_error` computes, for people who read a table."""

SHOWN_AT: Final = 68
"""Percent: what lies within one standard error either way."""


class Raters(NamedTuple):
    """Whose ratings an encounter is keyed by.

    Attributes:
        people: how many they are; 1 is its author.
        error: the error of their key, in points over `DECISIONS`.
    """

    people: int
    error: float

    @classmethod
    def of_panel(cls, people: int, error: float | None) -> Raters:
        """Return a panel; one whose error nobody measured has the default for so many people."""
        return cls(people, RATER_ERROR / people**0.5 if error is None else error)

    @classmethod
    def of_several(cls, each: Iterable[Raters]) -> Raters:
        """Return what a figure over several encounters rests on: the fewest people, and the largest error."""
        known = list(each) or [AUTHOR]
        return cls(min(one.people for one in known), max(one.error for one in known))


AUTHOR: Final = Raters(1, RATER_ERROR)
"""An encounter's author, whose ratings are used until a panel has rated it."""


def error_of(decisions: Any, key: Any) -> Any:
    """Return the standard error over decisions (not 0) from the key's. It takes numbers, or columns of a table."""
    return key * (DECISIONS / decisions) ** 0.5


def standard_error(decisions: int, raters: Raters) -> float | None:
    """Return a figure's standard error from its raters, in points; None if nothing was decided.

    The error of a mean falls with the square root of the number of values in it. This holds for decisions and for
    raters.

    Args:
        decisions: on how many decisions the figure rests.
        raters: whose ratings it rests on.
    """
    return float(error_of(decisions, raters.error)) if decisions else None


def bands_within(value: float, error: float) -> tuple[Band, ...]:
    """Return the bands that reach into `value` -/+ `error`, the lowest first: two or more where it is not sure."""
    low, high = band_of(max(0.0, value - error)), band_of(min(100.0, value + error))
    words = [word for _, word in BANDS]
    return tuple(words[words.index(low) : words.index(high) + 1])


def chance_at_mark(value: float, error: float, mark: float) -> float:
    """Return how likely it is that the figure without the raters' error lies at the mark or above, 0 to 1."""
    return 1 - NormalDist(value, error).cdf(mark)
