"""The rows of tables of what is kept beside the decisions: ratings, own words, rescorings, lateness, a gradebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, func, select

from scoring.exports import kept
from scoring.facts import Column
from scoring.measure import Tally
from simulator.academy.assignments import assignments_of
from simulator.academy.lateness import who_is_late
from simulator.academy.model import Assignment, Cohort
from simulator.academy.ratings import ratings_of_cohort
from simulator.academy.register import all_cohorts, members_of
from simulator.academy.selection import runs_of
from simulator.records.model import read_time
from simulator.records.rubrics import rubrics_by_run
from simulator.records.schema import (
    comments,
    finishes,
    identities,
    levels,
    reflections,
    rescored_levels,
    rescorings,
    runs,
    trainees,
)
from simulator.records.store import Store

Row = Mapping[str, Any]


def kept_rows(
    store: Store, cohorts: list[Cohort], level: str, *, now: datetime
) -> tuple[tuple[Column, ...], Sequence[Row]]:
    """Return a table's columns and rows.

    Args:
        store: where they are kept.
        cohorts: whose.
        level: a name of `scoring.exports.levels` whose rows are kept beside the decisions.
        now: for what is overdue.
    """
    if level == "gradebook":
        return _gradebook(store, cohorts)
    found = [row for cohort in cohorts for row in _ROWS[level](store, cohort, now)]
    columns: tuple[Column, ...] = getattr(kept, level.upper().replace("-", "_"))
    return columns, found


def cohorts_told(store: Store, cohort: Cohort | None) -> list[Cohort]:
    """Return the one cohort, or all of them."""
    return [cohort] if cohort is not None else [each for each, _ in all_cohorts(store)]


def _of_runs(cohort: Cohort) -> Select[Any]:
    return (
        select(
            runs.c.id.label("run"),
            runs.c.trainee_id.label("trainee"),
            trainees.c.name.label("trainee_name"),
            identities.c.external_id,
            runs.c.scenario_id.label("scenario"),
            runs.c.scenario_version.label("version"),
            runs.c.mode,
        )
        .join(trainees, trainees.c.id == runs.c.trainee_id)
        .outerjoin(identities, identities.c.trainee_id == runs.c.trainee_id)
        .where(runs_of(cohort.id))
        .order_by(runs.c.ordinal)
    )


def _ratings(store: Store, cohort: Cohort, _: datetime) -> Iterator[Row]:
    with store.reading() as connection:
        played = {row["run"]: row for row in connection.execute(_of_runs(cohort)).mappings()}
    for each in ratings_of_cohort(store, cohort):
        if each.run in played:
            said = {"rater": each.rater, "criterion": each.criterion, "level": each.level, "at": each.at}
            yield {**played[each.run], **said}


def _said(table: Table) -> Callable[[Store, Cohort, datetime], Iterator[Row]]:
    """Return the function that gives what stands in a table of words, the last of each run and number."""

    def rows(store: Store, cohort: Cohort, _: datetime) -> Iterator[Row]:
        words = [table.c[name] for name in ("author", "text", "at") if name in table.c]
        asked = _of_runs(cohort).add_columns(*words).join(table, table.c.run_id == runs.c.id).order_by(table.c.number)
        with store.reading() as connection:
            for row in connection.execute(asked).mappings().all():
                yield {**row, "at": read_time(row["at"])}

    return rows


def _rescorings(store: Store, cohort: Cohort, _: datetime) -> Iterator[Row]:
    key = ("run_id", "criterion")
    asked = select(rescorings).where(rescorings.c.cohort_id == cohort.id).order_by(rescorings.c.at, rescorings.c.id)
    with store.reading() as connection:
        played = {row["run"]: row for row in connection.execute(_of_runs(cohort)).mappings()}
        before = _tallies(connection.execute(_sums(levels).group_by(*(levels.c[name] for name in key))).all())
        for made in connection.execute(asked).all():
            only = _sums(rescored_levels).where(rescored_levels.c.rescoring_id == made.id)
            after = _tallies(connection.execute(only.group_by(*(rescored_levels.c[name] for name in key))).all())
            told = {
                "rescoring": made.id, "author": made.author, "reason": made.reason, "at": read_time(made.at),
                "rubric": made.rubric, "rubric_version": made.version,
            }  # fmt: skip
            for (run, criterion), tally in sorted(after.items()):
                if run in played:
                    then = before.get((run, criterion), Tally())
                    figures = {"opportunities": tally.n, "before": then.anchored, "after": tally.anchored}
                    yield {**told, **played[run], "criterion": criterion, **figures}


def _sums(table: Table) -> Select[Any]:
    level = table.c.level
    return select(
        table.c.run_id,
        table.c.criterion,
        func.count().label("n"),
        func.coalesce(func.sum(level).filter(level > 0), 0).label("credits"),
        func.coalesce(func.sum(level).filter(level < 0), 0).label("debits"),
    )


def _tallies(rows: Any) -> dict[tuple[str, str], Tally]:
    return {
        (row.run_id, row.criterion): Tally.of_criterion(int(row.n), int(row.credits), int(row.debits)) for row in rows
    }


def _lateness(store: Store, cohort: Cohort, now: datetime) -> Iterator[Row]:
    for each in who_is_late(store, cohort, now=now):
        yield {
            "trainee": each.member.id,
            "trainee_name": each.member.name,
            "external_id": each.member.external_id,
            "assignment": each.assignment.id,
            "scenario": each.assignment.scenario_id,
            "mode": str(each.assignment.mode),
            "due": each.assignment.due,
            "finished": each.finished,
            "late_seconds": round(each.by.total_seconds()),
        }


def _training_events(store: Store, cohort: Cohort, _: datetime) -> Iterator[Row]:
    assessors: dict[str, set[str]] = defaultdict(set)
    for each in ratings_of_cohort(store, cohort):
        assessors[each.run].add(each.rater)
    with store.reading() as connection:
        for row in connection.execute(select(comments.c.run_id, comments.c.author)):
            assessors[row.run_id].add(row.author)
        asked = _of_runs(cohort).add_columns(runs.c.assignment_id, runs.c.started_at, finishes.c.at.label("ended_at"))
        own: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for row in connection.execute(asked.outerjoin(finishes, finishes.c.run_id == runs.c.id)):
            own[row.trainee, row.assignment_id or ""].append(row)
    for assignment in assignments_of(store, cohort):
        for member in members_of(store, cohort):
            done = own[member.id, assignment.id]
            ended = [(read_time(row.started_at), read_time(row.ended_at)) for row in done if row.ended_at]
            names = sorted({name for row in done for name in assessors[row.run]})
            version = "" if assignment.pin is None else f" {assignment.pin.version}"
            yield {
                "trainee": member.id,
                "trainee_name": member.name,
                "external_id": member.external_id,
                "course": f"{assignment.scenario_id}{version}",
                "mode": str(assignment.mode),
                "start": min((read_time(row.started_at) for row in done), default=None),
                "end": min((end for _, end in ended), default=None),
                "hours": round(sum((end - start).total_seconds() for start, end in ended) / 3600, 2),
                "status": "completed" if ended else "begun" if done else "not begun",
                "assessor": ", ".join(names) or None,
            }


def _gradebook(store: Store, cohorts: list[Cohort]) -> tuple[tuple[Column, ...], Sequence[Row]]:
    """Return a row a person and a column an assignment and scored rubric: the conduct of the latest finished run."""
    more: dict[str, Column] = {}
    people: dict[str, dict[str, Any]] = {}
    for cohort in cohorts:
        for member in members_of(store, cohort):
            named = {"trainee_name": member.name, "external_id": member.external_id, "email": member.email}
            people.setdefault(member.id, {"trainee": member.id, **named})
        names = _names(cohort, assignments_of(store, cohort), several=len(cohorts) > 1)
        for trainee, assignment, rubric, figure in _latest(store, cohort):
            if assignment in names and trainee in people:
                name = f"{names[assignment]}: {rubric}"
                meaning = "The conduct in the latest finished run that answers the assignment; practice only."
                more.setdefault(name, Column(name, "float64", "0 to 100", meaning, nullable=True))
                people[trainee][name] = None if figure is None else round(figure, 2)
    rows = sorted(people.values(), key=lambda row: row["trainee_name"].casefold())
    return (*kept.GRADEBOOK, *(more[name] for name in sorted(more))), rows


def _names(cohort: Cohort, assigned: list[Assignment], *, several: bool) -> dict[str, str]:
    return {each.id: f"{cohort.name + ', ' if several else ''}{each.scenario_id}, {each.mode}" for each in assigned}


def _latest(store: Store, cohort: Cohort) -> Iterator[tuple[str, str, str, float | None]]:
    """Give each person's conduct in the latest finished run of each assignment, by scored rubric."""
    asked = (
        select(runs.c.id, runs.c.trainee_id, runs.c.assignment_id)
        .join(finishes, finishes.c.run_id == runs.c.id)
        .where(runs_of(cohort.id), runs.c.assignment_id.is_not(None))
        .order_by(runs.c.ordinal)
    )
    with store.reading() as connection:
        latest = {(row.trainee_id, row.assignment_id): row.id for row in connection.execute(asked)}
        played_under = rubrics_by_run(connection, runs_of(cohort.id))
        summed = _sums(levels).join(runs, runs.c.id == levels.c.run_id).where(runs_of(cohort.id))
        found = _tallies(connection.execute(summed.group_by(levels.c.run_id, levels.c.criterion)).all())
    by_run: dict[str, dict[str, Tally]] = defaultdict(dict)
    for (run, criterion), tally in found.items():
        by_run[run][criterion] = tally
    for (trainee, assignment), run in latest.items():
        for rubric in played_under[run].rubrics.values():
            if rubric.reported == "scored":
                weighed = Tally()
                for id_, weighed_by in rubric.criteria.items():
                    own = by_run[run].get(id_, Tally())
                    weighed += Tally.of_criterion(own.n, own.credits, own.debits, weighed_by.weight)
                yield trainee, assignment, rubric.id, weighed.anchored


_ROWS: Mapping[str, Callable[[Store, Cohort, datetime], Iterator[Row]]] = {
    "ratings": _ratings,
    "reflections": _said(reflections),
    "comments": _said(comments),
    "rescorings": _rescorings,
    "lateness": _lateness,
    "training-events": _training_events,
}
