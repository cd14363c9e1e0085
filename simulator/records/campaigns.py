"""Campaigns in the record store: what was begun, which runs are its episodes, and how it closed.

A campaign's id is the hash of its row, so the id seals the row. Each episode's run seals that id, so the chain of runs
seals the campaign. Memory is never kept on the way: it follows from the episodes that were played, on the snapshot that
the campaign began with.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, select

from scoring.rubric import RubricSet
from simulator.campaign.journey import Journey
from simulator.campaign.story import CampaignStory
from simulator.errors import ChoiceRefused, RecordConflict, StoreDamaged, UnknownRecord
from simulator.messages import tr
from simulator.records import functions, queries, statements, writing
from simulator.records.connection import hold_chain
from simulator.records.digests import canonical, hash_text
from simulator.records.model import Mode, RunRecord, Trainee, read_time, write_time
from simulator.records.rubrics import keep_rubrics, kept_rubrics, rubrics_text
from simulator.records.schema import campaign_finishes, campaign_runs, campaign_snapshots, runs, trainees

if TYPE_CHECKING:
    from simulator.records.store import Admission, Store

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
        current: the run of the episode that is under way; None where none is.
    """

    record: CampaignRecord
    journey: Journey
    played: tuple[RunRecord, ...]
    current: RunRecord | None


def begin_campaign(
    store: Store,
    trainee: Trainee,
    story: CampaignStory,
    *,
    mode: Mode,
    at: datetime,
    first: int = 1,
    memory: Mapping[str, int | bool | str] | None = None,
    assignment_id: str | None = None,
    access_code: str = "",
    admit: Admission | None = None,
) -> CampaignRecord:
    """Begin a campaign, and keep it as it is now.

    Args:
        store: where.
        trainee: whose it is.
        story: what is played.
        mode: practice or assessment.
        at: now.
        first: the number of the episode to begin at, from 1.
        memory: what is remembered there, by name. If omitted, what the campaign begins with.
        assignment_id: the assignment that it answers, if any.
        access_code: as for `Store.begin`.
        admit: has the last word on whether it may begin.
    """
    start = story.layout.decode(story.start)
    row = {
        "nonce": uuid.uuid4().hex,
        "trainee_id": trainee.id,
        "campaign_id": story.campaign.id,
        "campaign_version": story.campaign.version,
        "digest": story.digest,
        "mode": Mode(mode).value,
        "started_at": write_time(at),
        "first": first,
        "memory": canonical({**start, **(memory or {})}),
        "origin": None,
        "origin_kept": None,
        "assignment_id": assignment_id,
    }
    snapshot = {
        "digest": story.digest,
        "campaign_id": story.campaign.id,
        "version": story.campaign.version,
        "body": story.snapshot,
    }
    with store.writing() as connection:
        if not store.by_functions:  # else it is published, and the database has the last word on attempts
            if admit is not None:
                hold_chain(connection)
                admit(connection)
            writing.insert_new(connection, campaign_snapshots, [snapshot])
            keep_rubrics(connection, story.rubrics)
            store.as_asked(connection)
        begun = {**row, "rubrics": rubrics_text(story.rubrics)}
        through = functions.is_through(connection)
        id_ = (
            functions.begin_campaign(connection, {**begun, "access_code": access_code})
            if through
            else _insert(connection, begun)
        )
    return campaign_record(store, id_)


def branch_campaign(store: Store, campaign_run: str, keep: int, *, at: datetime) -> CampaignRecord:
    """Begin a new campaign that shares the first `keep` played episodes of another; nothing of that one changes.

    It is practice, whatever the first was, and answers no assignment.

    Raises:
        RecordConflict: there are not so many played episodes, or it is an assessment that goes on.
        UnknownRecord: no such campaign.
    """
    kept = campaign_kept(store, campaign_run)
    if kept.record.mode is Mode.ASSESSMENT and kept.record.closing is None:
        raise RecordConflict(tr("An assessment can be tried again when it is over."), tr("Go on with it first."))
    if not 0 <= keep <= len(kept.played) - (kept.record.closing is not None):
        raise RecordConflict(
            tr(
                "This campaign has {count} played episodes, so it cannot be tried again from number {keep}.",
                count=len(kept.played),
                keep=keep + 1,
            ),
            tr("Choose an earlier episode."),
        )
    record = kept.record
    row = {
        "nonce": uuid.uuid4().hex,
        "trainee_id": record.trainee_id,
        "campaign_id": record.campaign_id,
        "campaign_version": record.campaign_version,
        "digest": record.digest,
        "mode": Mode.PRACTICE.value,
        "started_at": write_time(at),
        "rubrics": record.rubrics,
        "first": record.first,
        "memory": canonical(record.memory),
        "origin": record.id,
        "origin_kept": keep,
        "assignment_id": None,
    }
    with store.writing() as connection:
        store.as_asked(connection)
        if functions.is_through(connection):
            id_ = functions.branch_campaign(connection, record.id, keep)
        else:
            id_ = _insert(connection, row)
    return campaign_record(store, id_)


