"""A cohort at a glance, the facts as a stream, and a roster of 100,000: each against plain sqlite3 in the same run.

Run: python bench/cohorts.py [DECISIONS]        (1,000,000 by default)

Each has a floor. For a glance, it is one SQL statement that counts the same runs. For the stream, it is fetching the
same join with plain `sqlite3`. For the roster, it is `executemany` of the same rows into the same tables, with nothing
read, checked or matched before. Processor time, best of three.
"""

from __future__ import annotations

import csv
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scoring.rubric import RubricSet
from simulator import academy
from simulator.academy.assignments import assign
from simulator.academy.cohorts import criteria, overview
from simulator.academy.enrolment import enrol
from simulator.academy.facts import facts_of
from simulator.academy.roster_file import read_roster
from simulator.records.model import write_time
from simulator.records.store import Mode, Store
from simulator.scenario.library import Library

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PER_RUN, RUNS_EACH, COHORTS = 8, 10, 25
PEOPLE = 100_000
CRITERIA = ("listening", "voice", "dignity")


def main() -> None:
    if len(sys.argv) > 2:  # a child of this script, which tells its peak memory
        stream(sys.argv[1])
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    decisions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print("| what | measured | floor, same run | ratio |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        glance_and_stream(Path(folder), decisions)
        roster(Path(folder))


def glance_and_stream(folder: Path, decisions: int) -> None:
    large, small = str(folder / "large.sqlite3"), str(folder / "small.sqlite3")
    fill(large, decisions)
    fill(small, decisions // 10)
    plain = sqlite3.connect(large)
    with Store.open(large) as store:
        for name in ("Cohort 7", "Everybody"):
            cohort = academy.cohort_named(store, name)
            count = len(academy.members_of(store, cohort))
            floor = best(lambda cohort=cohort: plain.execute(COUNT, [cohort.id]).fetchall())
            seen = best(lambda cohort=cohort: overview(store, cohort, now=NOW))
            row(f"overview of {count:,} members, {decisions:,} decisions kept", seen, floor)
            floor = best(lambda cohort=cohort: plain.execute(SUM, [cohort.id]).fetchall())
            row(
                f"criteria of {count:,} members",
                best(lambda cohort=cohort: criteria(store, cohort, RubricSet.shipped(), mode=Mode.PRACTICE)),
                floor,
            )
    floor = best(lambda: sum(1 for _ in plain.execute(JOIN)))
    row(f"stream of {decisions * len(CRITERIA):,} facts", best(lambda: stream(large)), floor)
    plain.close()
    peaks = [
        int(
            subprocess.run([sys.executable, __file__, path, "peak"], capture_output=True, check=True).stdout.split()[-1]
        )
        for path in (large, small)
    ]
    print(
        f"| peak memory of the stream, against a tenth of the facts | {peaks[0]} MiB | {peaks[1]} MiB | {peaks[0] / peaks[1]:.2f} × |"
    )


def roster(folder: Path) -> None:
    path = folder / "roster.csv"
    write_roster(path)
    taken = []
    for number in range(3):
        with Store.open(str(folder / f"roster{number}.sqlite3")) as store:
            began = time.process_time()
            done = enrol(store, read_roster(path), at=NOW)
            taken.append(time.process_time() - began)
            assert len(done.added) == PEOPLE
    rows = {}
    plain = sqlite3.connect(folder / "roster0.sqlite3")
    tables = ("cohorts", "trainees", "identities", "members", "groups")
    for table in tables:
        rows[table] = plain.execute(f"SELECT * FROM {table}").fetchall()
    plain.close()
    floors = []
    for number in range(3):
        Store.open(str(folder / f"floor{number}.sqlite3")).close()
        plain = sqlite3.connect(folder / f"floor{number}.sqlite3")
        began = time.process_time()
        for table in tables:
            marks = ", ".join("?" * len(rows[table][0]))
            plain.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])
        plain.commit()
        floors.append(time.process_time() - began)
        plain.close()
    row(f"roster of {PEOPLE:,}: read, checked, matched, kept", min(taken), min(floors))


