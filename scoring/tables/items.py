"""Figures of decision points and their choices: what an author needs to see which decisions do their work."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import narwhals as nw

from scoring.tables import columns
from scoring.tables.figures import Frame, Weights, lazy, summed, weights_of

if TYPE_CHECKING:
    import pyarrow as pa

    from scoring.rubric import Rubric

DEAD = 0.05
"""A choice is dead if a smaller share of those who could take it took it: nobody sees a real option in it."""

ENOUGH = 20
"""Offers below which no choice is called dead: one taker is 5 % of twenty."""

_POINT = ("scenario", "version", "mode", "scene")
_COUNTS = ("taken", "offered", "takers")
_SUMS = ("weighted", "weight", "reach", "spread")
_Point = tuple[str, str, str, str]


@dataclass(slots=True)
class _DecisionCounts:
    """What was done at one decision point."""

    decisions: int = 0
    timed: int = 0
    seconds: float = 0.0
    taken: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    offered: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    trainees: int = 0
    takers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    met: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    levels: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def varies(self) -> bool:
        """Whether levels, or the criteria on offer, depended on earlier choices."""
        return any(len(each) > 1 for each in self.levels.values()) or any(
            count != self.decisions for count in self.met.values()
        )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give each choice as a row of `columns.CHOICES`, from `choice` on."""
        for choice in sorted(self.offered):
            offered, taken = self.offered[choice], self.taken[choice]
            share = taken / offered
            yield {
                "choice": choice,
                "trainees": self.trainees,
                "offered": offered,
                "taken": taken,
                "takers": self.takers[choice],
                "share": share,
                "dead": share < DEAD if offered >= ENOUGH else None,
            }


def items(facts: Any, rubrics: Sequence[Rubric] = ()) -> pa.Table:
    """Return every decision point's figures, a row per mode, rubric and version; see `columns.ITEMS`.

    They rest on `first_attempts`. The item-rest correlation is over runs, on one rubric: x is the mean level at the
    point, and y is the mean level in the rest of the same run. Only runs that have both are used. It is empty for fewer
    than three runs, or if x or y never varies.

    Args:
        facts: the long facts, on any engine. The engine does the heavy computing.
        rubrics: give the weights within a decision. If a rubric is missing, its weights are 1.
    """
    import pyarrow as pa

    rows = first_attempts(facts)
    taken = _taken(rows)
    listed = []
    counted = _counted(rows, weights_of(rubrics)).sort(*_POINT, "rubric", "rubric_version")
    for row in counted.collect(backend="pyarrow").rows(named=True):
        point = _point(row)
        done = taken[point]
        every = list(done.rows())
        listed.append(
            dict(zip(_POINT, point, strict=True))
            | {
                "rubric": row["rubric"] or None,
                "rubric_version": row["rubric_version"] or None,
                "trainees": row["trainees"],
                "runs": row["runs"],
                "decisions": done.decisions,
                "varies": done.varies,
                "mean_level": row["weighted"] / row["weight"] if row["weight"] else None,
                "difficulty": row["reach"] / row["spread"] if row["spread"] else None,
                "item_rest": _correlation(row),
                "item_rest_runs": row["pairs"],
                "seconds": done.seconds / done.timed if done.timed else None,
                "choices": json.dumps({each["choice"]: [each[name] for name in _COUNTS] for each in every}),
                "dead_choices": json.dumps([each["choice"] for each in every if each["dead"]]),
            }
        )
    return pa.Table.from_pylist(listed, schema=columns.arrow_schema(columns.ITEMS))


def choices(facts: Any, rubrics: Sequence[Rubric] = ()) -> pa.Table:
    """Return every choice that was open in `first_attempts`, with how often it was taken; see `columns.CHOICES`.

    Args:
        facts: the long facts, on any engine.
        rubrics: not used, because a frequency has no weight; here so that all tables have the same arguments.
    """
    import pyarrow as pa

    del rubrics
    taken = _taken(first_attempts(facts))
    listed: list[dict[str, Any]] = [
        dict(zip(_POINT, point, strict=True)) | row for point in sorted(taken) for row in taken[point].rows()
    ]
    return pa.Table.from_pylist(listed, schema=columns.arrow_schema(columns.CHOICES))


def first_attempts(facts: Any) -> Frame:
    """Return the facts of each trainee's first attempt at each encounter, where it was finished.

    It is the first that the trainee ever played, in any cohort: after a debrief, the trainee knows the answer.
    """
    return lazy(facts).filter((nw.col("attempt") == 1) & (nw.col("origin") != "again") & ~nw.col("ended_at").is_null())


