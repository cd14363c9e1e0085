"""Campaigns in the record store: what was begun, which runs are its episodes, and how it closed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection

from simulator.campaign.story import CampaignStory
from simulator.errors import RecordConflict, UnknownRecord
from simulator.messages import tr
from simulator.records import functions, writing
from simulator.records.connection import hold_chain
from simulator.records.digests import canonical
from simulator.records.kept_campaigns import (
    CampaignRecord,
    KeptCampaign,
    campaign_rows,
    kept_campaign,
    rebuilt,
    sealed_id,
)
from simulator.records.model import Mode, Trainee, write_time
from simulator.records.rubrics import keep_rubrics, kept_rubrics, rubrics_text
from simulator.records.schema import campaign_finishes, campaign_runs, campaign_snapshots

if TYPE_CHECKING:
    from simulator.records.store import Admission, Store


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


def _insert(connection: Connection, row: Mapping[str, Any]) -> str:
    id_ = sealed_id(row)
    connection.execute(campaign_runs.insert(), {"id": id_, **row})
    return id_


def _records(store: Store, *only: ColumnElement[bool]) -> list[CampaignRecord]:
    with store.reading() as connection:
        return campaign_rows(connection, *only)
