"""Verifies campaigns: each row against its id, each snapshot against its digest, each journey against its runs."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from simulator.errors import EncounterError
from simulator.records.digests import canonical, hash_text
from simulator.records.schema import campaign_finishes, campaign_runs, campaign_snapshots, runs
from simulator.records.verification import Discrepancy, DiscrepancyKind


def check_campaigns(connection: Connection) -> Iterator[Discrepancy]:
    """Yield what was changed in campaigns after they were kept. Nothing is loaded if there are none.

    A campaign's row is sealed by its id, and the id by the runs of its episodes, which the chain holds.
    """
    rows = {row.id: row for row in connection.execute(select(campaign_runs))}
    yield from _runs_without(connection, set(rows))
    if not rows:
        return
    from scoring.rubric import NONE
    from simulator.campaign.story import CampaignStory
    from simulator.records.kept_campaigns import campaign_row, rebuilt, sealed_id

    stories: dict[str, CampaignStory] = {}
    for digest, id_, body in connection.execute(
        select(campaign_snapshots.c.digest, campaign_snapshots.c.campaign_id, campaign_snapshots.c.body)
    ):
        if hash_text(body) == digest:
            stories[digest] = CampaignStory.from_snapshot(body, NONE)
        else:
            yield _changed(f"The kept campaign '{id_}' ({digest[:8]}) was changed after it was begun.")
    finishes = {row.campaign_run: row for row in connection.execute(select(campaign_finishes))}
    for id_, row in rows.items():
        name = f"Campaign {id_[:8]}"
        if sealed_id(row._asdict()) != id_:
            yield _changed(f"{name} was changed after it was begun.")
            continue
        if row.digest not in stories:
            continue
        try:
            kept = rebuilt(connection, campaign_row(connection, id_), stories[row.digest])
        except EncounterError as contradicted:
            yield _changed(contradicted.message)
            continue
        finish, journey = finishes.get(id_), kept.journey
        if finish is None:
            continue
        closing = None if journey.closing is None else journey.closing.closing.id
        memory = canonical(journey.story.layout.decode(journey.memory))
        if (finish.closing, finish.memory, finish.trainee_id) != (closing, memory, row.trainee_id):
            yield _changed(f"How campaign {id_[:8]} closed was changed after it was kept.")


def _runs_without(connection: Connection, known: set[str]) -> Iterator[Discrepancy]:
    asked = select(runs.c.id, runs.c.campaign_run).where(runs.c.campaign_run.is_not(None))
    missing: dict[str, str] = {}
    for run_id, campaign in connection.execute(asked):
        if campaign not in known:
            missing.setdefault(campaign, run_id)
    for campaign, run_id in missing.items():
        yield Discrepancy(
            DiscrepancyKind.CAMPAIGN_CHANGED, f"Campaign {campaign[:8]} is missing; its runs are there.", run_id
        )


def _changed(message: str) -> Discrepancy:
    return Discrepancy(DiscrepancyKind.CAMPAIGN_CHANGED, message)
