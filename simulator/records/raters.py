"""Whose ratings the kept encounters are keyed by: what a figure's precision follows from."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Connection, select

from scoring.precision import AUTHOR, Raters
from simulator.records.schema import snapshots


def raters_by_digest(connection: Connection, digests: Collection[str]) -> dict[str, Raters]:
    """Return who rated each of some encounters, by digest: the panel that it names, or its author."""
    # Few encounters have a panel, and their texts are long: only those that may name one are read.
    asked = select(snapshots.c.digest, snapshots.c.body).where(
        snapshots.c.digest.in_(digests), snapshots.c.body.contains('"keyed_by"', autoescape=True)
    )
    found = dict.fromkeys(digests, AUTHOR)
    for digest, body in connection.execute(asked):
        keyed = json.loads(body).get("keyed_by")
        if keyed:
            found[digest] = Raters.of_panel(keyed["raters"], keyed.get("error"))
    return found
