"""Choose, score and durably commit, against a bare SQLite commit; verify a large store, against reading it.

Run: python bench/records.py [DECISIONS]

The first is `Play.choose`, as every face calls it: the machine moves, the decision is scored, and the
choice is on the disk. The pair is interleaved, commit by commit, on the same disk, so that what the disk does to one
it does to the other. The second is measured in processor time, best of several rounds, against a
loop over the same rows with plain `sqlite3` and one SHA-256 a decision: the least that reading
everything can cost.
"""

from __future__ import annotations

import hashlib
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from simulator.records.chain import canonical, genesis, link
from simulator.records.connection import locate
from simulator.records.store import Mode, Store
from simulator.records.verify import verify_store
from simulator.scenario.library import Library
from simulator.scenario.story import Story
from simulator.training.play import Play

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COMMITS = 1_500
ROUNDS = 5


def main() -> None:
    decisions = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    print("| what | measured | floor, same run | ratio | target |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=".") as folder:
        commits(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        verification(Path(folder) / "large.sqlite3", decisions)


def a_story() -> Story:
    library = Library.default()
    return library.story("market-stall")


def commits(folder: Path) -> None:
    """Time a kept decision and a bare commit of a row of the same size, in turn."""
    story, ours, bare = a_story(), [], []
    floor = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    floor.execute("PRAGMA journal_mode = WAL")
    floor.execute("PRAGMA synchronous = FULL")
    floor.execute("CREATE TABLE decisions (id INTEGER PRIMARY KEY, body TEXT)")
    body = "x" * 700

    def commit() -> None:
        floor.execute("BEGIN IMMEDIATE")
        floor.execute("INSERT INTO decisions (body) VALUES (?)", (body,))
        floor.execute("COMMIT")

    with Store.open(str(folder / "store.sqlite3")) as store:
        trainee = store.trainee("Sam", NOW)
        while len(ours) < COMMITS:
            play = Play.start(store, story, trainee, clock=lambda: NOW, seed=len(ours))
            while not play.run.finished and not play.run.stuck:
                choice = play.run.available()[0].id
                ours.append(timed(lambda play=play, choice=choice: play.choose(choice)))
                bare.append(timed(commit))
    floor.close()
    ours, bare = ours[100:], bare[100:]
    for name, of in (("p50", statistics.median), ("p99", lambda taken: statistics.quantiles(taken, n=100)[98])):
        a, b = of(ours), of(bare)
        target = "≤ 4 ×" if name == "p99" else ""
        print(
            f"| choose + score + durable commit, {name} | {a * 1e6:,.0f} µs | {b * 1e6:,.0f} µs | {a / b:.2f} × | {target} |"
        )


def verification(path: Path, decisions: int) -> None:
    """Time `verify` over a store of so many decisions, and plain reading of the same."""
    fill(path, decisions)
    address = locate(str(path))
    ours, floor = [], []
    for _ in range(ROUNDS):
        began = time.process_time()
        report = verify_store(address)
        ours.append(time.process_time() - began)
        assert report.sound, report.findings[:3]
        assert report.decisions == decisions
        began = time.process_time()
        read(path)
        floor.append(time.process_time() - began)
    a, b = min(ours), min(floor)
    print(
        f"| verify, {decisions:,} decisions of 3 levels | {decisions / a:,.0f} /s | {decisions / b:,.0f} /s | "
        f"{a / b:.2f} × | ≥ 200,000 /s |"
    )


def read(path: Path) -> None:
    connection = sqlite3.connect(path)
    for row in connection.execute("SELECT * FROM decisions ORDER BY run_id, sequence"):
        hashlib.sha256(str(row).encode()).hexdigest()
    for _ in connection.execute("SELECT * FROM levels ORDER BY run_id, sequence, criterion"):
        pass
    connection.close()


def fill(path: Path, decisions: int) -> None:
    """Write a store of runs of ten decisions past the API, as fast as it goes, and sealed as the API does."""
    with Store.open(str(path)) as store:
        story = a_story()
        store.begin(store.trainee("Sam", NOW), story, mode=Mode.PRACTICE, seed=1, at=NOW, language="en-GB")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    cursor = connection.execute("SELECT * FROM runs")
    columns = [column[0] for column in cursor.description]
    first = dict(zip(columns, cursor.fetchone(), strict=True))
    last = first["genesis"]
    offered = canonical(["name-and-reason", "licence-first", "radio-control"])
    rated = [
        ("opening", "respect", 2, 2, -1),
        ("reason-and-rights", "respect", 1, 1, -1),
        ("voice", "respect", 1, 1, 0),
    ]
    runs, made, levels = [], [], []
    for number in range(decisions // 10):
        run = {**first, "id": str(uuid.uuid4()), "ordinal": number + 2}
        run["genesis"] = head = last = genesis(last, run)
        runs.append([run[column] for column in columns])
        for sequence in range(1, 11):
            row = {
                "run_id": run["id"], "sequence": sequence, "scene": "she-talks", "choice": "name-and-reason",
                "offered": offered, "shown": offered, "at": "2026-11-22T12:00:00.000Z", "seconds": 3.25,
                "timed_out": False, "moved_to": "she-answers",
            }  # fmt: skip
            head = link(head, row, (), rated)
            made.append((*row.values(), head))
            levels += [(run["id"], sequence, *each) for each in rated]
    for table, rows in (("runs", runs), ("decisions", made), ("levels", levels)):
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
    connection.commit()
    connection.close()


def timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
