"""The register of publications of a cohort: what each report, map and export showed of its decisions.

A later publication is compared with it (`scoring.disclosure`), so that nothing hidden can be worked out from both.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from scoring.cells import Count
from scoring.disclosure import Publication, PublicationCounts
from simulator.academy.register import cohort_named
from simulator.errors import StoreError
from simulator.records.digests import canonical
from simulator.records.journal import keep
from simulator.records.model import read_time, write_time
from simulator.records.schema import publications
from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class Published:
    """One entry of the register.

    Attributes:
        what: "report without people", "map of …" or "export …"; also "report", of before there were two.
        at: when.
        told: what it told.
    """

    what: str
    at: datetime
    told: Publication


def publications_of(store: Store, cohort: str | None) -> list[Published]:
    """Return what was published of a cohort, or of everybody, the oldest first.

    Raises:
        UnknownRecord: no such cohort.
    """
    of = _id(store, cohort)
    asked = select(publications).where(publications.c.cohort_id.is_not_distinct_from(of)).order_by(publications.c.at)
    with store.reading() as connection:
        rows = connection.execute(asked).all()
    return [Published(row.what, read_time(row.at), _read(row.minimum, row.told)) for row in rows]


def keep_publication(store: Store, cohort: str | None, what: str, told: Publication, *, at: datetime) -> bool:
    """Keep in the register what was just published; return whether that was possible.

    What hides nothing is for nobody but whoever made it, and is not kept. The same told again is kept once.
    """
    if told.minimum <= 1 or all(each.nothing for each in told.versions.values()):
        return True
    body = _written(told)
    of = _id(store, cohort)
    this = publications.c.cohort_id.is_not_distinct_from(of)
    row = {"id": str(uuid.uuid4()), "cohort_id": of, "at": write_time(at), "what": what, "minimum": told.minimum}
    try:
        with store.writing() as connection:
            if connection.scalar(select(publications.c.id).where(this, publications.c.told == body).limit(1)) is None:
                keep(connection, publications, [{**row, "told": body}], at=write_time(at))
    except StoreError:
        return False
    return True


def _id(store: Store, cohort: str | None) -> str | None:
    return None if cohort is None else cohort_named(store, cohort).id


def _written(told: Publication) -> str:
    return canonical(
        [
            {
                "scenario": scenario,
                "version": version,
                "mode": mode,
                "people": each.people,
                "counts": sorted([list(cell), *count] for cell, count in each.counts.items()),
                "hidden": sorted(map(list, each.hidden)),
            }
            for (scenario, version, mode), each in sorted(told.versions.items())
            if not each.nothing
        ]
    )


def _read(minimum: int, body: str) -> Publication:
    entries: list[dict[str, Any]] = json.loads(body)
    return Publication(
        minimum,
        {
            (each["scenario"], each["version"], each.get("mode", "")): PublicationCounts(
                each["people"],
                {tuple(cell): Count(people, times) for cell, people, times in each["counts"]},
                frozenset(map(tuple, each["hidden"])),
            )
            for each in entries
        },
    )
