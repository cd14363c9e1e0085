"""Figures of runs, trainees and cohorts: the scorecard's formulas as expressions over the long facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw

from scoring import measure
from scoring.facts import Column
from scoring.precision import error_of
from scoring.tables import columns

if TYPE_CHECKING:
    from scoring.rubric import Rubric

Frame = nw.LazyFrame[Any]
"""A lazy frame of Narwhals: DuckDB, Polars, Spark, or an Arrow table made lazy."""

Weights = Mapping[tuple[str, str], float]
"""(Criterion id, rubric version) to weight; a criterion that is not named has 1."""

_TYPES: Mapping[str, Any] = {
    "string": nw.String,
    "int32": nw.Int32,
    "int64": nw.Int64,
    "float64": nw.Float64,
    "bool": nw.Boolean,
}
_SUMS = ("opportunities", "credits", "debits", "weighted", "weight", "reach", "spread")
"""What figures are made of: sums, so that figures of figures are again exact ratios."""


def weights_of(rubrics: Iterable[Rubric]) -> dict[tuple[str, str], float]:
    """Return the weights of the rubrics' criteria; there may be several versions of a rubric."""
    return {(id_, rubric.version): criterion.weight for rubric in rubrics for id_, criterion in rubric.criteria.items()}


def lazy(facts: Any) -> Frame:
    """Return facts of any engine as a lazy frame: a DuckDB relation, a Polars or Spark frame, an Arrow table."""
    frame = nw.from_native(facts)
    return frame.lazy() if isinstance(frame, nw.DataFrame) else frame


def whole_runs(rows: Frame) -> Frame:
    """Return the facts of the runs that figures rest on: finished ones that do not try again from a decision."""
    return rows.filter((nw.col("origin") != "again") & ~nw.col("ended_at").is_null())


def shaped(frame: Frame, table: Sequence[Column], *order: str) -> Frame:
    """Return exactly the columns of a table, with its types, sorted."""
    typed = [
        nw.col(column.name) if column.type == "timestamp" else nw.col(column.name).cast(_TYPES[column.type])
        for column in table
    ]
    return frame.select(typed).sort(*order, nulls_last=False)


def criteria(facts: Any, rubrics: Sequence[Rubric] = ()) -> Frame:
    """Return the figure of every criterion that each run had on offer; see `columns.CRITERIA`.

    A criterion without a row is *not assessed* in that run.

    Args:
        facts: the long facts, on any engine.
        rubrics: not used, because within one criterion a weight cancels out; here so that all tables have the same
            arguments.
    """
    del rubrics
    rows = lazy(facts)
    version = nw.col("rubric_version").min()
    sums = summed(_rated(rows), "run", "rubric", "criterion", weights=None, rubric_version=version)
    joined = sums.join(_described(rows), on="run", how="inner")
    return shaped(_figures(joined), columns.CRITERIA, "run", "rubric", "criterion")


def runs(facts: Any, rubrics: Sequence[Rubric] = ()) -> Frame:
    """Return every run's scorecard, a row per rubric; see `columns.RUNS`.

    A run in which nothing was rated has one row with empty rubric and figures.

    Args:
        facts: the long facts, on any engine.
        rubrics: every version that the runs were played under. If one is missing, all its weights are 1 and its
            standard is not known.
    """
    return shaped(_runs(lazy(facts), rubrics), columns.RUNS, "run", "rubric")


def trainees(facts: Any, rubrics: Sequence[Rubric] = ()) -> Frame:
    """Return every trainee's figures over finished runs, a row per mode, rubric and version; see `columns.TRAINEES`.

    Runs that try again from a decision (`origin` "again") are left out: they begin half-way, with knowledge.
    """
    return shaped(
        _trainees(lazy(facts), rubrics), columns.TRAINEES, "cohort", "trainee", "mode", "rubric", "rubric_version"
    )


def summary(facts: Any, rubrics: Sequence[Rubric] = ()) -> Frame:
    """Return every cohort's figures, a row per mode, rubric and version; see `columns.SUMMARY`.

    `opportunities`, `credits`, `debits`, `anchored` and `decision_quality` pool all runs; `mean` to
    `calibration` are over trainees, each counting once. Quartiles and intervals are for
    `scoring.statistics`, on the rows of `trainees`.
    """
    each = _trainees(lazy(facts), rubrics)
    pooled = each.group_by("cohort", "mode", "rubric", "rubric_version").agg(
        nw.len().cast(nw.Int64).alias("trainees"),
        nw.col("runs", "critical_events", "standards", *_SUMS).sum(),
        nw.col("anchored").mean().alias("mean"),
        nw.col("anchored").std(ddof=1).alias("sd"),
        nw.col("anchored").min().alias("minimum"),
        nw.col("anchored").max().alias("maximum"),
        nw.col("first_anchored", "best_anchored", "gain", "calibration").mean(),
    )
    pooled = pooled.with_columns(standards=nw.when(_has_standard(rubrics)).then(nw.col("standards")))
    return shaped(_figures(pooled), columns.SUMMARY, "cohort", "mode", "rubric", "rubric_version")


