"""The trainer's side of a sitting: cohorts, a member's runs, a run beside its class, and ratings.

As in `session`, everything here touches the store and blocks: it is meant for a thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.errors import EncounterError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scoring.cohort import CohortStatistics
    from simulator.academy.cohorts import CriterionView, Overview
    from simulator.academy.glance import Glance
    from simulator.academy.model import Cohort, Member, TrainerRating
    from simulator.app.session import Session
    from simulator.records.model import RunRecord
    from simulator.training.debrief import Debrief


@dataclass(frozen=True, slots=True)
class BesideClass:
    """A run, and what the class did on the same encounter.

    Attributes:
        debrief: the run.
        criteria: by criterion id, over the runs of the cohort on that encounter, this one among them.
        ratings: trainers' own levels for the run that stand.
    """

    debrief: Debrief
    criteria: Mapping[str, CriterionView]
    ratings: tuple[TrainerRating, ...]

    def own(self, rater: str) -> dict[str, int]:
        """Return the levels of one rater, by criterion."""
        return {each.criterion: each.level for each in self.ratings if each.rater == rater}


def cohorts(session: Session) -> list[Glance]:
    """Return every cohort in a line."""
    from simulator.academy.glance import at_a_glance

    return at_a_glance(session.opened(), now=session.clock())


def overview(session: Session, cohort: Cohort) -> Overview:
    """Return who has done what."""
    from simulator.academy.cohorts import overview as seen

    return seen(session.opened(), cohort, now=session.clock())


def struggles(session: Session, cohort: Cohort) -> list[CriterionView]:
    """Return every criterion over a cohort; this reads every level, so a screen asks for it last."""
    from simulator.academy.cohorts import criteria

    return criteria(session.opened(), cohort)


def runs_of(session: Session, cohort: Cohort, member: Member) -> list[RunRecord]:
    """Return the runs of a member that count for a cohort, newest first."""
    from simulator.academy.glance import runs_of_member

    return runs_of_member(session.opened(), cohort, member.id)


def beside_class(session: Session, cohort: Cohort, run_id: str) -> BesideClass:
    """Return a run beside what its class did on the same encounter."""
    from simulator.academy.cohorts import criteria
    from simulator.academy.ratings import ratings_of_run

    store = session.opened()
    view = session.debrief(run_id)
    found = criteria(store, cohort, scenario=view.record.scenario_id)
    return BesideClass(view, {each.criterion: each for each in found}, tuple(ratings_of_run(store, run_id)))


def rate(session: Session, run_id: str, levels: Mapping[str, int]) -> None:
    """Keep levels of whoever is signed in for a run."""
    from simulator.academy.ratings import rate as keep

    keep(session.opened(), run_id, rater_of(session), levels, at=session.clock())


def undo_rating(session: Session, run_id: str) -> list[str]:
    """Take back what whoever is signed in kept last of a run; return the criteria."""
    from simulator.academy.ratings import undo

    return undo(session.opened(), run_id, rater_of(session), at=session.clock())


def withdraw(session: Session, cohort: Cohort, scenario_id: str, mode: str) -> None:
    """Take an assignment back; the runs that answered it stay."""
    from simulator.academy.assignments import withdraw as take_back
    from simulator.records.model import Mode

    take_back(session.opened(), cohort, scenario_id, at=session.clock(), mode=Mode(mode))


def statistics(session: Session, cohort: Cohort, progress: Callable[[str], None]) -> CohortStatistics:
    """Return everything that a cohort's report tells; `progress` is told how far it is.

    Raises:
        ExportFailed: a library is not installed.
    """
    from simulator.academy.report import ReportRequest, statistics_of

    found, _ = statistics_of(session.opened(), ReportRequest(cohort.name), progress=progress)
    return found


def write_report(session: Session, statistics: CohortStatistics, target: Path) -> None:
    """Write the report's page, in place of whatever is there.

    Raises:
        ExportFailed: it cannot be written; what was there still is.
    """
    from simulator.academy.report import write_report as write

    write(statistics, target, at=session.clock())


def rater_of(session: Session) -> str:
    """Return under which name a rating is kept.

    Raises:
        EncounterError: nobody is named.
    """
    if session.trainee is None:
        raise EncounterError("Nobody is named.", "A rating is kept under a name: press comma, and give one.")
    return session.trainee.name
