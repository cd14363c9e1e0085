"""Rubrics as they were when something was scored by them: each version is kept once, by its digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, func, select

from scoring.rubric import Rubric, RubricSet, known_rubrics
from simulator.errors import StoreDamaged
from simulator.records.digests import canonical, hash_text
from simulator.records.schema import rubric_snapshots, runs
from simulator.records.writing import insert_new


def keep_rubrics(connection: Connection, rubrics: RubricSet) -> str:
    """Keep rubrics as they are now; return what `runs.rubrics` says of them."""
    rows = [
        {"digest": rubrics.digests[id_], "rubric_id": id_, "version": rubric.version, "body": rubric.snapshot()}
        for id_, rubric in rubrics.rubrics.items()
    ]
    if rows:
        insert_new(connection, rubric_snapshots, rows)
    return rubrics_text(rubrics)


def rubrics_text(rubrics: RubricSet) -> str:
    """Return what `runs.rubrics` says of rubrics."""
    return canonical(dict(rubrics.digests))


def kept_rubrics(connection: Connection, named: str | None) -> RubricSet:
    """Return rubrics as they were kept, in the order of their ids.

    Args:
        connection: to read on.
        named: what `runs.rubrics` says; None for a run without a known rubric.

    Raises:
        StoreDamaged: one of them is not there, or is not what its digest says.
    """
    wanted: Mapping[str, str] = json.loads(named or "{}")
    asked = select(rubric_snapshots.c.digest, rubric_snapshots.c.body).where(
        rubric_snapshots.c.digest.in_(wanted.values())
    )
    bodies = {digest: body for digest, body in connection.execute(asked) if hash_text(body) == digest}
    for id_, digest in wanted.items():
        if digest not in bodies:
            raise StoreDamaged(
                f"The kept rubric '{id_}' is missing, or was changed after it was used.",
                "See what else was: encounter store verify.",
            )
    return RubricSet.of(_parsed(bodies[wanted[id_]]) for id_ in sorted(wanted))


RUBRICS_KEY = runs.c.rubrics
"""What is the same in all runs that were played under the same rubrics."""


@dataclass(frozen=True, slots=True)
class PlayedUnder:
    """Rubrics that some runs were played under: the runs' `RUBRICS_KEY`, and how many they are."""

    key: str | None
    rubrics: RubricSet
    runs: int


def rubrics_played_under(connection: Connection, *only: ColumnElement[bool]) -> list[PlayedUnder]:
    """Return the rubrics that some runs were played under; one row for each set of them.

    Raises:
        StoreDamaged: as `kept_rubrics`.
    """
    asked = select(RUBRICS_KEY, func.count()).where(*only).group_by(RUBRICS_KEY).order_by(RUBRICS_KEY)
    return [PlayedUnder(key, kept_rubrics(connection, key), count) for key, count in connection.execute(asked).all()]


def rubrics_by_run(connection: Connection, *only: ColumnElement[bool]) -> dict[str, RubricSet]:
    """Return the rubrics that some runs were played under, by run id. Runs with the same rubrics share one set."""
    sets = {each.key: each.rubrics for each in rubrics_played_under(connection, *only)}
    return {run: sets[key] for run, key in connection.execute(select(runs.c.id, RUBRICS_KEY).where(*only))}


def changed_rubrics(connection: Connection) -> list[str]:
    """Return what is wrong with the kept rubrics, a sentence each."""
    wrong, versions = [], {}
    for row in connection.execute(select(rubric_snapshots).order_by(rubric_snapshots.c.digest)):
        versions[row.digest] = row.rubric_id
        if hash_text(row.body) != row.digest:
            wrong.append(f"The kept rubric '{row.rubric_id}' ({row.digest[:8]}) was changed after it was used.")
        elif (content := json.loads(row.body))["id"] != row.rubric_id or content["version"] != row.version:
            wrong.append(f"The kept rubric {row.digest[:8]} is not '{row.rubric_id}' {row.version}.")
    named = {text for text in connection.scalars(select(runs.c.rubrics).distinct()) if text}
    pairs = {pair for text in named for pair in _pairs(text)}
    for id_, digest in sorted(pairs):
        if versions.get(digest) != id_:
            wrong.append(f"Runs were scored by the rubric '{id_}' ({digest[:8]}), which is not there.")
    return wrong


def runs_under_other_rubrics(connection: Connection) -> list[str]:
    """Return the ids of runs of the first form that point to other rubrics than those of the versions they name.

    The first form seals the versions and not the digests: these must be the ones that shipped.
    """
    told = (runs.c.rubric_versions, runs.c.rubrics)
    pairs = connection.execute(select(*told).where(runs.c.form == 1).distinct()).all()
    wrong = [pair for pair in pairs if _shipped_as(pair.rubric_versions) != pair.rubrics]
    return [
        run_id
        for pair in wrong
        for run_id in connection.scalars(
            select(runs.c.id)
            .where(runs.c.form == 1, told[0] == pair.rubric_versions, told[1].is_not_distinct_from(pair.rubrics))
            .order_by(runs.c.ordinal)
        )
    ]


def _shipped_as(versions: str) -> str | None:
    """Return what `runs.rubrics` says for these versions.

    They are looked up among all rubrics that ship or ever shipped.
    """
    try:
        named = json.loads(versions).items()
    except (ValueError, AttributeError):
        return None  # changed: the chain says so
    known = known_rubrics()
    return canonical(dict(RubricSet.of(known[pair] for pair in named if pair in known).digests))


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return [(str(id_), str(digest)) for id_, digest in json.loads(text).items()]
    except (ValueError, AttributeError):
        return []  # changed: the chain says so


@lru_cache(maxsize=64)
def _parsed(body: str) -> Rubric:
    return Rubric.model_validate_json(body)
