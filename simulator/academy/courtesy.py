"""Nothing of ratings is shown while an assessment of the same encounter is unfinished.

Where scenario files can be read this is courtesy, and docs/security.md says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress

from sqlalchemy import func, select

from simulator.academy.selection import NOT_VOID
from simulator.errors import AttemptRefused, StoreError
from simulator.messages import tr
from simulator.records import statements
from simulator.records.campaigns import campaign_record
from simulator.records.connection import Address, looking
from simulator.records.kept_campaigns import CampaignRecord
from simulator.records.model import Mode, RunRecord
from simulator.records.schema import campaign_finishes, campaign_runs, finishes, runs
from simulator.records.store import Store


def refuse_while_assessed(store: Store, record: RunRecord) -> None:
    """Refuse to show the debrief of a run if it would help with an assessment that is not over.

    Raises:
        AttemptRefused: the run is an assessment without an ending, or an episode of an unfinished assessment; or the
            trainee has an assigned assessment of the same encounter.
    """
    if record.mode is Mode.ASSESSMENT and record.episode is not None:
        refuse_while_campaign_assessed(campaign_record(store, record.episode.campaign_run))
    unfinished = None
    if record.mode is Mode.ASSESSMENT and not record.finished and not record.superseded:
        unfinished = record.id
    else:
        asked = (
            select(runs.c.id)
            .outerjoin(finishes, finishes.c.run_id == runs.c.id)
            .outerjoin(campaign_runs, campaign_runs.c.id == runs.c.campaign_run)
            .where(runs.c.trainee_id == record.trainee_id, runs.c.scenario_id == record.scenario_id)
            .where(runs.c.mode == Mode.ASSESSMENT.value, NOT_VOID)
            .where(func.coalesce(runs.c.assignment_id, campaign_runs.c.assignment_id).is_not(None))
            .where(finishes.c.ending.is_(None), ~statements.SUPERSEDED)
            .order_by(runs.c.ordinal.desc())
            .limit(1)
        )
        with store.reading() as connection:
            unfinished = connection.scalar(asked)
    if unfinished is not None:
        raise AttemptRefused(
            tr("Ratings are shown when the assessment of this encounter is over."),
            tr("Go on with it: encounter resume {run}", run=unfinished[:8]),
        )


def withheld(store: Store, records: Iterable[RunRecord]) -> set[str]:
    """Return the ids of those runs that belong to an unfinished assessment: no figure rests on them yet."""
    assessed = [each for each in records if each.mode is Mode.ASSESSMENT]
    branches = {each.episode.campaign_run for each in assessed if each.episode is not None}
    asked = select(campaign_finishes.c.campaign_run).where(campaign_finishes.c.campaign_run.in_(branches))
    with store.reading() as connection:
        over = set(connection.scalars(asked)) if branches else set()
    return {
        each.id
        for each in assessed
        if not each.finished or (each.episode is not None and each.episode.campaign_run not in over)
    }


def refuse_proof_while_assessed(address: Address, scenario_ids: Collection[str]) -> None:
    """Refuse to show ratings on a computer where an assessment of one of these encounters is under way.

    Args:
        address: the store; one on a server is many people's, and is not asked.
        scenario_ids: the encounters; of a campaign all its episodes.

    Raises:
        AttemptRefused: somebody has begun an assigned assessment of one, or of a campaign it is in, and not ended it.
    """
    if address.path is None or not address.path.is_file():
        return
    asked = (
        select(func.coalesce(runs.c.campaign_run, runs.c.id))
        .outerjoin(finishes, finishes.c.run_id == runs.c.id)
        .outerjoin(campaign_runs, campaign_runs.c.id == runs.c.campaign_run)
        .outerjoin(campaign_finishes, campaign_finishes.c.campaign_run == runs.c.campaign_run)
        .where(runs.c.scenario_id.in_(scenario_ids), runs.c.mode == Mode.ASSESSMENT.value, NOT_VOID)
        .where(func.coalesce(runs.c.assignment_id, campaign_runs.c.assignment_id).is_not(None), ~statements.SUPERSEDED)
        .where(
            finishes.c.ending.is_(None) | (campaign_runs.c.id.is_not(None) & campaign_finishes.c.campaign_run.is_(None))
        )
        .limit(1)
    )
    unfinished = None
    with suppress(StoreError), looking(address) as connection:  # a proof needs no store
        unfinished = connection.scalar(asked)
    if unfinished is not None:
        raise AttemptRefused(
            tr("The ratings of its choices are shown when its assessment is over."),
            tr("Go on with it: encounter resume {run}", run=unfinished[:8]),
        )


def refuse_while_campaign_assessed(record: CampaignRecord) -> None:
    """Refuse a look back on an assessment whose campaign goes on.

    Raises:
        AttemptRefused: it does.
    """
    if record.mode is Mode.ASSESSMENT and record.closing is None:
        raise AttemptRefused(
            tr("Ratings are shown when the assessment is over: episodes of its campaign are still to come."),
            tr("Go on with it: encounter resume {run}", run=record.id[:8]),
        )
