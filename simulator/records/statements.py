"""The statements that every decision and every list needs, built once."""

from __future__ import annotations

from sqlalchemy import Select, and_, bindparam, exists, insert, or_, select, union_all

from simulator.records.schema import (
    campaign_runs,
    critical_events,
    decisions,
    finishes,
    levels,
    pauses,
    runs,
    tombstones,
    trainees,
    voids,
)

_newer = runs.alias("newer")
_kept = decisions.alias("kept")
_previous = decisions.alias("previous")

SUPERSEDED = exists().where(_newer.c.origin_run == runs.c.id, _newer.c.origin_kind == "rewind")
"""Whether the trainee rewound a run and went on in another."""

PAUSED = exists().where(
    pauses.c.assignment_id == runs.c.assignment_id,
    pauses.c.ended.is_(None),
    or_(pauses.c.trainee_id.is_(None), pauses.c.trainee_id == runs.c.trainee_id),
)
"""Whether a trainer holds up the assignment that a run answers."""

POSITION = (
    select(
        runs.c.genesis,
        PAUSED.label("paused"),
        finishes.c.ending,
        SUPERSEDED.label("superseded"),
        _kept.c.scene,
        _kept.c.choice,
        _previous.c.hash,
    )
    .outerjoin(finishes, finishes.c.run_id == runs.c.id)
    .outerjoin(_kept, and_(_kept.c.run_id == runs.c.id, _kept.c.sequence == bindparam("sequence")))
    .outerjoin(_previous, and_(_previous.c.run_id == runs.c.id, _previous.c.sequence == bindparam("sequence") - 1))
    .where(runs.c.id == bindparam("run"))
)
"""What appending decision `sequence` to `run` needs to know."""

_links = union_all(
    select(runs.c.ordinal, runs.c.genesis), select(tombstones.c.ordinal, tombstones.c.genesis)
).subquery()
LAST_LINK = select(_links.c.ordinal, _links.c.genesis).order_by(_links.c.ordinal.desc()).limit(1)
"""The newest run's ordinal and genesis, kept or erased."""

RUNS: Select[tuple[object, ...]] = (
    select(
        runs,
        trainees.c.name.label("trainee"),
        finishes.c.ending,
        finishes.c.outcome,
        finishes.c.at.label("ended_at"),
        SUPERSEDED.label("superseded"),
        campaign_runs.c.campaign_id,
        voids.c.reason.label("void"),
    )
    .join(trainees, trainees.c.id == runs.c.trainee_id)
    .outerjoin(finishes, finishes.c.run_id == runs.c.id)
    .outerjoin(campaign_runs, campaign_runs.c.id == runs.c.campaign_run)
    .outerjoin(voids, voids.c.run_id == runs.c.id)
)
"""Runs as people see them, but for their paths."""

FACTS = (
    select(
        runs.c.id,
        runs.c.trainee_id,
        runs.c.scenario_id,
        runs.c.mode,
        runs.c.started_at,
        levels.c.sequence,
        levels.c.criterion,
        levels.c.rubric,
        levels.c.level,
        levels.c.best,
        levels.c.worst,
        runs.c.digest,
    )
    .join(levels, levels.c.run_id == runs.c.id)
    .where(~SUPERSEDED)
    .order_by(runs.c.ordinal, levels.c.sequence, levels.c.criterion)
)
"""The long-form facts, oldest first."""

INSERT = {table: insert(table) for table in (runs, decisions, levels, critical_events, finishes)}
"""One row, or many, into a table."""
