"""Retention: people whose records are due to be erased, because nothing was added for a long time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from simulator.records.model import Trainee, read_time
from simulator.records.schema import campaign_runs, finishes, members, runs, trainees
from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class Inactive:
    """Somebody who has done nothing for long.

    Attributes:
        trainee: who.
        last: when they last began or finished something, joined a cohort, or came into the store.
        runs: how many runs are kept about them.
    """

    trainee: Trainee
    last: datetime
    runs: int


def inactive_since(store: Store, before: datetime) -> list[Inactive]:
    """Return everybody who has done nothing since a moment, the longest ago first."""
    seen = (
        select(runs.c.trainee_id, runs.c.started_at.label("at"))
        .union_all(
            select(runs.c.trainee_id, finishes.c.at).join(finishes, finishes.c.run_id == runs.c.id),
            select(campaign_runs.c.trainee_id, campaign_runs.c.started_at),
            select(members.c.trainee_id, members.c.joined),
            select(trainees.c.id, trainees.c.created),
        )
        .subquery()
    )
    count = select(func.count()).where(runs.c.trainee_id == trainees.c.id).scalar_subquery()
    asked = (
        select(trainees.c.id, trainees.c.name, func.max(seen.c.at).label("last"), count.label("runs"))
        .join(seen, seen.c.trainee_id == trainees.c.id)
        .group_by(trainees.c.id, trainees.c.name)
    )
    with store.reading() as connection:
        rows = connection.execute(asked).all()
    found = [Inactive(Trainee(row.id, row.name), read_time(row.last), row.runs) for row in rows]
    return sorted((each for each in found if each.last < before), key=lambda each: (each.last, each.trainee.name))
