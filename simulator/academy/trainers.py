"""Trainers of cohorts: whose a cohort is. On a server a trainer sees those cohorts, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from simulator.academy.model import Cohort
from simulator.records.journal import keep_new, remove
from simulator.records.model import Trainee, write_time
from simulator.records.schema import cohort_trainers, trainees
from simulator.records.store import Store


def add_trainers(store: Store, cohort: Cohort, people: Iterable[Trainee], *, at: datetime) -> int:
    """Make some people trainers of a cohort; return how many were not."""
    rows = [
        {"cohort_id": cohort.id, "trainee_id": each.id, "since": write_time(at)}
        for each in {each.id: each for each in people}.values()
    ]
    with store.writing() as connection:
        return keep_new(connection, cohort_trainers, rows, at=write_time(at), key="cohort_id trainee_id")


def remove_trainer(store: Store, cohort: Cohort, trainer: Trainee, *, at: datetime) -> bool:
    """Let somebody be a trainer of a cohort no longer; return whether they were."""
    only = (cohort_trainers.c.cohort_id == cohort.id, cohort_trainers.c.trainee_id == trainer.id)
    with store.writing() as connection:
        return remove(connection, cohort_trainers, *only, at=write_time(at)) > 0


def trainers_of(store: Store, cohort: Cohort) -> list[Trainee]:
    """Return the trainers of a cohort, by name."""
    asked = select(trainees.c.id, trainees.c.name).join(cohort_trainers, cohort_trainers.c.trainee_id == trainees.c.id)
    with store.reading() as connection:
        found = connection.execute(asked.where(cohort_trainers.c.cohort_id == cohort.id).order_by(trainees.c.key))
        return [Trainee(row.id, row.name) for row in found]


def cohorts_trained_by(store: Store, trainer: Trainee) -> set[str]:
    """Return the ids of the cohorts that somebody is a trainer of."""
    asked = select(cohort_trainers.c.cohort_id).where(cohort_trainers.c.trainee_id == trainer.id)
    with store.reading() as connection:
        return set(connection.scalars(asked))
