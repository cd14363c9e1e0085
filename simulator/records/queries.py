"""What is read: run records with their paths, and the long-form facts, in a few queries each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, true

from simulator.errors import UnknownRecord
from simulator.records import statements
from simulator.records.lineage import taken_over
from simulator.records.model import EpisodePlace, Fact, Mode, OriginKind, RunRecord, read_time
from simulator.records.raters import raters_by_digest
from simulator.records.schema import adjustments, campaign_runs, decisions, levels, runs, self_ratings
from simulator.text import clean_text

OLDEST_FIRST = (adjustments.c.at, adjustments.c.number)
"""The order of a person's adjustments of one assignment, under any name: the last one counts."""

_NAMED = 100
"""Up to so many runs are named one by one in a statement.

For a few, that is much quicker than asking for them again.
"""


def run_records(connection: Connection, *only: ColumnElement[bool], limit: int | None = None) -> list[RunRecord]:
    """Return runs with their paths, newest first: two queries, however many runs there are.

    Args:
        connection: to read on.
        only: conditions on `statements.RUNS`.
        limit: at most so many.
    """
    asked = statements.RUNS.where(*only).order_by(runs.c.ordinal.desc()).limit(limit)
    found = connection.execute(asked).all()
    taken = select(decisions.c.run_id, decisions.c.choice).order_by(decisions.c.run_id, decisions.c.sequence)
    if len(found) <= _NAMED:
        taken = taken.where(decisions.c.run_id.in_([row.id for row in found]))
    else:
        chosen = asked.with_only_columns(runs.c.id, maintain_column_froms=True).subquery()
        taken = taken.join(chosen, chosen.c.id == decisions.c.run_id)
    paths: dict[str, list[str]] = {}
    for run_id, choice in connection.execute(taken):
        paths.setdefault(run_id, []).append(choice)
    return [run_record(row._asdict(), paths.get(row.id, ())) for row in found]


def run_record(row: Mapping[str, Any], path: Sequence[str] = ()) -> RunRecord:
    """Return a run's row, with the trainee's name, as people see it; a finish may be missing."""
    ended, kind = row.get("ended_at"), row["origin_kind"]
    return RunRecord(
        id=row["id"],
        trainee_id=row["trainee_id"],
        trainee=row["trainee"],
        scenario_id=row["scenario_id"],
        scenario_version=row["scenario_version"],
        digest=row["digest"],
        mode=Mode(row["mode"]),
        seed=row["seed"],
        language=row["language"],
        started_at=read_time(row["started_at"]),
        path=tuple(path),
        ending=row.get("ending"),
        outcome=row.get("outcome"),
        ended_at=None if ended is None else read_time(ended),
        superseded=bool(row.get("superseded", False)),
        origin_run=row["origin_run"],
        origin_kept=row["origin_kept"],
        origin_kind=None if kind is None else OriginKind(kind),
        assignment_id=row["assignment_id"],
        rubrics=json.loads(row["rubrics"] or "{}"),
        translation=row["translation"],
        by_path=bool(row["by_path"]),
        void=row.get("void"),
        episode=None
        if row["campaign_run"] is None
        else EpisodePlace(row["campaign_run"], row["episode"], row["episode_number"], row["campaign_id"]),
    )


def facts(connection: Connection, trainee_id: str | None) -> list[Fact]:
    """Return one fact per decision and criterion, oldest first, as `Store.facts`.

    Args:
        connection: to read on.
        trainee_id: only of this trainee; None for everybody.
    """
    whose = true() if trainee_id is None else runs.c.trainee_id == trainee_id
    again = taken_over(whose)
    own = or_(again.c.kept.is_(None), levels.c.sequence > again.c.kept)
    moments: dict[str, datetime] = {}  # many facts, few runs

    def moment(text: str) -> datetime:
        if text not in moments:
            moments[text] = read_time(text)
        return moments[text]

    rows = connection.execute(statements.FACTS.outerjoin(again, again.c.run_id == runs.c.id).where(whose, own)).all()
    raters = raters_by_digest(connection, {row.digest for row in rows})
    return [
        Fact(
            run, trainee, scenario, Mode(mode), moment(at), place, criterion, rubric, level, best, worst, raters[digest]
        )
        for run, trainee, scenario, mode, at, place, criterion, rubric, level, best, worst, digest in rows
    ]


def self_ratings_of(connection: Connection, run_id: str) -> dict[str, int]:
    """Return a run's self-ratings by rubric."""
    asked = select(self_ratings.c.rubric, self_ratings.c.rating).where(self_ratings.c.run_id == run_id)
    return {row.rubric: row.rating for row in connection.execute(asked)}


def extra_time(connection: Connection, record: RunRecord) -> int:
    """Return by how many percent timers are longer in a run; an episode has what its campaign has."""
    of_campaign = None if record.episode is None else record.episode.campaign_run
    assigned = select(campaign_runs.c.assignment_id).where(campaign_runs.c.id == of_campaign)
    asked = (
        select(adjustments.c.extra_time)
        .where(
            adjustments.c.trainee_id == record.trainee_id,
            or_(adjustments.c.assignment_id == record.assignment_id, adjustments.c.assignment_id.in_(assigned)),
        )
        .order_by(*(column.desc() for column in OLDEST_FIRST))
        .limit(1)
    )
    return connection.scalar(asked) or 0


def unknown_run(run_id: str) -> UnknownRecord:
    """Return the error that says that no run has this id."""
    return UnknownRecord(f"There is no run '{clean_text(run_id, limit=40)}'.", "See them all: encounter runs.")
