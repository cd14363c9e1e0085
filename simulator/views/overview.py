"""What one trainee has done so far, and what to practise next: the library and the progress of every face."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.messages import spoken_language, tr
from simulator.messages.moments import day_of

if TYPE_CHECKING:
    from simulator.academy import Duty
    from simulator.records.store import Mode, RunRecord, Store, Trainee
    from simulator.scenario.library import Library
    from simulator.training.progress import Attempts, Best, CriterionProgress, Suggestion


@dataclass(frozen=True, slots=True)
class TraineeOverview:
    """What one trainee has done so far.

    Attributes:
        runs: runs that count and were not discarded, newest first.
        attempts: by scenario id.
        best: by scenario id, one entry a mode and rubric met.
        outcomes: by scenario id, the best ending's outcome in each mode.
        next: what to practise next.
        progress: every criterion over time, practice before assessment.
        duties: what is assigned: first what is not done, each part in the order of due dates.
        cohorts: whether the store holds a cohort.
    """

    runs: tuple[RunRecord, ...] = ()
    attempts: dict[str, Attempts] = field(default_factory=dict)
    best: dict[str, tuple[Best, ...]] = field(default_factory=dict)
    outcomes: dict[str, dict[Mode, str]] = field(default_factory=dict)
    next: tuple[Suggestion, ...] = ()
    progress: tuple[CriterionProgress, ...] = ()
    duties: tuple[Duty, ...] = ()
    cohorts: bool = False


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day of the practice calendar: the encounters that are due again on it, and whether it has come."""

    day: str
    titles: tuple[str, ...]
    now: bool


def calendar_of(attempts: Iterable[Attempts], titles: Mapping[str, str], now: datetime) -> list[DueDay]:
    """Return the days on which finished encounters are due again, the soonest first.

    Args:
        attempts: of one trainee.
        titles: encounters' titles by id.
        now: the present time.
    """
    days: dict[str, list[tuple[str, datetime]]] = {}
    for due, id_ in sorted((each.due, each.scenario) for each in attempts if each.due is not None):
        days.setdefault(day_of(due), []).append((titles.get(id_, id_), due))
    return [
        DueDay(day, tuple(title for title, _ in those), now=all(due <= now for _, due in those))
        for day, those in days.items()
    ]


def courses(progress: Sequence[CriterionProgress]) -> dict[str, list[CriterionProgress]]:
    """Return the criteria below their headings: rubric, an earlier version, and the mode where an assessment is told.

    Practice is coached, so no figure has runs of both.
    """
    told = {each.mode for each in progress} != {"practice"}
    found: dict[str, list[CriterionProgress]] = {}
    for each in progress:
        heading = [tr(each.rubric.title)]
        heading += [tr("version {version}", version=each.rubric.version)] if each.earlier else []
        heading += [tr(each.mode)] if told else []
        found.setdefault(", ".join(heading), []).append(each)
    return found


def overview_of(store: Store, trainee: Trainee, library: Library, *, now: datetime) -> TraineeOverview:
    """Return what a trainee has done so far, and what to practise next.

    Figures rest on runs that are in the lists and count: not on one that was discarded or is void, nor on an assessment
    that is not over, of which nothing is told.

    Args:
        store: where it is kept.
        trainee: whose.
        library: the encounters to choose from, and the rubrics of today.
        now: the present time.
    """
    from simulator import academy
    from simulator.training.discarded import without_discarded
    from simulator.training.progress import attempts, best_figures, best_outcomes, criteria_progress, practise_next

    runs = without_discarded(store, trainee, store.runs(trainee=trainee))
    counted = [run for run in runs if run.void is None]
    told = {run.id for run in counted} - academy.withheld(store, counted)
    facts = [fact for fact in store.facts(trainee) if fact.run in told]
    rubrics, played_under = library.rubrics, store.rubrics_by_run(trainee)
    progress = criteria_progress(facts, rubrics, played_under)
    return TraineeOverview(
        runs=tuple(runs),
        attempts=attempts(runs),
        best=best_figures(counted, facts, rubrics, played_under),
        outcomes=best_outcomes(counted),
        next=tuple(practise_next(library.entries_in(spoken_language()), runs, progress, now=now)),
        progress=tuple(progress),
        duties=tuple(academy.assignments_for(store, trainee)),
        cohorts=academy.any_cohort(store),
    )