def profile(facts: Any, rubrics: Sequence[Rubric] = ()) -> Frame:
    """Return what a cohort reached on each criterion in each encounter, by mode; see `columns.PROFILE`."""
    finished = whole_runs(lazy(facts))
    keys = ("cohort", "scenario", "mode", "rubric", "rubric_version", "criterion")
    each = _figures(summed(_rated(finished), *keys, "trainee", weights=weights_of(rubrics)))
    pooled = each.group_by(*keys).agg(
        nw.len().cast(nw.Int64).alias("trainees"), nw.col(*_SUMS).sum(), nw.col("anchored").mean().alias("mean")
    )
    return shaped(_figures(pooled), columns.PROFILE, *keys)


def _runs(rows: Frame, rubrics: Sequence[Rubric]) -> Frame:
    sums = summed(
        _rated(rows),
        "run",
        "rubric",
        weights=weights_of(rubrics),
        rubric_version=nw.col("rubric_version").min(),
        self_rating=nw.col("self_rating").min(),
        mark=nw.col("mark").min(),
        rated=nw.col("sequence").n_unique().cast(nw.Int64),
    )
    told = _described(rows).join(_counted(rows), on="run", how="inner").join(_critical(rows), on="run", how="left")
    every = told.join(sums, on="run", how="left")
    counted = _figures(every.with_columns(nw.col("critical_events", "opportunities", "credits", "debits").fill_null(0)))
    return counted.with_columns(
        standard=_standard(rubrics),
        mark=nw.when(_has_standard(rubrics)).then(_MARK),
        standard_error=nw.when(nw.col("rated") > 0).then(error_of(nw.col("rated"), nw.col("key_error"))),
    )


def _trainees(rows: Frame, rubrics: Sequence[Rubric]) -> Frame:
    finished = whole_runs(rows)
    own = ("cohort", "trainee", "mode", "rubric", "rubric_version")
    # Straight from the facts and not from `_runs`: a trainee's row needs little of a run's row.
    same = {name: nw.col(name).min() for name in ("trainee_name", "external_id", "attempt", "self_rating", "mark")}
    each = summed(_rated(finished), *own, "scenario", "run", weights=weights_of(rubrics), **same)
    events = each.join(_critical(finished), on="run", how="left").with_columns(nw.col("critical_events").fill_null(0))
    numbered = _figures(events).with_columns(
        standards=_standard(rubrics).cast(nw.Int64), first=nw.col("attempt").min().over(*own, "scenario")
    )
    per_encounter = numbered.group_by(*own, "scenario").agg(
        nw.col("trainee_name", "external_id").min(),
        nw.len().cast(nw.Int64).alias("runs"),
        nw.col("critical_events", "standards", *_SUMS).sum(),
        nw.when(nw.col("attempt") == nw.col("first")).then(nw.col("anchored")).max().alias("first_anchored"),
        nw.col("anchored").max().alias("best_anchored"),
        nw.col("self_rating").count().cast(nw.Int64).alias("rated"),
        nw.col("self_rating").cast(nw.Int64).sum().alias("rating"),
        (nw.col("self_rating") - nw.col("anchored")).sum().alias("over"),
    )
    per_trainee = per_encounter.group_by(*own).agg(
        nw.col("trainee_name", "external_id").min(),
        nw.len().cast(nw.Int64).alias("encounters"),
        nw.col("runs", "critical_events", "standards", "rated", "rating", "over", *_SUMS).sum(),
        nw.col("first_anchored", "best_anchored").mean(),
    )
    known = nw.col("rated") > 0
    return _figures(per_trainee).with_columns(
        standards=nw.when(_has_standard(rubrics)).then(nw.col("standards")),
        gain=nw.col("best_anchored") - nw.col("first_anchored"),
        self_rating=nw.when(known).then(nw.col("rating") / nw.col("rated")),
        calibration=nw.when(known).then(nw.col("over") / nw.col("rated")),
    )


def _has_standard(rubrics: Sequence[Rubric]) -> nw.Expr:
    """Return whether a row's rubric has a known standard.

    A profile has none, and that of an unknown rubric is not known.
    """
    found: nw.Expr = nw.lit(value=False)
    for rubric in rubrics:
        if rubric.reported == "scored":
            found |= (nw.col("rubric") == rubric.id) & (nw.col("rubric_version") == rubric.version)
    return found


