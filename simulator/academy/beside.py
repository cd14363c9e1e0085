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
        criteria: by criterion id, over the finished runs of the cohort on that encounter in the same mode.
        ratings: trainers' own levels for the run that stand.
        word_ratings: those for what the trainee said before the choices were shown.
    """

    debrief: Debrief
    criteria: Mapping[str, CohortCriterion]
    ratings: tuple[TrainerRating, ...]
    word_ratings: tuple[TrainerRating, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether there are own words in the run, which can be rated."""
        return any(each.own_words for each in self.debrief.decisions)

    def given(self, *, words: bool) -> tuple[TrainerRating, ...]:
        """Return the ratings of the run, or of the own words in it."""
        return self.word_ratings if words else self.ratings

    def own(self, rater: str, *, words: bool = False) -> dict[str, int]:
        """Return the levels of one rater, by criterion: for the run, or for the own words in it."""
        return {each.criterion: each.level for each in self.given(words=words) if each.rater == rater}


def beside_class(store: Store, cohort: Cohort, run_id: str) -> BesideClass:
    """Return a run beside what its class did on the same encounter."""
    view = debrief(store, run_id)
    rubrics = RubricSet.of(each.rubric for each in view.rubrics)
    found = criteria(store, cohort, rubrics, mode=view.record.mode, scenario=view.record.scenario_id, exactly=True)
    given = (tuple(ratings_of_run(store, run_id, words=words)) for words in (False, True))
    return BesideClass(view, {each.criterion: each for each in found}, *given)
