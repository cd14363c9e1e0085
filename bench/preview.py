"""How long a save of a file takes until the preview shows it, read, checked and proved again.

The app runs on a screen that is not drawn to a terminal; everything else is as its user has it. A save changes one word
of the scene that is shown. Beside it stands what reading the file as plain YAML takes, in the same process: all the
rest is typing, compiling, checking and proving. Processor time counts all threads of the app, which watches the file
meanwhile. It is what a save costs if nothing else runs.

Run: python bench/preview.py [SAVES]        (15 if omitted)
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import yaml
from checking import WORDS
from proof import SEED, forty_five_scenes

from simulator.app.app import EncounterApp
from simulator.app.screens.preview import PreviewScreen
from simulator.app.session import Session
from simulator.app.start import StartRequest
from simulator.proof.compiled import Tables
from simulator.proof.exploration import explore

TARGET = 0.3
SAID = "Save number"


def scenario() -> tuple[str, str]:
    """Return 45 scenes with words of a usual length, and what is measured, in words."""
    chance = random.Random(SEED)
    story = forty_five_scenes()
    tree = {**json.loads(story.snapshot), "format": 1}

    def prose(words: int) -> str:
        return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."

    for scene in tree["scenes"].values():
        scene["text"] = prose(60)
        for choice in scene["choices"]:
            choice["say"], choice["feedback"] = prose(chance.randint(10, 22)), prose(18)
    first = tree["scenes"][tree["start"]]
    first["text"] = f"{SAID} 0. {first['text']}"
    text = yaml.safe_dump(tree, sort_keys=False, width=110)
    states = len(explore(Tables(story), limit=3_000_000).codes)
    about = f"45 scenes, {len(story.choices)} choices, {states:,} states, {len(text.splitlines()):,} lines"
    return text, about


async def saves(path: Path, text: str, count: int) -> dict[str, list[float]]:
    """Save a file so often while its preview is open; return seconds by what they were spent on."""
    spent: dict[str, list[float]] = {"figure": [], "shown": [], "cpu": [], "yaml": []}
    gc.disable()  # as `run_app` does, until the first draft is shown
    app = EncounterApp(Session(str(path.with_suffix(".db"))), start=StartRequest(preview=path))
    async with app.run_test(size=(110, 40)) as pilot:
        screen = app.screen
        assert isinstance(screen, PreviewScreen)
        while screen.run is None:
            await pilot.pause(0.01)
        await pilot.pause()
        for number in range(1, count + 1):
            written = text.replace(f"{SAID} 0.", f"{SAID} {number}.")
            # Not in step with the app's own look at the file, which would flatter it or not.
            await asyncio.sleep(0.3 + 0.013 * (number % 7))
            began, cpu = time.perf_counter(), time.process_time()
            path.write_text(written, encoding="utf-8")  # noqa: ASYNC240 - the save itself
            while f"{SAID} {number}." not in screen.run.text():  # noqa: ASYNC110 - the app tells nobody
                await asyncio.sleep(0.005)
            drawn = asyncio.Event()
            screen.call_after_refresh(drawn.set)
            await drawn.wait()
            spent["shown"].append(time.perf_counter() - began)
            spent["cpu"].append(time.process_time() - cpu)
            spent["figure"].append(screen.draft.seconds)
            began = time.process_time()
            yaml.load(written, Loader=yaml.CSafeLoader)
            spent["yaml"].append(time.process_time() - began)
    return spent


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    text, about = scenario()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.yaml"
        path.write_text(text, encoding="utf-8")
        spent = asyncio.run(saves(path, text, count))
    middle = {what: statistics.median(each) for what, each in spent.items()}
    worst = max(spent["shown"])
    print("| what | ours | peer | ratio | target |")
    print("|---|---|---|---|---|")
    print(
        f"| preview of {about}: save → shown, {count} saves | {middle['shown']:.2f} s (at most {worst:.2f}); "
        f"processor {middle['cpu']:.2f} s | the same file as plain YAML {middle['yaml']:.3f} s | "
        f"{middle['cpu'] / middle['yaml']:.1f} × | < {TARGET} s |"
    )
    print(
        f"| of it read, checked and proved: the figure beside the problems | {middle['figure']:.2f} s | | | < {TARGET} s |"
    )


if __name__ == "__main__":
    main()
