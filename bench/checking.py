"""Check many scenario files with two processes, against one process in the same run.

If other work shares the processors, wall-clock time measures that work too. So the last column shows what the processor
times of the same runs allow; only the parent's own work is not shared.

Run: python bench/checking.py [FILES]        (1,000 if omitted; about 45 scenes to a tenth of them, 14 to the others)
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from scoring.rubric import RubricSet
from simulator.checking.files import check_file, check_paths

SEED = 2026
TARGET = 1.6

HEAD = """\
format: 1
id: {id}
version: 1.0.0
title: Encounter {id}
summary: Made for measuring.
language: en-GB
setting: {{force: urban, place: a street}}
level: foundation
minutes: 10
rubrics: [de-escalation, respect]
people:
  ama: {{name: Ama Boateng, role: mother, part: complainant, background: [west-african]}}
  reid: {{name: PC Reid, role: you}}
state:
  tension: {{start: 3, min: 0, max: 10, shown: true, good: low}}
  mood: {{start: wary, levels: [open, wary, upset], shown: ama}}
  told: false
  promised: false
  seen: false
start: s0
scenes:
"""
CRITERIA = ("opening", "voice", "dignity", "listening", "options", "self-control", "risk-reading", "closing")
WORDS = [
    "the",
    "market",
    "is",
    "loud",
    "and",
    "she",
    "looks",
    "up",
    "from",
    "a",
    "bolt",
    "of",
    "blue",
    "cloth",
    "without",
    "a",
    "smile",
    "while",
    "behind",
    "her",
    "somebody",
    "has",
    "begun",
    "to",
    "pack",
    "the",
    "crates",
    "and",
    "rain",
    "comes",
    "through",
    "the",
    "awning",
    "where",
    "it",
    "was",
    "never",
    "mended",
    "you",
    "hear",
    "your",
    "own",
    "name",
    "on",
    "the",
    "radio",
]


def scenario(id_: str, scenes: int, chance: random.Random) -> str:
    """Return a scenario of so many scenes with four choices each, that remembers what was said."""
    parts = [HEAD.format(id=id_)]
    for number in range(scenes):
        prose = " ".join(chance.choices(WORDS, k=60)).capitalize()
        parts.append(f"  s{number}:\n    text: |\n      {prose}.\n    choices:\n")
        for option in range(4):
            rated = ", ".join(f"{each}: {chance.randint(-2, 2)}" for each in chance.sample(CRITERIA, 3))
            onward = [
                f"s{min(number + chance.randint(1, 2), scenes - 1)}" if number < scenes - 1 else "good" for _ in "ab"
            ]
            effect = chance.choice(
                (
                    "set: {told: true}",
                    "set: {promised: true}",
                    "add: {tension: 1}",
                    "add: {tension: -1}",
                    "add: {mood: 1}",
                    "set: {seen: true}",
                )
            )
            guard = chance.choice(("tension >= 6", "told", "promised and not seen", "mood >= upset", "seen"))
            say = " ".join(chance.choices(WORDS, k=chance.randint(12, 22))).capitalize()
            parts.append(
                f"      - id: c{number}-{option}\n        say: {say}.\n        ratings: {{{rated}}}\n        {effect}\n"
                f"        feedback: {' '.join(chance.choices(WORDS, k=18)).capitalize()}.\n"
                f"        goto:\n          - {{when: {guard}, to: {'bad' if number == scenes - 1 else onward[0]}}}\n          - {{to: {onward[1]}}}\n"
            )
    parts.append("endings:\n  good: {outcome: resolved, text: She nods.}\n  bad: {outcome: harm, text: She goes.}\n")
    return "".join(parts)


def cpu_seconds() -> tuple[float, float]:
    """Return the processor time used so far by this process, and by its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return tuple(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(files):
            text = scenario(f"made-{number}", 45 if number % 10 == 0 else 14, chance)
            (folder / f"made-{number}.yaml").write_text(text, encoding="utf-8")
        assert check_file(folder / "made-0.yaml", RubricSet.shipped()).digest
        seconds, told, cpu = {}, [], {}
        # Two, one, two: whatever else the machine does meets both.
        for workers in (2, 1, 2):
            began, before = time.perf_counter(), cpu_seconds()
            report = check_paths(
                [folder], RubricSet.shipped(), workers=workers, progress=lambda done, total: told.append((done, total))
            )
            seconds.setdefault(workers, []).append(time.perf_counter() - began)
            cpu[workers] = [after - earlier for after, earlier in zip(cpu_seconds(), before, strict=True)]
            assert len(report.files) == files
            assert report.errors == 0
        assert told[-1] == (files, files)
    one, two = min(seconds[1]), min(seconds[2])
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    own, shared = cpu[2]
    allowed = sum(cpu[1]) / (own + shared / 2)
    print("| what | ours | peer | ratio | target | by processor time |")
    print("|---|---|---|---|---|---|")
    print(
        f"| check {files:,} files on two processes | {two:.1f} s ({files / two:.0f} files/s, {memory:.0f} MiB at most a process) "
        f"| one process {one:.1f} s | {one / two:.2f} × as fast | ≥ {TARGET} × "
        f"| {allowed:.2f} × ({1_000 * sum(cpu[1]) / files:.0f} ms a file) |"
    )


if __name__ == "__main__":
    main()
