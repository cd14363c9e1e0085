"""Renders a cohort's statistics as one HTML page that needs nothing else: no script, no network, no other file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scoring.cohort.model import Absent, Cell, CohortStatistics, CriterionStatistics, ItemStatistics
from scoring.report import charts, words
from scoring.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a report says about itself.

    Attributes:
        at: when it was written.
        version: the program's.
        pseudonymous: whether codes stand in place of names.
    """

    at: datetime
    version: str
    pseudonymous: bool = False


def render(statistics: CohortStatistics, rubrics: Sequence[Rubric], imprint: Imprint) -> str:
    """Return the page; whatever names people and files brought stays text.

    Args:
        statistics: what it tells.
        rubrics: for titles.
        imprint: what it says about itself.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=PackageLoader("scoring.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=words.number,
        coefficient=words.coefficient,
        value=words.value,
        interval=words.interval,
        why=words.why,
        sentence=words.sentence,
        plural=words.plural,
        percent=words.percent,
        fraction=words.fraction,
        probability=words.probability,
        day=words.day,
        heat=words.heat,
        together=words.together,
    )
    environment.tests["absent"] = words.is_absent
    points, titles = _points(statistics), _titles(statistics, rubrics)
    return environment.get_template("report.html").render(
        s=statistics,
        imprint=imprint,
        charts=charts,
        titles=titles,
        short=_in_short(statistics),
        heat_map=_heat_map(statistics, rubrics),
        people_map=_people_map(statistics, rubrics),
        concerns=[(first, rows) for first, rows in points if any(row.concerns for row in rows)],
        points=points,
        several={each.scenario for each in statistics.encounters if len(each.versions) > 1},
        said=lambda rubrics, part: [(each.title, getattr(each, part).rows) for each in rubrics],
        concern_lines=lambda rows: _concern_lines(rows, titles["rubric"]),
        formative=all(each.reliability.formative for each in statistics.rubrics),
    )


def _titles(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> Mapping[str, Mapping[str, str]]:
    return {
        "rubric": {rubric.id: rubric.title for rubric in rubrics} | {r.rubric: r.title for r in statistics.rubrics},
        "criterion": {id_: criterion.title for rubric in rubrics for id_, criterion in rubric.criteria.items()},
        "scenario": {each.scenario: each.title for each in statistics.encounters},
    }


def _in_short(statistics: CohortStatistics) -> list[str]:
    """Say the few things that a reader should take away, in sentences."""
    said = []
    for rubric in statistics.rubrics:
        mean = rubric.anchored.mean
        if isinstance(mean, Absent):
            continue
        between = f" (95 % interval {words.interval(mean)})" if mean.low is not None else ""
        said.append(
            f"{rubric.title}: {words.plural(mean.n, 'trainee')} reached {words.value(mean)} of 100 on average{between}."
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
                how = f"went up by {words.number(gain.value)} points"
            elif gain.high is not None and gain.high < 0:
                how = f"went down by {words.number(-gain.value)} points"
            else:
                how = f"changed by {words.value(gain, 'gain')} points, which may be chance"
            said.append(
                f"{rubric.title}, from first to last attempt of those who repeated an encounter (n = {gain.n}): {how}."
            )
    return said


def _named(pairs: Sequence[tuple[float, CriterionStatistics]]) -> str:
    return " and ".join(f"{criterion.title.lower()} ({mean:.0f})" for mean, criterion in pairs)


@dataclass(frozen=True, slots=True)
class _Map:
    """A table of criteria.

    Attributes:
        groups: rubric with its criteria, as the columns stand.
        rows: what a row is about, with its cells; None where a criterion was not met.
    """

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    rows: tuple[tuple[Any, tuple[Any, ...]], ...]


def _heat_map(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> _Map:
    """Return encounter by criterion."""
    cells: dict[tuple[str, str], Cell] = {(cell.scenario, cell.criterion): cell for cell in statistics.cells}
    groups = _columns(rubrics, {criterion for _, criterion in cells})
    met = {scenario for scenario, _ in cells}
    rows = (
        (each, tuple(cells.get((each.scenario, id_)) for _, columns in groups for id_ in columns))
        for each in statistics.encounters
        if each.scenario in met
    )
    return _Map(groups, tuple(rows))


def _people_map(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> _Map:
    """Return trainee by criterion."""
    groups = _columns(rubrics, {id_ for person in statistics.profiles for id_, _, _ in person.criteria})
    rows = []
    for person in statistics.profiles:
        own = {id_: (anchored, n) for id_, anchored, n in person.criteria}
        rows.append((person, tuple(own.get(id_) for _, columns in groups for id_ in columns)))
    return _Map(groups, tuple(rows))


def _columns(rubrics: Sequence[Rubric], met: set[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups = ((rubric.id, tuple(id_ for id_ in rubric.criteria if id_ in met)) for rubric in rubrics)
    return tuple((rubric, columns) for rubric, columns in groups if columns)


def _points(statistics: CohortStatistics) -> list[tuple[ItemStatistics, list[ItemStatistics]]]:
    """Return every decision point once, with its rows by rubric."""
    found: dict[tuple[str, str, str], list[ItemStatistics]] = {}
    for item in statistics.items:
        found.setdefault((item.scenario, item.version, item.scene), []).append(item)
    return [(rows[0], rows) for rows in found.values()]


def _concern_lines(rows: Sequence[ItemStatistics], titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (rubric and figure, what to look at) of one decision point."""
    found = []
    for item in rows:
        title = titles.get(item.rubric or "", item.rubric or "not rated")
        for line in item.concerns:
            # What is said of a choice holds for the whole decision; the rest is of one rubric's figure.
            about_choice = any(choice.dead and choice.choice in line for choice in item.choices)
            between = words.interval(item.item_rest, "coefficient")
            figure = f"item-rest {words.value(item.item_rest, 'coefficient')}" + (f" ({between})" if between else "")
            found.append(("" if about_choice else f"{title}, {figure}", line))
    return list(dict.fromkeys(found))
