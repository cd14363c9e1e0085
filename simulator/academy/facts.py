"""The facts of a store as Arrow, streamed: the one long table that every export, statistic and report reads.

    with Store.open() as store:
        for batch in facts_of(store, "Autumn"):
            writer.write_batch(batch)

The columns are those of `scoring.facts`. Runs are read about a thousand at a time, in the order in which they began. So
memory does not grow with their number. All are read from one snapshot of the store, so runs that are played meanwhile
cannot make the table inconsistent.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, literal, select

from scoring.facts import NAMES, arrow_schema
from scoring.precision import Raters
from scoring.rubric import Rubric
from simulator.academy.model import Cohort
from simulator.academy.register import cohort_named
from simulator.academy.rescoring import KeptRescoring
from simulator.academy.selection import STANDS, WHOSE, runs_of
from simulator.records.digests import canonical
from simulator.records.lineage import taken_over
from simulator.records.raters import raters_by_digest
from simulator.records.rubrics import rubrics_by_run
from simulator.records.schema import (
    assignments,
    campaign_runs,
    cohorts,
    critical_events,
    decisions,
    finishes,
    identities,
    levels,
    members,
    rescored_levels,
    rescored_runs,
    runs,
    self_ratings,
    trainees,
)
from simulator.records.standards import marks_in
from simulator.records.store import Mode, Store

RUNS_AT_ONCE = 1_000
"""How many runs are read together: some 25,000 facts."""

_Numbers = np.ndarray[Any, np.dtype[np.int64]]


def facts_of(
    store: Store,
    cohort: str | None,
    *,
    mode: Mode | None = None,
    rescoring: KeptRescoring | None = None,
    runs_at_once: int = RUNS_AT_ONCE,
) -> Iterator[pa.RecordBatch]:
    """Yield the facts in the order in which runs began, and within a run by decision and criterion.

    Args:
        store: where they are kept.
        cohort: only what counts for the cohort of that name: every run of its members, except those that answer another
            cohort's assignment. None for everything.
        mode: only runs of this mode; None for both.
        rescoring: only the runs that were scored again then, with their new levels. None for all runs, with the levels
            that were kept.
        runs_at_once: how many runs a batch holds at most.

    Raises:
        UnknownRecord: no such cohort.
    """
    chosen = None if cohort is None else cohort_named(store, cohort)
    with store.reading(at_one_moment=True) as connection:
        asked = connection.execute(_runs(chosen, mode, rescoring), execution_options={"yield_per": runs_at_once})
        raters: dict[str, Raters] = {}
        for rows in asked.partitions():
            raters |= raters_by_digest(connection, {row.digest for row in rows} - raters.keys())
            batch = _batch(connection, rows, raters, rescoring)
            if batch.num_rows:
                yield batch


def _runs(cohort: Cohort | None, mode: Mode | None, rescoring: KeptRescoring | None) -> Select[Any]:
    earlier = runs.alias("earlier")
    newer = runs.alias("newer_than_earlier")
    replaced = select(newer.c.id).where(newer.c.origin_run == earlier.c.id, newer.c.origin_kind == "rewind").exists()
    # Counted over all that a trainee played, whatever the cohort: a third attempt stays the third.
    attempt = (
        select(func.count())
        .where(
            earlier.c.trainee_id == runs.c.trainee_id,
            earlier.c.scenario_id == runs.c.scenario_id,
            earlier.c.ordinal <= runs.c.ordinal,
            ~replaced,
        )
        .scalar_subquery()
    )
    first_joined = (
        select(cohorts.c.name)
        .join(members, members.c.cohort_id == cohorts.c.id)
        .where(members.c.trainee_id == runs.c.trainee_id)
        .order_by(members.c.joined, cohorts.c.key)
        .limit(1)
        .scalar_subquery()
    )
    assigned = cohorts.alias("assigned")
    answers = func.coalesce(runs.c.assignment_id, campaign_runs.c.assignment_id)  # an episode, what its campaign does
    otherwise: ColumnElement[Any] = first_joined if cohort is None else literal(cohort.name)
    only = STANDS if cohort is None else runs_of(cohort.id)
    if mode is not None:
        only &= runs.c.mode == mode.value
    if rescoring is not None:
        scored = select(rescored_runs.c.run_id).where(rescored_runs.c.rescoring_id == rescoring.id)
        only &= runs.c.id.in_(scored)
    again = taken_over(only)
    return (
        select(
            *WHOSE,
            func.coalesce(assigned.c.name, otherwise).label("cohort"),
            answers.label("assignment"),
            campaign_runs.c.campaign_id.label("campaign"),
            runs.c.campaign_run.label("branch"),
            runs.c.episode,
            runs.c.scenario_id.label("scenario"),
            runs.c.scenario_version.label("version"),
            runs.c.digest,
            runs.c.mode,
            attempt.label("attempt"),
            again.c.kept,
            runs.c.language,
            runs.c.seed,
            runs.c.started_at,
            finishes.c.at.label("ended_at"),
            finishes.c.ending,
            finishes.c.outcome,
            runs.c.program_version,
            runs.c.rubric_versions,
            assignments.c.pinned,
        )
        .join(trainees, trainees.c.id == runs.c.trainee_id)
        .outerjoin(identities, identities.c.trainee_id == runs.c.trainee_id)
        .outerjoin(finishes, finishes.c.run_id == runs.c.id)
        .outerjoin(campaign_runs, campaign_runs.c.id == runs.c.campaign_run)
        .outerjoin(assignments, assignments.c.id == answers)
        .outerjoin(assigned, assigned.c.id == assignments.c.cohort_id)
        .outerjoin(again, again.c.run_id == runs.c.id)
        .where(only)
        .order_by(runs.c.ordinal)
    )


def _batch(
    connection: Connection, rows: Sequence[Row[Any]], raters: Mapping[str, Raters], rescoring: KeptRescoring | None
) -> pa.RecordBatch:
    """Return the facts of some runs: each run and decision is read once, and spread over its facts in Arrow."""
    of_run = _columns(rows, rows[0]._fields)
    place = {run: number for number, run in enumerate(of_run["run"])}
    taken = _of_runs(connection, decisions, place, "hash")
    rated = _of_runs(connection, levels, place) if rescoring is None else _rescored(connection, rescoring, place)
    if rescoring is not None and isinstance(rescoring.key, Rubric):
        of_run["rubric_versions"] = [canonical({rescoring.key.id: rescoring.key.version})] * len(rows)
    taken_run, sequence = _numbers(taken["run_id"], place), np.array(taken["sequence"], np.int64)
    stride = int(sequence.max(initial=0)) + 1
    key = taken_run * stride + sequence  # one number for a run and a decision in it
    rated_key = _numbers(rated["run_id"], place) * stride + np.array(rated["sequence"], np.int64)
    criteria, criterion_of = _codes(rated["criterion"])
    rubrics, rubric_of = _codes(rated["rubric"])

    decision, level = _facts(key, rated_key, criterion_of)
    run = taken_run[decision]
    criterion, rubric = _follow(criterion_of, level), _follow(rubric_of, level)
    kept = np.array([-1 if each is None else each for each in of_run["kept"]], np.int64)
    begun = pa.array(["start" if each < 0 else "again" for each in kept])
    critical = _critical(connection, place, key, stride)
    spread = {
        **{name: _take(values, run) for name, values in of_run.items()},
        **{name: _take(values, decision) for name, values in taken.items()},
        **{name: _take(rated[name], level) for name in ("level", "best", "worst")},
        "decided_at": _take(taken["at"], decision),
        "origin": begun.take(pa.array(run)),
        "copied": pa.array(sequence[decision] <= kept[run]),
        "critical": _take(critical, decision),
        "criterion": _take(criteria, criterion),
        "rubric": _take([each or None for each in rubrics], rubric),
        "raters": _take([raters[digest].people for digest in of_run["digest"]], run),
        "key_error": _take([raters[digest].error for digest in of_run["digest"]], run),
        "mark": _marks(of_run["pinned"], rubrics, run, rubric),
        "rubric_version": _versions(of_run["rubric_versions"], rubrics, run, rubric),
        "self_rating": _own_view(connection, place, rubrics, run, rubric),
    }
    schema = arrow_schema()
    arrays = [spread[name].cast(schema.field(name).type) for name in NAMES]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _facts(key: _Numbers, rated_key: _Numbers, criterion_of: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return each fact's decision and level, as places; a decision that nothing was rated on has level -1."""
    by_key = np.argsort(key)
    rated = by_key[np.searchsorted(key, rated_key, sorter=by_key)]
    bare = np.setdiff1d(np.arange(len(key)), rated)
    decision = np.concatenate([rated, bare])
    level = np.concatenate([np.arange(len(rated)), np.full(len(bare), -1)])
    order = np.lexsort((_follow(criterion_of, level), key[decision]))
    return decision[order], level[order]


