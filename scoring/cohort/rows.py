"""The rows that a cohort's statistics are made of, taken once from the standard tables over the facts.

The engine does the large sums, and only the columns that figures need are read back. So memory grows with the people
and their runs, not with the decisions.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from scoring import tables
from scoring.cells import Version
from scoring.measure import Tally
from scoring.rubric import Rubric
from scoring.tables.figures import Frame, lazy, summed, weights_of, whole_runs
from scoring.tables.items import first_attempts

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]

Tallies = Mapping[str, Mapping[str, Tally]]
"""Trainee to criterion to what its levels add up to."""

_AT_ONCE = 10_000
_FACTS_AT_ONCE = 300_000
_OF_RUN = (
    "run", "trainee", "trainee_name", "scenario", "version", "attempt", "origin", "started_at", "ended_at",
    "decisions", "critical_events",
)  # fmt: skip
_OF_FIGURE = ("rubric", "rubric_version", "anchored", "self_rating")
_OF_TRAINEE = (
    "trainee", "rubric", "rubric_version", "runs", "opportunities", "credits", "debits", "anchored",
    "decision_quality", "standards", "self_rating",
)  # fmt: skip


class CriticalEventRow(NamedTuple):
    """A critical event: the trainee, the encounter and its version, and the choice."""

    event: str
    trainee: str
    version: Version
    scene: str
    choice: str


@dataclass(slots=True)
class RunRow:
    """One run.

    Attributes:
        again: whether it tries again from a decision.
        anchored: the figure on each of the rubrics reported on; None if it has none.
        own: the trainee's own rating on each of them.
        others: (rubric, version) whose figures are left out.
    """

    trainee: str
    name: str
    scenario: str
    version: str
    attempt: int
    again: bool
    started_at: datetime
    ended_at: datetime | None
    decisions: int
    critical_events: int
    anchored: tuple[float | None, ...] = ()
    own: tuple[int | None, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CohortRows:
    """A cohort's rows.

    Attributes:
        rubrics: those that are told; figures stand in their order.
        runs: in the order in which they began, those that try again from a decision too.
        criteria: over all finished runs that do not try again.
        first_criteria: trainee to criterion to the figure over first attempts.
        trainees: one a trainee and rubric.
        profile: one an encounter and criterion.
        items: one a decision point and rubric, over first attempts.
        critical: every critical event, over finished runs that do not try again.
    """

    rubrics: tuple[str, ...]
    runs: tuple[RunRow, ...]
    criteria: Tallies
    first_criteria: Mapping[str, Mapping[str, float]]
    trainees: tuple[Row, ...]
    profile: tuple[Row, ...]
    items: tuple[Row, ...]
    critical: tuple[CriticalEventRow, ...]

    @cached_property
    def finished(self) -> tuple[RunRow, ...]:
        """The runs that figures rest on: finished, begun at the start."""
        return tuple(run for run in self.runs if run.ended_at is not None and not run.again)

    def scored(self, rubric: str) -> Iterator[tuple[RunRow, float, int | None]]:
        """Give each finished run that has a figure on a rubric, with it and the trainee's own rating."""
        place = self.rubrics.index(rubric)
        for run in self.finished:
            figure = run.anchored[place]
            if figure is not None:
                yield run, figure, run.own[place]


