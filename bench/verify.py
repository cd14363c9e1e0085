"""`encounter store verify --quick` of a store of a million decisions, against plain reading of the same rows.

Run: python bench/verify.py [DECISIONS]

The command is timed by the clock from start to end, best of several rounds. The peer is a loop over
the same rows with plain `sqlite3` and one SHA-256 a decision, in one process that is already
running. A store in use has a signed checkpoint for each time that the app was closed: it is measured
with one in all, and with one for every second run.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from simulator.records.chain import genesis, link
from simulator.records.checkpoint import Checkpoint, voucher
from simulator.records.connection import locate
from simulator.records.digests import canonical
from simulator.records.forms import PRESENT
from simulator.records.seal import read_seal, seal_path
from simulator.records.store import Mode, Store
from simulator.scenario.library import Library

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUNDS = 4


def main() -> None:
    """Fill a store twice, and print what verifying it took."""
    decisions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print("| what | measured | plain reading, same run | ratio | target |")
    print("|---|---|---|---|---|")
    for runs_a_session in (decisions // 10, 2):
        with tempfile.TemporaryDirectory() as folder:
            verification(Path(folder) / "large.sqlite3", decisions, runs_a_session=runs_a_session)


def verification(path: Path, decisions: int, *, runs_a_session: int) -> None:
    """Time `verify` over a store of so many decisions, and plain reading of the same, by the clock."""
    fill(path, decisions, runs_a_session)
    command = [sys.executable, "-m", "simulator", "--store", str(path), "store", "verify", "--quick", "--json"]
    ours, floor = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        ours.append(time.perf_counter() - began)
        report = json.loads(said)
        assert report["decisions"] == decisions
        began = time.perf_counter()
        read(path)
        floor.append(time.perf_counter() - began)
    a, b = min(ours), min(floor)
    signed = f"{report['checkpoints']:,} signed checkpoints"
    print(
        f"| verify, {decisions:,} decisions of 3 levels, {signed} | {decisions / a:,.0f} /s | {decisions / b:,.0f} /s | "
        f"{a / b:.2f} × | ≥ 200,000 /s |"
    )


def read(path: Path) -> None:
    connection = sqlite3.connect(path)
    for row in connection.execute("SELECT * FROM decisions ORDER BY run_id, sequence"):
        hashlib.sha256(str(row).encode()).hexdigest()
    for _ in connection.execute("SELECT * FROM levels ORDER BY run_id, sequence, criterion"):
        pass
    connection.close()


def fill(path: Path, decisions: int, runs_a_session: int) -> None:
    """Write a store of finished runs of ten decisions past the API, as fast as it goes, and sealed as the API does.

    Args:
        path: the file.
        decisions: how many.
        runs_a_session: after so many runs a checkpoint is signed, as when the app is closed.
    """
    at = "2026-11-22T12:00:00.000Z"
    with Store.open(str(path)) as store:
        story = Library.default().story("market-stall")
        store.begin(store.trainee("Sam", NOW), story, mode=Mode.PRACTICE, seed=1, at=NOW, language="en-GB")
    seal = read_seal(seal_path(locate(str(path))))
    assert seal is not None
    ending, outcome = next((id_, each.outcome) for id_, each in story.scenario.endings.items())
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    cursor = connection.execute("SELECT * FROM runs")
    columns = [column[0] for column in cursor.description]
    first = dict(zip(columns, cursor.fetchone(), strict=True))
    body, signature = connection.execute("SELECT body, signature FROM checkpoints").fetchone()
    last = first["genesis"]
    offered = canonical(["name-and-reason", "licence-first", "radio-control"])
    rated = [
        ("opening", "respect", 2, 2, -1),
        ("reason-and-rights", "respect", 1, 1, -1),
        ("voice", "respect", 1, 1, 0),
    ]
    runs, made, levels, ends, checkpoints, heads = [], [], [], [], [], {}
    for number in range(decisions // 10):
        run = {**first, "id": str(uuid.uuid4()), "ordinal": number + 2}
        run["genesis"] = head = last = genesis(last, run)
        runs.append([run[column] for column in columns])
        for sequence in range(1, 11):
            row = {
                "run_id": run["id"], "sequence": sequence, "scene": "she-talks", "choice": "name-and-reason",
                "offered": offered, "shown": offered, "at": at, "seconds": 3.25,
                "timed_out": False, "moved_to": "she-answers" if sequence < 10 else ending,
            }  # fmt: skip
            head = link(head, {**row, "form": PRESENT}, (), rated)
            made.append((*row.values(), head, PRESENT))
            levels += [(run["id"], sequence, *each) for each in rated]
        ends.append((run["id"], ending, outcome, at, 10, head))
        heads[run["ordinal"]] = (10, head)
        if len(heads) == runs_a_session:
            vouches = voucher(seal.public, body)
            body = Checkpoint(len(checkpoints) + 2, signature, at, run["ordinal"], last, 0, heads, vouches).body()
            signature = seal.sign(body)
            checkpoints.append((len(checkpoints) + 2, body, seal.public, signature))
            heads = {}
    tables = {"runs": runs, "decisions": made, "levels": levels, "finishes": ends, "checkpoints": checkpoints}
    for table, rows in tables.items():
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
    connection.commit()
    connection.close()
    seal.remember((len(checkpoints) + 1, signature))


if __name__ == "__main__":
    main()
