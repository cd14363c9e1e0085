"""A cohort at a glance: who has done what, what is due, and where its people struggle.

`overview` is always quick. `criteria` reads every level of the cohort, so a screen shows the overview first and asks
for the criteria in the background.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Float, cast, func, select, true

from scoring.measure import anchored, band_of
from scoring.rubric import Rubric, RubricSet, digest_of, newest_met
from simulator.academy.adjustments import adjusted, adjustments_of
from simulator.academy.assignments import assignments_of
from simulator.academy.model import Assignment, Cohort, Member
from simulator.academy.register import members_of
from simulator.academy.selection import runs_of, whole_runs_of
from simulator.records.model import Mode, read_time
from simulator.records.rubrics import RUBRICS_KEY, rubrics_played_under
from simulator.records.schema import adjustments, assignments, campaign_finishes, campaign_runs, finishes, levels, runs
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
        last: when the newest began, None if there is none.
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
class CohortCriterion:
    """A criterion over a cohort.

    Attributes:
        anchored: conduct, 0 to 100: the mean of the people's figures, each counted once. None is *not assessed*.
        opportunities: n, over how many decisions.
        trainees: of how many people.
        others: how many runs stand under other versions of the rubric; they are left out.
    """

    criterion: str
    title: str
    rubric: Rubric
    anchored: float | None
    opportunities: int
    trainees: int
    others: int

    @property
    def words(self) -> str:
        """The criterion in a sentence, as every face says it."""
        if self.anchored is None:
            return f"{self.title}: not assessed."
        people = "one trainee" if self.trainees == 1 else f"{self.trainees:,} trainees"
        return (
            f"{self.title}: conduct {self.anchored:.0f} of 100 ({band_of(self.anchored)}) "
            f"over n = {self.opportunities:,} decisions of {people}."
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """A cohort at a glance: its assignments, the one that is due soonest first, and its members, by name."""

    cohort: Cohort
    assignments: tuple[AssignmentView, ...]
    members: tuple[MemberView, ...]


def overview(store: Store, cohort: Cohort, *, now: datetime) -> Overview:
    """Return who has done what."""
    assigned = assignments_of(store, cohort)
    with store.reading() as connection:
        held = adjustments_of(connection, adjustments.c.assignment_id.in_([each.id for each in assigned]))
    done, campaigns = _runs_by_member(store, cohort), _campaigns_by_member(store, cohort)
    people = tuple(
        _member(
            each,
            done.get(each.id, ()),
            campaigns.get(each.id, ()),
            [adjusted(one, each.id, held) for one in assigned],
            now,
        )
        for each in members_of(store, cohort)
    )
    views = []
    for assignment in assigned:
        standings = [person.standing[assignment.id] for person in people]
        views.append(AssignmentView(assignment, {each: standings.count(each) for each in Standing}))
    return Overview(cohort, tuple(views), people)


def criteria(
    store: Store, cohort: Cohort, rubrics: RubricSet, *, mode: Mode, scenario: str | None = None, exactly: bool = False
) -> list[CohortCriterion]:
    """Return every criterion over the finished runs of a cohort, in the rubrics' order, as its report has them.

    Runs under two versions of a rubric are never pooled: the newest is told, and how many stand under others.

    Args:
        store: where they are kept.
        cohort: whose.
        rubrics: those of today, told where nothing was played yet.
        mode: what was played in this mode.
        scenario: only what was played of this encounter; everything if omitted.
        exactly: tell of these very versions, not of the newest that was played under.
    """
    counts = whole_runs_of(cohort.id, mode) & (true() if scenario is None else runs.c.scenario_id == scenario)
    with store.reading() as connection:
        played_under = rubrics_played_under(connection, counts)
    views = []
    everything: dict[str, _OverPeople] | None = None
    for rubric in newest_met(() if exactly else (each.rubrics for each in played_under), rubrics):
        digest = digest_of(rubric.snapshot())
        own = [each.key for each in played_under if each.rubrics.digests.get(rubric.id) == digest]
        others = sum(each.runs for each in played_under if rubric.id in each.rubrics.rubrics and each.key not in own)
        if others:
            found = _over_people(store, counts & RUBRICS_KEY.in_(own))
        else:  # mostly so, and then all rubrics are read at once
            everything = found = _over_people(store, counts) if everything is None else everything
        for id_, criterion in rubric.criteria.items():
            over = found.get(id_, _OverPeople(None, 0, 0))
            views.append(CohortCriterion(id_, criterion.title, rubric, *over, others))
    return views


class _OverPeople(NamedTuple):
    anchored: float | None
    opportunities: int
    trainees: int


def _over_people(store: Store, counts: ColumnElement[bool]) -> dict[str, _OverPeople]:
    """Return each criterion's mean over people, each counting once, over how many levels of how many people."""
    # A run has about thirty levels, so what holds for all of them is asked once. People are numbered, because numbers
    # are grouped and counted faster than ids.
    person = func.dense_rank().over(order_by=runs.c.trainee_id).label("person")
    counted = select(runs.c.id, person).where(counts).subquery()
    # Added up for each person first, as PostgreSQL would sort every level to count people.
    each = (
        select(levels.c.criterion, func.count().label("n"), func.sum(levels.c.level).label("total"))
        .join(counted, counted.c.id == levels.c.run_id)
        .group_by(levels.c.criterion, counted.c.person)
        .subquery()
    )
    asked = select(
        each.c.criterion,
        func.sum(each.c.n).label("n"),
        func.sum(cast(each.c.total, Float) / each.c.n).label("means"),
        func.count().label("people"),
    ).group_by(each.c.criterion)
    with store.reading() as connection:
        return {
            row.criterion: _OverPeople(anchored(row.means, row.people), int(row.n), row.people)
            for row in connection.execute(asked)
        }


def left_out(views: Sequence[CohortCriterion]) -> str:
    """Say, in a sentence for each rubric, how many runs were played under other versions of it. "" if none was."""
    others = {view.rubric.id: view for view in views if view.others}
    return " ".join(
        f"Left out: {view.others:,} {'run' if view.others == 1 else 'runs'} under other versions of "
        f"{view.rubric.title} than {view.rubric.version}, because figures of two versions are never combined."
        for view in others.values()
    )


def weakest(views: Sequence[CohortCriterion], limit: int = 3) -> list[CohortCriterion]:
    """Return the criteria with the lowest figures, among those met often enough to say."""
    known = [
        view
        for view in views
        if view.anchored is not None and view.opportunities >= ENOUGH and view.rubric.reported == "scored"
    ]
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


def _campaigns_by_member(store: Store, cohort: Cohort) -> dict[str, list[Any]]:
    asked = (
        select(
            campaign_runs.c.trainee_id,
            campaign_runs.c.assignment_id,
            func.count(campaign_finishes.c.campaign_run).label("finished"),
        )
        .join(assignments, assignments.c.id == campaign_runs.c.assignment_id)
        .outerjoin(campaign_finishes, campaign_finishes.c.campaign_run == campaign_runs.c.id)
        .where(assignments.c.cohort_id == cohort.id)
        .group_by(campaign_runs.c.trainee_id, campaign_runs.c.assignment_id)
    )
    begun: dict[str, list[Any]] = defaultdict(list)
    with store.reading() as connection:
        for row in connection.execute(asked):
            begun[row.trainee_id].append(row)
    return begun


def _member(
    member: Member, done: Sequence[Any], campaigns: Sequence[Any], assigned: Sequence[Assignment], now: datetime
) -> MemberView:
    by_assignment = {row.assignment_id: row for row in (*done, *campaigns)}
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
