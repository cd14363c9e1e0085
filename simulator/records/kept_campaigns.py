"""A campaign as it is kept: its row, the runs of its episodes, and both rebuilt to where the campaign stands.

A campaign's id is the hash of its row, so the id seals the row. Each episode's run seals that id, so the chain of runs
seals the campaign. Memory is never kept on the way: it follows from the episodes that were played, on the snapshot that
the campaign began with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from scoring.rubric import RubricSet
from simulator.campaign.journey import Journey
from simulator.campaign.story import CampaignStory
from simulator.errors import ChoiceRefused, StoreDamaged, UnknownRecord
from simulator.records import queries, statements
from simulator.records.digests import canonical, hash_text
from simulator.records.model import Mode, RunRecord, read_time
from simulator.records.schema import campaign_finishes, campaign_runs, campaign_snapshots, runs, trainees

SEALED = (
    "nonce", "trainee_id", "campaign_id", "campaign_version", "digest", "mode", "started_at", "rubrics", "first",
    "memory", "origin", "origin_kept", "assignment_id",
)  # fmt: skip
"""What a campaign's id is the hash of."""


@dataclass(frozen=True, slots=True)
class CampaignRecord:
    """One campaign of one trainee, as it is kept.

    Attributes:
        id: the hash of what was begun; the beginning of it names it.
        trainee_id, trainee: whose it is, by id and by name.
        campaign_id, campaign_version, digest: what is played; the digest names its snapshot.
        mode: practice or assessment, in all its episodes.
        rubrics: what its episodes are scored by, as it is kept.
        first: the number of the episode that it begins at, from 1.
        memory: what is remembered there, by name.
        origin, origin_kept: the campaign that it branches off, and how many played episodes both have. None if it
            branches off no other.
        assignment_id: the assignment that it answers, if any.
        closing, ended_at: how and when it ended; None while it goes on.
    """

    id: str
    trainee_id: str
    trainee: str
    campaign_id: str
    campaign_version: str
    digest: str
    mode: Mode
    started_at: datetime
    rubrics: str
    first: int
    memory: Mapping[str, int | bool | str]
    origin: str | None = None
    origin_kept: int | None = None
    assignment_id: str | None = None
    closing: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptCampaign:
    """A campaign as it stands, rebuilt from what is kept.

    Attributes:
        journey: on the snapshot that it began with, after every episode that came to an ending.
        played: the runs of those episodes, in order.
        current: the run of the episode that is under way; None if none is.
    """

    record: CampaignRecord
    journey: Journey
    played: tuple[RunRecord, ...]
    current: RunRecord | None


def rebuilt(connection: Connection, record: CampaignRecord, story: CampaignStory) -> KeptCampaign:
    """Return a campaign as it stands.

    Args:
        connection: to read on.
        record: the campaign's.
        story: the campaign of its digest.

    Raises:
        StoreDamaged: what is kept contradicts the campaign.
    """
    try:
        memory = tuple(story.layout.encode(name, record.memory[name]) for name in story.layout.names)
    except (KeyError, ValueError):
        raise _contradicted(record, "what it began with is not a memory of this campaign") from None
    journey = Journey(story, first=record.first - 1, memory=memory)
    played: list[RunRecord] = []
    current: RunRecord | None = None
    for run in _episodes(connection, record):
        if journey.episode is None or run.episode is None or run.episode.episode != journey.episode.episode.id:
            raise _contradicted(record, f"run {run.id[:8]} is not of the next episode")
        if run.digest != journey.encounter().digest:
            raise _contradicted(record, f"run {run.id[:8]} did not begin with what is remembered")
        if not run.finished:
            current = run
            break
        try:
            journey.pass_through(run.path)
        except ChoiceRefused as refused:
            raise _contradicted(record, f"run {run.id[:8]}: {refused.message}") from None
        played.append(run)
    return KeptCampaign(record, journey, tuple(played), current)


def kept_campaign(connection: Connection, digest: str, rubrics: RubricSet) -> CampaignStory:
    """Return a campaign as it was when it was begun, scored by `rubrics`.

    Raises:
        UnknownRecord: no snapshot of that digest.
        StoreDamaged: the snapshot is not what its digest says.
    """
    body = connection.scalar(select(campaign_snapshots.c.body).where(campaign_snapshots.c.digest == digest))
    if body is None:
        raise UnknownRecord(f"No campaign with the digest {digest[:12]} is kept.", "See the runs: encounter runs.")
    if hash_text(body) != digest:
        raise StoreDamaged(
            "The kept campaign was changed after it was begun.", "See what else was: encounter store verify."
        )
    return CampaignStory.from_snapshot(body, rubrics)


def sealed_id(row: Mapping[str, Any]) -> str:
    """Return the id that a campaign's row must have."""
    return hash_text(canonical([row[field] for field in SEALED]))


def campaign_row(connection: Connection, id_: str) -> CampaignRecord:
    """Return the campaign of a whole id."""
    (record,) = campaign_rows(connection, campaign_runs.c.id == id_)
    return record


def campaign_rows(connection: Connection, *only: ColumnElement[bool]) -> list[CampaignRecord]:
    """Return the campaigns that all of `only` hold for, newest first."""
    asked = (
        select(campaign_runs, trainees.c.name, campaign_finishes.c.closing, campaign_finishes.c.at)
        .join(trainees, trainees.c.id == campaign_runs.c.trainee_id)
        .outerjoin(campaign_finishes, campaign_finishes.c.campaign_run == campaign_runs.c.id)
        .where(*only)
        .order_by(campaign_runs.c.started_at.desc(), campaign_runs.c.id)
    )
    return [_record(row) for row in connection.execute(asked)]


def _episodes(connection: Connection, record: CampaignRecord) -> list[RunRecord]:
    """Return the runs of a campaign's episodes in order: those it shares with its origin, then its own."""
    shared: list[RunRecord] = []
    if record.origin is not None:
        shared = _episodes(connection, campaign_row(connection, record.origin))[: record.origin_kept]
    own = queries.run_records(connection, runs.c.campaign_run == record.id, ~statements.SUPERSEDED)
    return [*shared, *sorted(own, key=lambda run: run.episode.number if run.episode else 0)]


def _record(row: Any) -> CampaignRecord:
    return CampaignRecord(
        id=row.id,
        trainee_id=row.trainee_id,
        trainee=row.name,
        campaign_id=row.campaign_id,
        campaign_version=row.campaign_version,
        digest=row.digest,
        mode=Mode(row.mode),
        started_at=read_time(row.started_at),
        rubrics=row.rubrics,
        first=row.first,
        memory=json.loads(row.memory),
        origin=row.origin,
        origin_kept=row.origin_kept,
        assignment_id=row.assignment_id,
        closing=row.closing,
        ended_at=None if row.at is None else read_time(row.at),
    )


def _contradicted(record: CampaignRecord, why: str) -> StoreDamaged:
    return StoreDamaged(
        f"What is kept of campaign {record.id[:8]} contradicts it: {why}.",
        "See what was changed: encounter store verify.",
    )
