"""Class sessions as they are kept: what a class did by hands. They name nobody, and are nobody's score."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from simulator.encounter.run import Run
from simulator.records.digests import canonical
from simulator.records.journal import keep
from simulator.records.model import read_time, write_time
from simulator.records.schema import class_sessions
from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class Show:
    """A show of hands: the choices offered by id, the hands for each, and the place of what was taken, from 0."""

    scene: str
    offered: tuple[str, ...]
    hands: tuple[int, ...]
    taken: int


@dataclass(frozen=True, slots=True)
class KeptClass:
    """A class session.

    Attributes:
        ending: None where the class stopped before one.
    """

    id: str
    scenario: str
    version: str
    at: datetime
    shows: tuple[Show, ...]
    ending: str | None


def keep_class(store: Store, run: Run, shows: Sequence[Show], *, at: datetime) -> str | None:
    """Keep a class session, sealed like all else; return its id, None where no decision was made.

    Args:
        store: where it is kept.
        run: what the class played; no run of it is kept.
        shows: the decisions, in order.
        at: now.
    """
    if not shows:
        return None
    told = [{"scene": each.scene, "offered": each.offered, "hands": each.hands, "taken": each.taken} for each in shows]
    row = {
        "id": str(uuid.uuid4()),
        "scenario_id": run.story.scenario.id,
        "scenario_version": run.story.scenario.version,
        "digest": run.story.digest,
        "at": write_time(at),
        "decisions": canonical(told),
        "ending": run.place if run.finished else None,
    }
    with store.writing() as connection:
        keep(connection, class_sessions, [row], at=row["at"] or "")
    return row["id"]


def kept_classes(store: Store) -> list[KeptClass]:
    """Return every class session, the newest first."""
    with store.reading() as connection:
        rows = connection.execute(select(class_sessions).order_by(class_sessions.c.entry.desc())).all()
    return [
        KeptClass(
            row.id,
            row.scenario_id,
            row.scenario_version,
            read_time(row.at),
            tuple(
                Show(each["scene"], tuple(each["offered"]), tuple(each["hands"]), each["taken"])
                for each in json.loads(row.decisions)
            ),
            row.ending,
        )
        for row in rows
    ]
