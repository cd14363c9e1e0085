"""Synthetic facts with a seed, as Parquet: a whole force's training, to measure tables and exports on.

Run: python bench/facts.py FILE [DECISIONS] [TRAINEES]      (10,000,000 and 50,000 by default)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from scoring.facts import NAMES, arrow_schema
from scoring.precision import AUTHOR
from scoring.rubric import RubricSet

SEED = 20261122
SCENARIOS, SCENES, CHOICES, PER_RUN, CRITERIA_EACH = 12, 20, 4, 8, 2
RUNS_AT_ONCE = 20_000
ROW_GROUP = 122_880  # rows; as exports have them
START_MS = 1_790_000_000_000


def write_facts(path: Path, decisions: int, trainees: int) -> int:
    """Write facts; return how many rows. Every decision is rated on two criteria of two rubrics."""
    chance = np.random.default_rng(SEED)
    runs = decisions // PER_RUN
    ability = chance.normal(0.55, 0.15, trainees)
    count = 0
    with parquet.ParquetWriter(path, arrow_schema(), compression="zstd") as writer:
        for first in range(0, runs, RUNS_AT_ONCE):
            batch = _batch(chance, ability, np.arange(first, min(runs, first + RUNS_AT_ONCE)))
            writer.write_batch(batch, row_group_size=ROW_GROUP)
            count += batch.num_rows
    return count


def _batch(chance: np.random.Generator, ability: np.ndarray, runs: np.ndarray) -> pa.RecordBatch:
    n = len(runs)
    trainee = runs % len(ability)
    attempt = runs // len(ability) // SCENARIOS + 1
    scenario = (runs // len(ability) + trainee) % SCENARIOS
    begun = START_MS + runs * 977
    # A decision: the number of the scene, the order of its choices on screen, and the choice that was taken.
    scene = np.sort(chance.permuted(np.tile(np.arange(SCENES), (n, 1)), axis=1)[:, :PER_RUN], axis=1)
    good = chance.random((n, PER_RUN)) < (ability[trainee] + 0.02 * attempt)[:, None]
    choice = np.where(good, 0, chance.integers(1, CHOICES, (n, PER_RUN)))
    order = chance.integers(0, 24, (n, PER_RUN))
    # The rows: each decision once for each of its criteria.
    run = np.repeat(np.arange(n), PER_RUN * CRITERIA_EACH)
    flat = np.repeat(np.arange(n * PER_RUN), CRITERIA_EACH)
    part = np.tile(np.arange(CRITERIA_EACH), n * PER_RUN)
    of_scene, of_choice = scene.ravel()[flat], choice.ravel()[flat]
    criterion = (of_scene * CRITERIA_EACH + part * 7) % len(_CRITERIA)
    level = np.array([2, 1, -1, -2])[of_choice] - (part & (of_scene % 2))
    level = np.clip(level, -2, 2)
    place = scenario[run] * SCENES + of_scene
    sequence = np.tile(np.repeat(np.arange(1, PER_RUN + 1), CRITERIA_EACH), n)
    grave = (of_choice == CHOICES - 1) & (of_scene == SCENES - 1)
    columns = {
        "run": _chosen([f"{number:08x}-0000-4000-8000-000000000000" for number in runs], run),
        "trainee": _chosen([f"00000000-0000-4000-8000-{number:012x}" for number in trainee], run),
        "trainee_name": _chosen([f"Trainee {number}" for number in trainee], run),
        "external_id": _chosen([f"X{number:06}" for number in trainee], run),
        "cohort": pa.array(["Force"]).take(pa.array(np.zeros(len(run), np.int8))),
        "assignment": pa.nulls(len(run), pa.string()),
        "scenario": _chosen([f"encounter-{number}" for number in range(SCENARIOS)], scenario[run]),
        "version": _chosen(["1.0.0"], run * 0),
        "digest": _chosen([f"{number:064x}" for number in range(SCENARIOS)], scenario[run]),
        "rubric": _chosen([RubricSet.shipped().criteria[each] for each in _CRITERIA], criterion),
        "rubric_version": _chosen([RubricSet.shipped().rubrics[RubricSet.shipped().criteria[each]].version for each in _CRITERIA], criterion),
        "mode": _chosen(["practice"], run * 0),
        "attempt": pa.array(attempt[run], pa.int32()),
        "origin": _chosen(["start"], run * 0),
        "language": _chosen(["en-GB"], run * 0),
        "seed": pa.array(runs[run], pa.int64()),
        "started_at": _moments(begun[run]),
        "ended_at": _moments(begun[run] + 600_000),
        "ending": _chosen(["calm", "uneasy", "harm"], choice[:, -1].clip(0, 2)[run]),
        "outcome": _chosen(["resolved", "partial", "harm"], choice[:, -1].clip(0, 2)[run]),
        "sequence": pa.array(sequence, pa.int32()),
        "scene": _chosen([f"scene-{number}" for number in range(SCENES)], of_scene),
        "choice": _chosen(
            [f"e{e}-s{s}-{c}" for e in range(SCENARIOS) for s in range(SCENES) for c in range(CHOICES)],
            place * CHOICES + of_choice,
        ),
        "offered": _chosen(_OFFERS, place * 24 + order.ravel()[flat]),
        "shown": _chosen(_OFFERS, place * 24 + order.ravel()[flat]),
        "moved_to": _chosen([f"scene-{number}" for number in range(SCENES)], (of_scene + 1) % SCENES),
        "decided_at": _moments(begun[run] + sequence * 20_000),
        "seconds": pa.array(np.repeat(np.round(chance.gamma(3, 4, n * PER_RUN), 1), CRITERIA_EACH)),
        "timed_out": pa.array(np.zeros(len(run), bool)),
        "copied": pa.array(np.zeros(len(run), bool)),
        "critical": _chosen(["[]", '["no-aid"]'], grave.astype(np.int64)),
        "criterion": _chosen(_CRITERIA, criterion),
        "level": pa.array(level, pa.int32()),
        "best": pa.array(np.full(len(run), 2), pa.int32()),
        "worst": pa.array(np.full(len(run), -2), pa.int32()),
        "self_rating": pa.array((40 + 40 * ability[trainee]).clip(0, 100).astype(np.int64)[run], pa.int32(), mask=(attempt[run] > 1)),
        **{name: pa.nulls(len(run), pa.string()) for name in ("campaign", "branch", "episode")},
        "raters": pa.array(np.ones(len(run)), pa.int32()),
        "key_error": pa.array(np.full(len(run), AUTHOR.error)),
        "mark": pa.nulls(len(run), pa.float64()),
        "program_version": _chosen(["0.1.0"], run * 0),
    }  # fmt: skip
    return pa.RecordBatch.from_arrays([columns[name] for name in NAMES], schema=arrow_schema())


def _chosen(words: list[str], places: np.ndarray) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(places))


def _moments(milliseconds: np.ndarray) -> pa.Array:
    return pa.array(milliseconds, pa.timestamp("ms", tz="UTC"))


def _orders() -> list[str]:
    from itertools import permutations

    return [
        json.dumps([f"e{e}-s{s}-{c}" for c in order])
        for e in range(SCENARIOS)
        for s in range(SCENES)
        for order in permutations(range(CHOICES))
    ]


_CRITERIA = [id_ for id_, rubric in RubricSet.shipped().criteria.items() if rubric != "cultural-responsiveness"]
_OFFERS = _orders()


if __name__ == "__main__":
    given = [int(each.replace(",", "")) for each in sys.argv[2:]]
    total, people = (*given, *(10_000_000, 50_000)[len(given) :])
    rows = write_facts(Path(sys.argv[1]), total, people)
    print(
        f"{rows:,} facts of {total:,} decisions by {people:,} trainees: {Path(sys.argv[1]).stat().st_size / 1e6:.0f} MB"
    )
