"""Pauses of an assessment, for all of a cohort or for one: while one lasts no answer is taken and no clock runs.

That one begins or ends stands in the audit log; its reason is kept with the pause.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from simulator.academy.model import Assignment
from simulator.errors import UsageError
from simulator.people.audit import log
from simulator.records.journal import change, keep
from simulator.records.model import REFLECTION_LIMIT, Mode, RunRecord, Trainee, read_time, write_time
from simulator.records.schema import pauses, trainees
from simulator.records.store import Store
from simulator.text import clean_text


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of time that does not count.

    Attributes:
        who: the person whose clock stands still; None for everybody who answers the assignment.
        ended: None while it lasts.
        reason, author: why, and who said so.
    """

    id: str
    assignment_id: str
    who: Trainee | None
    began: datetime
    ended: datetime | None
    reason: str
    author: str


def pause(
    store: Store, assignment: Assignment, *, who: Trainee | None, reason: str, author: str, at: datetime
) -> Pause:
    """Stop the clock of an assessment.

    Args:
        who: for whom; None for everybody.
        reason: why; it is kept.
        author: who says so.

    Raises:
        UsageError: it is practice, it is paused for them already, or there is no reason.
    """
    why = clean_text(reason, limit=REFLECTION_LIMIT)
    if not why:
        raise UsageError("A pause needs a reason, which is kept.", "Say why.")
    if assignment.mode is not Mode.ASSESSMENT:
        raise UsageError("Only an assessment can be paused: practice has no clock to stop.", "There is nothing to do.")
    same = pauses.c.trainee_id.is_(None) if who is None else pauses.c.trainee_id == who.id
    row = {
        "id": str(uuid.uuid4()), "assignment_id": assignment.id, "trainee_id": None if who is None else who.id,
        "began": write_time(at), "ended": None, "reason": why, "author": author,
    }  # fmt: skip
    with store.writing() as connection:
        lasting = select(pauses.c.id).where(pauses.c.assignment_id == assignment.id, same, pauses.c.ended.is_(None))
        if connection.scalar(lasting) is not None:
            raise UsageError("It is paused already.", "End that pause first.")
        keep(connection, pauses, [row], at=write_time(at))
        whose = f"everybody of {assignment.cohort}" if who is None else who.name
        log(connection, at=at, by=author, action="paused", about=whose, detail=assignment.scenario_id)
    return Pause(row["id"] or "", assignment.id, who, at, None, why, author)


def end_pause(store: Store, assignment: Assignment, pause_id: str, *, author: str, at: datetime) -> None:
    """Let the clock of an assessment run again.

    Args:
        author: who says so.

    Raises:
        UsageError: no such pause lasts.
    """
    only = (pauses.c.id == pause_id, pauses.c.assignment_id == assignment.id, pauses.c.ended.is_(None))
    with store.writing() as connection:
        if not change(connection, pauses, *only, at=write_time(at), values={"ended": write_time(at)}):
            raise UsageError("This pause is over already.", "Reload the page.")
        log(connection, at=at, by=author, action="resumed", about=assignment.cohort, detail=assignment.scenario_id)


def pauses_of(store: Store, assignment: Assignment) -> list[Pause]:
    """Return every pause of an assignment, the newest first."""
    return _pauses(store, pauses.c.assignment_id == assignment.id)


def pauses_for(store: Store, record: RunRecord) -> list[Pause]:
    """Return every pause that holds for a run, the newest first."""
    if record.assignment_id is None:
        return []
    own = or_(pauses.c.trainee_id.is_(None), pauses.c.trainee_id == record.trainee_id)
    return _pauses(store, (pauses.c.assignment_id == record.assignment_id) & own)


def time_paused(held: list[Pause], since: datetime, now: datetime) -> timedelta:
    """Return how much of the time from `since` to `now` lies in pauses; what lies in two counts once."""
    total, covered = timedelta(0), since
    for each in sorted(held, key=lambda pause: pause.began):
        begin, end = max(each.began, covered), min(each.ended or now, now)
        if end > begin:
            total += end - begin
            covered = end
    return total


def _pauses(store: Store, only: ColumnElement[bool]) -> list[Pause]:
    asked = select(pauses, trainees.c.name).outerjoin(trainees, trainees.c.id == pauses.c.trainee_id)
    with store.reading() as connection:
        rows = connection.execute(asked.where(only).order_by(pauses.c.began.desc())).all()
    return [
        Pause(
            row.id, row.assignment_id, None if row.trainee_id is None else Trainee(row.trainee_id, row.name),
            read_time(row.began), None if row.ended is None else read_time(row.ended), row.reason, row.author,
        )
        for row in rows
    ]  # fmt: skip
