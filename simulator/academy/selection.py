"""Which runs count for a cohort, in one place, so that screens and exports agree."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from simulator.records import statements
from simulator.records.schema import assignments, members, runs


def runs_of(cohort_id: str) -> ColumnElement[bool]:
    """Return the condition on `runs` that a run counts for a cohort.

    That is every run of a present member, but for those that answer another cohort's assignment and
    those that a rewind replaced.
    """
    own = select(members.c.trainee_id).where(members.c.cohort_id == cohort_id)
    assigned = select(assignments.c.id).where(assignments.c.cohort_id == cohort_id)
    answers = or_(runs.c.assignment_id.is_(None), runs.c.assignment_id.in_(assigned))
    return runs.c.trainee_id.in_(own) & answers & ~statements.SUPERSEDED
