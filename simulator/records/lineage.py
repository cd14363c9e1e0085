"""Lineage: which decisions of a run are its own, and which another run has as well."""

from __future__ import annotations

from sqlalchemy import CTE, ColumnElement, case, select

from simulator.records.schema import runs


def taken_over(only: ColumnElement[bool]) -> CTE:
    """Return the runs that try again, with how many of their first decisions another run has as well.

    A run that tries again from a decision copies those before it. A rewind copies too, but the run that it replaces no
    longer counts. So the way goes up through rewinds to the first run that tries again.

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
