"""A cohort without its people: counts that may be passed on, and only what follows from them.

Everything else here can be computed from the counts that are shown, so it gives away nothing that is hidden
(Kenthapadi, Mishra & Nissim 2005: what is shown must not depend on what is hidden). Conduct is therefore a range. Its
lower end is the conduct if everybody with a hidden choice took the worst of the hidden choices; its upper end, if they
took the best.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple

import narwhals as nw

from scoring import tables
from scoring.cells import Version
from scoring.cohort.model import ChoiceCount, plain
from scoring.cohort.rows import parts
from scoring.disclosure import DEFAULT, Publication, Withheld, publication, suppress_choices
from scoring.measure import anchored
from scoring.rubric import Rubric
from scoring.tables.cell_counts import cells
from scoring.tables.figures import Frame, lazy
from scoring.tables.items import first_attempts


@dataclass(frozen=True, slots=True)
class EncounterCounts:
    """How many people played one version of an encounter, and how it ended for them; None is hidden."""

    scenario: str
    title: str
    version: str
    people: int | None
    outcomes: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class ConductRange:
    """Between what and what conduct was, over the decisions of one version of an encounter.

    Attributes:
        criterion: None for all of the rubric.
        low, high: 0 to 100; the same where nothing that it rests on is hidden.
        decisions: n, at the decision points that it rests on.
        points, of_points: at how many decision points, of those that have the criterion. Left out are those where it
            is hidden how many came, and those where it was not always on offer.
    """

    scenario: str
    version: str
    rubric: str
    criterion: str | None
    title: str
    low: float
    high: float
    decisions: int
    points: int
    of_points: int


@dataclass(frozen=True, slots=True)
class CriticalChoice:
    """A choice that was a critical event at least once, and how many people took it; None is hidden."""

    event: str
    title: str
    scenario: str
    version: str
    scene: str
    choice: str
    people: int | None


@dataclass(frozen=True, slots=True)
class PointCounts:
    """One decision point: how many people came there, and how often they decided; None is hidden."""

    scenario: str
    version: str
    scene: str
    people: int | None
    decisions: int | None
    choices: tuple[ChoiceCount, ...]


@dataclass(frozen=True, slots=True)
class CohortCounts:
    """What may be passed on about a cohort, over first attempts that were finished.

    Attributes:
        cohort: None for everybody.
        members: enrolled; None if not known.
        first_at, last_at: when the first and the last of the attempts began; None if there is none.
        minimum: counts of fewer people than this are hidden.
        scored_by: the rubrics, in the versions, that conduct is told on.
        told: what it shows, for the register of publications.
        mode: that it was played in; None if nothing was.
        rescored: in words, by what the levels were given again; None otherwise.
    """

    cohort: str | None
    members: int | None
    first_at: datetime | None
    last_at: datetime | None
    minimum: int
    scored_by: tuple[Rubric, ...]
    encounters: tuple[EncounterCounts, ...]
    conduct: tuple[ConductRange, ...]
    critical: tuple[CriticalChoice, ...]
    points: tuple[PointCounts, ...]
    told: Publication
    mode: str | None = None
    rescored: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to tell."""
        return all(each.people is None for each in self.encounters)

    def as_json(self) -> dict[str, Any]:
        """Return all of it as an object of stable keys; what is hidden is null."""
        return {field.name: plain(getattr(self, field.name)) for field in fields(self) if field.name != "told"}


class _Met(NamedTuple):
    """One criterion at one decision point: how often it was on offer, and each choice's least and best level."""

    rubric: str
    decisions: int
    levels: Mapping[str, tuple[int, int]]


_Point = tuple[str, str, str, str]
"""Encounter, version, mode and scene."""


