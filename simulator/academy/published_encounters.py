"""Published encounters: what exactly is played by people who sign in to the database itself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from simulator.errors import UnknownRecord
from simulator.records.journal import change, keep
from simulator.records.model import read_time, write_time
from simulator.records.rubrics import keep_rubrics
from simulator.records.schema import published, snapshots
from simulator.records.store import Store
from simulator.records.writing import insert_new
from simulator.scenario.story import Story


@dataclass(frozen=True, slots=True)
class PublishedEncounter:
    """An encounter that is published: its digest names what exactly, `author` who published it."""

    scenario_id: str
    digest: str
    at: datetime
    author: str


def publish_encounter(store: Store, story: Story, *, author: str, at: datetime) -> bool:
    """Publish an encounter and its rubrics as they are now, in place of an earlier form; return whether it is new."""
    scenario = story.scenario
    snapshot = {
        "digest": story.digest, "scenario_id": scenario.id, "version": scenario.version, "body": story.snapshot,
    }  # fmt: skip
    standing = (published.c.scenario_id == scenario.id, published.c.withdrawn_at.is_(None))
    with store.writing() as connection:
        rubrics = keep_rubrics(connection, story.rubrics)
        insert_new(connection, snapshots, [snapshot])
        asked = select(published.c.digest, published.c.rubrics).where(*standing)
        before = [tuple(row) for row in connection.execute(asked)]
        if before == [(story.digest, rubrics)]:
            return False
        change(connection, published, *standing, at=write_time(at), values={"withdrawn_at": write_time(at)})
        row = {
            "id": str(uuid.uuid4()), "scenario_id": scenario.id, "digest": story.digest, "rubrics": rubrics,
            "at": write_time(at), "author": author, "withdrawn_at": None,
        }  # fmt: skip
        keep(connection, published, [row], at=write_time(at))
    return True


def unpublish_encounter(store: Store, scenario_id: str, *, at: datetime) -> None:
    """Let no run of an encounter begin any more by who signs in to the database itself.

    Raises:
        UnknownRecord: it is not published.
    """
    only = (published.c.scenario_id == scenario_id, published.c.withdrawn_at.is_(None))
    with store.writing() as connection:
        if not change(connection, published, *only, at=write_time(at), values={"withdrawn_at": write_time(at)}):
            raise UnknownRecord(f"'{scenario_id}' is not published.", "See what is: encounter publish")


def what_is_published(store: Store) -> list[PublishedEncounter]:
    """Return what is published, by id."""
    asked = select(published).where(published.c.withdrawn_at.is_(None)).order_by(published.c.scenario_id)
    with store.reading() as connection:
        return [
            PublishedEncounter(row.scenario_id, row.digest, read_time(row.at), row.author)
            for row in connection.execute(asked)
        ]
