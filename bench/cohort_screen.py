"""How soon a cohort can be read in the app, on a store of a million decisions, against counting its rows in SQL.

Everything belongs to one cohort of 2,000 members, which is the worst case. "Who has done what" is the cohort
screen with its assignments and members; "where they struggle" reads every level, and follows beside it.

Run: python bench/cohort_screen.py [DECISIONS]
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from simulator.academy.assignments import assign
from simulator.academy.register import Register
from simulator.app.app import EncounterApp
from simulator.app.screens.cohort import CohortScreen
from simulator.app.screens.cohorts import CohortsScreen
from simulator.app.session import Session
from simulator.app.widgets.choices import Choices
from simulator.records.store import Mode, Store
from simulator.scenario.library import Library

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MEMBERS = 2_000
STEPS = 10
RATED = [("opening", "respect", 2), ("reason-and-rights", "respect", 1), ("voice", "respect", -1)]


def main() -> None:
    """Fill a store, open the screens on it, and print the rows."""
    decisions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.sqlite3"
        fill(path, decisions)
        connection = sqlite3.connect(path)
        floor = min(timed(lambda: count(connection)) for _ in range(3))
        connection.close()
        listed, seen, struggles = asyncio.run(screens(path))
    print("| what | measured | floor: count every level in SQL | target |")
    print("|---|---|---|---|")
    for name, taken, target in (
        ("list of cohorts", listed, "< 1 s"),
        ("cohort screen: who has done what", seen, "< 1 s"),
        ("cohort screen: where they struggle, beside it", struggles, ""),
    ):
        print(f"| {name}, {decisions:,} decisions | {taken * 1e3:,.0f} ms | {floor * 1e3:,.0f} ms | {target} |")


def count(connection: sqlite3.Connection) -> None:
    """Read every level once."""
    connection.execute("SELECT criterion, sum(level), count(*) FROM levels GROUP BY criterion").fetchall()


async def screens(path: Path) -> tuple[float, float, float]:
    """Return the seconds until the list, the cohort and its weakest criteria are drawn."""
    app = EncounterApp(Session(str(path), trainee="Trainer 1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.screen.overview.cohorts, pilot)
        await pilot.pause()
        began = time.perf_counter()
        await pilot.press("t")
        await until(
            lambda: isinstance(app.screen, CohortsScreen) and len(app.screen.query_one(Choices).numbered), pilot
        )
        listed = time.perf_counter() - began
        await pilot.pause()
        began = time.perf_counter()
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, CohortScreen) and len(app.screen.query_one(Choices).numbered), pilot)
        seen = time.perf_counter() - began
        await until(lambda: app.screen.settled, pilot)
        return listed, seen, time.perf_counter() - began


async def until(condition: Callable[[], Any], pilot: Pilot[int]) -> None:
    """Wait for something, looking often."""
    while not condition():
        await pilot.pause(0.002)


def fill(path: Path, decisions: int) -> None:
    """Write runs of ten decisions past the API, as fast as it goes: what is timed reads them only."""
    with Store.open(str(path)) as store:
        story = Library.default().story("market-stall")
        store.trainee("Trainer 1", NOW)
        store.begin(store.trainee("Trainer 1", NOW), story, mode=Mode.PRACTICE, seed=1, at=NOW, language="en-GB")
        register = Register(store)
        cohort = register.create("Autumn", NOW)
        people = [store.trainee(f"Trainee {number}", NOW) for number in range(MEMBERS)]
        register.add(cohort, people, NOW)
        given = [
            assign(store, cohort, "market-stall", mode=Mode.PRACTICE, at=NOW)[0],
            assign(store, cohort, "market-stall", mode=Mode.ASSESSMENT, at=NOW, due=NOW)[0],
        ]
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    cursor = connection.execute("SELECT * FROM runs")
    columns = [column[0] for column in cursor.description]
    first = dict(zip(columns, cursor.fetchone(), strict=True))
    runs, made, levels, ends = [], [], [], []
    for number in range(decisions // STEPS):
        own = {
            "id": str(uuid.uuid4()), "ordinal": number + 2, "trainee_id": people[number % MEMBERS].id,
            "assignment_id": given[0].id if number % 3 else None,
        }  # fmt: skip
        run = {**first, **own}
        runs.append([run[column] for column in columns])
        ends.append((run["id"], "end", "resolved", first["started_at"], STEPS, "x"))
        for sequence in range(1, STEPS + 1):
            row = (run["id"], sequence, "s", "c", "[]", "[]", first["started_at"], 3.25, False, "s", "x")
            made.append(row)
            levels += [(run["id"], sequence, *each, 2, -2) for each in RATED]
    for table, rows in (("runs", runs), ("decisions", made), ("levels", levels), ("finishes", ends)):
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    connection.commit()
    connection.close()


def timed(work: Callable[[], None]) -> float:
    """Return how many seconds something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
