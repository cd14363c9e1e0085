"""What holds for one person beside the terms of an assignment: an extension, more attempts or time, another form.

Each is kept for good with its reason and author. The newest counts; what it does not mention stays as it was. That it
was decided stands in the audit log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from simulator.academy.model import ATTEMPTS_LIMIT, Assignment, Pin
from simulator.errors import UsageError
from simulator.people.audit import log
from simulator.records.digests import canonical
from simulator.records.journal import keep
from simulator.records.merged import doubles_of
from simulator.records.model import Mode, Trainee, read_time, write_time
from simulator.records.queries import OLDEST_FIRST
from simulator.records.schema import adjustments, members, voids
from simulator.records.store import Store
from simulator.text import NAME_LIMIT, clean_text

EXTRA_TIME_LIMIT = 300
"""The most that a timer can be lengthened by, in percent."""

REASON_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class OtherForm:
    """The other encounter that one person plays instead of the assigned one, and its exact version."""

    scenario: str
    pin: Pin


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What holds for one person.

    Attributes:
        assignment, trainee: by id.
        due: until when; None for the assignment's own date.
        attempts: how many; None for the assignment's own number.
        extra_time: how much longer timers are, in percent.
        other_form: what to play instead; None for what was assigned.
        reason, author, at: why, by whom and when.
    """

    assignment: str
    trainee: str
    due: datetime | None
    attempts: int | None
    extra_time: int
    other_form: OtherForm | None
    reason: str
    author: str
    at: datetime

    def applied(self, assignment: Assignment) -> Assignment:
        """Return the assignment as it holds for the person."""
        changed: dict[str, Any] = {"extra_time": self.extra_time}
        if self.due is not None:
            changed["due"] = self.due
        if self.attempts is not None:
            changed["attempts_allowed"] = self.attempts
        if self.other_form is not None:
            changed |= {"scenario_id": self.other_form.scenario, "pin": self.other_form.pin}
        return replace(assignment, **changed)


def adjust(
    store: Store,
    assignment: Assignment,
    trainee: Trainee,
    *,
    author: str,
    reason: str,
    at: datetime,
    due: datetime | None = None,
    attempts: int | None = None,
    extra_time: int | None = None,
    other_form: OtherForm | None = None,
) -> Adjustment:
    """Keep what holds for one person. An argument that is None leaves an earlier adjustment as it is.

    Args:
        store: where it is kept.
        assignment: of a cohort that the person belongs to.
        trainee: the person.
        author: who decided it.
        reason: why.
        at: now.
        due: the person's own date, to come.
        attempts: how many attempts the person has, of an assessment.
        extra_time: how much longer timers are, in percent; 0 takes it back.
        other_form: what the person plays instead.

    Raises:
        UsageError: nothing is adjusted, a value cannot be, or the person does not belong to the cohort.
    """
    who, why = said_by(author, reason)
    if (due, attempts, extra_time, other_form) == (None, None, None, None):
        raise UsageError("Nothing is adjusted.", "Give a date, attempts, extra time or another form.")
    if due is not None and due <= at:
        raise UsageError("The date has passed already.", "Give a date in the future.")
    if attempts is not None and (assignment.mode is Mode.PRACTICE or not 1 <= attempts <= ATTEMPTS_LIMIT):
        raise UsageError(f"Only an assessment has a number of attempts, 1 to {ATTEMPTS_LIMIT:,}.", "Leave it out.")
    if extra_time is not None and not 0 <= extra_time <= EXTRA_TIME_LIMIT:
        raise UsageError(f"{extra_time} % more time cannot be given.", f"Give 0 to {EXTRA_TIME_LIMIT}.")
    with store.writing() as connection:
        belongs = (members.c.cohort_id == assignment.cohort_id) & (members.c.trainee_id == trainee.id)
        if connection.scalar(select(members.c.trainee_id).where(belongs)) is None:
            raise UsageError(f"{trainee.name} does not belong to {assignment.cohort}.", "Adjust it for a member.")
        # Of somebody who was merged there may be some under each name: the newest of them all goes on.
        ids = [trainee.id, *doubles_of(connection, trainee.id)]
        earlier = (adjustments.c.assignment_id == assignment.id) & adjustments.c.trainee_id.in_(ids)
        before = next(iter(reversed(_read(connection, earlier))), None)
        number = connection.scalar(select(func.coalesce(func.max(adjustments.c.number), 0)).where(earlier)) or 0
        made = Adjustment(
            assignment.id,
            trainee.id,
            due or (before.due if before else None),
            attempts or (before.attempts if before else None),
            extra_time if extra_time is not None else before.extra_time if before else 0,
            other_form or (before.other_form if before else None),
            why,
            who,
            max(at, before.at) if before else at,  # a clock that was put back takes nothing back
        )
        keep(connection, adjustments, [{**_row(made), "number": number + 1}], at=write_time(at))
        log(connection, at=at, by=who, action="adjusted", about=trainee.name, detail=assignment.scenario_id)
    return made


