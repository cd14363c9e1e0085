"""The upkeep of cohorts: another name, put away when they are over, and two made one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from simulator.academy.model import Cohort
from simulator.academy.register import cohort_name, cohort_named
from simulator.errors import UsageError
from simulator.records.journal import change, keep_new, remove
from simulator.records.model import write_time
from simulator.records.schema import archived_cohorts, assignments, cohort_trainers, cohorts, members
from simulator.records.store import Store
from simulator.text import name_key


def rename_cohort(store: Store, cohort: Cohort, name: str, *, at: datetime) -> Cohort:
    """Give a cohort another name.

    Raises:
        UsageError: nothing readable is left of it, or another cohort has it.
    """
    shown = cohort_name(name)
    with store.writing() as connection:
        taken = connection.scalar(
            select(cohorts.c.name).where(cohorts.c.key == name_key(shown), cohorts.c.id != cohort.id)
        )
        if taken is not None:
            raise UsageError(f"There is a cohort '{taken}' already.", "Choose another name, or merge the two.")
        values = {"key": name_key(shown), "name": shown}
        change(connection, cohorts, cohorts.c.id == cohort.id, at=write_time(at), values=values)
    return cohort_named(store, shown)


def archive_cohort(store: Store, cohort: Cohort, *, at: datetime) -> bool:
    """Put a cohort away: it is no longer listed, and its assignments need not be done.

    Return whether this changed anything.
    """
    row = {"cohort_id": cohort.id, "since": write_time(at)}
    with store.writing() as connection:
        return bool(keep_new(connection, archived_cohorts, [row], at=write_time(at), key="cohort_id"))


def bring_back_cohort(store: Store, cohort: Cohort, *, at: datetime) -> bool:
    """Take a cohort out of the archive; return whether it was in it."""
    with store.writing() as connection:
        return bool(remove(connection, archived_cohorts, archived_cohorts.c.cohort_id == cohort.id, at=write_time(at)))


def merge_cohorts(store: Store, cohort: Cohort, into: Cohort, *, at: datetime) -> int:
    """Let a cohort's people, trainers and assignments belong to another, and archive it; return how many people came.

    If both have assigned the same encounter in one mode, the other's terms hold; runs that answered the first still
    count.

    Raises:
        UsageError: the two are one.
    """
    if cohort.id == into.id:
        raise UsageError("Both names are the same cohort.", "Name two.")
    now = write_time(at)
    with store.writing() as connection:
        came = [
            {"cohort_id": into.id, "trainee_id": trainee, "joined": now}
            for trainee in connection.scalars(select(members.c.trainee_id).where(members.c.cohort_id == cohort.id))
        ]
        count = keep_new(connection, members, came, at=now, key="trainee_id cohort_id")
        remove(connection, members, members.c.cohort_id == cohort.id, at=now)
        trainers = [
            {"cohort_id": into.id, "trainee_id": trainer, "since": now}
            for trainer in connection.scalars(
                select(cohort_trainers.c.trainee_id).where(cohort_trainers.c.cohort_id == cohort.id)
            )
        ]
        keep_new(connection, cohort_trainers, trainers, at=now, key="trainee_id cohort_id")
        asked = select(assignments).where(assignments.c.withdrawn_at.is_(None))
        standing = {
            (row.scenario_id, row.mode) for row in connection.execute(asked.where(assignments.c.cohort_id == into.id))
        }
        for row in connection.execute(asked.where(assignments.c.cohort_id == cohort.id)).all():
            if (row.scenario_id, row.mode) in standing:
                change(connection, assignments, assignments.c.id == row.id, at=now, values={"withdrawn_at": now})
        change(connection, assignments, assignments.c.cohort_id == cohort.id, at=now, values={"cohort_id": into.id})
        keep_new(connection, archived_cohorts, [{"cohort_id": cohort.id, "since": now}], at=now, key="cohort_id")
        # Last, as only those who train a cohort may do all this with it.
        remove(connection, cohort_trainers, cohort_trainers.c.cohort_id == cohort.id, at=now)
    return count