def cohort_counts(
    facts: Any,
    rubrics: Sequence[Rubric],
    *,
    cohort: str | None = None,
    members: int | None = None,
    titles: Mapping[str, str] | None = None,
    minimum: int = DEFAULT,
    earlier: Sequence[Publication] = (),
    mode: str | None = None,
    rescored: str | None = None,
) -> CohortCounts:
    """Return what may be passed on of a cohort.

    Args:
        facts: the long facts of that cohort, all played in one mode, on any engine that `scoring.tables` takes.
        rubrics: to tell conduct on, in this order, one version of each.
        cohort: its name.
        members: how many are enrolled.
        titles: encounter to its title.
        minimum: counts of fewer people are hidden; 1 hides nothing.
        earlier: what was published of the cohort before, which this must not give away.
        mode: that the facts were played in.
        rescored: in words, by what the levels were given again.
    """
    every = list(parts(lazy(facts)))
    told = publication({version: found for part in every for version, found in cells(part).items()}, earlier, minimum)
    points: list[PointCounts] = []
    conduct: list[ConductRange] = []
    critical: list[CriticalChoice] = []
    for part in every:
        own = dict(_points(part, told))
        met = _met(first_attempts(part), rubrics)
        points += own.values()
        conduct += _conduct(own, met, rubrics)
        critical += _critical(first_attempts(part), rubrics, told)
    began = first_attempts(facts).select(first=nw.col("started_at").min(), last=nw.col("started_at").max())
    ((first_at, last_at),) = began.collect(backend="pyarrow").rows()
    return CohortCounts(
        cohort=cohort,
        members=members,
        first_at=first_at,
        last_at=last_at,
        minimum=minimum,
        scored_by=tuple(rubrics),
        encounters=tuple(_encounters(told, titles or {})),
        conduct=tuple(conduct),
        critical=tuple(sorted(critical, key=lambda each: (each.title, each.scenario, each.version, each.scene))),
        points=tuple(points),
        told=told,
        mode=mode,
        rescored=rescored,
    )


def _encounters(told: Publication, titles: Mapping[str, str]) -> Iterator[EncounterCounts]:
    """Give every version that somebody finished, by title."""
    for (scenario, version, _), own in sorted(
        told.versions.items(), key=lambda each: titles.get(each[0][0], each[0][0])
    ):
        outcomes = sorted((cell[1], count.people) for cell, count in own.counts.items() if cell[0] == "outcome")
        yield EncounterCounts(
            scenario,
            titles.get(scenario, scenario),
            version,
            None if own.nothing else own.people,
            tuple((word, count if own.shows("outcome", word) else None) for word, count in outcomes),
        )


def _points(facts: Frame, told: Publication) -> Iterator[tuple[_Point, PointCounts]]:
    """Give every decision point, with what the table of choices shows of it."""
    every = tables.choices(facts)
    decisions: dict[_Point, int] = defaultdict(int)
    shown: dict[_Point, list[dict[str, Any]]] = defaultdict(list)
    for row in every.to_pylist():
        decisions[_point(row)] += row["taken"]
    for row in suppress_choices(every, told).to_pylist():
        shown[_point(row)].append(row)
    for point, rows in shown.items():
        *version, scene = point
        gone: Withheld = told.withheld(*_version(point), scene=scene)
        yield (
            point,
            PointCounts(
                version[0],
                version[1],
                scene,
                rows[0]["trainees"],
                None if gone.everything else decisions[point],
                tuple(ChoiceCount(row["choice"], row["taken"], row["offered"], row["dead"]) for row in rows),
            ),
        )


