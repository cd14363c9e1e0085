"""Choose, score and durably commit, against a bare SQLite commit on the same disk.

Run: python bench/records.py

It is `Play.choose`, as every face calls it: the machine moves, the decision is scored, and the choice
is on the disk. The pair is interleaved, commit by commit, so that what the disk does to one it does
to the other.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from simulator.records.store import Store
from simulator.scenario.library import Library
from simulator.scenario.story import Story
from simulator.training.play import Play

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COMMITS = 1_500
ROUNDS = 4


def main() -> None:
    print("| what | measured | floor, same run | ratio | target |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=".") as folder:
        commits(Path(folder))


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


def timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
