"""`encounter list` as a whole process, against `python -c pass` in the same run.

Run: python bench/listing.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROUNDS = 15


def seconds(command: Sequence[str]) -> float:
    """Run a command to its end and return how long that took."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Measure in turn, so that a machine that slows down slows both, and print one row."""
    encounter = str(Path(sys.executable).with_name("encounter"))
    seconds([encounter, "list"])  # the first reading writes the index
    ours, floor = [], []
    for _ in range(ROUNDS):
        ours.append(seconds([encounter, "list"]))
        floor.append(seconds([sys.executable, "-c", "pass"]))
    listed, nothing = statistics.median(ours) * 1_000, statistics.median(floor) * 1_000
    print("| what | ours | peer | ratio | target |")
    print("|---|---|---|---|---|")
    print(
        f"| `encounter list` | {listed:.0f} ms | `python -c pass` {nothing:.0f} ms | {listed / nothing:.1f} × | ≤ 12 × |"
    )


if __name__ == "__main__":
    main()