def adjustments_of(connection: Connection, *only: ColumnElement[bool]) -> dict[tuple[str, str], Adjustment]:
    """Return the adjustments that stand, by assignment and person.

    Args:
        connection: to read on.
        only: conditions on `adjustments`.
    """
    return {(each.assignment, each.trainee): each for each in _read(connection, *only)}


def adjusted_for(assigned: Iterable[Assignment], trainee_id: str, connection: Connection) -> list[Assignment]:
    """Return assignments as they hold for one person."""
    own = adjustments_of(connection, adjustments.c.trainee_id == trainee_id)
    return [adjusted(each, trainee_id, own) for each in assigned]


def adjusted(assignment: Assignment, trainee_id: str, found: Mapping[tuple[str, str], Adjustment]) -> Assignment:
    """Return an assignment as it holds for one person."""
    own = found.get((assignment.id, trainee_id))
    return assignment if own is None else own.applied(assignment)


def void(store: Store, run_id: str, *, author: str, reason: str, at: datetime) -> None:
    """Let an attempt not count: it is kept, with the reason, and the person has it once more.

    Raises:
        UsageError: it answers no assignment, or is void already.
        UnknownRecord: no such run.
    """
    who, why = said_by(author, reason)
    record = store.run(run_id)
    if record.assignment_id is None:
        raise UsageError(
            "This run does not belong to an assignment, so there is no attempt to void.", "Leave it as it is."
        )
    with store.writing() as connection:
        if connection.scalar(select(voids.c.run_id).where(voids.c.run_id == record.id)) is not None:
            raise UsageError("This attempt is void already.", "Leave it as it is.")
        row = {"run_id": record.id, "reason": why, "author": who, "at": write_time(at)}
        keep(connection, voids, [row], at=write_time(at))
        log(connection, at=at, by=who, action="voided", about=record.trainee, detail=record.id)


def said_by(author: str, reason: str) -> tuple[str, str]:
    """Return who decided a thing and why, as they are kept.

    Raises:
        UsageError: nothing readable is left of one of them.
    """
    who, why = clean_text(author, limit=NAME_LIMIT), clean_text(reason, limit=REASON_LIMIT)
    if not who:
        raise UsageError("It needs the name of the person who decides this.", "Say who: --by NAME")
    if not why:
        raise UsageError("It needs a reason.", "Say why.")
    return who, why


def _read(connection: Connection, *only: ColumnElement[bool]) -> Sequence[Adjustment]:
    """Return adjustments, that which stands last."""
    asked = select(adjustments).where(*only).order_by(*OLDEST_FIRST)
    return [_adjustment(row) for row in connection.execute(asked).mappings()]


def _adjustment(row: RowMapping) -> Adjustment:
    form = None if row["other_form"] is None else json.loads(row["other_form"])
    return Adjustment(
        row["assignment_id"],
        row["trainee_id"],
        None if row["due"] is None else read_time(row["due"]),
        row["attempts_allowed"],
        row["extra_time"],
        None if form is None else OtherForm(form["scenario"], Pin.read(form["pin"])),
        row["reason"],
        row["author"],
        read_time(row["at"]),
    )


def _row(made: Adjustment) -> dict[str, Any]:
    form = made.other_form
    return {
        "assignment_id": made.assignment,
        "trainee_id": made.trainee,
        "due": None if made.due is None else write_time(made.due),
        "attempts_allowed": made.attempts,
        "extra_time": made.extra_time,
        "other_form": None if form is None else canonical({"scenario": form.scenario, "pin": asdict(form.pin)}),
        "reason": made.reason,
        "author": made.author,
        "at": write_time(made.at),
    }