COUNT = """
    SELECT r.trainee_id, r.assignment_id, count(*), count(f.run_id), max(r.started_at)
    FROM runs r LEFT JOIN finishes f ON f.run_id = r.id
    WHERE r.trainee_id IN (SELECT trainee_id FROM members WHERE cohort_id = ?) GROUP BY 1, 2
"""
SUM = """
    SELECT l.criterion, sum(l.level), count(*), count(DISTINCT r.trainee_id)
    FROM runs r JOIN levels l ON l.run_id = r.id
    WHERE r.trainee_id IN (SELECT trainee_id FROM members WHERE cohort_id = ?) GROUP BY 1
"""
JOIN = """
    SELECT r.*, t.name, f.*, d.*, l.*
    FROM runs r JOIN trainees t ON t.id = r.trainee_id LEFT JOIN finishes f ON f.run_id = r.id
    JOIN decisions d ON d.run_id = r.id JOIN levels l ON l.run_id = d.run_id AND l.sequence = d.sequence
"""


def row(what: str, ours: float, floor: float) -> None:
    print(f"| {what} | {ours:.2f} s | {floor:.2f} s | {ours / floor:.2f} × |", flush=True)


def best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def stream(path: str) -> int:
    with Store.open(path) as store:
        return sum(batch.num_rows for batch in facts_of(store, None))


def write_roster(path: Path) -> None:
    chance = random.Random(20261122)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "email", "external_id", "cohort", "group:branch"])
        for number in range(PEOPLE):
            name = f"{chance.choice(['Sam', 'Ada', 'Kofi', 'Mei'])} {chance.choice(['Reid', 'Boateng', 'Chen'])} {number // 2}"
            email, branch = f"p{number}@academy.example", chance.choice("nsew")
            writer.writerow([name, email, f"r-{number}", f"Cohort {number % 50}", branch])


def fill(path: str, decisions: int) -> None:
    """Write a store of runs of eight decisions past the API; what seals them is left empty."""
    chance = random.Random(20261122)
    story = Library.default().story("market-stall")
    runs = decisions // PER_RUN
    people = max(runs // RUNS_EACH, COHORTS)
    with Store.open(path) as store:
        store.begin(store.trainee("First", NOW), story, mode=Mode.PRACTICE, seed=1, at=NOW, language="en-GB")
        cohorts = [academy.create_cohort(store, f"Cohort {number}", at=NOW) for number in range(COHORTS)]
        everybody = academy.create_cohort(store, "Everybody", at=NOW)
        tasks = {each.id: assign(store, each, "market-stall", mode=Mode.PRACTICE, at=NOW)[0].id for each in cohorts}
        assign(store, everybody, "grounds", mode=Mode.PRACTICE, at=NOW)
    plain = sqlite3.connect(path)
    template = dict(zip(*_first(plain), strict=True))
    at = write_time(NOW)
    plain.executemany(
        "INSERT INTO trainees (id, key, name, created) VALUES (?, ?, ?, ?)",
        [(f"t{n}", f"t{n}", f"T{n}", at) for n in range(people)],
    )
    plain.executemany(
        "INSERT INTO members (cohort_id, trainee_id, joined) VALUES (?, ?, ?)",
        [(cohort, f"t{n}", at) for n in range(people) for cohort in (cohorts[n % COHORTS].id, everybody.id)],
    )
    marks = ", ".join("?" * len(template))
    for number in range(runs):
        trainee = number % people
        own = {
            "id": f"{chance.getrandbits(128):032x}",
            "ordinal": number + 2,
            "trainee_id": f"t{trainee}",
            "started_at": write_time(NOW + timedelta(seconds=number)),
            "assignment_id": None if number % 2 else tasks[cohorts[trainee % COHORTS].id],
        }
        plain.execute(f"INSERT INTO runs VALUES ({marks})", list({**template, **own}.values()))
        run = own["id"]
        plain.executemany(
            "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            [
                (
                    run,
                    n,
                    f"scene-{n}",
                    f"choice-{n}",
                    '["a","b","c"]',
                    '["c","a","b"]',
                    at,
                    4.2,
                    0,
                    f"scene-{n + 1}",
                    "",
                )
                for n in range(1, PER_RUN + 1)
            ],
        )
        plain.executemany(
            "INSERT INTO levels VALUES (?, ?, ?, 'respect', ?, 2, -2)",
            [(run, n, criterion, chance.randint(-2, 2)) for n in range(1, PER_RUN + 1) for criterion in CRITERIA],
        )
        if number % 10:
            plain.execute("INSERT INTO finishes VALUES (?, 'settled', 'resolved', ?, ?, '')", (run, at, PER_RUN))
    plain.commit()
    plain.close()


def _first(plain: sqlite3.Connection) -> tuple[list[str], tuple[object, ...]]:
    cursor = plain.execute("SELECT * FROM runs LIMIT 1")
    return [each[0] for each in cursor.description], cursor.fetchone()


if __name__ == "__main__":
    main()
