"""Which runs count for a cohort, in one place, so that screens and exports agree."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from simulator.records import statements
from simulator.records.lineage import taken_over
from simulator.records.model import Mode
from simulator.records.schema import assignments, campaign_runs, finishes, identities, members, runs, trainees, voids
from simulator.records.store import Store

NOT_VOID = runs.c.id.not_in(select(voids.c.run_id))
"""The condition on `runs` that a run is not an attempt that was declared void."""

STANDS = ~statements.SUPERSEDED & NOT_VOID
"""The condition on `runs` that a run counts at all: no rewind replaced it, and it is not void."""

WHOSE = (
    runs.c.id.label("run"),
    runs.c.trainee_id.label("trainee"),
    trainees.c.name.label("trainee_name"),
    identities.c.external_id,
)
"""The columns that say whose run a row is about. Every table uses these names."""


@dataclass(frozen=True, slots=True)
class ModeTold:
    """The one mode that figures of a cohort are told of: practice is coached, and the two are never combined.

    Attributes:
        mode: which.
        left_out: how many finished runs were played in the other.
    """

    mode: Mode
    left_out: int

    @property
    def words(self) -> str:
        """What is shown and what is left out, in words; "" if nothing is left out."""
        if not self.left_out:
            return ""
        other = Mode.ASSESSMENT if self.mode is Mode.PRACTICE else Mode.PRACTICE
        others = (
            f"1 finished run of {other} is" if self.left_out == 1 else f"{self.left_out:,} finished runs of {other} are"
        )
        return f"Only what was played as {self.mode}: {others} left out, as the two are never combined."


def mode_told(store: Store, cohort_id: str, asked: Mode | None = None, scenario: str | None = None) -> ModeTold:
    """Return the mode that figures of a cohort are told of.

    Args:
        store: where the runs are.
        cohort_id: whose.
        asked: the mode that was asked for. None: assessment if one was finished, otherwise practice.
        scenario: of this encounter alone; None for all.
    """
    of = runs_of(cohort_id) & (true() if scenario is None else runs.c.scenario_id == scenario)
    counted = (
        select(runs.c.mode, func.count(finishes.c.run_id))
        .outerjoin(finishes, finishes.c.run_id == runs.c.id)
        .where(of)
        .group_by(runs.c.mode)
    )
    with store.reading() as connection:
        finished = {Mode(mode): int(count) for mode, count in connection.execute(counted)}
    mode = asked or max(finished, key=lambda each: (finished[each] > 0, each is Mode.ASSESSMENT), default=Mode.PRACTICE)
    return ModeTold(mode, sum(count for each, count in finished.items() if each is not mode))


def whole_runs_of(cohort_id: str, mode: Mode) -> ColumnElement[bool]:
    """Return the condition on `runs` that a cohort rests its figures on: finished, in one mode, begun at the start."""
    counts = runs_of(cohort_id, mode)
    again = taken_over(counts)
    return and_(counts, runs.c.id.in_(select(finishes.c.run_id)), runs.c.id.not_in(select(again.c.run_id)))


def runs_of(cohort_id: str, mode: Mode | None = None) -> ColumnElement[bool]:
    """Return the condition on `runs` that a run counts for a cohort.

    That is every run of a present member, except runs that answer another cohort's assignment, that a rewind replaced,
    or that are void.

    Args:
        cohort_id: whose.
        mode: only runs of this mode; None for both.
    """
    own = select(members.c.trainee_id).where(members.c.cohort_id == cohort_id)
    assigned = select(assignments.c.id).where(assignments.c.cohort_id == cohort_id)
    answers = or_(runs.c.assignment_id.is_(None), runs.c.assignment_id.in_(assigned))
    # An episode answers what its campaign answers.
    others = select(campaign_runs.c.id).where(
        campaign_runs.c.assignment_id.is_not(None), campaign_runs.c.assignment_id.not_in(assigned)
    )
    alone = or_(runs.c.campaign_run.is_(None), runs.c.campaign_run.not_in(others))
    played = true() if mode is None else runs.c.mode == mode.value
    return runs.c.trainee_id.in_(own) & answers & alone & STANDS & played
