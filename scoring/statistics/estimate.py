"""One number, the interval around it, and how many it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CONFIDENCE: Final = 0.95
"""The level of every interval in this package."""


class NotDefinedError(ValueError):
    """The data are well formed, but the statistic does not exist for them (as when nothing varies).

    A table or a report shows such a cell as empty, with the message beside it; never as 0.
    """


@dataclass(frozen=True, slots=True)
class Estimate:
    """A statistic with its 95 % interval.

    Attributes:
        value: The statistic.
        low: Lower end of the interval. None if there is no standard interval, or if the sample shows no error at all:
            the formula would then claim certainty. ``method`` says which.
        high: Upper end of the interval, or None together with ``low``.
        n: How many persons, subjects or units the value rests on.
        method: The statistic and the interval by name, each with its source.

    Example:
        >>> float(Estimate(0.5, 0.25, 0.75, 40, "an example"))
        0.5
    """

    value: float
    low: float | None
    high: float | None
    n: int
    method: str

    def __float__(self) -> float:
        """The statistic alone, so that an estimate goes wherever a number does."""
        return self.value