def _standard(rubrics: Sequence[Rubric]) -> nw.Expr:
    """Return whether a run reaches the standard, as `scoring.scorecard.standard_reached`."""
    reached = (nw.col("anchored") >= _MARK) & (nw.col("critical_events") == 0)
    return nw.when(_has_standard(rubrics) & ~nw.col("anchored").is_null()).then(reached)


def _described(rows: Frame) -> Frame:
    """Return what is the same in all rows of a run, once: taken from its first decision."""
    by_rubric = ("run", "rubric", "rubric_version", "criterion", "self_rating", "mark")
    known = set(rows.collect_schema().names()) - set(by_rubric)
    told = dict.fromkeys(column.name for column in (*columns.CRITERIA, *columns.RUNS) if column.name in known)
    return rows.filter(nw.col("sequence") == 1).group_by("run").agg(nw.col(*told).min())


def _counted(rows: Frame) -> Frame:
    # Decisions are numbered from 1 without a gap, so that the greatest number is how many there are.
    return rows.group_by("run").agg(nw.col("sequence").max().cast(nw.Int64).alias("decisions"))


def _critical(rows: Frame) -> Frame:
    """Return how many critical events each run has that has any; a decision counts once, however many its rows."""
    events = nw.col("critical")
    # Ids hold no comma, so that a JSON array of them has one more than it has commas.
    count = events.str.len_chars() - events.str.replace_all(",", "", literal=True).str.len_chars() + 1
    grave = rows.filter(events != "[]").select("run", "sequence", count.cast(nw.Int64).alias("events"))
    once = grave.group_by("run", "sequence").agg(nw.col("events").max())
    return once.group_by("run").agg(nw.col("events").sum().cast(nw.Int64).alias("critical_events"))


def summed(rows: Frame, *keys: str, weights: Weights | None, **more: nw.Expr) -> Frame:
    """Return the sums behind a figure for each group; rows on which nothing was rated add nothing."""
    weight = _weight(weights)
    level, best, worst = (nw.col(name).cast(nw.Int64) for name in ("level", "best", "worst"))
    zero = nw.lit(0).cast(nw.Int64)
    prepared = rows.with_columns(
        credit=nw.when(level > 0).then(level).otherwise(zero),
        debit=nw.when(level < 0).then(level).otherwise(zero),
        weighted=weight * level,
        weight=nw.when(~nw.col("criterion").is_null()).then(weight),
        reach=weight * (level - worst),
        spread=weight * (best - worst),
    )
    total = nw.Int64 if weight is _ONE else nw.Float64
    return prepared.group_by(*keys).agg(
        nw.col("criterion").count().cast(nw.Int64).alias("opportunities"),
        nw.col("credit").sum().cast(nw.Int64).alias("credits"),
        nw.col("debit").sum().cast(nw.Int64).alias("debits"),
        *(
            nw.col(name).sum().fill_null(0).cast(total).alias(name)
            for name in ("weighted", "weight", "reach", "spread")
        ),
        **more,
    )


def _rated(rows: Frame) -> Frame:
    """Leave out rows on which nothing was rated."""
    return rows.filter(~nw.col("criterion").is_null())


_MARK = nw.col("mark").fill_null(measure.MARK)
_ONE = nw.lit(1).cast(nw.Int64)


def _weight(weights: Weights | None) -> nw.Expr:
    unequal: dict[tuple[float, str], list[str]] = {}
    for (criterion, version), weight in (weights or {}).items():
        if weight != 1:
            unequal.setdefault((weight, version), []).append(criterion)
    if not unequal:
        return _ONE  # whole numbers all the way: sums are exact in any order
    value: nw.Expr = nw.lit(1.0)
    for (weight, version), ids in unequal.items():
        these = nw.col("criterion").is_in(ids) & (nw.col("rubric_version") == version)
        value = nw.when(these).then(nw.lit(weight)).otherwise(value)
    return value


def _figures(sums: Frame) -> Frame:
    """Add the two figures and the band to sums, by the formulas of `scoring.measure`."""
    told = sums.with_columns(
        anchored=nw.when(nw.col("opportunities") > 0).then(measure.anchored(nw.col("weighted"), nw.col("weight"))),
        decision_quality=nw.when(nw.col("spread") > 0).then(
            measure.decision_quality(nw.col("reach"), nw.col("spread"))
        ),
    )
    anchored = nw.col("anchored")
    band: nw.Expr = nw.when(anchored >= 0).then(nw.lit(str(measure.BANDS[0][1])))
    for begin, word in measure.BANDS[1:]:
        band = nw.when(anchored >= begin).then(nw.lit(str(word))).otherwise(band)
    return told.with_columns(band=band)
