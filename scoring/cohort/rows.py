"""The rows that a cohort's statistics are made of, taken once from the standard tables over the facts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import narwhals as nw

from scoring import tables
from scoring.cells import Version
from scoring.rubric import Rubric
from scoring.tables.figures import Frame, lazy, summed, weights_of
from scoring.tables.items import first_attempts

Row = Mapping[str, Any]


class Critical(NamedTuple):
    """A critical event: of whom, in which version of which encounter, by which choice."""

    event: str
    trainee: str
    version: Version
    scene: str
    choice: str


@dataclass(frozen=True, slots=True)
class CohortRows:
    """A cohort's rows.

    Attributes:
        runs: one a run, with its figures by rubric under `figures`, and under `others` the rubrics (to their
            versions) whose figures are left out; in the order in which they began, new tries from a decision too.
        criteria: one a finished run and criterion, without new tries.
        trainees: one a trainee and rubric.
        profile: one an encounter and criterion.
        items: one a decision point and rubric, over first attempts.
        critical: every critical event, over finished runs without new tries.
    """

    runs: tuple[Row, ...]
    criteria: tuple[Row, ...]
    trainees: tuple[Row, ...]
    profile: tuple[Row, ...]
    items: tuple[Row, ...]
    critical: tuple[Critical, ...]

    @property
    def finished(self) -> tuple[Row, ...]:
        """The runs that figures rest on: finished, begun at the start."""
        return tuple(run for run in self.runs if run["ended_at"] is not None and run["origin"] != "again")

    @property
    def first(self) -> dict[tuple[str, str], Row]:
        """Return each trainee's first attempt ever at each encounter, where it was finished."""
        return {(run["trainee"], run["scenario"]): run for run in self.finished if run["attempt"] == 1}


def gather(facts: Any, rubrics: Sequence[Rubric]) -> CohortRows:
    """Return a cohort's rows, with the figures on some rubrics in the versions given; those on others are left out.

    Args:
        facts: the long facts, on any engine.
        rubrics: one version of each.
    """
    told = {rubric.id: rubric.version for rubric in rubrics}

    def own(rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(row for row in rows if told.get(row["rubric"]) == row["rubric_version"])

    runs = _runs(_rows(tables.runs(facts, rubrics)), told)
    counted = {run["run"] for run in runs if run["ended_at"] is not None and run["origin"] != "again"}
    return CohortRows(
        runs=runs,
        criteria=own(row for row in _rows(tables.criteria(facts)) if row["run"] in counted),
        trainees=own(_rows(tables.trainees(facts, rubrics))),
        profile=own(_rows(tables.profile(facts, rubrics))),
        items=own(tables.items(facts, rubrics).to_pylist()),
        critical=_critical(facts, counted),
    )


def reached(facts: Any, rubrics: Sequence[Rubric]) -> dict[tuple[str, str, str], dict[str, float]]:
    """Return what share of the offer each trainee reached at each decision point, at the first attempt.

    The key is encounter, scene and rubric, the value trainee to a share of 0 to 1. Decisions at which
    nothing on offer differed are not there.
    """
    keys = ("scenario", "scene", "rubric", "rubric_version", "trainee")
    told = {rubric.id: rubric.version for rubric in rubrics}
    each = summed(first_attempts(facts), *keys, weights=weights_of(rubrics)).filter(nw.col("spread") > 0)
    found: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    for row in _rows(each):
        if told.get(row["rubric"]) == row["rubric_version"]:
            found[row["scenario"], row["scene"], row["rubric"]][row["trainee"]] = row["reach"] / row["spread"]
    return {key: found[key] for key in sorted(found)}


def _runs(rows: list[Row], told: Mapping[str, str]) -> tuple[Row, ...]:
    """Return one row a run, out of one a run and rubric."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        run = found.setdefault(row["run"], {**row, "figures": {}, "others": {}})
        if row["rubric"] is not None and told.get(row["rubric"]) == row["rubric_version"]:
            run["figures"][row["rubric"]] = row
        elif row["rubric"] is not None:
            run["others"][row["rubric"]] = row["rubric_version"]
    return tuple(sorted(found.values(), key=lambda run: (run["started_at"], run["run"])))


def _critical(facts: Any, counted: set[str]) -> tuple[Critical, ...]:
    named = ("run", "trainee", "scenario", "version", "sequence", "scene", "choice", "critical")
    grave = lazy(facts).filter(nw.col("critical") != "[]").select(*named).unique()
    found = [
        Critical(event, row["trainee"], (row["scenario"], row["version"]), row["scene"], row["choice"])
        for row in _rows(grave)
        if row["run"] in counted
        for event in json.loads(row["critical"])
    ]
    return tuple(sorted(found))


def _rows(frame: Frame) -> list[Row]:
    return list(frame.collect(backend="pyarrow").rows(named=True))
