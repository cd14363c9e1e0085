"""The marks that assignments pin: a panel set them as the standard for the runs that answer the assignment."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import func, select

from simulator.records.schema import assignments, campaign_runs, runs
from simulator.records.store import Store


def marks_of(store: Store, run_id: str) -> Mapping[str, float]:
    """Return the marks that a run's assignment pins: rubric id to conduct, 0 to 100.

    An episode is held to the assignment of its campaign. A rubric that is not named has the program's own mark.
    """
    asked = (
        select(assignments.c.pinned)
        .select_from(runs)
        .outerjoin(campaign_runs, campaign_runs.c.id == runs.c.campaign_run)
        .join(assignments, assignments.c.id == func.coalesce(runs.c.assignment_id, campaign_runs.c.assignment_id))
        .where(runs.c.id == run_id)
    )
    with store.reading() as connection:
        return marks_in(connection.scalar(asked))


def marks_in(pinned: str | None) -> Mapping[str, float]:
    """Return the marks in what an assignment keeps as pinned, None if it pins nothing."""
    standards = {} if pinned is None else json.loads(pinned).get("standards", {})
    return {rubric: each["mark"] for rubric, each in standards.items()}