def _of_runs(connection: Connection, table: Table, place: Mapping[str, int], *but: str) -> dict[str, Sequence[Any]]:
    """Return a table's rows on some runs, by column, but for some columns."""
    wanted = [column for column in table.c if column.name not in but]
    found = connection.execute(select(*wanted).where(table.c.run_id.in_(place)))
    # The driver's own rows: there are millions, and SQLAlchemy's cost as much again as fetching them.
    return _columns(found.cursor.fetchall() if found.cursor else [], [column.name for column in wanted])


def _rescored(connection: Connection, rescoring: KeptRescoring, place: Mapping[str, int]) -> dict[str, Sequence[Any]]:
    """Return the levels that some runs were given by a rescoring, by column, as `levels` has them."""
    wanted = [column for column in rescored_levels.c if column.name != "rescoring_id"]
    own = (rescored_levels.c.rescoring_id == rescoring.id, rescored_levels.c.run_id.in_(place))
    found = _columns(connection.execute(select(*wanted).where(*own)).all(), [column.name for column in wanted])
    if isinstance(rescoring.key, Rubric):
        return {**found, "rubric": [rescoring.key.id] * len(found["run_id"])}
    under = rubrics_by_run(connection, runs.c.id.in_(place))  # a panel rates criteria of the rubrics that there were
    pairs = zip(found["run_id"], found["criterion"], strict=True)
    return {**found, "rubric": [under[run].criteria[criterion] for run, criterion in pairs]}


