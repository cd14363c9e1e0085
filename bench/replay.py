"""`encounter store verify` with every run replayed, of a store of random ways through the encounters that ship.

Run: python bench/replay.py [DECISIONS]

The command is timed by the clock from start to end, best of several rounds, beside `--quick`, which replays
nothing: the difference is what replaying costs. Each way is drawn anew, so few runs are alike.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from scoring.decision import decide
from simulator.records.chain import genesis, link
from simulator.records.digests import canonical
from simulator.records.forms import PRESENT
from simulator.records.store import Mode, Store
from simulator.scenario.library import Library

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
AT = "2026-11-22T12:00:00.000Z"
ROUNDS = 3


def main() -> None:
    decisions = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.sqlite3"
        count, encounters = fill(path, decisions)
        whole, quick = timed(path, count), timed(path, count, "--quick")
    print("| what | measured | --quick, same run | replay alone | target |")
    print("|---|---|---|---|---|")
    print(
        f"| verify with replay, {count:,} decisions of {encounters} encounters | {count / whole:,.0f} /s | "
        f"{count / quick:,.0f} /s | {count / max(whole - quick, 1e-9):,.0f} /s | ≥ 40,000 /s |"
    )


def timed(path: Path, count: int, *options: str) -> float:
    """Return the seconds of the quickest of several rounds."""
    command = [sys.executable, "-m", "simulator", "--store", str(path), "store", "verify", "--json", *options]
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        taken.append(time.perf_counter() - began)
        assert (report["sound"], report["decisions"]) == (True, count)
    return min(taken)


def fill(path: Path, decisions: int) -> tuple[int, int]:
    """Write runs past the API, sealed as the API does; return how many decisions of how many encounters."""
    chance = random.Random(7)
    library = Library.default()
    stories = [library.story(entry.id) for entry in library.entries() if not entry.error][:12]
    with Store.open(str(path)) as store:
        sam = store.trainee("Sam", NOW)
        for story in stories:
            store.begin(sam, story, mode=Mode.PRACTICE, seed=1, at=NOW, language="en-GB")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    connection.row_factory = sqlite3.Row
    begun = [dict(row) for row in connection.execute("SELECT * FROM runs ORDER BY ordinal")]
    last, tables = (
        begun[-1]["genesis"],
        {"runs": [], "decisions": [], "levels": [], "critical_events": [], "finishes": []},
    )
    ordinal = len(begun)
    while len(tables["decisions"]) < decisions:
        which = chance.randrange(len(stories))
        story, rubric_of = stories[which], stories[which].rubrics.criteria
        ordinal += 1
        run = {**begun[which], "id": str(uuid.uuid4()), "ordinal": ordinal}
        run["genesis"] = head = last = genesis(last, run)
        tables["runs"].append(run)
        (place, values), sequence = (story.first, story.start), 0
        while place in story.scenes and sequence < 60:
            sequence += 1
            here = story.available(place, values)
            choice = chance.choice(here)
            made = story.move(values, choice)
            ratings = {each.id: each.choice.ratings for each in here}
            told = decide(
                sequence=sequence, scene=place, choice=choice.id, offered=ratings, critical=choice.events(values)
            )
            row = {
                "run_id": run["id"], "sequence": sequence, "scene": place, "choice": choice.id,
                "offered": canonical(told.offered), "shown": canonical(told.offered), "at": AT, "seconds": 3.25,
                "timed_out": False, "moved_to": made.place, "form": PRESENT,
            }  # fmt: skip
            rated = [(id_, rubric_of.get(id_, ""), at.level, at.best, at.worst) for id_, at in told.levels.items()]
            row["hash"] = head = link(head, row, told.critical, rated)
            tables["decisions"].append(row)
            names = ("criterion", "rubric", "level", "best", "worst")
            key = {"run_id": run["id"], "sequence": sequence}
            tables["levels"] += [{**key, **dict(zip(names, each, strict=True))} for each in rated]
            tables["critical_events"] += [{**key, "event": event} for event in told.critical]
            place, values = made.place, made.values
        if place in story.endings:
            outcome = story.scenario.endings[place].outcome
            ended = {"run_id": run["id"], "ending": place, "outcome": str(outcome), "at": AT, "count": sequence}
            tables["finishes"].append({**ended, "head": head})
    for table, rows in tables.items():
        names = list(rows[0])
        places = ", ".join(f":{name}" for name in names)
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)
    connection.commit()
    connection.close()
    return len(tables["decisions"]), len(stories)


if __name__ == "__main__":
    main()
