"""What a report draws out of a cohort's statistics: the few things to take away, tables of criteria, and concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.cohort.model import Absent, Cell, CohortStatistics, CriterionStatistics, ItemStatistics
from scoring.report import numbers
from scoring.rubric import Rubric
from scoring.statistics import Estimate

MOST_CONCERNS = 20
"""Decisions that the section for the author's eye lists; the table of every decision has them all."""

Point = tuple[ItemStatistics, list[ItemStatistics]]
"""A decision point, with its rows by rubric."""


def titles_of(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> Mapping[str, Mapping[str, str]]:
    """Return titles by kind ("rubric", "criterion", "scenario") and id."""
    return {
        "rubric": {rubric.id: rubric.title for rubric in rubrics} | {r.rubric: r.title for r in statistics.rubrics},
        "criterion": {id_: criterion.title for rubric in rubrics for id_, criterion in rubric.criteria.items()},
        "scenario": {each.scenario: each.title for each in statistics.encounters},
    }


def practice_only(statistics: CohortStatistics) -> bool:
    """Return whether all scores are for practice and feedback only."""
    return all(each.reliability.practice_only for each in statistics.rubrics)


def several_versions(statistics: CohortStatistics) -> set[str]:
    """Return the encounters of which more than one version was played."""
    return {each.scenario for each in statistics.encounters if len(each.versions) > 1}


def in_short(statistics: CohortStatistics) -> list[str]:
    """Say the few things that a reader should take away, in sentences."""
    said = []
    for rubric in statistics.rubrics:
        mean = rubric.anchored.mean
        if isinstance(mean, Absent):
            continue
        between = f" (95 % interval {numbers.interval(mean)})" if mean.low is not None else ""
        said.append(
            f"{rubric.title}: {numbers.plural(mean.n, 'trainee')} reached {numbers.value(mean)} of 100 "
            f"on average{between}."
        )
    known = [
        (criterion.anchored.mean.value, criterion)
        for rubric in statistics.rubrics
        if rubric.reported == "scored"
        for criterion in rubric.criteria
        if not isinstance(criterion.anchored.mean, Absent) and criterion.anchored.mean.n >= statistics.minimum
    ]
    if len(known) > 3:
        ordered = sorted(known, key=lambda pair: (pair[0], pair[1].criterion))
        said.append(f"Weakest: {_named(ordered[:2])}. Strongest: {_named(ordered[:-3:-1])}.")
    for rubric in statistics.rubrics:
        gain = rubric.repetition.last.gain
        if rubric.reported == "scored" and not isinstance(gain, Absent) and gain.low is not None:
            if gain.low > 0:
                how = f"went up by {numbers.number(gain.value)} points"
            elif gain.high is not None and gain.high < 0:
                how = f"went down by {numbers.number(-gain.value)} points"
            else:
                how = f"changed by {numbers.value(gain, 'gain')} points, which may be chance"
            said.append(
                f"{rubric.title}, from first to last attempt of those who repeated an encounter (n = {gain.n}): {how}."
            )
    return said


@dataclass(frozen=True, slots=True)
class CriteriaTable:
    """A table of criteria.

    Attributes:
        groups: rubric with its criteria, as the columns stand.
        rows: the name of each row, with its cells; None if a criterion was not met.
    """

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    rows: tuple[tuple[Any, tuple[Any, ...]], ...]


def heat_map(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> CriteriaTable:
    """Return encounter by criterion."""
    cells: dict[tuple[str, str], Cell] = {(cell.scenario, cell.criterion): cell for cell in statistics.cells}
    groups = _columns(rubrics, {criterion for _, criterion in cells})
    met = {scenario for scenario, _ in cells}
    rows = (
        (each, tuple(cells.get((each.scenario, id_)) for _, columns in groups for id_ in columns))
        for each in statistics.encounters
        if each.scenario in met
    )
    return CriteriaTable(groups, tuple(rows))


def people_map(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> CriteriaTable:
    """Return trainee by criterion."""
    groups = _columns(rubrics, {id_ for person in statistics.profiles for id_, _, _ in person.criteria})
    rows = []
    for person in statistics.profiles:
        own = {id_: (anchored, n) for id_, anchored, n in person.criteria}
        rows.append((person, tuple(own.get(id_) for _, columns in groups for id_ in columns)))
    return CriteriaTable(groups, tuple(rows))


def points_of(statistics: CohortStatistics) -> list[Point]:
    """Return every decision point once, with its rows by rubric."""
    found: dict[tuple[str, str, str], list[ItemStatistics]] = {}
    for item in statistics.items:
        found.setdefault((item.scenario, item.version, item.scene), []).append(item)
    return [(rows[0], rows) for rows in found.values()]


@dataclass(frozen=True, slots=True)
class Concern:
    """A decision that the author should look at: (what to look at, the figures that say so), and how urgent it is."""

    first: ItemStatistics
    lines: tuple[tuple[str, str], ...]
    pressing: tuple[int, float]


def concerns_of(points: Sequence[Point], titles: Mapping[str, str]) -> list[Concern]:
    """Return decisions that need the author's eye: those with dead choices first, then the lowest item-rest."""
    found = []
    for first, rows in points:
        figures: dict[str, list[str]] = {}
        lowest, dead = 1.0, False
        for item in rows:
            for line in item.concerns:
                said = figures.setdefault(line, [])
                about_choice = any(choice.dead and choice.choice in line for choice in item.choices)
                dead = dead or about_choice
                if not about_choice and isinstance(item.item_rest, Estimate):
                    lowest = min(lowest, item.item_rest.value)
                    said.append(_item_rest(item.item_rest, titles.get(item.rubric or "", item.rubric or "not rated")))
        if figures:
            lines = tuple((line, "; ".join(said)) for line, said in figures.items())
            found.append(Concern(first, lines, (not dead, lowest)))
    return sorted(found, key=lambda each: each.pressing)


def _named(pairs: Sequence[tuple[float, CriterionStatistics]]) -> str:
    return " and ".join(f"{criterion.title.lower()} ({mean:.0f})" for mean, criterion in pairs)


def _columns(rubrics: Sequence[Rubric], met: set[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups = ((rubric.id, tuple(id_ for id_ in rubric.criteria if id_ in met)) for rubric in rubrics)
    return tuple((rubric, columns) for rubric, columns in groups if columns)


def _item_rest(found: Estimate, title: str) -> str:
    between = numbers.interval(found, "coefficient")
    return f"{title}: item-rest {numbers.value(found, 'coefficient')}" + (f" ({between})" if between else "")