def _columns(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> dict[str, Sequence[Any]]:
    return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))


def _critical(connection: Connection, place: Mapping[str, int], key: _Numbers, stride: int) -> list[str]:
    """Return the critical events of every decision, as JSON."""
    found = _of_runs(connection, critical_events, place)
    events: dict[int, list[str]] = defaultdict(list)
    for run, sequence, event in zip(found["run_id"], found["sequence"], found["event"], strict=True):
        events[place[run] * stride + sequence].append(event)
    return [canonical(sorted(events[each])) if each in events else "[]" for each in key.tolist()]


def _versions(kept: Sequence[str], rubrics: Sequence[str], run: _Numbers, rubric: _Numbers) -> pa.Array:
    """Return the version of each fact's rubric, out of the text that its run keeps of all of them."""
    texts, text_of_run = _codes(kept)
    grid = [json.loads(text).get(each) for text in texts for each in rubrics]
    return _take(grid, np.where(rubric < 0, -1, text_of_run[run] * len(rubrics) + rubric))


def _marks(kept: Sequence[str | None], rubrics: Sequence[str], run: _Numbers, rubric: _Numbers) -> pa.Array:
    """Return the mark that each fact's run is held to on its rubric; nothing where its assignment pins none."""
    texts, text_of_run = _codes([each or "" for each in kept])
    marks = [marks_in(text or None) for text in texts]
    grid = [pinned.get(each) for pinned in marks for each in rubrics]
    return _take(grid, np.where(rubric < 0, -1, text_of_run[run] * len(rubrics) + rubric))


def _own_view(
    connection: Connection, place: Mapping[str, int], rubrics: Sequence[str], run: _Numbers, rubric: _Numbers
) -> pa.Array:
    """Return each fact's self-rating, of its run on its rubric."""
    found = _of_runs(connection, self_ratings, place)
    column = {each: number for number, each in enumerate(rubrics)}
    grid: list[int | None] = [None] * (len(place) * len(rubrics))
    for each, on, rating in zip(found["run_id"], found["rubric"], found["rating"], strict=True):
        if on in column:
            grid[place[each] * len(rubrics) + column[on]] = rating
    return _take(grid, np.where(rubric < 0, -1, run * len(rubrics) + rubric))


def _numbers(ids: Sequence[str], place: Mapping[str, int]) -> _Numbers:
    return np.fromiter(map(place.__getitem__, ids), np.int64, len(ids))


def _codes(values: Sequence[str]) -> tuple[list[str], _Numbers]:
    """Return the distinct values, sorted, and the place of each value among them."""
    distinct = sorted(set(values))
    return distinct, _numbers(values, {value: number for number, value in enumerate(distinct)})


def _follow(values: _Numbers, index: _Numbers) -> _Numbers:
    """Return `values[index]`, and -1 if the index is -1."""
    return np.where(index < 0, -1, values[index]) if len(values) else index


def _take(values: Sequence[Any], index: _Numbers) -> pa.Array:
    """Return the values at some places, and nothing where the place is -1."""
    return pa.array(values).take(pa.array(index, mask=index < 0))
