"""Many programs that play on one SQLite file at the same time: none is refused, and the store is sound at the end.

Run: PYTHONPATH=. python bench/programs.py [PROGRAMS] [RUNS]      (24 and 10 by default)

Each program is a process of its own that begins runs and keeps each choice as it is made. It waits for its turn and
tries again, as the store does everywhere; one that is refused says why, and is counted.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from simulator.errors import EncounterError
from simulator.records.connection import locate
from simulator.records.store import Mode, Store
from simulator.records.verify import verify_store
from simulator.scenario.library import Library

ENCOUNTER = "market-stall"


def main() -> None:
    """Start the programs, wait for all of them, and print the row."""
    if len(sys.argv) > 3:
        play(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
        return
    programs, runs = (int(given) for given in [*sys.argv[1:], *("24", "10")[len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory(prefix="encounter-programs-") as folder:
        place = str(Path(folder) / "store.sqlite3")
        Store.open(place).close()
        began = time.perf_counter()
        started = [
            subprocess.Popen(
                [sys.executable, __file__, place, str(number), str(runs)], stdout=subprocess.PIPE, text=True
            )
            for number in range(programs)
        ]
        said = [each.communicate()[0].split("\n") for each in started]
        seconds = time.perf_counter() - began
        kept = sum(int(lines[0] or 0) for lines in said)
        refused = [line for lines in said for line in lines[1:] if line]
        report = verify_store(locate(place))
    print("| what | kept | refused | seconds | sound |\n|---|---|---|---|---|")
    what = f"{programs} programs, {runs} runs each, on one SQLite file"
    print(
        f"| {what} | {kept:,} transactions, {report.decisions:,} decisions | {len(refused)} | {seconds:.0f} | {report.sound} |"
    )
    for line in refused[:5]:
        print(line)
    assert not refused
    assert report.sound


def play(place: str, number: int, runs: int) -> None:
    """Play some runs; print how many transactions were kept, and each refusal."""
    chance, kept, refused = random.Random(number), 0, []
    story, now = Library.default().story(ENCOUNTER), lambda: datetime.now(UTC)
    with Store.open(place) as store:
        trainee = store.trainee(f"Trainee {number}", now())
        for seed in range(runs):
            try:
                record = store.begin(trainee, story, mode=Mode.PRACTICE, seed=seed, at=now(), language="en-GB")
                kept += 1
                run = store.replay(record.id)
                while not run.finished:
                    step = run.choose(chance.choice(run.available()).id)
                    store.append(record.id, step, at=now(), outcome=run.ending.outcome if run.ending else None)
                    kept += 1
            except EncounterError as error:
                refused.append(str(error))
    print(kept, *refused, sep="\n")


if __name__ == "__main__":
    main()
