"""Promises: what became of them in the campaigns that count for a cohort."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select

from simulator.academy.model import Cohort
from simulator.records.schema import assignments, campaign_finishes, campaign_runs, campaign_snapshots, members
from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class PromiseCount:
    """One promise of a campaign over a cohort.

    Attributes:
        campaign, promise: their ids.
        words: what was promised.
        became: how many times it ended unsaid, said, kept, broken or owned.
    """

    campaign: str
    promise: str
    words: str
    became: Mapping[str, int]


def promises_of(store: Store, cohort: Cohort) -> list[PromiseCount]:
    """Return what became of every promise in the campaigns of a cohort's members that have closed.

    Those that answer another cohort's assignment do not count, nor new tries from an episode.
    """
    own = select(members.c.trainee_id).where(members.c.cohort_id == cohort.id)
    assigned = select(assignments.c.id).where(assignments.c.cohort_id == cohort.id)
    asked = (
        select(campaign_runs.c.digest, campaign_finishes.c.memory)
        .join(campaign_finishes, campaign_finishes.c.campaign_run == campaign_runs.c.id)
        .where(
            campaign_runs.c.trainee_id.in_(own),
            campaign_runs.c.origin.is_(None),
            or_(campaign_runs.c.assignment_id.is_(None), campaign_runs.c.assignment_id.in_(assigned)),
        )
    )
    with store.reading() as connection:
        closed = connection.execute(asked).all()
        bodies = dict(
            connection.execute(
                select(campaign_snapshots.c.digest, campaign_snapshots.c.body).where(
                    campaign_snapshots.c.digest.in_({row.digest for row in closed})
                )
            ).all()
        )
    campaigns = {digest: json.loads(body)["campaign"] for digest, body in bodies.items()}
    words: dict[tuple[str, str], str] = {}
    counts: dict[tuple[str, str], Counter[str]] = {}
    for digest, text in closed:
        campaign, memory = campaigns[digest], json.loads(text)
        for name, promise in campaign.get("promises", {}).items():
            key = (campaign["id"], name)
            words.setdefault(key, promise["words"])
            counts.setdefault(key, Counter())[memory[name]] += 1
    return [PromiseCount(*key, words[key], dict(became)) for key, became in sorted(counts.items())]
