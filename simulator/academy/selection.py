"""Which runs count for a cohort, and which of their decisions are their own, in one place for screens and exports."""

from __future__ import annotations

from sqlalchemy import CTE, ColumnElement, case, or_, select

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


def taken_over(only: ColumnElement[bool]) -> CTE:
    """Return the new tries among runs, with how many of their first decisions another run has as well.

    A new try from a decision copies those before it. A rewind copies too, but the run it leaves counts
    no more; so the way goes up through rewinds to the first new try.

    Args:
        only: a condition on `runs`.

    Returns:
        A table expression with the columns `run_id` and `kept`.
    """
    begun = select(
        runs.c.id.label("run_id"),
        runs.c.origin_run.label("above"),
        runs.c.origin_kept.label("kept"),
        runs.c.origin_kind.label("kind"),
    ).where(only, runs.c.origin_kind.is_not(None))
    way = begun.cte("way", recursive=True)
    origin = runs.alias("origin")
    fewer = case((way.c.kept < origin.c.origin_kept, way.c.kept), else_=origin.c.origin_kept)
    way = way.union_all(
        select(way.c.run_id, origin.c.origin_run, fewer, origin.c.origin_kind)
        .join(origin, origin.c.id == way.c.above)
        .where(way.c.kind == "rewind", origin.c.origin_kind.is_not(None))
    )
    return select(way.c.run_id, way.c.kept).where(way.c.kind == "again").cte("taken_over")
