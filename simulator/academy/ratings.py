"""Trainers' own ratings of runs, for agreement between trainers: kept for good, and taken back by a later row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, select

from scoring.document.problem import did_you_mean
from scoring.measure import LEVELS
from simulator.academy.model import Cohort, TrainerRating
from simulator.academy.selection import runs_of
from simulator.errors import UnknownRecord, UsageError
from simulator.records.journal import keep
from simulator.records.model import Mode, read_time, write_time
from simulator.records.schema import runs, trainer_ratings, word_ratings
from simulator.records.store import Store
from simulator.text import NAME_LIMIT, clean_text

_KEY = ("run_id", "rater", "criterion")
_TABLES = {False: trainer_ratings, True: word_ratings}
"""Where ratings are kept: ratings of the choices in a run, or of the trainee's own words before the choices."""


def rate(
    store: Store, run_id: str, rater: str, levels: Mapping[str, int], *, at: datetime, words: bool = False
) -> None:
    """Keep a trainer's levels for a run. A later level on the same criterion replaces an earlier one.

    Args:
        store: where they are kept.
        run_id: the whole id.
        rater: the trainer's name.
        levels: criterion to level, -2 to 2.
        at: now.
        words: whether the trainee's own words before the choices are rated, not what was chosen.

    Raises:
        UsageError: a level or a criterion that there is not in the run's rubrics, or there are no own words.
        UnknownRecord: no such run.
    """
    name = _rater(rater)
    known = _criteria(store, run_id)
    if words and not store.own_words(store.run(run_id)):
        raise UsageError(
            "The trainee gave no words of their own in this run.", "Assign with --say-it-first to ask for them."
        )
    for criterion, level in levels.items():
        if criterion not in known:
            shown = clean_text(criterion, limit=64)
            raise UsageError(f"This run is not rated on '{shown}'.", did_you_mean(shown, known, otherwise="Choose"))
        if level not in LEVELS:
            raise UsageError(f"{level} is not a level.", "A level is -2, -1, 0, 1 or 2.")
    with store.writing() as connection:
        for criterion, level in levels.items():
            _insert(connection, _TABLES[words], (run_id, name, criterion), at, level=level, undoes=None)


def undo_rating(store: Store, run_id: str, rater: str, *, at: datetime, words: bool = False) -> list[str]:
    """Take back what a trainer kept last of a run; what stood before stands again. Return the criteria.

    Raises:
        UnknownRecord: nothing of that trainer's stands.
    """
    name, table = _rater(rater), _TABLES[words]
    with store.writing() as connection:
        standing = connection.execute(_standing(table, table.c.run_id == run_id, table.c.rater == name)).all()
        latest = max((row.at for row in standing), default=None)
        last = [row for row in standing if row.at == latest]
        if not last:
            raise UnknownRecord(f"{name} has not rated this run.", "See who has: encounter cohort rate RUN")
        for row in last:
            _insert(connection, table, (run_id, name, row.criterion), at, level=None, undoes=row.number)
    return [row.criterion for row in last]


def ratings_of_run(store: Store, run_id: str, *, words: bool = False) -> list[TrainerRating]:
    """Return the ratings of a run, or of the own words in it, that stand, by rater and criterion."""
    table = _TABLES[words]
    return _read(store, _standing(table, table.c.run_id == run_id))


def ratings_of_cohort(
    store: Store, cohort: Cohort, *, words: bool = False, mode: Mode | None = None
) -> list[TrainerRating]:
    """Return the ratings that stand of the runs that count for a cohort, or of the own words in them.

    They are ordered by run, rater and criterion. With a mode, only what was played in it.
    """
    own, table = select(runs.c.id).where(runs_of(cohort.id, mode)), _TABLES[words]
    return _read(store, _standing(table, table.c.run_id.in_(own)))


def words_agreement(store: Store, cohort: Cohort) -> str:
    """Return in a sentence how far trainers agree on a cohort's own words; "" if nobody has rated any."""
    from scoring.cohort import TrainerLevel
    from scoring.cohort.agreement import agreement
    from scoring.cohort.model import Absent

    given = ratings_of_cohort(store, cohort, words=True)
    if not given:
        return ""
    found = agreement([TrainerLevel(each.run, each.rater, each.criterion, each.level) for each in given], {})
    raters = len({each.rater for each in given})
    who = "one trainer" if raters == 1 else f"{raters} trainers"
    if not found:
        return f"Own words: rated by {who}. Agreement needs two trainers who rate the same run."
    over = f"{found[0].units} {'unit' if found[0].units == 1 else 'units'}"
    alpha = found[0].alpha
    if isinstance(alpha, Absent):
        return f"Own words: rated by {who}. Agreement is not known: {alpha.reason}."
    return f"Own words: rated by {who}, who agree at Krippendorff's alpha {alpha.value:.2f} over {over}."


def _standing(table: Table, *only: ColumnElement[bool]) -> Select[Any]:
    """Return the newest row of each run, rater and criterion that is not taken back."""
    undone = table.alias("undone")
    taken_back = (
        select(undone.c.run_id)
        .where(*(undone.c[name] == table.c[name] for name in _KEY))
        .where(undone.c.undoes == table.c.number)
        .exists()
    )
    own = (
        select(*(table.c[name] for name in _KEY), func.max(table.c.number).label("number"))
        .where(*only, table.c.undoes.is_(None), ~taken_back)
        .group_by(*(table.c[name] for name in _KEY))
        .subquery()
    )
    same = and_(*(own.c[name] == table.c[name] for name in (*_KEY, "number")))
    return select(table).join(own, same).order_by(*(table.c[name] for name in _KEY))


def _read(store: Store, asked: Select[Any]) -> list[TrainerRating]:
    with store.reading() as connection:
        rows = connection.execute(asked).all()
    return [TrainerRating(row.run_id, row.rater, row.criterion, row.level, read_time(row.at)) for row in rows]


def _insert(
    connection: Connection,
    table: Table,
    key: tuple[str, str, str],
    at: datetime,
    *,
    level: int | None,
    undoes: int | None,
) -> None:
    named = dict(zip(_KEY, key, strict=True))
    same = [table.c[name] == value for name, value in named.items()]
    last = connection.scalar(select(func.max(table.c.number)).where(*same)) or 0
    row: dict[str, Any] = {**named, "number": last + 1, "level": level, "undoes": undoes, "at": write_time(at)}
    keep(connection, table, [row], at=row["at"])


def _criteria(store: Store, run_id: str) -> list[str]:
    return list(store.rubrics_of(store.run(run_id).id).criteria)


def _rater(name: str) -> str:
    shown = clean_text(name, limit=NAME_LIMIT)
    if not shown:
        raise UsageError("A rating needs the name of the trainer who gives it.", "Say who: --by NAME")
    return shown
