"""A cohort at a glance: who has done what, what is due, and where its people struggle.

`overview` is quick whatever is kept; `criteria` reads every level of the cohort, so a screen asks for
it beside, and shows the overview meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, select

from scoring import measure
from scoring.rubric import shipped_rubrics
from simulator.academy.assignments import assignments_of
from simulator.academy.model import Assignment, Cohort, Member
from simulator.academy.register import members_of
from simulator.academy.selection import runs_of
from simulator.records.lineage import taken_over
from simulator.records.model import read_time
from simulator.records.schema import finishes, levels, runs
from simulator.records.store import Store
from simulator.training.progress import ENOUGH


class Standing(StrEnum):
    """How a member stands with an assignment."""

    OPEN = "open"
    OVERDUE = "overdue"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class MemberView:
    """What one member has done.

    Attributes:
        runs, finished: how many runs count for the cohort, and how many of them reached an ending.
        last: when the newest began, None where there is none.
        standing: by assignment id.
    """

    member: Member
    runs: int
    finished: int
    last: datetime | None
    standing: dict[str, Standing]


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """How many members stand how with an assignment."""

    assignment: Assignment
    counts: dict[Standing, int]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion over a cohort.

    Attributes:
        anchored: how good the conduct was, 0 to 100; None is *not assessed*.
        opportunities: n, over how many decisions.
        trainees: of how many people.
        alone: it is reported alone, and never counts as a weakness.
    """

    criterion: str
    title: str
    rubric: str
    anchored: float | None
    opportunities: int
    trainees: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """A cohort at a glance: its assignments, those due first first, and its members, by name."""

    cohort: Cohort
    assignments: tuple[AssignmentView, ...]
    members: tuple[MemberView, ...]


def overview(store: Store, cohort: Cohort, *, now: datetime) -> Overview:
    """Return who has done what."""
    assigned = assignments_of(store, cohort)
    done = _runs_by_member(store, cohort)
    people = tuple(_member(each, done.get(each.id, ()), assigned, now) for each in members_of(store, cohort))
    views = []
    for assignment in assigned:
        standings = [person.standing[assignment.id] for person in people]
        views.append(AssignmentView(assignment, {each: standings.count(each) for each in Standing}))
    return Overview(cohort, tuple(views), people)


def criteria(store: Store, cohort: Cohort, *, scenario: str | None = None) -> list[CriterionView]:
    """Return every criterion over the runs that count for a cohort, in the rubrics' order.

    Args:
        store: where they are kept.
        cohort: whose.
        scenario: only what was played of this encounter; everything if omitted.
    """
    counts = runs_of(cohort.id) if scenario is None else runs_of(cohort.id) & (runs.c.scenario_id == scenario)
    again = taken_over(counts)
    # There are some thirty levels to a run: what holds for all of them is asked once, and people are numbered,
    # as a number is grouped and counted sooner than an id.
    person = func.dense_rank().over(order_by=runs.c.trainee_id).label("person")
    counted = (
        select(runs.c.id, person, func.coalesce(again.c.kept, 0).label("kept"))
        .outerjoin(again, again.c.run_id == runs.c.id)
        .where(counts)
        .subquery()
    )
    asked = (
        select(
            levels.c.criterion,
            func.sum(levels.c.level).label("total"),
            func.count().label("met"),
            func.count(counted.c.person.distinct()).label("trainees"),
        )
        .join(counted, and_(counted.c.id == levels.c.run_id, counted.c.kept < levels.c.sequence))
        .group_by(levels.c.criterion)
    )
    with store.reading() as connection:
        found = {row.criterion: row for row in connection.execute(asked)}
    views = []
    for rubric in shipped_rubrics().values():
        for id_, criterion in rubric.criteria.items():
            row = found.get(id_)
            anchored = None if row is None else measure.anchored(int(row.total), int(row.met))
            count, trainees = (0, 0) if row is None else (row.met, row.trainees)
            alone = rubric.reported == "profile"
            views.append(CriterionView(id_, criterion.title, rubric.id, anchored, count, trainees, alone))
    return views


def weakest(views: Sequence[CriterionView], limit: int = 3) -> list[CriterionView]:
    """Return the criteria with the lowest figures, among those met often enough to say."""
    known = [view for view in views if view.anchored is not None and view.opportunities >= ENOUGH and not view.alone]
    return sorted(known, key=lambda view: (view.anchored or 0.0, view.criterion))[:limit]


def _runs_by_member(store: Store, cohort: Cohort) -> dict[str, list[Any]]:
    asked = (
        select(
            runs.c.trainee_id,
            runs.c.assignment_id,
            func.count().label("begun"),
            func.count(finishes.c.run_id).label("finished"),
            func.max(runs.c.started_at).label("last"),
        )
        .outerjoin(finishes, finishes.c.run_id == runs.c.id)
        .where(runs_of(cohort.id))
        .group_by(runs.c.trainee_id, runs.c.assignment_id)
    )
    done: dict[str, list[Any]] = defaultdict(list)
    with store.reading() as connection:
        for row in connection.execute(asked):
            done[row.trainee_id].append(row)
    return done


def _member(member: Member, done: Sequence[Any], assigned: Sequence[Assignment], now: datetime) -> MemberView:
    by_assignment = {row.assignment_id: row for row in done}
    last = max((row.last for row in done), default=None)
    return MemberView(
        member,
        runs=sum(row.begun for row in done),
        finished=sum(row.finished for row in done),
        last=None if last is None else read_time(last),
        standing={each.id: _standing(each, by_assignment.get(each.id), now) for each in assigned},
    )


def _standing(assignment: Assignment, row: Any, now: datetime) -> Standing:
    if row is not None and row.finished:
        return Standing.DONE
    if assignment.due is not None and now > assignment.due:
        return Standing.OVERDUE
    return Standing.OPEN if row is None else Standing.BEGUN
