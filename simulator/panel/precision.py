"""How sure the figures are that a panel's key gives: how far its raters' own figures lie apart over whole attempts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from statistics import fmean, variance

from scoring.measure import Tally
from scoring.precision import DECISIONS
from scoring.rubric import Rubric
from simulator.encounter.run import Run
from simulator.panel.answers import RatedSheet
from simulator.scenario.story import Story

PLAYS = 200
"""Attempts over which raters are compared; their choices are drawn at random, from the same seeds each time."""


def panel_error(story: Story, sheets: Sequence[RatedSheet]) -> float | None:
    """Return the error of a panel's key, in points over `DECISIONS` decisions; None if nothing can be compared.

    Every rater scores the same attempts by their own sheet. The variance of these figures between raters is the error
    variance of one rater. That of the raters' mean falls with their number. The error of an attempt's figure falls with
    the square root of its decisions. It takes in that a rater may be kinder than another throughout.
    """
    found = []
    for path in attempts(story):
        for rubric in story.rubrics.rubrics.values():
            figures = [figure for sheet in sheets if (figure := _figure(sheet.levels, path, rubric)) is not None]
            if len(figures) > 1:
                found.append(variance(figures) / len(figures) * len(path) / DECISIONS)
    return fmean(found) ** 0.5 if found else None


def attempts(story: Story) -> Iterable[tuple[str, ...]]:
    """Yield the choices of attempts at random; one that goes on is left after a hundred decisions."""
    for seed in range(PLAYS):
        run, chance, path = Run(story, seed=seed), Random(seed), list[str]()  # noqa: S311  nothing secret hangs on it
        while run.ending is None and len(path) < 100 and (available := run.available()):
            path.append(chance.choice(available).id)
            run.choose(path[-1])
        yield tuple(path)


def _figure(levels: Mapping[tuple[str, str], int], path: Sequence[str], rubric: Rubric) -> float | None:
    """Return the conduct of an attempt by one rater's levels; None if they gave none."""
    parts = (
        Tally(1, max(level, 0), min(level, 0), level * criterion.weight, criterion.weight)
        for choice in path
        for id_, criterion in rubric.criteria.items()
        if (level := levels.get((choice, id_))) is not None
    )
    return sum(parts, Tally()).anchored
