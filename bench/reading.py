"""Load and validate a 1,000-line scenario, against plain `yaml.load(CSafeLoader)` in the same run.

Run: python bench/reading.py
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from scoring.rubric import RubricSet
from simulator.scenario import conditions
from simulator.scenario.reader import read_scenario

ROUNDS = 31


def scenario_of_a_thousand_lines() -> str:
    """Return a valid scenario of a thousand lines or a few more: scenes of four full choices."""
    head = """\
format: 1
id: long
version: 1.0.0
title: A long encounter
summary: Made for measuring.
language: en-GB
setting: {force: urban, place: a street}
level: foundation
minutes: 10
rubrics: [de-escalation, respect]
people:
  ama: {name: Ama Boateng, role: mother}
  reid: {name: PC Reid, role: you}
state:
  tension: {start: 3, min: 0, max: 10, shown: true, good: low}
  mood: {start: wary, levels: [open, wary, upset], shown: ama}
  told: false
start: scene-0
scenes:
"""
    parts = [head]
    number = 0
    while sum(part.count("\n") for part in parts) < 990:
        parts.append(
            f"  scene-{number}:\n    text: |\n"
            "      The market is loud. She looks up from a bolt of blue cloth and does not smile.\n"
            "      Behind her a kettle clicks off. It has begun to rain on the awnings.\n"
            "    lines:\n      - ama: You lot were here last week.\n"
            "      - {ama: And the week before., when: mood >= upset}\n    choices:\n"
        )
        for option in range(4):
            parts.append(
                f"      - id: choice-{number}-{option}\n"
                "        say: Morning. I'm PC Reid, Sam Reid. The council has asked us to look in. Is now a bad time?\n"
                f"        ratings: {{opening: {option - 1}, voice: {1 - option}, listening: 0}}\n"
                "        set: {told: true}\n        add: {tension: -1}\n"
                "        feedback: A name and a reason before any request; the question hands her some control.\n"
                "        goto:\n"
                f"          - {{when: tension >= 6 and not told, to: scene-{number}}}\n"
                f"          - {{to: scene-{number + 1}}}\n"
            )
        number += 1
    parts.append(
        f"  scene-{number}:\n    text: The end is near.\n    choices:\n      - {{id: stop, say: Goodbye., goto: done}}\n"
        "endings:\n  done: {outcome: resolved, text: She nods.}\n"
    )
    return "".join(parts)


def read_afresh(path: Path) -> object:
    """Read the file as a first reading would: no condition is known from the round before."""
    conditions._parse.cache_clear()  # noqa: SLF001 - only a measurement may empty it
    return read_scenario(path, RubricSet.shipped())


def median_of(function: Callable[[], object]) -> float:
    """Return the median of several rounds, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        function()
        times.append((time.perf_counter() - began) * 1_000)
    return statistics.median(times)


def main() -> None:
    """Measure and print one row of the results table."""
    text = scenario_of_a_thousand_lines()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.yaml"
        path.write_text(text, encoding="utf-8")
        assert read_scenario(path, RubricSet.shipped()).problems == ()
        plain = median_of(lambda: yaml.load(text, Loader=yaml.CSafeLoader))
        whole = median_of(lambda: read_afresh(path))
        plain_again = median_of(lambda: yaml.load(text, Loader=yaml.CSafeLoader))
    floor = statistics.median([plain, plain_again])
    print("| what | ours | peer | ratio | target |")
    print("|---|---|---|---|---|")
    print(
        f"| load + validate, {text.count(chr(10))} lines | {whole:.1f} ms | plain CSafeLoader {floor:.1f} ms "
        f"| {whole / floor:.2f} × | ≤ 2 × |"
    )


if __name__ == "__main__":
    main()
