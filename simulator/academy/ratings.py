"""Trainers' own ratings of runs, for agreement between trainers: kept for good, and taken back by a later row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from scoring.document.problem import did_you_mean
from scoring.measure import LEVELS
from simulator.academy.model import Cohort, TrainerRating
from simulator.academy.selection import runs_of
from simulator.errors import UnknownRecord, UsageError
from simulator.records.journal import keep
from simulator.records.model import read_time, write_time
from simulator.records.schema import runs, trainer_ratings
from simulator.records.store import NAME_LIMIT, Store
from simulator.text import clean_text

_undone = trainer_ratings.alias("undone")
_KEY = ("run_id", "rater", "criterion")


def rate(store: Store, run_id: str, rater: str, levels: Mapping[str, int], *, at: datetime) -> None:
    """Keep a trainer's levels for a run; a later one on the same criterion stands in place of an earlier.

    Args:
        store: where they are kept.
        run_id: the whole id.
        rater: the trainer's name.
        levels: criterion to level, -2 to 2.
        at: now.

    Raises:
        UsageError: a level or a criterion that there is not in the run's rubrics.
        UnknownRecord: no such run.
    """
    name = _rater(rater)
    known = _criteria(store, run_id)
    for criterion, level in levels.items():
        if criterion not in known:
            shown = clean_text(criterion, limit=64)
            raise UsageError(f"This run is not rated on '{shown}'.", did_you_mean(shown, known, otherwise="Choose"))
        if level not in LEVELS:
            raise UsageError(f"{level} is not a level.", "A level is -2, -1, 0, 1 or 2.")
    with store.writing() as connection:
        for criterion, level in levels.items():
            _insert(connection, run_id, name, criterion, at, level=level, undoes=None)


def undo_rating(store: Store, run_id: str, rater: str, *, at: datetime) -> list[str]:
    """Take back what a trainer kept last of a run; what stood before stands again. Return the criteria.

    Raises:
        UnknownRecord: nothing of that trainer's stands.
    """
    name = _rater(rater)
    with store.writing() as connection:
        standing = connection.execute(
            _standing(trainer_ratings.c.run_id == run_id, trainer_ratings.c.rater == name)
        ).all()
        latest = max((row.at for row in standing), default=None)
        last = [row for row in standing if row.at == latest]
        if not last:
            raise UnknownRecord(f"{name} has not rated this run.", "See who has: encounter cohort rate RUN")
        for row in last:
            _insert(connection, run_id, name, row.criterion, at, level=None, undoes=row.number)
    return [row.criterion for row in last]


def ratings_of_run(store: Store, run_id: str) -> list[TrainerRating]:
    """Return the ratings of a run that stand, by rater and criterion."""
    return _read(store, _standing(trainer_ratings.c.run_id == run_id))


def ratings_of_cohort(store: Store, cohort: Cohort) -> list[TrainerRating]:
    """Return the ratings that stand of the runs that count for a cohort, by run, rater and criterion."""
    own = select(runs.c.id).where(runs_of(cohort.id))
    return _read(store, _standing(trainer_ratings.c.run_id.in_(own)))


def _standing(*only: ColumnElement[bool]) -> Select[Any]:
    """Return the newest row of each run, rater and criterion that is not taken back."""
    taken_back = (
        select(_undone.c.run_id)
        .where(*(_undone.c[name] == trainer_ratings.c[name] for name in _KEY))
        .where(_undone.c.undoes == trainer_ratings.c.number)
        .exists()
    )
    own = (
        select(*(trainer_ratings.c[name] for name in _KEY), func.max(trainer_ratings.c.number).label("number"))
        .where(*only, trainer_ratings.c.undoes.is_(None), ~taken_back)
        .group_by(*(trainer_ratings.c[name] for name in _KEY))
        .subquery()
    )
    same = and_(*(own.c[name] == trainer_ratings.c[name] for name in (*_KEY, "number")))
    return select(trainer_ratings).join(own, same).order_by(*(trainer_ratings.c[name] for name in _KEY))


def _read(store: Store, asked: Select[Any]) -> list[TrainerRating]:
    with store.reading() as connection:
        rows = connection.execute(asked).all()
    return [TrainerRating(row.run_id, row.rater, row.criterion, row.level, read_time(row.at)) for row in rows]


def _insert(
    connection: Connection,
    run_id: str,
    rater: str,
    criterion: str,
    at: datetime,
    *,
    level: int | None,
    undoes: int | None,
) -> None:
    key = {"run_id": run_id, "rater": rater, "criterion": criterion}
    same = [trainer_ratings.c[name] == value for name, value in key.items()]
    last = connection.scalar(select(func.max(trainer_ratings.c.number)).where(*same)) or 0
    row: dict[str, Any] = {**key, "number": last + 1, "level": level, "undoes": undoes, "at": write_time(at)}
    keep(connection, trainer_ratings, [row], at=row["at"])


def _criteria(store: Store, run_id: str) -> list[str]:
    return list(store.rubrics_of(store.run(run_id).id).criteria)


def _rater(name: str) -> str:
    shown = clean_text(name, limit=NAME_LIMIT)
    if not shown:
        raise UsageError("A rating needs the name of whoever gives it.", "Say who: --by NAME")
    return shown
