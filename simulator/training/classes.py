"""Class sessions as they are kept: what a class did by hands or votes. They name nobody, and are nobody's score."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

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
        ending: None if the class stopped before one.
    """

    id: str
    scenario: str
    version: str
    at: datetime
    shows: tuple[Show, ...]
    ending: str | None


def keep_class(store: Store, run: Run, shows: Sequence[Show], *, at: datetime) -> str | None:
    """Keep a class session, sealed like all else; return its id, None if no decision was made.

    Args:
        store: where it is kept.
        run: what the class played; no run of it is kept.
        shows: the decisions, in order.
        at: now.
    """
    if not shows:
        return None
    scenario = run.story.scenario
    ending = run.place if run.finished else None
    session = KeptClass(str(uuid.uuid4()), scenario.id, scenario.version, at, tuple(shows), ending)
    with store.writing() as connection:
        keep(connection, class_sessions, [class_row(session, run.story.digest)], at=write_time(at))
    return session.id


def class_row(session: KeptClass, digest: str) -> dict[str, Any]:
    """Return a class session as a row; `digest` is that of the encounter."""
    return {
        "id": session.id,
        "scenario_id": session.scenario,
        "scenario_version": session.version,
        "digest": digest,
        "at": write_time(session.at),
        "decisions": shows_text(session.shows),
        "ending": session.ending,
    }


def shows_text(shows: Sequence[Show]) -> str:
    """Return shows of hands as they are kept in a column."""
    return canonical([asdict(each) for each in shows])


def read_shows(text: str) -> tuple[Show, ...]:
    """Return the shows of hands that a column holds."""
    return tuple(
        Show(each["scene"], tuple(each["offered"]), tuple(each["hands"]), each["taken"]) for each in json.loads(text)
    )


def kept_classes(store: Store) -> list[KeptClass]:
    """Return every class session, the newest first."""
    with store.reading() as connection:
        rows = connection.execute(select(class_sessions).order_by(class_sessions.c.entry.desc())).all()
    return [
        KeptClass(
            row.id, row.scenario_id, row.scenario_version, read_time(row.at), read_shows(row.decisions), row.ending
        )
        for row in rows
    ]
