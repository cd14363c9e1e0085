"""Prove scenarios over all their states, against testing them by random plays in the same run.

Random plays are made on the player's machine (`transitions`) and, where Node is present, on inkjs with
the same story written as ink. Times are processor times, so that other work on the machine does not count.

Run: python bench/proof.py [PLAYS]                  (2,000 random plays if omitted)
     python bench/proof.py --million                (only the story of a million states)
     PYTHONPATH=. python bench/proof.py --thousand  (only the story of a thousand scenes)
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scoring.rubric import RubricSet
from simulator.encounter.machine import EncounterMachine
from simulator.proof.compiled import Tables
from simulator.proof.exploration import explore
from simulator.proof.prove import Limits, prove
from simulator.scenario.library import Library
from simulator.scenario.model import Scenario
from simulator.scenario.story import Story

SEED = 2026
CRITERIA = ["opening", "voice", "dignity", "care", "closing", "listening", "options", "risk-reading"]
ENDINGS = {"e-0": "resolved", "e-1": "partial", "e-2": "harm"}


def story_of(state: dict[str, Any], scenes: dict[str, Any], start: str) -> Story:
    """Compile scenes given as lists of choices."""
    tree = {
        "format": "1", "id": "bench", "version": "1.0.0", "title": "Bench", "summary": "Made for measuring.",
        "language": "en-GB", "setting": {"force": "urban", "place": "a street"}, "level": "foundation", "minutes": 10,
        "rubrics": ["respect", "de-escalation"], "people": {"reid": {"name": "PC Reid", "role": "you"}}, "state": state,
        "start": start, "scenes": {id_: {"text": "Here.", "choices": choices} for id_, choices in scenes.items()},
        "endings": {id_: {"outcome": outcome, "text": "There."} for id_, outcome in ENDINGS.items()},
    }  # fmt: skip
    return Story(Scenario.model_validate(tree), RubricSet.shipped())


def forty_five_scenes() -> Story:
    """A story of 45 scenes and about 125 choices, with guards and routes that read what was done before."""
    generator = random.Random(SEED)
    flags = [f"flag_{number}" for number in range(5)]
    state: dict[str, Any] = dict.fromkeys(flags, False)
    state["tension"] = {"start": 3, "min": 0, "max": 9}
    scenes: dict[str, Any] = {}
    for number in range(45):
        ahead = [f"s-{after}" for after in range(number + 1, min(number + 5, 45))] or list(ENDINGS)
        choices = []
        for place in range(generator.choice([2, 3, 3, 3, 3])):
            choice: dict[str, Any] = {
                "id": f"c-{number}-{place}",
                "say": "A choice" + " and more of it" * generator.randint(0, 4) + ".",
                "goto": generator.choice(ahead),
                "ratings": {criterion: generator.randint(-2, 2) for criterion in generator.sample(CRITERIA, 3)},
                "feedback": "Why.",
            }
            if generator.random() < 0.3:
                choice["set"] = {generator.choice(flags): True}
            if generator.random() < 0.3:
                choice["add"] = {"tension": generator.choice([-1, 1, 2])}
            if place and generator.random() < 0.25:
                choice["when"] = generator.choice([generator.choice(flags), "tension >= 4", "tension < 3"])
            if generator.random() < 0.15:
                choice["goto"] = [{"when": generator.choice(flags), "to": ahead[0]}, {"to": ahead[-1]}]
            choices.append(choice)
        scenes[f"s-{number}"] = choices
    return story_of(state, scenes, "s-0")


def a_million_states() -> Story:
    """Ten yes-or-no scenes and three counters, all of them read by the guards of the last scene."""
    state: dict[str, Any] = {f"yes_{number}": False for number in range(10)}
    state |= {name: {"start": 0, "min": 0, "max": 5} for name in "abc"}
    scenes: dict[str, Any] = {}
    for number in range(10):
        following = f"f-{number + 1}" if number < 9 else "n-a"
        first, second = CRITERIA[number % 8], CRITERIA[(number + 3) % 8]
        scenes[f"f-{number}"] = [
            {"id": f"yes-{number}", "say": "Yes, of course.", "ratings": {first: 1, second: -1},
             "set": {f"yes_{number}": True}, "goto": following},
            {"id": f"no-{number}", "say": "No.", "ratings": {first: -1}, "goto": following},
        ]  # fmt: skip
    for number, name in enumerate("abc"):
        following = f"n-{'abc'[number + 1]}" if number < 2 else "last"
        scenes[f"n-{name}"] = [
            {"id": f"more-{name}", "say": "More.", "ratings": {CRITERIA[number]: 1}, "when": f"{name} < 5",
             "add": {name: 1}, "goto": f"n-{name}"},
            {"id": f"on-{name}", "say": "Enough.", "ratings": {CRITERIA[number]: -1}, "goto": following},
        ]  # fmt: skip
    scenes["last"] = [
        {"id": f"end-{number}", "say": "An end.", "when": f"yes_{number} and a + b > c",
         "ratings": {CRITERIA[number % 8]: number % 5 - 2}, "goto": f"e-{number % 3}"}
        for number in range(10)
    ]  # fmt: skip
    scenes["last"].append({"id": "end", "say": "The end.", "goto": "e-0"})
    return story_of(state, scenes, "f-0")


def processor_seconds(function: Any, rounds: int = 1) -> float:
    """Return the median processor time of some rounds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        function()
        times.append(time.process_time() - began)
    return statistics.median(times)


