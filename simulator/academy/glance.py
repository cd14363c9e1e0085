"""Every cohort of a store in a line, and one member's runs: what a trainer's list needs, in a query each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select

from simulator.academy.model import Cohort
from simulator.academy.register import all_cohorts
from simulator.academy.selection import runs_of
from simulator.records import statements
from simulator.records.model import RunRecord, write_time
from simulator.records.queries import run_records
from simulator.records.schema import assignments, campaign_finishes, campaign_runs, cohorts, finishes, members, runs
from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class Glance:
    """A cohort in a line.

    Attributes:
        members, assignments: how many there are.
        done, open, overdue: how many pairs of a member and an assignment are in this state. What was begun and is not
            overdue counts as open.
    """

    cohort: Cohort
    members: int
    assignments: int
    done: int
    open: int
    overdue: int


def any_cohort(store: Store) -> bool:
    """Return whether the store holds a cohort."""
    with store.reading() as connection:
        return connection.scalar(select(cohorts.c.id).limit(1)) is not None


def at_a_glance(store: Store, *, now: datetime) -> list[Glance]:
    """Return every cohort with how its members stand, by name."""
    encounters = (
        select(runs.c.assignment_id, runs.c.trainee_id)
        .join(finishes, finishes.c.run_id == runs.c.id)
        .where(runs.c.assignment_id.is_not(None), ~statements.SUPERSEDED)
    )
    campaigns = (
        select(campaign_runs.c.assignment_id, campaign_runs.c.trainee_id)
        .join(campaign_finishes, campaign_finishes.c.campaign_run == campaign_runs.c.id)
        .where(campaign_runs.c.assignment_id.is_not(None))
    )
    answered = encounters.union(campaigns).subquery()
    late = and_(answered.c.trainee_id.is_(None), assignments.c.due < write_time(now))
    asked = (
        select(
            assignments.c.cohort_id,
            func.count().label("pairs"),
            func.count(answered.c.trainee_id).label("done"),
            func.sum(case((late, 1), else_=0)).label("overdue"),
        )
        .join(members, members.c.cohort_id == assignments.c.cohort_id)
        .outerjoin(
            answered,
            and_(answered.c.assignment_id == assignments.c.id, answered.c.trainee_id == members.c.trainee_id),
        )
        .where(assignments.c.withdrawn_at.is_(None))
        .group_by(assignments.c.cohort_id)
    )
    given = (
        select(assignments.c.cohort_id, func.count())
        .where(assignments.c.withdrawn_at.is_(None))
        .group_by(assignments.c.cohort_id)
    )
    with store.reading() as connection:
        standing = {row.cohort_id: row for row in connection.execute(asked)}
        counts = {cohort_id: int(count) for cohort_id, count in connection.execute(given)}
    found = []
    for cohort, people in all_cohorts(store):
        row = standing.get(cohort.id)
        pairs, done, overdue = (0, 0, 0) if row is None else (int(row.pairs), int(row.done), int(row.overdue))
        found.append(Glance(cohort, people, counts.get(cohort.id, 0), done, pairs - done - overdue, overdue))
    return found


def runs_of_member(store: Store, cohort: Cohort, trainee_id: str, *, limit: int | None = None) -> list[RunRecord]:
    """Return the runs of a member that count for a cohort, newest first."""
    with store.reading() as connection:
        return run_records(connection, runs_of(cohort.id), runs.c.trainee_id == trainee_id, limit=limit)
