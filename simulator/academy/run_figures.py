"""What finished runs came to, rubric by rubric: conduct, its precision, and whether the standard was reached.

The sums are the database's, so that a whole class is read at once and no run is replayed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, func, select

from scoring.measure import MARK, Tally
from scoring.precision import Raters, standard_error
from scoring.rubric import Rubric
from scoring.scorecard import standard_reached
from simulator.academy.model import Cohort
from simulator.academy.selection import runs_of
from simulator.messages import tr
from simulator.records.model import Mode
from simulator.records.raters import raters_by_digest
from simulator.records.rubrics import rubrics_by_run
from simulator.records.schema import assignments, campaign_runs, critical_events, finishes, levels, runs
from simulator.records.standards import marks_in
from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class RunFigure:
    """One rubric of one run.

    Attributes:
        anchored: how good the conduct was, 0 to 100.
        error: how far it may be off by its raters, in points, at 68 %.
        decisions: n, over how many decisions.
        standard: whether the run reaches the standard; None for a profile.
    """

    rubric: Rubric
    anchored: float
    error: float
    decisions: int
    standard: bool | None

    @property
    def words(self) -> str:
        """The figure in words, with its precision, n, and whether the standard was reached."""
        standard = (
            ""
            if self.standard is None
            else f", {tr('standard reached') if self.standard else tr('standard not reached')}"
        )
        return f"{tr(self.rubric.title)} {self.anchored:.0f} ± {self.error:.0f} (n = {self.decisions}){standard}"


@dataclass(frozen=True, slots=True)
class ClassStandard:
    """How many people of a cohort reached the standard on a rubric, each in the run they finished last."""

    rubric: Rubric
    reached: int
    people: int

    @property
    def words(self) -> str:
        """The share in a sentence."""
        return (
            f"Standard reached on {self.rubric.title} {self.rubric.version}: {self.reached:,} of {self.people:,}, "
            "judged by each person's latest finished run."
        )


def figures_of_member(store: Store, cohort: Cohort, trainee_id: str) -> dict[str, tuple[RunFigure, ...]]:
    """Return what each finished run of a member came to, by run id."""
    with store.reading() as connection:
        return figures_of_runs(connection, runs_of(cohort.id) & (runs.c.trainee_id == trainee_id))


def standards_reached(store: Store, cohort: Cohort, mode: Mode) -> list[ClassStandard]:
    """Return how many reached the standard on each rubric in one mode; versions of a rubric are never combined."""
    last = func.row_number().over(partition_by=runs.c.trainee_id, order_by=finishes.c.at.desc())
    ranked = (
        select(runs.c.id, last.label("place"))
        .join(finishes, finishes.c.run_id == runs.c.id)
        .where(runs_of(cohort.id, mode))
        .subquery()
    )
    with store.reading() as connection:
        found = figures_of_runs(connection, runs.c.id.in_(select(ranked.c.id).where(ranked.c.place == 1)))
    reached, people, named = Counter[tuple[str, str]](), Counter[tuple[str, str]](), {}
    for figure in (each for figures in found.values() for each in figures if each.standard is not None):
        key = (figure.rubric.id, figure.rubric.version)
        named[key] = figure.rubric
        people[key] += 1
        reached[key] += bool(figure.standard)
    return [ClassStandard(named[key], reached[key], people[key]) for key in sorted(named)]


def criterion_tallies(connection: Connection, table: Table, *only: ColumnElement[bool]) -> dict[tuple[str, str], Tally]:
    """Return what levels add up to, by run and criterion.

    Args:
        connection: to read on.
        table: `levels`, or `rescored_levels`.
        only: conditions on it.
    """
    level = table.c.level
    summed = select(
        table.c.run_id,
        table.c.criterion,
        func.count().label("n"),
        func.sum(case((level > 0, level), else_=0)).label("credits"),
        func.sum(case((level < 0, level), else_=0)).label("debits"),
    )
    rows = connection.execute(summed.where(*only).group_by(table.c.run_id, table.c.criterion))
    return {
        (row.run_id, row.criterion): Tally.of_criterion(int(row.n), int(row.credits), int(row.debits)) for row in rows
    }


def figures_of_runs(connection: Connection, only: ColumnElement[bool]) -> dict[str, tuple[RunFigure, ...]]:
    """Return the figures of those runs of a condition that are finished."""
    finished = and_(only, runs.c.id.in_(select(finishes.c.run_id)))
    wanted = select(runs.c.id).where(finished)
    rubrics = rubrics_by_run(connection, finished)
    tallies: dict[str, dict[str, Tally]] = defaultdict(dict)
    for (run, criterion), tally in criterion_tallies(connection, levels, levels.c.run_id.in_(wanted)).items():
        tallies[run][criterion] = tally
    decisions = _decisions(connection, wanted, {c: r for each in rubrics.values() for c, r in each.criteria.items()})
    critical = set(
        connection.scalars(select(critical_events.c.run_id).where(critical_events.c.run_id.in_(wanted)).distinct())
    )
    known = (
        select(runs.c.id, runs.c.digest, assignments.c.pinned)
        .outerjoin(campaign_runs, campaign_runs.c.id == runs.c.campaign_run)
        .outerjoin(assignments, assignments.c.id == func.coalesce(runs.c.assignment_id, campaign_runs.c.assignment_id))
        .where(finished)
    )
    asked = connection.execute(known).all()
    raters = raters_by_digest(connection, {row.digest for row in asked})
    figures: dict[str, tuple[RunFigure, ...]] = {}
    for row in asked:
        marks = marks_in(row.pinned)
        told = (
            _figure(
                rubric,
                tallies[row.id],
                decisions[row.id, rubric.id],
                raters[row.digest],
                critical=row.id in critical,
                mark=marks.get(rubric.id, MARK),
            )
            for rubric in rubrics[row.id].rubrics.values()
        )
        figures[row.id] = tuple(each for each in told if each is not None)
    return figures


def _decisions(
    connection: Connection, wanted: Select[tuple[str]], rubric_of: Mapping[str, str]
) -> Counter[tuple[str, str]]:
    """Return over how many decisions each run was assessed on each rubric."""
    if not rubric_of:
        return Counter()
    rubric = case(rubric_of, value=levels.c.criterion).label("rubric")
    asked = (
        select(levels.c.run_id, rubric, func.count(levels.c.sequence.distinct()).label("n"))
        .where(levels.c.run_id.in_(wanted))
        .group_by(levels.c.run_id, rubric)
    )
    return Counter({(row.run_id, row.rubric): row.n for row in connection.execute(asked)})


def _figure(
    rubric: Rubric, tallies: Mapping[str, Tally], decisions: int, raters: Raters, *, critical: bool, mark: float
) -> RunFigure | None:
    """Return a run's figure on a rubric; None if nothing was assessed."""
    weighed = [
        Tally.of_criterion(each.n, each.credits, each.debits, criterion.weight)
        for id_, criterion in rubric.criteria.items()
        if (each := tallies.get(id_)) is not None
    ]
    value, error = sum(weighed, Tally()).anchored, standard_error(decisions, raters)
    if value is None or error is None:
        return None
    return RunFigure(rubric, value, error, decisions, standard_reached(rubric, value, critical=critical, mark=mark))