def random_plays(story: Story, plays: int) -> set[Any]:
    """Play at random on the player's machine; return the states that were seen."""
    generator, machine, seen = random.Random(SEED), EncounterMachine(story), set()
    start = machine.state
    for _ in range(plays):
        machine.state, machine.values = start, story.start
        seen.add((machine.place, machine.values))
        while machine.place in story.scenes:
            machine.choose(generator.choice(machine.available()).id)
            seen.add((machine.place, machine.values))
    return seen


def as_ink(story: Story) -> str:
    """Return a story of flags and one number as ink: the same scenes, guards, effects and routes."""
    lines = [f"VAR {name} = {str(story.layout.display(name, value)).lower()}" for name, value in
             zip(story.layout.names, story.layout.start, strict=True)]  # fmt: skip
    lines.append("-> " + story.scenario.start.replace("-", "_"))
    high = story.layout.high[story.layout.slot_of["tension"]]
    for scene in story.scenes.values():
        lines += [f"=== {scene.id.replace('-', '_')} ===", "Here."]
        for each in scene.choices:
            guard = f"{{{each.when.text}}} " if each.when else ""
            lines.append(f"+ {guard}[{each.choice.text}]")
            lines += [f"    ~ {name} = {str(value).lower()}" for name, value in each.choice.set.items()]
            lines += [
                f"    ~ {name} = MAX(0, MIN({high}, {name} + {value}))" for name, value in each.choice.add.items()
            ]
            routes = [(route.when.text if route.when else "else", route.to.replace("-", "_")) for route in each.routes]
            if len(routes) == 1:
                lines.append(f"    -> {routes[0][1]}")
            else:
                lines += ["    {", *(f"    - {when}: -> {to}" for when, to in routes), "    }"]
    for ending in story.endings:
        lines += [f"=== {ending.replace('-', '_')} ===", "There.", "-> END"]
    return "\n".join(lines) + "\n"


INK = """
const { Compiler } = require("inkjs/full");
const [file, plays] = process.argv.slice(2);
const story = new Compiler(require("fs").readFileSync(file, "utf8")).Compile();
const began = process.cpuUsage();
let choices = 0;
for (let play = 0; play < +plays; play++) {
  story.ResetState();
  for (;;) {
    while (story.canContinue) story.Continue();
    const open = story.currentChoices.length;
    if (!open) break;
    story.ChooseChoiceIndex(Math.floor(Math.random() * open));
    choices++;
  }
}
const used = process.cpuUsage(began);
console.log(JSON.stringify({ seconds: (used.user + used.system) / 1e6, choices }));
"""


