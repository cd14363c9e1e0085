"""The cells of every version that was played, counted from the long facts."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import narwhals as nw

from scoring.cells import Cell, Cells, Count, Version, network
from scoring.tables.items import first_attempts

_KINDS = {
    "step": ("scene", "choice", "moved_to"),
    "choice": ("scene", "choice"),
    "way": ("scene", "moved_to"),
    "came": ("scene",),
    "end": ("ending", "outcome"),
    "outcome": ("outcome",),
}


def cells(facts: Any) -> dict[Version, Cells]:
    """Return the counts of every version of an encounter in each mode, over `first_attempts`.

    Args:
        facts: the long facts, on any engine. The engine does the heavy computing.
    """
    rows = first_attempts(facts)
    found: dict[Version, dict[Cell, Count]] = defaultdict(dict)
    people: dict[Version, int] = {}
    for kind, names in {"everybody": (), **_KINDS}.items():
        counted = rows.group_by("scenario", "version", "mode", *names).agg(
            nw.col("trainee").n_unique().cast(nw.Int64).alias("people"),
            nw.col("run").n_unique().cast(nw.Int64).alias("times"),
        )
        for row in counted.collect(backend="pyarrow").rows(named=True):
            version, count = (row["scenario"], row["version"], row["mode"]), Count(row["people"], row["times"])
            if kind == "everybody":
                people[version] = count.people
            else:
                found[version][(kind, *(row[name] for name in names))] = count
            if kind == "end":
                found[version]["came", row["ending"]] = count
    return {version: network(people[version], found[version]) for version in sorted(people)}