def finish_campaign(store: Store, kept: KeptCampaign, *, at: datetime) -> None:
    """Keep how a campaign closed, whose last episode is over; the same again changes nothing.

    Raises:
        RecordConflict: an episode is still to come.
    """
    journey = kept.journey
    if journey.closing is None:
        raise RecordConflict(tr("An episode of this campaign is still to come."), tr("Go on with it."))
    row = {
        "campaign_run": kept.record.id,
        "trainee_id": kept.record.trainee_id,
        "closing": journey.closing.closing.id,
        "memory": canonical(journey.story.layout.decode(journey.memory)),
        "at": write_time(at),
    }
    with store.writing() as connection:
        store.as_asked(connection)
        if functions.is_through(connection):
            functions.finish_campaign(connection, row)
        else:
            writing.insert_new(connection, campaign_finishes, [row])


def campaign_record(store: Store, campaign_run: str) -> CampaignRecord:
    """Return one campaign by its id, or by as much of it as no other begins with.

    Raises:
        UnknownRecord: there is none, or several.
    """
    asked = campaign_run.strip().lower()
    found = _records(store, campaign_runs.c.id.startswith(asked, autoescape=True)) if asked else []
    if not found:
        raise UnknownRecord(f"There is no campaign '{asked[:40]}' in the store.", "See them all: encounter runs.")
    if len(found) > 1:
        raise UnknownRecord(f"Several campaigns begin with '{asked}'.", "Give more of the id.")
    return found[0]


def campaign_records(
    store: Store, *, trainee: Trainee | None = None, campaign_id: str | None = None, finished: bool | None = None
) -> list[CampaignRecord]:
    """Return campaigns, newest first.

    Args:
        store: where.
        trainee: only this trainee's.
        campaign_id: only of this campaign.
        finished: only those that have closed, or only those that have not.
    """
    only: list[ColumnElement[bool]] = []
    if trainee is not None:
        only.append(campaign_runs.c.trainee_id == trainee.id)
    if campaign_id is not None:
        only.append(campaign_runs.c.campaign_id == campaign_id)
    if finished is not None:
        ended = campaign_finishes.c.closing
        only.append(ended.is_not(None) if finished else ended.is_(None))
    return _records(store, *only)


def campaign_kept(store: Store, campaign_run: str) -> KeptCampaign:
    """Return a campaign as it stands, rebuilt on the snapshot that it began with.

    Raises:
        UnknownRecord: no such campaign.
        StoreDamaged: what is kept contradicts the campaign.
    """
    record = campaign_record(store, campaign_run)
    with store.reading() as connection:
        story = kept_campaign(connection, record.digest, kept_rubrics(connection, record.rubrics))
        return rebuilt(connection, record, story)


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
    (record,) = _read(connection, campaign_runs.c.id == id_)
    return record


def _insert(connection: Connection, row: Mapping[str, Any]) -> str:
    id_ = sealed_id(row)
    connection.execute(campaign_runs.insert(), {"id": id_, **row})
    return id_


def _episodes(connection: Connection, record: CampaignRecord) -> list[RunRecord]:
    """Return the runs of a campaign's episodes in order: those it shares with its origin, then its own."""
    shared: list[RunRecord] = []
    if record.origin is not None:
        shared = _episodes(connection, campaign_row(connection, record.origin))[: record.origin_kept]
    own = queries.run_records(connection, runs.c.campaign_run == record.id, ~statements.SUPERSEDED)
    return [*shared, *sorted(own, key=lambda run: run.episode.number if run.episode else 0)]


def _records(store: Store, *only: ColumnElement[bool]) -> list[CampaignRecord]:
    with store.reading() as connection:
        return _read(connection, *only)


def _read(connection: Connection, *only: ColumnElement[bool]) -> list[CampaignRecord]:
    asked = (
        select(campaign_runs, trainees.c.name, campaign_finishes.c.closing, campaign_finishes.c.at)
        .join(trainees, trainees.c.id == campaign_runs.c.trainee_id)
        .outerjoin(campaign_finishes, campaign_finishes.c.campaign_run == campaign_runs.c.id)
        .where(*only)
        .order_by(campaign_runs.c.started_at.desc(), campaign_runs.c.id)
    )
    return [_record(row) for row in connection.execute(asked)]


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
