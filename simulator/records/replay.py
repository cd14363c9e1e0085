"""Replay: a kept run, rebuilt on the scenario it began with and compared with what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from scoring.rubric import RubricSet
from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused, StoreDamaged, UnknownRecord
from simulator.records.digests import hash_text
from simulator.records.model import RunRecord
from simulator.records.schema import snapshots
from simulator.scenario.latest import LatestStories
from simulator.scenario.story import Story


def kept_story(connection: Connection, digest: str, rubrics: RubricSet) -> Story:
    """Return a scenario as it was when it was played, scored by `rubrics`.

    Raises:
        UnknownRecord, StoreDamaged: as `Store.story`.
    """
    asked = select(snapshots.c.scenario_id, snapshots.c.body).where(snapshots.c.digest == digest)
    kept = connection.execute(asked).one_or_none()
    if kept is None:
        raise UnknownRecord(f"No scenario with the digest {digest[:12]} is kept.", "See the runs: encounter runs.")
    if hash_text(kept.body) != digest:
        raise StoreDamaged(
            f"The kept scenario '{kept.scenario_id}' was changed after it was played.",
            "See what else was: encounter store verify.",
        )
    return Story.from_snapshot(kept.body, rubrics)


def replayed(
    connection: Connection,
    record: RunRecord,
    kept: Sequence[Row[Any]],
    rubrics: RubricSet,
    stories: LatestStories[Story],
) -> Run:
    """Return a run as it stands, scored by `rubrics`.

    Args:
        connection: to read the scenario on.
        record: the run.
        kept: its decisions, in their order.
        rubrics: what scores it.
        stories: the scenarios that were compiled lately.

    Raises:
        StoreDamaged: as `Store.replay`.
    """
    key = (record.digest, tuple(rubrics.digests.values()))
    story = stories.story(key, lambda: (kept_story(connection, record.digest, rubrics), {}))
    try:
        run = Run(story, seed=record.seed, path=[each.choice for each in kept])
    except ChoiceRefused as refused:
        raise _contradicted(record, refused.message) from None
    for step, each in zip(run.steps, kept, strict=True):
        decision = step.decision
        # As sets: a copied decision was shown in the order of the run it was copied from.
        same_offer = set(decision.offered) == set(json.loads(each.offered))
        here, there = (decision.sequence, decision.scene, step.to), (each.sequence, each.scene, each.moved_to)
        if here != there or not same_offer:
            raise _contradicted(record, f"Step {each.sequence} leads elsewhere.")
    return run


def _contradicted(record: RunRecord, why: str) -> StoreDamaged:
    return StoreDamaged(
        f"What is kept of run {record.id[:8]} contradicts its scenario: {why}",
        "See what was changed: encounter store verify.",
    )
