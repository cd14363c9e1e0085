"""Published encounters and campaigns: people who sign in to the database itself play them from the store."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, select, union_all

from scoring.rubric import RubricSet
from simulator.errors import UnknownRecord
from simulator.records import functions
from simulator.records.journal import change, keep
from simulator.records.model import read_time, write_time
from simulator.records.rubrics import keep_rubrics, rubrics_text
from simulator.records.schema import (
    campaign_snapshots,
    published,
    published_campaigns,
    published_translations,
    snapshots,
)
from simulator.records.store import Store
from simulator.records.writing import insert_new
from simulator.scenario.story import Story

if TYPE_CHECKING:
    from simulator.campaign.story import CampaignStory


@dataclass(frozen=True, slots=True)
class PublishedEncounter:
    """A published encounter or campaign.

    Its digest names the exact version, and `author` the person who published it.
    """

    scenario_id: str
    digest: str
    at: datetime
    author: str


def publish_encounter(
    store: Store, story: Story, *, author: str, at: datetime, translations: Sequence[Story] = ()
) -> bool:
    """Publish an encounter with its rubrics as they are now, in place of an earlier version. Return whether it is new.

    Args:
        store: where it is played from.
        story: the encounter, in its own language.
        author: who publishes it; on a login of their own, PostgreSQL knows itself.
        at: now.
        translations: the same in other languages.

    Raises:
        StoreError: the login of this store may publish nothing.
    """
    scenario = story.scenario
    wordings = {each.scenario.language: each.wording for each in translations}
    what = _Publication(scenario.id, scenario.version, story.digest, story.snapshot, story.rubrics, wordings)
    return _publish(store, what, author=author, at=at)


def publish_campaign(
    store: Store, story: CampaignStory, *, author: str, at: datetime, translations: Sequence[CampaignStory] = ()
) -> bool:
    """Publish a campaign with its episodes and their rubrics, as `publish_encounter`."""
    campaign = story.campaign
    wordings = {each.campaign.language: each.wording for each in translations}
    what = _Publication(
        campaign.id, campaign.version, story.digest, story.snapshot, story.rubrics, wordings, is_campaign=True
    )
    return _publish(store, what, author=author, at=at)


def unpublish_encounter(store: Store, id_: str, *, at: datetime) -> None:
    """Take a published encounter or campaign back: nobody who signs in to the database can begin a run of it.

    Raises:
        UnknownRecord: it is not published.
    """
    with store.writing() as connection:
        if functions.is_through(connection):
            taken_back = functions.unpublish(connection, id_)
        else:
            taken_back = sum(_withdraw(connection, table, id_, at) for table in (published, published_campaigns))
    if not taken_back:
        raise UnknownRecord(f"'{id_}' is not published.", "See what is: encounter publish")


def what_is_published(store: Store) -> list[PublishedEncounter]:
    """Return what is published, by id."""
    both = union_all(
        *(
            select(_id(table).label("id"), table.c.digest, table.c.at, table.c.author).where(
                table.c.withdrawn_at.is_(None)
            )
            for table in (published, published_campaigns)
        )
    ).subquery()
    with store.reading() as connection:
        rows = connection.execute(select(both).order_by(both.c.id))
        return [PublishedEncounter(row.id, row.digest, read_time(row.at), row.author) for row in rows]


@dataclass(frozen=True, slots=True)
class _Publication:
    """Something to publish. `wordings` are its texts in other languages."""

    id: str
    version: str
    digest: str
    body: str
    rubrics: RubricSet
    wordings: Mapping[str, str] = field(default_factory=dict)
    is_campaign: bool = False


def _publish(store: Store, what: _Publication, *, author: str, at: datetime) -> bool:
    with store.writing() as connection:
        if functions.is_through(connection):
            return functions.publish(connection, _as_given(what))
        table, kept = (published_campaigns, campaign_snapshots) if what.is_campaign else (published, snapshots)
        rubrics = keep_rubrics(connection, what.rubrics)
        named = {_id(table).name: what.id}
        insert_new(connection, kept, [{"digest": what.digest, "version": what.version, "body": what.body, **named}])
        asked = select(table.c.digest, table.c.rubrics).where(_id(table) == what.id, table.c.withdrawn_at.is_(None))
        new = [tuple(row) for row in connection.execute(asked)] != [(what.digest, rubrics)]
        if new:
            _withdraw(connection, table, what.id, at)
            row = {"id": str(uuid.uuid4()), "digest": what.digest, "rubrics": rubrics, **_signed(author, at), **named}
            keep(connection, table, [row], at=write_time(at))
        for language, wording in what.wordings.items():
            new |= _keep_wording(connection, what.digest, language, wording, author, at)
        return new


def _keep_wording(connection: Connection, digest: str, language: str, wording: str, author: str, at: datetime) -> bool:
    texts = published_translations
    this = (texts.c.digest == digest, texts.c.language == language)
    before = connection.scalar(select(texts.c.body).where(*this))
    if before == wording:
        return False
    values = {"body": wording, **_signed(author, at)}
    if before is None:
        keep(connection, texts, [{"digest": digest, "language": language, **values}], at=write_time(at))
    else:
        change(connection, texts, *this, at=write_time(at), values=values)
    return True


def _withdraw(connection: Connection, table: Table, id_: str, at: datetime) -> int:
    standing = (_id(table) == id_, table.c.withdrawn_at.is_(None))
    return change(connection, table, *standing, at=write_time(at), values={"withdrawn_at": write_time(at)})


def _as_given(what: _Publication) -> dict[str, Any]:
    """Return what the database's own function is told; it makes digests, times and the author's name itself."""
    bodies = [
        {"rubric_id": id_, "version": rubric.version, "body": rubric.snapshot()}
        for id_, rubric in what.rubrics.rubrics.items()
    ]
    return {
        "campaign": what.is_campaign, "id": what.id, "version": what.version, "body": what.body,
        "rubrics": rubrics_text(what.rubrics), "rubric_bodies": bodies, "wordings": dict(what.wordings),
    }  # fmt: skip


def _id(table: Table) -> Any:
    return table.c.campaign_id if table is published_campaigns else table.c.scenario_id


def _signed(author: str, at: datetime) -> dict[str, str]:
    return {"at": write_time(at), "author": author}
