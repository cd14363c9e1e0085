"""Facts made of decisions, as a store would give them."""

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from scoring.decision import Decision, decide
from scoring.facts import arrow_schema
from tests.rubrics import FIXED

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
CRITERIA = list(FIXED.criteria)


def run_rows(run: str, decisions: Sequence[Decision], **given: Any) -> list[dict[str, Any]]:
    """Return the facts of one run; `given` replaces what is the same in all of its rows."""
    began = given.pop("started_at", START)
    seconds = given.pop("seconds", 4.0)
    copied = given.pop("copied", 0)
    shared = {
        "run": run,
        "trainee": "t-1",
        "trainee_name": "Sam",
        "external_id": None,
        "cohort": "spring",
        "assignment": None,
        "campaign": None,
        "branch": None,
        "episode": None,
        "scenario": "the-gate",
        "version": "1.0.0",
        "digest": "d" * 64,
        "mode": "practice",
        "attempt": 1,
        "origin": "start",
        "language": "en-GB",
        "seed": 7,
        "started_at": began,
        "ended_at": began + timedelta(minutes=5),
        "ending": "settled",
        "outcome": "resolved",
        "raters": 1,
        "key_error": 3.5,
        "mark": None,
        "program_version": "0.1.0",
    } | given
    ratings = shared.pop("self_ratings", {})
    rows = []
    for decision in decisions:
        one = shared | {
            "sequence": decision.sequence,
            "scene": decision.scene,
            "choice": decision.choice,
            "offered": json.dumps(list(decision.offered)),
            "shown": json.dumps(list(decision.offered)),
            "moved_to": "next",
            "decided_at": began + timedelta(seconds=10 * decision.sequence),
            "seconds": seconds,
            "timed_out": False,
            "copied": decision.sequence <= copied,
            "critical": json.dumps(list(decision.critical), separators=(",", ":")),
        }
        for criterion, rated in sorted(decision.levels.items()):
            rubric = FIXED.criteria[criterion]
            rows.append(
                one
                | {
                    "rubric": rubric,
                    "rubric_version": FIXED.rubrics[rubric].version,
                    "criterion": criterion,
                    "level": rated.level,
                    "best": rated.best,
                    "worst": rated.worst,
                    "self_rating": ratings.get(rubric),
                }
            )
        if not decision.levels:
            empty = ("rubric", "rubric_version", "criterion", "level", "best", "worst", "self_rating")
            rows.append(one | dict.fromkeys(empty))
    return rows


def table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Return facts as an Arrow table."""
    return pa.Table.from_pylist(list(rows), schema=arrow_schema())


def class_of(count: int, *, seed: int = 1, encounters: int = 3, attempts: int = 2) -> pa.Table:
    """Return the facts of a made-up class: abler trainees choose better, and everyone gets better."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        ability = chance.gauss(0.5, 0.2)
        for encounter in range(encounters):
            for attempt in range(1, attempts + 1):
                decisions = []
                for sequence in range(1, 7):
                    scene = f"s{sequence}"
                    offers = {
                        f"{scene}-{option}": {CRITERIA[(sequence * 3 + each) % len(CRITERIA)]: 2 - option * 2 for each in range(3)}
                        for option in range(3)
                    }  # fmt: skip
                    good = chance.random() < ability + 0.1 * attempt
                    choice = f"{scene}-0" if good else f"{scene}-{chance.choice((1, 2))}"
                    critical = ("no-aid",) if choice.endswith("2") and sequence == 6 else ()
                    decisions.append(
                        decide(sequence=sequence, scene=scene, choice=choice, offered=offers, critical=critical)
                    )
                rows += run_rows(
                    f"run-{number}-{encounter}-{attempt}",
                    decisions,
                    trainee=f"t-{number}",
                    trainee_name=f"Trainee {number}",
                    external_id=f"X{number:04}",
                    scenario=f"encounter-{encounter}",
                    attempt=attempt,
                    started_at=START + timedelta(days=attempt, minutes=number),
                    self_ratings={"respect": min(100, max(0, round(100 * ability)))} if attempt == 1 else {},
                )
    return table(rows)
