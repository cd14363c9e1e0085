"""Which runs count for a cohort, in one place, so that screens and exports agree."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from simulator.records import statements
from simulator.records.schema import assignments, campaign_runs, identities, members, runs, trainees, voids

NOT_VOID = runs.c.id.not_in(select(voids.c.run_id))
"""The condition on `runs` that a run is no attempt that was declared void."""

STANDS = ~statements.SUPERSEDED & NOT_VOID
"""The condition on `runs` that a run counts at all: no rewind replaced it, and it is not void."""

WHOSE = (
    runs.c.id.label("run"),
    runs.c.trainee_id.label("trainee"),
    trainees.c.name.label("trainee_name"),
    identities.c.external_id,
)
"""The columns that say whose run a row is about, as every table names them."""


def runs_of(cohort_id: str) -> ColumnElement[bool]:
    """Return the condition on `runs` that a run counts for a cohort.

    That is every run of a present member, but for those that answer another cohort's assignment and
    those that a rewind replaced or that are void.
    """
    own = select(members.c.trainee_id).where(members.c.cohort_id == cohort_id)
    assigned = select(assignments.c.id).where(assignments.c.cohort_id == cohort_id)
    answers = or_(runs.c.assignment_id.is_(None), runs.c.assignment_id.in_(assigned))
    # An episode answers what its campaign answers.
    others = select(campaign_runs.c.id).where(
        campaign_runs.c.assignment_id.is_not(None), campaign_runs.c.assignment_id.not_in(assigned)
    )
    alone = or_(runs.c.campaign_run.is_(None), runs.c.campaign_run.not_in(others))
    return runs.c.trainee_id.in_(own) & answers & alone & STANDS
