"""Prove a campaign over everything that can be remembered, as its author does: the whole command, in a process of its own.

Time is processor time, so that other work on the machine does not count; memory is the process's greatest.

Run: python bench/campaign.py [CAMPAIGN]        (Marl Hill if omitted)
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time

ROUNDS = 3


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "marl-hill"
    command = [sys.executable, "-m", "simulator", "prove", name, "--json"]
    times, walls = [], []
    for _ in range(ROUNDS):
        before, begun = os.times(), time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        after = os.times()
        walls.append(time.perf_counter() - begun)
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    proof = json.loads(done.stdout)
    assert proof["complete"], "not all was looked into"
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    situations = sum(each["states"] for each in proof["episodes"])
    beginnings = sum(each["beginnings"] for each in proof["episodes"])
    print(f"{name}: {len(proof['episodes'])} episodes, {situations:,} situations from {beginnings:,} beginnings,")
    print(f"  {max(each['memories'] for each in proof['episodes']):,} states of the memory before one episode at most,")
    print(f"  {proof['memories']:,} after the last; {len(proof['faults'])} faults")
    print(f"processor time {min(times):.2f} s (best of {ROUNDS}; by the clock {min(walls):.2f} s), peak {peak:.0f} MiB")


if __name__ == "__main__":
    main()
