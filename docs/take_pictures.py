"""Take the documentation's pictures of the app, out of the encounters that ship and the guide's own.

The pictures are Textual's own SVG export, with fonts that are there instead of addresses to load one from.

Run: python docs/take_pictures.py
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from textual.pilot import Pilot

from simulator.app.app import EncounterApp
from simulator.app.session import Session
from simulator.app.start import StartRequest
from simulator.training.preferences import LastLook

PICTURES = Path(__file__).parent / "pictures"
SIZE = (112, 36)
FONTS = '"DejaVu Sans Mono", Menlo, Consolas, monospace'
WAY = ("name-and-reason", "three-saturdays")
WHOLE_WAY = (
    *WAY,
    "read-it-out",
    "doubt-the-word",
    "order-back",
    "read-me-both",
    "as-public",
    "yours-next",
    "in-my-name",
)


def main() -> None:
    """Take each picture on a store of its own."""
    asyncio.run(take("library", None, ()))
    asyncio.run(take("encounter", StartRequest(scenario="market-stall", seed=4, path=WAY), ()))
    asyncio.run(
        take("debrief", StartRequest(scenario="market-stall", seed=4, path=WHOLE_WAY), ("1", "7", "down", "9", "enter"))
    )
    asyncio.run(take_preview())
    draw_map()


async def take(name: str, start: StartRequest | None, keys: tuple[str, ...]) -> None:
    """Open the app, press keys, and write what is on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        session = Session(
            f"{folder}/store.db", trainee="Sam", clock=clock(), last_look=LastLook(None, folder=Path(folder))
        )
        if name == "library":
            session.open()
            for way in (WHOLE_WAY, WAY):
                request = StartRequest(scenario="market-stall", path=way)
                session.begin(session.story(request), request, 4)
        app = EncounterApp(session, start=start)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            write_picture(name, app.export_screenshot(title="Encounter"))


async def take_preview() -> None:
    """Open the preview of the guide's encounter, take a choice, then save the file with a name misspelt."""
    example = (Path(__file__).parent / "examples" / "lost-property.yaml").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lost-property.yaml"
        file.write_text(example, encoding="utf-8")
        own = Session(f"{folder}/store.db", last_look=LastLook(None, folder=Path(folder)))
        app = EncounterApp(own, start=StartRequest(preview=file))
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press("1")
            await settled(pilot)
            file.write_text(example.replace("knows_tram and", "knows_tarm and"), encoding="utf-8")
            await settled(pilot)
            write_picture("preview", app.export_screenshot(title="encounter preview lost-property.yaml"))


def draw_map() -> None:
    """Draw the map of the guide's encounter, as `encounter graph` does."""
    example = Path(__file__).parent / "examples" / "lost-property.yaml"
    drawn = subprocess.run(  # noqa: S603 - our own program, on a file of ours
        [sys.executable, "-m", "simulator", "graph", str(example), "--format", "svg"], check=True, capture_output=True
    )
    (PICTURES / "lost-property.svg").write_bytes(drawn.stdout)


def write_picture(name: str, picture: str) -> None:
    """Write a picture without the addresses of fonts."""
    picture = re.sub(r"@font-face\s*\{.*?\}\s*", "", picture, flags=re.DOTALL).replace("Fira Code, monospace", FONTS)
    (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")


async def settled(pilot: Pilot[int]) -> None:
    """Wait until what was begun is done, and drawn."""
    for _ in range(40):
        await pilot.pause(0.05)


def clock():  # noqa: ANN201 - a function that gives one moment after the other
    """Return a clock that moves on by a minute whenever it is read, so that pictures stay as they are."""
    minutes = count()
    return lambda: datetime(2026, 11, 20, 9, tzinfo=UTC) + timedelta(minutes=next(minutes))


if __name__ == "__main__":
    main()
