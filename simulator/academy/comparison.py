"""Cohorts side by side, criterion by criterion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.rubric import RubricSet
from simulator.academy.cohorts import CohortCriterion, criteria
from simulator.academy.model import Cohort
from simulator.academy.selection import ModeTold, mode_told
from simulator.errors import UsageError
from simulator.records.model import Mode
from simulator.records.store import Store

FEWEST = 10
"""A figure of fewer people than this is not shown beside another cohort's."""

TWO_INSTRUMENTS = (
    "Two versions of a rubric are two instruments: figures under different versions are not to be compared."
)

ABOUT = (
    "These figures are for those who may see the people of these cohorts: hidden counts can be worked out from them."
)
"""Said wherever cohorts stand side by side."""


@dataclass(frozen=True, slots=True)
class CohortComparison:
    """Several cohorts, and each criterion that was scored in any of them.

    Attributes:
        mode: that what is told was played in.
        left_out: how many finished runs were played in the other.
        titles: criterion id to title, in the rubrics' order.
        figures: by cohort, criterion id to figure; without those of fewer than `FEWEST` people.
    """

    cohorts: tuple[Cohort, ...]
    mode: Mode
    left_out: int
    titles: dict[str, str]
    figures: tuple[dict[str, CohortCriterion], ...]

    @property
    def warning(self) -> str:
        """What is to be known before figures are compared."""
        met = {(each.rubric.id, each.rubric.version) for views in self.figures for each in views.values()}
        instruments = TWO_INSTRUMENTS if len({id_ for id_, _ in met}) < len(met) else ""
        return " ".join(filter(None, (ABOUT, ModeTold(self.mode, self.left_out).words, instruments)))

    def words(self, place: int, criterion: str) -> str:
        """Return a cohort's figure on a criterion, in words."""
        view = self.figures[place].get(criterion)
        if view is None:
            return f"fewer than {FEWEST} people"
        return (
            f"{view.anchored:.0f} of 100, n = {view.opportunities:,} decisions of {view.trainees:,} people, "
            f"rubric {view.rubric.version}"
        )


def side_by_side(
    store: Store, cohorts: Sequence[Cohort], rubrics: RubricSet, mode: Mode | None = None
) -> CohortComparison:
    """Return how cohorts stand on each criterion.

    Args:
        store: where they are kept.
        cohorts: which; one that is named twice stands once.
        rubrics: those of today.
        mode: only runs of this mode. None: assessment if each of them finished one, otherwise practice.

    Raises:
        UsageError: there is only one.
    """
    chosen = tuple({each.id: each for each in cohorts}.values())
    if len(chosen) < 2:
        raise UsageError("One cohort has nothing to stand beside.", "Name two or more.")
    assessed = all(mode_told(store, each.id).mode is Mode.ASSESSMENT for each in chosen)
    told = mode or (Mode.ASSESSMENT if assessed else Mode.PRACTICE)
    every = [criteria(store, each, rubrics, mode=told) for each in chosen]
    found = [[view for view in views if view.anchored is not None] for views in every]
    return CohortComparison(
        chosen,
        told,
        sum(mode_told(store, each.id, told).left_out for each in chosen),
        {view.criterion: view.title for views in found for view in views},
        tuple({view.criterion: view for view in views if view.trainees >= FEWEST} for views in found),
    )
