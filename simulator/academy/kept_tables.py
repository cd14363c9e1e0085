"""The rows of tables of what is kept beside the decisions: ratings, own words, rescorings, lateness, a gradebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, select

from scoring.exports import kept
from scoring.facts import Column
from scoring.measure import Tally
from simulator.academy.assignments import assignments_of
from simulator.academy.lateness import who_is_late
from simulator.academy.model import Assignment, Cohort
from simulator.academy.ratings import ratings_of_cohort
from simulator.academy.register import all_cohorts, members_of
from simulator.academy.run_figures import RunFigure, criterion_tallies, figures_of_runs
from simulator.academy.selection import WHOSE, runs_of
from simulator.records.model import read_time
from simulator.records.schema import (
    comments,
    decisions,
    finishes,
    identities,
    levels,
    own_words,
    reflections,
    rescored_levels,
    rescorings,
    runs,
    trainees,
)
from simulator.records.store import Mode, Store

Row = Mapping[str, Any]


def kept_rows(
    store: Store, cohorts: list[Cohort], level: str, *, now: datetime, mode: Mode | None = None
) -> tuple[tuple[Column, ...], Sequence[Row]]:
    """Return a table's columns and rows.

    Args:
        store: where they are kept.
        cohorts: whose.
        level: a name of `scoring.exports.levels` whose rows are kept beside the decisions.
        now: for what is overdue.
        mode: only assignments and runs of this mode; None for both.
    """
    if level == "gradebook":
        return _gradebook(store, cohorts, mode)
    found = [
        row
        for cohort in cohorts
        for row in _ROWS[level](store, cohort, now)
        if mode is None or row["mode"] == mode.value
    ]
    columns: tuple[Column, ...] = getattr(kept, level.upper().replace("-", "_"))
    return columns, found


def cohorts_told(store: Store, cohort: Cohort | None) -> list[Cohort]:
    """Return the one cohort, or all of them."""
    return [cohort] if cohort is not None else [each for each, _ in all_cohorts(store)]


def _of_runs(cohort: Cohort) -> Select[Any]:
    return (
        select(
            *WHOSE,
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


def _own_words(store: Store, cohort: Cohort, _: datetime) -> Iterator[Row]:
    then = (decisions.c.run_id == runs.c.id) & (decisions.c.sequence == own_words.c.sequence)
    words = (own_words.c.sequence, decisions.c.scene, decisions.c.choice, own_words.c.text, own_words.c.at)
    asked = _of_runs(cohort).add_columns(*words).join(own_words, own_words.c.run_id == runs.c.id)
    with store.reading() as connection:
        told = asked.outerjoin(decisions, then).order_by(own_words.c.sequence)
        for row in connection.execute(told).mappings().all():
            yield {**row, "at": read_time(row["at"])}


def _rescorings(store: Store, cohort: Cohort, _: datetime) -> Iterator[Row]:
    asked = select(rescorings).where(rescorings.c.cohort_id == cohort.id).order_by(rescorings.c.at, rescorings.c.id)
    with store.reading() as connection:
        played = {row["run"]: row for row in connection.execute(_of_runs(cohort)).mappings()}
        before = criterion_tallies(connection, levels, levels.c.run_id.in_(select(runs.c.id).where(runs_of(cohort.id))))
        for made in connection.execute(asked).all():
            after = criterion_tallies(connection, rescored_levels, rescored_levels.c.rescoring_id == made.id)
            told = {
                "rescoring": made.id, "author": made.author, "reason": made.reason, "at": read_time(made.at),
                "rubric": made.rubric, "rubric_version": made.version,
            }  # fmt: skip
            for (run, criterion), tally in sorted(after.items()):
                if run in played:
                    then = before.get((run, criterion), Tally())
                    figures = {"opportunities": tally.n, "before": then.anchored, "after": tally.anchored}
                    yield {**told, **played[run], "criterion": criterion, **figures}


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


def _gradebook(store: Store, cohorts: list[Cohort], mode: Mode | None) -> tuple[tuple[Column, ...], Sequence[Row]]:
    """Return a row a person and a column an assignment and scored rubric: the conduct of the latest finished run."""
    more: dict[str, Column] = {}
    people: dict[str, dict[str, Any]] = {}
    for cohort in cohorts:
        for member in members_of(store, cohort):
            named = {"trainee_name": member.name, "external_id": member.external_id, "email": member.email}
            people.setdefault(member.id, {"trainee": member.id, **named})
        assigned = [each for each in assignments_of(store, cohort) if mode in (None, each.mode)]
        names = _names(cohort, assigned, several=len(cohorts) > 1)
        for trainee, assignment, figure in _latest(store, cohort):
            if assignment in names and trainee in people:
                name = f"{names[assignment]}: {figure.rubric.id}"
                meaning = "The conduct in the latest finished run that answers the assignment; practice only."
                more.setdefault(name, Column(name, "float64", "0 to 100", meaning, nullable=True))
                people[trainee][name] = round(figure.anchored, 2)
    rows = sorted(people.values(), key=lambda row: row["trainee_name"].casefold())
    return (*kept.GRADEBOOK, *(more[name] for name in sorted(more))), rows


def _names(cohort: Cohort, assigned: list[Assignment], *, several: bool) -> dict[str, str]:
    return {each.id: f"{cohort.name + ', ' if several else ''}{each.scenario_id}, {each.mode}" for each in assigned}


def _latest(store: Store, cohort: Cohort) -> Iterator[tuple[str, str, RunFigure]]:
    """Give each person's figures in the latest finished run of each assignment, by scored rubric."""
    answers = runs_of(cohort.id) & runs.c.assignment_id.is_not(None)
    asked = (
        select(runs.c.id, runs.c.trainee_id, runs.c.assignment_id)
        .join(finishes, finishes.c.run_id == runs.c.id)
        .where(answers)
        .order_by(runs.c.ordinal)
    )
    with store.reading() as connection:
        latest = {(row.trainee_id, row.assignment_id): row.id for row in connection.execute(asked)}
        figures = figures_of_runs(connection, answers)
    for (trainee, assignment), run in latest.items():
        for figure in figures[run]:
            if figure.rubric.reported == "scored":
                yield trainee, assignment, figure


_ROWS: Mapping[str, Callable[[Store, Cohort, datetime], Iterator[Row]]] = {
    "ratings": _ratings,
    "own-words": _own_words,
    "reflections": _said(reflections),
    "comments": _said(comments),
    "rescorings": _rescorings,
    "lateness": _lateness,
    "training-events": _training_events,
}