def _met(rows: Frame, rubrics: Sequence[Rubric]) -> dict[_Point, dict[str, _Met]]:
    """Return, for each point and criterion, what each choice came to; a level may depend on earlier choices."""
    versions = {rubric.id: rubric.version for rubric in rubrics}
    of = ("scenario", "version", "mode", "scene", "criterion", "rubric", "rubric_version", "choice")
    counted = (
        rows.filter(~nw.col("criterion").is_null())
        .group_by(*of)
        .agg(
            nw.len().cast(nw.Int64).alias("decisions"),
            nw.col("level").min().alias("least"),
            nw.col("level").max().alias("best"),
        )
    )
    found: dict[_Point, dict[str, _Met]] = defaultdict(dict)
    for row in counted.collect(backend="pyarrow").rows(named=True):
        if versions.get(row["rubric"]) == row["rubric_version"]:
            met = found[_point(row)].get(row["criterion"], _Met(row["rubric"], 0, {}))
            levels = {**met.levels, row["choice"]: (row["least"], row["best"])}
            found[_point(row)][row["criterion"]] = _Met(met.rubric, met.decisions + row["decisions"], levels)
    return found


def _conduct(
    points: Mapping[_Point, PointCounts], met: Mapping[_Point, Mapping[str, _Met]], rubrics: Sequence[Rubric]
) -> Iterator[ConductRange]:
    """Give the range of each rubric, then of its criteria, version by version."""
    for version in sorted({_version(point) for point in points}):
        own = {point: counts for point, counts in points.items() if _version(point) == version}
        for rubric in rubrics:
            for criterion in (None, *rubric.criteria):
                weights = {id_: each.weight for id_, each in rubric.criteria.items() if criterion in (None, id_)}
                title = rubric.title if criterion is None else rubric.criteria[criterion].title
                found = _range(own, met, weights)
                if found is not None:
                    yield ConductRange(version[0], version[1], rubric.id, criterion, title, *found)


def _range(
    points: Mapping[_Point, PointCounts], met: Mapping[_Point, Mapping[str, _Met]], weights: Mapping[str, float]
) -> tuple[float, float, int, int, int] | None:
    """Return the least and the greatest conduct, n, and at how many of how many points; None if nothing is known."""
    sums, weight = [0.0, 0.0], 0.0
    decisions = used = having = 0
    for point, counts in points.items():
        here = {id_: each for id_, each in met.get(point, {}).items() if id_ in weights}
        told = {id_: each for id_, each in here.items() if each.decisions == counts.decisions}
        having += bool(here)
        if not told or counts.decisions is None:
            continue
        used, decisions = used + 1, decisions + counts.decisions
        weight += counts.decisions * sum(weights[id_] for id_ in told)
        for place, pick in enumerate((min, max)):
            worth = {
                choice.choice: sum(weights[id_] * each.levels[choice.choice][place] for id_, each in told.items())
                for choice in counts.choices
                if all(choice.choice in each.levels for each in told.values())
            }
            shown = {each.choice: each.taken for each in counts.choices if each.taken is not None}
            sums[place] += sum(worth[choice] * taken for choice, taken in shown.items() if taken)
            rest = counts.decisions - sum(shown.values())
            if rest:
                sums[place] += rest * pick(value for choice, value in worth.items() if choice not in shown)
    return (anchored(sums[0], weight), anchored(sums[1], weight), decisions, used, having) if weight else None


def _critical(rows: Frame, rubrics: Sequence[Rubric], told: Publication) -> Iterator[CriticalChoice]:
    """Give every choice that was a critical event at least once."""
    titles = {id_: event.title for rubric in rubrics for id_, event in rubric.critical_events.items()}
    named = ("scenario", "version", "mode", "scene", "choice", "critical")
    grave = rows.filter(nw.col("critical") != "[]").select(*named).unique().collect(backend="pyarrow")
    found = {
        (event, _version(_point(row)), row["scene"], row["choice"])
        for row in grave.rows(named=True)
        for event in json.loads(row["critical"])
    }
    for event, version, scene, choice in sorted(found):
        cell = ("choice", scene, choice)
        own = told.told(*version)
        people = own.counts[cell].people if own.shows(*cell) else None
        yield CriticalChoice(event, titles.get(event, event), version[0], version[1], scene, choice, people)


def _point(row: Mapping[str, Any]) -> _Point:
    return (row["scenario"], row["version"], row["mode"], row["scene"])


def _version(point: _Point) -> Version:
    return point[:3]