def _taken(rows: Frame) -> dict[_Point, _DecisionCounts]:
    # A decision has one row for each criterion that was on offer, and the offer says which criteria those are. So each
    # criterion of one (digest, offer, choice) counts every decision of that kind exactly once, and any one criterion is
    # enough. Millions of decisions are counted without looking at each.
    kinds = ("digest", "offered", "choice")
    counted = rows.group_by(*_POINT, *kinds, "criterion").agg(
        nw.len().cast(nw.Int64).alias("n"),
        nw.col("seconds").count().cast(nw.Int64).alias("timed"),
        nw.col("seconds").sum().alias("seconds"),
        nw.col("level").min().alias("least"),
        nw.col("level").max().alias("most"),
    )
    found: dict[_Point, _DecisionCounts] = defaultdict(_DecisionCounts)
    seen: set[tuple[str, ...]] = set()
    for row in counted.sort(*_POINT, *kinds, "criterion", nulls_last=False).collect(backend="pyarrow").rows(named=True):
        point = _point(row)
        kind = (*point, *(row[name] for name in kinds))
        if row["criterion"] is not None:
            found[point].met[row["criterion"]] += row["n"]
            found[point].levels[row["choice"], row["criterion"]] |= {row["least"], row["most"]}
        if kind in seen:
            continue
        seen.add(kind)
        done = found[point]
        done.decisions += row["n"]
        done.timed += row["timed"]
        done.seconds += row["seconds"] or 0.0
        done.taken[row["choice"]] += row["n"]
        for choice in json.loads(row["offered"]):
            done.offered[choice] += row["n"]
    for group in _people(rows, *_POINT):
        found[_point(group)].trainees = group["people"]
    for group in _people(rows, *_POINT, "choice"):
        found[_point(group)].takers[group["choice"]] = group["people"]
    return dict(found)


def _point(row: Mapping[str, Any]) -> _Point:
    return (row["scenario"], row["version"], row["mode"], row["scene"])


def _people(rows: Frame, *of: str) -> Iterable[Mapping[str, Any]]:
    """Return how many people stand behind each group."""
    counted = rows.group_by(*of).agg(nw.col("trainee").n_unique().cast(nw.Int64).alias("people"))
    return counted.collect(backend="pyarrow").rows(named=True)


def _counted(rows: Frame, weights: Weights | None) -> Frame:
    """Return, for each point, rubric and its version ("" for none), the sums that its statistics follow from."""
    marked = rows.with_columns(nw.col("rubric", "rubric_version").fill_null(""))
    whole = summed(
        marked,
        "run",
        "rubric",
        weights=weights,
        **{name: nw.col(name).min() for name in ("rubric_version", "scenario", "version", "mode", "trainee")},
    )
    named = ("run", "rubric", "rubric_version", "scenario", "version", "mode", "trainee")
    whole = whole.select(*named, all_weighted="weighted", all_weight="weight")
    # What is the same in all of a run comes with `whole`: the many small groups are kept as narrow as can be.
    here = summed(marked, "run", "scene", "rubric", weights=weights).select("run", "scene", "rubric", *_SUMS)
    left = nw.col("all_weight") - nw.col("weight")
    paired = here.join(whole, on=["run", "rubric"], how="inner").with_columns(
        x=nw.when(left > 0).then(nw.col("weighted") / nw.col("weight")),
        y=nw.when(left > 0).then((nw.col("all_weighted") - nw.col("weighted")) / left),
    )
    x, y = nw.col("x"), nw.col("y")
    return paired.group_by(*_POINT, "rubric", "rubric_version").agg(
        nw.len().cast(nw.Int64).alias("runs"),
        nw.col("trainee").n_unique().cast(nw.Int64).alias("trainees"),
        nw.col(*_SUMS).sum().cast(nw.Float64),
        x.count().cast(nw.Int64).alias("pairs"),
        x.sum().alias("sum_x"),
        y.sum().alias("sum_y"),
        (x * y).sum().alias("sum_xy"),
        (x * x).sum().alias("sum_xx"),
        (y * y).sum().alias("sum_yy"),
    )


def _correlation(row: Mapping[str, Any]) -> float | None:
    """Pearson's r from sums; levels lie in -2 to 2, so that a variance below 1e-12 is rounding and no variance."""
    n = row["pairs"]
    if n < 3:
        return None
    mean_x, mean_y = row["sum_x"] / n, row["sum_y"] / n
    variance_x, variance_y = row["sum_xx"] / n - mean_x**2, row["sum_yy"] / n - mean_y**2
    if min(variance_x, variance_y) < 1e-12:
        return None
    r: float = (row["sum_xy"] / n - mean_x * mean_y) / (variance_x * variance_y) ** 0.5
    return max(-1.0, min(1.0, r))
