"""Everything that is kept about one person, for their right to see it (GDPR, article 15)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, or_, select

from simulator.records.schema import EVERY_COLUMN, campaign_runs, invitations, metadata, runs, sign_ins, trainees

_SECRET = frozenset({"salt", "entry", "password", "code"})
_NOBODYS = (invitations, sign_ins)  # hashes of codes, which tell the person nothing


def person_record(connection: Connection, ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Return every row about a person or about a run of theirs, by table. Secrets are left out.

    Args:
        connection: to read on, the tables themselves.
        ids: the person's own id, and those of doubles that were merged into it.
    """
    own = select(runs.c.id).where(runs.c.trainee_id.in_(ids))
    campaigns = select(campaign_runs.c.id).where(campaign_runs.c.trainee_id.in_(ids))
    found: dict[str, list[dict[str, Any]]] = {}
    for table in metadata.sorted_tables:
        if table in _NOBODYS:
            continue
        about = []
        if table is trainees:
            about.append(trainees.c.id.in_(ids))
        if "trainee_id" in table.c:
            about.append(table.c.trainee_id.in_(ids))
        if "run_id" in table.c:
            about.append(table.c.run_id.in_(own))
        if "campaign_run" in table.c and table is not runs:
            about.append(table.c.campaign_run.in_(campaigns))
        if about:
            # A password is read by nobody who asks in their own role, so it is not asked for.
            columns = (
                [each for each in table.c if each.name not in _SECRET] if "password" in table.c else [EVERY_COLUMN]
            )
            rows = connection.execute(select(*columns).select_from(table).where(or_(*about))).mappings()
            kept = [{name: value for name, value in row.items() if name not in _SECRET} for row in rows]
            if kept:
                found[table.name] = kept
    return found
