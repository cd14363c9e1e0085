"""Everything that a trainee wrote, in one place: reflections, and words said first before choices were shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from simulator.records.model import Trainee, read_time
from simulator.records.schema import own_words, reflections, runs
from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class OwnNotes:
    """What was written on one run.

    Attributes:
        reflection: "" if there is none.
        said: what was said first, by decision.
    """

    run: str
    scenario: str
    began: datetime
    reflection: str
    said: tuple[tuple[int, str], ...]


def own_notes(store: Store, trainee: Trainee) -> list[OwnNotes]:
    """Return what a trainee wrote, run by run, the newest first."""
    written = select(reflections).join(runs, runs.c.id == reflections.c.run_id).where(runs.c.trainee_id == trainee.id)
    first = select(own_words).join(runs, runs.c.id == own_words.c.run_id).where(runs.c.trainee_id == trainee.id)
    known = select(runs.c.id, runs.c.scenario_id, runs.c.started_at).where(runs.c.trainee_id == trainee.id)
    said: dict[str, list[tuple[int, str]]] = defaultdict(list)
    with store.reading() as connection:
        # A later reflection stands in place of an earlier one.
        texts = {row.run_id: row.text for row in connection.execute(written.order_by(reflections.c.number))}
        for row in connection.execute(first.order_by(own_words.c.sequence)):
            said[row.run_id].append((row.sequence, row.text))
        rows = connection.execute(known.order_by(runs.c.ordinal.desc())).all()
    return [
        OwnNotes(row.id, row.scenario_id, read_time(row.started_at), texts.get(row.id, ""), tuple(said.get(row.id, ())))
        for row in rows
        if texts.get(row.id) or row.id in said
    ]