def inkjs_plays(story: Story, plays: int) -> float | None:
    """Return the processor seconds that inkjs takes for random plays of the story; None without Node or inkjs."""
    if shutil.which("npm") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        quiet: dict[str, Any] = {"cwd": folder, "capture_output": True, "text": True}
        installing = ["npm", "install", "--no-audit", "--no-fund", "inkjs@2"]
        if subprocess.run(installing, check=False, **quiet).returncode:
            return None
        (Path(folder) / "story.ink").write_text(as_ink(story), encoding="utf-8")
        (Path(folder) / "play.cjs").write_text(INK, encoding="utf-8")
        done = subprocess.run(["node", "play.cjs", "story.ink", str(plays)], check=False, **quiet)
        if done.returncode:
            raise SystemExit(done.stderr[-500:])
        return float(json.loads(done.stdout)["seconds"])


def measure_a_million() -> None:
    """Print, as JSON, what one process of its own takes for the large story: its memory is its peak."""
    story = a_million_states()
    began = time.process_time()
    proof = prove(story)
    proved = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.process_time()
    reached = explore(Tables(story), limit=3_000_000)
    explored = time.process_time() - began
    assert proof.complete
    assert proof.states == len(reached.codes)
    print(json.dumps({"states": proof.states, "proved": proved, "explored": explored, "peak": peak}))


def measure_a_thousand_scenes() -> None:
    """Print, as JSON, what a story of 1,000 scenes and 20 variables takes within the limits of `encounter prove`."""
    from simulator.commands.limits import within
    from tests.proof.tales import large

    story = large()
    began, processor = time.monotonic(), time.process_time()
    proof = prove(story, limits=Limits(go_on=within(seconds=60, memory=1024)))
    seconds, processor = time.monotonic() - began, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"complete": proof.complete, "situations": proof.situations, "plays": proof.sampled}
    print(json.dumps({**found, "seconds": seconds, "processor": processor, "peak": peak}))


def main() -> None:
    """Measure and print the rows of the results table."""
    if sys.argv[1:] == ["--thousand"]:
        measure_a_thousand_scenes()
        return
    if sys.argv[1:] == ["--million"]:
        measure_a_million()
        return
    plays = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    story = forty_five_scenes()
    states = len(explore(Tables(story), limit=3_000_000).codes)
    proved = processor_seconds(lambda: prove(story), 9)
    rows = []
    seen: set[Any] = set()
    walked = processor_seconds(lambda: seen.update(random_plays(story, plays)))
    share = f"{plays:,} random plays on `transitions`, {len(seen) / states:.0%} of the states seen: {walked:.2f} s"
    rows.append(
        f"| prove 45 scenes, {len(story.choices)} choices, {states:,} states, whole | {proved:.3f} s | {share} "
        f"| {walked / proved:.0f} × faster | ≤ 0.15 s |"
    )
    inked = inkjs_plays(story, plays)
    said = "Node or inkjs is not present" if inked is None else f"{plays:,} random plays on inkjs: {inked:.2f} s"
    rows.append(f"| the same | {proved:.3f} s | {said} | {f'{inked / proved:.0f} × faster' if inked else ''} | |")
    slowest = ("", 0.0, 0)
    for entry in Library.default().entries():
        shipped = Library.default().story(entry.path)
        took = processor_seconds(lambda shipped=shipped: prove(shipped, limits=Limits(count_states=False)), 3)
        slowest = max(slowest, (entry.id, took, prove(shipped).situations), key=lambda each: each[1])
    rows.append(
        f"| prove the slowest of the encounters that ship ({slowest[0]}, {slowest[2]:,} situations) "
        f"| {slowest[1]:.3f} s | | | |"
    )
    done = subprocess.run([sys.executable, __file__, "--million"], capture_output=True, text=True, check=True)
    large = json.loads(done.stdout)
    rows.append(
        f"| explore {large['states']:,} states | {large['explored']:.1f} s "
        f"| {large['states'] / large['explored']:,.0f} states/s | | ≥ 1,000,000 states/s |"
    )
    rows.append(f"| prove them whole | {large['proved']:.1f} s, {large['peak']:.0f} MiB | | | ≤ 10 s, ≤ 1,024 MiB |")
    print("| what | ours | peer | ratio | target |")
    print("|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
