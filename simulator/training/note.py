"""The coach's note on a choice: why, and the rated criteria in words."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.measure import LEVEL_WORDS
from simulator.encounter.run import Run, Step


@dataclass(frozen=True, slots=True)
class RatedCriterion:
    """One criterion of a decision, in words.

    Attributes:
        criterion, title: its id and its name for people.
        level, best, worst: the choice's level, and the best and worst on offer, -2 to 2.
    """

    criterion: str
    title: str
    level: int
    best: int
    worst: int

    @property
    def word(self) -> str:
        """The level in a word, "harmful" to "exemplary"."""
        return LEVEL_WORDS[self.level]


@dataclass(frozen=True, slots=True)
class CoachNote:
    """What the coach says after a choice in practice mode."""

    feedback: str
    rated: tuple[RatedCriterion, ...]
    critical: tuple[str, ...]


def note_of(run: Run, step: Step) -> CoachNote:
    """Return the coach's note on a step of a run."""
    choice = run.story.taken(step.decision.choice)
    return CoachNote(
        feedback=run.fill(choice.feedback or "", step), rated=rated_criteria(run, step), critical=step.decision.critical
    )


def rated_criteria(run: Run, step: Step) -> tuple[RatedCriterion, ...]:
    """Return the criteria that a step's choice was rated on in a run, in the rubrics' order."""
    rated = []
    for rubric in run.story.rubrics.rubrics.values():
        for id_, criterion in rubric.criteria.items():
            if id_ in step.decision.levels:
                level = step.decision.levels[id_]
                rated.append(RatedCriterion(id_, criterion.title, level.level, level.best, level.worst))
    return tuple(rated)
