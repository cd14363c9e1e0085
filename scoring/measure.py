"""The measure: the sums of decisions, and the formula, the bands and the mark for every figure.

A figure is a ratio of two sums over decisions. So sums are kept, added and computed by databases; the ratio is taken
last. `anchored` and `decision_quality` take plain numbers, fractions, arrays or columns of a table alike: whatever has
`+`, `*` and `/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

MARK: Final = 60.0
"""The figure from which conduct reaches the standard, where no panel has set another."""

LEVELS: Final = (-2, -1, 0, 1, 2)
"""The levels that a choice is rated on, from harmful to exemplary."""

LEVEL_WORDS: Final = {-2: "harmful", -1: "poor", 0: "neutral", 1: "good", 2: "exemplary"}
"""A word for each level."""

FORMULA: Final = "50 + 25 x the weighted mean level"
"""What `anchored` computes, for people who read a table."""


class Band(StrEnum):
    """Provisional words for conduct, until an academy sets its own standard."""

    CONCERN = "concern"
    DEVELOPING = "developing"
    PROFICIENT = "proficient"
    STRONG = "strong"


BANDS: Final = ((0.0, Band.CONCERN), (40.0, Band.DEVELOPING), (MARK, Band.PROFICIENT), (80.0, Band.STRONG))
"""Each band with the figure at which it begins, the lowest first."""


PRAISE: Final = frozenset(word for begin, word in BANDS if begin >= MARK)
"""The bands that say that conduct was good."""


def shown_mark(mark: float) -> str:
    """Return a mark for people: with one decimal where it is no whole number, as a panel's may be."""
    return f"{mark:.1f}".removesuffix(".0")


def anchored(weighted: Any, weight: Any) -> Any:
    """Return how good the conduct was, 0 to 100: a weighted mean level of -2 to 2, with 0 at 50.

    Args:
        weighted: the sum of weight x level.
        weight: the sum of the weights; not 0.
    """
    return 50 + 25 * weighted / weight


def decision_quality(reach: Any, spread: Any) -> Any:
    """Return how good the conduct was among what was on offer, 0 to 100.

    Args:
        reach: the sum of weight x (level - worst).
        spread: the sum of weight x (best - worst); not 0.
    """
    return 100 * reach / spread


def mean_level(value: Fraction) -> Fraction:
    """Return the weighted mean level, -2 to 2, that gives a figure of 0 to 100."""
    return (value - 50) / 25


def band_of(value: float) -> Band:
    """Return the word for a figure of 0 to 100."""
    return next(word for begin, word in reversed(BANDS) if value >= begin or begin == 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """What some ratings add up to; tallies of parts add up to the tally of the whole.

    Attributes:
        n: how many ratings: how often a criterion was on offer.
        credits: the sum of the levels above 0.
        debits: the sum of the levels below 0; kept apart, since a net figure hides harm beside good.
        weighted: the sum of weight x level.
        weight: the sum of the weights.
        reach: the sum of weight x (level - worst on offer).
        spread: the sum of weight x (best - worst on offer).
    """

    n: int = 0
    credits: int = 0
    debits: int = 0
    weighted: float = 0
    weight: float = 0
    reach: float = 0
    spread: float = 0

    @classmethod
    def of_criterion(cls, n: int, positive: int, negative: int, weight: float = 1) -> Tally:
        """Return the tally of one criterion's ratings without what was on offer; alone, its weight cancels out."""
        return cls(n, positive, negative, weight * (positive + negative), weight * n)

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of both together."""
        return Tally(
            self.n + other.n,
            self.credits + other.credits,
            self.debits + other.debits,
            self.weighted + other.weighted,
            self.weight + other.weight,
            self.reach + other.reach,
            self.spread + other.spread,
        )

    @property
    def anchored(self) -> float | None:
        """How good the conduct was, 0 to 100; None is *not assessed*, which is not 0."""
        return anchored(self.weighted, self.weight) if self.n else None

    @property
    def decision_quality(self) -> float | None:
        """How good the choices were among those on offer, 0 to 100. None if the offers never differed."""
        return decision_quality(self.reach, self.spread) if self.spread else None

    @property
    def band(self) -> Band | None:
        """The provisional word for `anchored`; None if not assessed."""
        value = self.anchored
        return None if value is None else band_of(value)