def gather(facts: Any, rubrics: Sequence[Rubric]) -> CohortRows:
    """Return a cohort's rows, with the figures on some rubrics in the versions given; those on others are left out.

    Args:
        facts: the long facts, on any engine.
        rubrics: one version of each.
    """
    told = {rubric.id: rubric.version for rubric in rubrics}

    def own(rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(row for row in rows if told.get(row["rubric"]) == row["rubric_version"])

    finished = whole_runs(lazy(facts))
    runs: list[RunRow] = []
    items: list[Row] = []
    for part in parts(lazy(facts)):
        runs += _runs(_arrow(tables.runs(part, rubrics), *_OF_RUN, *_OF_FIGURE), told)
        items += own(tables.items(part, rubrics).to_pylist())
    return CohortRows(
        rubrics=tuple(told),
        runs=tuple(sorted(runs, key=lambda run: run.started_at)),
        criteria=_tallies(finished, told),
        first_criteria=_anchored(_tallies(first_attempts(facts), told)),
        trainees=own(_rows(_arrow(tables.trainees(facts, rubrics), *_OF_TRAINEE))),
        profile=own(_rows(_arrow(tables.profile(facts, rubrics)))),
        items=tuple(items),
        critical=_critical(finished),
    )


def reached(facts: Any, rubrics: Sequence[Rubric]) -> Iterator[tuple[tuple[str, str, str], dict[str, float]]]:
    """Give what share of the offer each trainee reached at each decision point, at the first attempt.

    Each is (encounter, scene, rubric) with trainee to a share of 0 to 1. Decisions at which nothing on offer
    differed are not there. What is read at a time is one rubric of a part of the encounters.
    """
    keys, share = ("scenario", "scene", "trainee"), nw.col("reach") / nw.col("spread")
    for part in parts(first_attempts(facts)):
        for rubric in rubrics:
            rated = (nw.col("rubric") == rubric.id) & (nw.col("rubric_version") == rubric.version)
            each = summed(part.filter(rated), *keys, weights=weights_of([rubric])).filter(nw.col("spread") > 0)
            found = _rows(_arrow(each.select(*keys, share.alias("share")).sort(*keys)))
            for (scenario, scene), rows in groupby(found, key=itemgetter("scenario", "scene")):
                yield (scenario, scene, rubric.id), {row["trainee"]: row["share"] for row in rows}


def parts(rows: Frame) -> Iterator[Frame]:
    """Give the facts in parts that an engine can hold in little memory, each of whole encounters, by their ids."""
    counted = _arrow(rows.group_by("scenario").agg(nw.len().alias("facts")).sort("scenario")).to_pylist()
    if sum(row["facts"] for row in counted) <= _FACTS_AT_ONCE:
        yield rows
        return
    together: list[str] = []
    size = 0
    for row in counted:
        if together and size + row["facts"] > _FACTS_AT_ONCE:
            yield rows.filter(nw.col("scenario").is_in(together))
            together, size = [], 0
        together.append(row["scenario"])
        size += row["facts"]
    yield rows.filter(nw.col("scenario").is_in(together))


def _runs(rows: pa.Table, told: Mapping[str, str]) -> list[RunRow]:
    """Return one row for each run, from rows for each run and rubric; the rows of a run stand together there."""
    import pyarrow as pa
    from pyarrow import compute

    same: dict[Any, Any] = {}

    def once(value: Any) -> Any:
        return same.setdefault(value, value)  # there are few names, in many rows

    if not rows.num_rows:
        return []
    run = rows["run"].combine_chunks()
    begins = pa.concat_arrays([pa.array([True]), compute.not_equal(run[1:], run[:-1])])
    found = [
        RunRow(
            once(row["trainee"]), once(row["trainee_name"]), once(row["scenario"]), once(row["version"]),
            row["attempt"], row["origin"] == "again", row["started_at"], row["ended_at"], row["decisions"],
            row["critical_events"],
        )
        for row in _rows(rows.select(list(_OF_RUN)).filter(begins))
    ]  # fmt: skip
    number = compute.cumulative_sum(begins.cast(pa.int64()))
    figures = _rows(rows.select(list(_OF_FIGURE)).append_column("number", number))
    for run_, (_, own) in zip(found, groupby(figures, key=itemgetter("number")), strict=True):
        by_rubric = {row["rubric"]: row for row in own if row["rubric"] is not None}
        known = [by_rubric.get(rubric) for rubric in told]
        known = [row if row and row["rubric_version"] == told[row["rubric"]] else None for row in known]
        run_.anchored = tuple(None if row is None else row["anchored"] for row in known)
        run_.own = once(tuple(None if row is None else row["self_rating"] for row in known))
        left = (
            (id_, row["rubric_version"]) for id_, row in by_rubric.items() if row["rubric_version"] != told.get(id_)
        )
        run_.others = once(tuple(left))
    return found


def _anchored(tallies: dict[str, dict[str, Tally]]) -> dict[str, dict[str, float]]:
    return {
        trainee: {id_: value for id_, tally in own.items() if (value := tally.anchored) is not None}
        for trainee, own in tallies.items()
    }


def _tallies(rows: Frame, told: Mapping[str, str]) -> dict[str, dict[str, Tally]]:
    keys = ("trainee", "rubric", "rubric_version", "criterion")
    found: dict[str, dict[str, Tally]] = defaultdict(dict)
    rated = rows.filter(~nw.col("criterion").is_null())
    sums = _arrow(summed(rated, *keys, weights=None), *keys, "opportunities", "credits", "debits")
    for row in _rows(sums.sort_by([(name, "ascending") for name in keys])):
        if told.get(row["rubric"]) == row["rubric_version"]:
            tally = Tally.of_criterion(row["opportunities"], row["credits"], row["debits"])
            found[row["trainee"]][row["criterion"]] = tally
    return found


def _critical(finished: Frame) -> tuple[CriticalEventRow, ...]:
    named = ("run", "trainee", "scenario", "version", "mode", "sequence", "scene", "choice", "critical")
    grave = finished.filter(nw.col("critical") != "[]").select(*named).unique()
    found = [
        CriticalEventRow(
            event, row["trainee"], (row["scenario"], row["version"], row["mode"]), row["scene"], row["choice"]
        )
        for row in _rows(_arrow(grave))
        for event in json.loads(row["critical"])
    ]
    return tuple(sorted(found))


def _arrow(frame: Frame, *names: str) -> pa.Table:
    """Return a table, or only some columns of it, as Arrow."""
    found: pa.Table = (frame.select(*names) if names else frame).collect(backend="pyarrow").to_arrow()
    return found


def _rows(table: pa.Table) -> Iterator[Row]:
    """Give the rows of a table, some at a time."""
    for batch in table.to_batches(_AT_ONCE):
        yield from batch.to_pylist()
