"""Who is where: the runs that answer a cohort's assignments, how far each has come, and when it last moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from simulator.academy.assignments import assignments_of
from simulator.academy.model import Assignment, Cohort, Member
from simulator.academy.register import members_of
from simulator.people.audit import note
from simulator.records import statements
from simulator.records.model import Mode, read_time
from simulator.records.schema import decisions, finishes, runs
from simulator.records.store import Store
from simulator.training.language import replay
from simulator.training.play import Clock, Play


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """How far one member has come with an assignment.

    Attributes:
        run: the newest run that answers it, "" if there is none.
        answers: how many decisions it holds.
        last: when it last moved; None if it has not begun.
        finished: whether it has reached an ending.
    """

    member: Member
    run: str = ""
    answers: int = 0
    last: datetime | None = None
    finished: bool = False


def whereabouts(store: Store, cohort: Cohort) -> list[tuple[Assignment, list[Whereabouts]]]:
    """Return, for each assignment of a cohort, how far each member has come."""
    assigned = assignments_of(store, cohort)
    asked = (
        select(
            runs.c.id, runs.c.assignment_id, runs.c.trainee_id, runs.c.started_at, runs.c.ordinal,
            finishes.c.run_id.label("finish"), func.count(decisions.c.sequence).label("answers"),
            func.max(decisions.c.at).label("last"),
        )
        .outerjoin(finishes, finishes.c.run_id == runs.c.id)
        .outerjoin(decisions, decisions.c.run_id == runs.c.id)
        .where(runs.c.assignment_id.in_([each.id for each in assigned]), ~statements.SUPERSEDED)
        .group_by(runs.c.id, finishes.c.run_id)
        .order_by(runs.c.ordinal)
    )  # fmt: skip
    with store.reading() as connection:
        newest = {(row.assignment_id, row.trainee_id): row for row in connection.execute(asked)}
    people = members_of(store, cohort)
    found = []
    for assignment in assigned:
        rows = [(person, newest.get((assignment.id, person.id))) for person in people]
        found.append(
            (
                assignment,
                [
                    Whereabouts(person)
                    if row is None
                    else Whereabouts(
                        person, row.id, row.answers, read_time(row.last or row.started_at), row.finish is not None
                    )
                    for person, row in rows
                ],
            )
        )
    return found


def practised(
    store: Store, seen: list[tuple[Assignment, list[Whereabouts]]], *, clock: Clock
) -> list[tuple[Whereabouts, Play]]:
    """Return the practice runs that members are at just now, into which a trainer may let something happen."""
    found = []
    for assignment, rows in seen:
        for row in rows if assignment.mode is Mode.PRACTICE else ():
            if row.run and not row.finished:
                record = store.run(row.run)
                found.append((row, Play(store, record, replay(store, record), clock)))
    return found


def inject(play: Play, inject_id: str, *, author: str, at: datetime) -> None:
    """Let what an author wrote happen in a practice run; the audit log says who wanted it.

    Args:
        play: the run, as `practised` returns it.
        inject_id: one of the scenario's injects that may come here and now.
        author: the trainer.

    Raises:
        ChoiceRefused: it cannot come here and now; nothing has changed.
    """
    play.inject(inject_id)
    detail = f"{play.record.scenario_id}: {inject_id}"
    note(play.store, at=at, by=author, action="injected", about=play.record.trainee, detail=detail)
