"""How soon a cohort can be read in the app, on a store of a million decisions, against plain SQL in the same run.

Everything belongs to one cohort of 2,000 members, which is the worst case. It times the first opening in a sitting,
from the key press until the frame with it is drawn. "Who has done what" is the cohort screen with its assignments and
all of its members. "Where they struggle" reads every level, and comes after it. Finding somebody is a letter typed into
the field that narrows the members.

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

from simulator import academy
from simulator.academy.assignments import assign
from simulator.app.app import EncounterApp
from simulator.app.screens.cohort import CohortScreen
from simulator.app.screens.cohorts import CohortsScreen
from simulator.app.session import Session
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.entry_list import EntryList
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
        plain = sqlite3.connect(path)
        runs, levels = (min(timed(lambda sql=sql: plain.execute(sql).fetchall()) for _ in range(3)) for sql in FLOORS)
        plain.close()
        taken = asyncio.run(screens(path))
    print(f"| what, {decisions:,} decisions, {MEMBERS:,} members | key press to drawn | plain SQL | target |")
    print("|---|---|---|---|")
    for (name, seconds), floor, target in zip(
        taken.items(), (runs, None, runs, levels, None), ("< 1 s", "< 1 s", "< 1 s", "", ""), strict=True
    ):
        print(f"| {name} | {seconds * 1e3:,.0f} ms | {'' if floor is None else f'{floor * 1e3:,.0f} ms'} | {target} |")


FLOORS = (
    """SELECT r.trainee_id, r.assignment_id, count(*), count(f.run_id), max(r.started_at)
       FROM runs r LEFT JOIN finishes f ON f.run_id = r.id GROUP BY 1, 2""",
    """SELECT l.criterion, sum(l.level), count(*), count(DISTINCT r.trainee_id)
       FROM runs r JOIN levels l ON l.run_id = r.id GROUP BY 1""",
)
"""Who has done what, and where they struggle: for everybody in the store, whatever counts for a cohort."""


async def screens(path: Path) -> dict[str, float]:
    """Return the seconds from a key press until each part is drawn."""
    app = EncounterApp(Session(str(path), trainee="Trainer 1"))
    taken = {}
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.screen.overview.cohorts, app)
        await pilot.pause()

        async def press(key: str, parts: dict[str, Callable[[], Any]]) -> None:
            began = time.perf_counter()
            pressed = asyncio.create_task(pilot.press(key))
            for name, there in parts.items():
                await until(there, app)
                taken[name] = time.perf_counter() - began
            await pressed
            await pilot.pause()

        await press(
            "t", {"list of cohorts": lambda: shows(app, CohortsScreen) and app.screen.query_one(Choices).numbered}
        )
        await press(
            "enter",
            {
                "cohort screen: its frame": lambda: shows(app, CohortScreen),
                "cohort screen: who has done what": lambda: app.screen.query_one(EntryList).option_count == MEMBERS,
                "cohort screen: where they struggle, beside it": lambda: app.screen.settled,
            },
        )
        await pilot.press("slash")
        await press(
            "7", {"find somebody: a letter typed": lambda: app.screen.query_one(EntryList).option_count < MEMBERS}
        )
    return taken


def shows(app: EncounterApp, kind: type) -> bool:
    """Return whether a screen is the one shown."""
    return isinstance(app.screen, kind) and app.screen.is_mounted


async def until(there: Callable[[], Any], app: EncounterApp) -> None:
    """Wait until something is there, and the next frame is drawn."""
    while not there():  # noqa: ASYNC110 - nothing says when it is there but looking
        await asyncio.sleep(0.001)
    drawn = asyncio.Event()
    app.screen.call_after_refresh(drawn.set)
    await drawn.wait()


def fill(path: Path, decisions: int) -> None:
    """Write runs of ten decisions past the API, as fast as it goes: what is timed reads them only."""
    with Store.open(str(path)) as store:
        story = Library.default().story("market-stall")
        store.trainee("Trainer 1", NOW)
        store.begin(store.trainee("Trainer 1", NOW), story, mode=Mode.PRACTICE, seed=1, at=NOW, language="en-GB")
        cohort = academy.create_cohort(store, "Autumn", at=NOW)
        people = [store.trainee(f"Trainee {number}", NOW) for number in range(MEMBERS)]
        academy.add_members(store, cohort, people, at=NOW)
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
            row = (run["id"], sequence, "s", "c", "[]", "[]", first["started_at"], 3.25, False, "s", "x", 1)
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
