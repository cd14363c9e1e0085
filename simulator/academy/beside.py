"""A run beside its class: its debrief, what the cohort did on the same encounter, and trainers' own ratings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.rubric import RubricSet
from simulator.academy.cohorts import CohortCriterion, criteria
from simulator.academy.model import Cohort, TrainerRating
from simulator.academy.ratings import ratings_of_run
from simulator.records.store import Store
from simulator.training.debrief import Debrief, debrief


@dataclass(frozen=True, slots=True)
class BesideClass:
    """A run, and what the class did on the same encounter.

    Attributes:
        debrief: the run.
        criteria: by criterion id, over the runs of the cohort on that encounter, this one among them.
        ratings: trainers' own levels for the run that stand.
    """

    debrief: Debrief
    criteria: Mapping[str, CohortCriterion]
    ratings: tuple[TrainerRating, ...]

    def own(self, rater: str) -> dict[str, int]:
        """Return the levels of one rater, by criterion."""
        return {each.criterion: each.level for each in self.ratings if each.rater == rater}


def beside_class(store: Store, cohort: Cohort, run_id: str) -> BesideClass:
    """Return a run beside what its class did on the same encounter."""
    view = debrief(store, run_id)
    rubrics = RubricSet.of(each.rubric for each in view.rubrics)
    found = criteria(store, cohort, rubrics, scenario=view.record.scenario_id, exactly=True)
    return BesideClass(view, {each.criterion: each for each in found}, tuple(ratings_of_run(store, run_id)))
