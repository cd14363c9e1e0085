"""The scored view of one choice: how it is rated, and what else was on offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.measure import Tally

Ratings = Mapping[str, int]
"""Criterion id to level, -2 (harmful) to 2 (exemplary)."""


@dataclass(frozen=True, slots=True)
class RatedLevel:
    """The level a choice reached on one criterion, between the worst and best on offer.

    All three are levels of the rubric's scale, -2 to 2, with `worst <= level <= best`.
    """

    level: int
    best: int
    worst: int

    @property
    def spread(self) -> int:
        """How far apart the best and the worst on offer were; 0 if nothing could be judged."""
        return self.best - self.worst

    def tally(self, weight: float = 1) -> Tally:
        """Return what it adds to a figure, with a criterion's weight."""
        return Tally(
            n=1,
            credits=max(self.level, 0),
            debits=min(self.level, 0),
            weighted=weight * self.level,
            weight=weight,
            reach=weight * (self.level - self.worst),
            spread=weight * self.spread,
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice among those that were available at that moment.

    Attributes:
        sequence: place in the run, from 1.
        scene: the scene it was taken in.
        choice: the choice taken.
        offered: every choice available then, in the order shown.
        levels: for each criterion that any offered choice rates, the level reached.
        best_available: the offered choices with the highest sum of levels.
        critical: critical events of the choice taken.
    """

    sequence: int
    scene: str
    choice: str
    offered: tuple[str, ...]
    levels: Mapping[str, RatedLevel]
    best_available: tuple[str, ...]
    critical: tuple[str, ...] = ()


def decide(
    *,
    sequence: int,
    scene: str,
    choice: str,
    offered: Mapping[str, Ratings],
    critical: tuple[str, ...] = (),
) -> Decision:
    """Score one choice against those that were available with it.

    A criterion counts if any offered choice rates it. A choice that does not rate it has level 0, "neutral".

    Args:
        sequence: place in the run, from 1.
        scene: the scene's id.
        choice: the id taken; must be among `offered`.
        offered: each available choice's ratings, in the order shown.
        critical: critical events of the choice taken.

    Raises:
        ValueError: `choice` was not on offer.
    """
    if choice not in offered:
        raise ValueError(f"{choice!r} was not on offer in {scene!r}")
    criteria = sorted({criterion for ratings in offered.values() for criterion in ratings})
    levels = {}
    for criterion in criteria:
        every = [ratings.get(criterion, 0) for ratings in offered.values()]
        levels[criterion] = RatedLevel(offered[choice].get(criterion, 0), max(every), min(every))
    totals = {each: sum(ratings.values()) for each, ratings in offered.items()}
    top = max(totals.values())
    return Decision(
        sequence=sequence,
        scene=scene,
        choice=choice,
        offered=tuple(offered),
        levels=levels,
        best_available=tuple(each for each, total in totals.items() if total == top),
        critical=critical,
    )
