"""Whose work is overdue, who finished late, and whom to remind of work that is due soon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from simulator.academy.adjustments import adjusted, adjustments_of
from simulator.academy.assignments import assignments_of
from simulator.academy.model import Assignment, Cohort, Member
from simulator.academy.register import members_of
from simulator.academy.selection import NOT_VOID
from simulator.records.model import read_time, write_time
from simulator.records.schema import adjustments, assignments, campaign_finishes, campaign_runs, finishes, runs
from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class Late:
    """One member who is late with one assignment.

    Attributes:
        member: who.
        assignment: what, as it holds for that person.
        finished: when it was done; None while it is overdue.
        by: how late it was done, or is now.
    """

    member: Member
    assignment: Assignment
    finished: datetime | None
    by: timedelta

    def as_json(self) -> dict[str, Any]:
        """Return the documented object of `encounter cohort late --json`."""
        return {
            "trainee": self.member.name,
            "external_id": self.member.external_id,
            "assignment": self.assignment.id,
            "scenario": self.assignment.scenario_id,
            "due": None if self.assignment.due is None else write_time(self.assignment.due),
            "finished": None if self.finished is None else write_time(self.finished),
            "late_seconds": round(self.by.total_seconds()),
        }


@dataclass(frozen=True, slots=True)
class Reminder:
    """One member who has still to do one assignment.

    Attributes:
        member: who.
        assignment: what, as it holds for that person.
        left: how long there is still time; negative where it is overdue.
    """

    member: Member
    assignment: Assignment
    left: timedelta

    @property
    def words(self) -> str:
        """How long there is still time, in words."""
        return f"overdue by {span(-self.left)}" if self.left < timedelta(0) else f"{span(self.left)} left"

    def as_json(self) -> dict[str, Any]:
        """Return the documented object of `encounter cohort reminders --json`."""
        return {
            "trainee": self.member.name,
            "external_id": self.member.external_id,
            "email": self.member.email,
            "assignment": self.assignment.id,
            "scenario": self.assignment.scenario_id,
            "mode": str(self.assignment.mode),
            "due": None if self.assignment.due is None else write_time(self.assignment.due),
            "left_seconds": round(self.left.total_seconds()),
        }


def span(time: timedelta) -> str:
    """Return a length of time as people say it, in days and hours."""
    hours = round(time.total_seconds() / 3600)
    days, rest = divmod(hours, 24)
    return f"{days} d {rest} h" if days else f"{hours} h" if hours else f"{round(time.total_seconds() / 60)} min"


def who_is_late(store: Store, cohort: Cohort, *, now: datetime) -> list[Late]:
    """Return who is late, those who are still to do it first, then by how late; extensions count."""
    found = [
        Late(member, held, finished, (finished or now) - held.due)
        for member, held, finished in _held(store, cohort)
        if held.due is not None and (finished or now) > held.due
    ]
    return sorted(found, key=lambda late: (late.finished is not None, -late.by, late.member.name.casefold()))


def who_to_remind(store: Store, cohort: Cohort, *, now: datetime, within: timedelta) -> list[Reminder]:
    """Return who still has work to do that is overdue or due soon, the most urgent first. Extensions count."""
    found = [
        Reminder(member, held, held.due - now)
        for member, held, finished in _held(store, cohort)
        if held.due is not None and finished is None and held.due - now <= within
    ]
    return sorted(found, key=lambda each: (each.left, each.member.name.casefold()))


def _held(store: Store, cohort: Cohort) -> Iterator[tuple[Member, Assignment, datetime | None]]:
    """Yield each member with each assignment as it holds for them, and when they had done it first."""
    assigned = assignments_of(store, cohort)
    people = members_of(store, cohort)
    own = assignments.c.cohort_id == cohort.id
    alone = (
        select(runs.c.trainee_id, runs.c.assignment_id, func.min(finishes.c.at).label("at"))
        .join(finishes, finishes.c.run_id == runs.c.id)
        .join(assignments, assignments.c.id == runs.c.assignment_id)
        .where(own, NOT_VOID)
        .group_by(runs.c.trainee_id, runs.c.assignment_id)
    )
    campaigns = (
        select(campaign_runs.c.trainee_id, campaign_runs.c.assignment_id, func.min(campaign_finishes.c.at).label("at"))
        .join(campaign_finishes, campaign_finishes.c.campaign_run == campaign_runs.c.id)
        .join(assignments, assignments.c.id == campaign_runs.c.assignment_id)
        .where(own)
        .group_by(campaign_runs.c.trainee_id, campaign_runs.c.assignment_id)
    )
    with store.reading() as connection:
        standing = adjustments_of(connection, adjustments.c.assignment_id.in_([each.id for each in assigned]))
        done = {
            (row.trainee_id, row.assignment_id): read_time(row.at)
            for row in (*connection.execute(alone), *connection.execute(campaigns))
        }
    for assignment in assigned:
        for member in people:
            yield member, adjusted(assignment, member.id, standing), done.get((member.id, assignment.id))
