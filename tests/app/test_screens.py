"""The screens as text, line by line, on a common and on a small terminal.

After a change that is meant: `ENCOUNTER_GOLDEN=write python -m pytest tests/app/test_screens.py`, and
read what changed before it is committed.
"""

import os
from pathlib import Path

import pytest

from simulator.app.start import StartRequest
from tests.app.driving import driving, session
from tests.samples import GATE

GOLDEN = Path(__file__).parent / "golden"
LANE = GATE.replace("id: the-gate", "id: the-lane").replace("title: The gate", "title: The long way round by the lane")
LANE = LANE.replace("force: urban, place: a school gate", "force: rural, place: a wet lane").replace(
    "level: foundation", "level: advanced"
)
LANE = LANE.replace(
    "minutes: 3", "minutes: 9\ncontent_warnings: [Somebody shouts]\nobjectives: [Give a name before asking for one.]"
)
SIZES = pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")


def same_as_golden(recruit, name, size):
    """Hold the screen against the file of that name."""
    path = GOLDEN / f"{name}-{size[0]}x{size[1]}.txt"
    shown = "\n".join(recruit.lines) + "\n"
    if os.environ.get("ENCOUNTER_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


async def quiet(recruit):
    """Wait until nothing is left to be drawn."""
    for _ in range(3):
        await recruit.pilot.pause()


@SIZES
async def test_the_library(tmp_path, size):
    async with driving(session(tmp_path, GATE, LANE), size=size) as recruit:
        await recruit.sees("Practise next The gate")
        await quiet(recruit)
        same_as_golden(recruit, "library", size)


@SIZES
async def test_the_briefing(tmp_path, size):
    async with driving(session(tmp_path, GATE, LANE), size=size) as recruit:
        await recruit.sees("Practise next The gate")
        await recruit.press("enter")
        await recruit.sees("It contains")
        await quiet(recruit)
        same_as_golden(recruit, "briefing", size)


@SIZES
async def test_the_encounter(tmp_path, size):
    start = StartRequest(scenario="the-gate", seed=3)
    async with driving(session(tmp_path), size=size, start=start) as recruit:
        await recruit.sees("choice 1")
        await recruit.until(lambda: recruit.app.screen.play is not None)
        await recruit.take("Wait there.")
        await quiet(recruit)
        same_as_golden(recruit, "encounter", size)


@SIZES
async def test_the_own_view_and_the_debrief(tmp_path, size):
    own = session(tmp_path)
    own.open()
    request = StartRequest(scenario="the-gate", path=("wait-there", "walk-off"))
    run = own.begin(own.story(request), request, 3).record.id
    async with driving(own, size=size, start=StartRequest(debrief=run)) as recruit:
        await recruit.sees("your own view", "De-escalation")
        await quiet(recruit)
        same_as_golden(recruit, "own-view", size)
        await recruit.press("escape")
        await recruit.sees("A critical event")
        await quiet(recruit)
        same_as_golden(recruit, "debrief", size)
        await recruit.press("n")
        await recruit.sees("Decision 1 of 2")
        await quiet(recruit)
        same_as_golden(recruit, "decision", size)


@SIZES
async def test_progress(tmp_path, size):
    own = session(tmp_path)
    own.open()
    for path in (("wait-there", "walk-off"), ("name-first", "promise")):
        request = StartRequest(scenario="the-gate", path=path)
        own.begin(own.story(request), request, 3)
    async with driving(own, size=size) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("p")
        await recruit.sees("When each is due")
        await quiet(recruit)
        same_as_golden(recruit, "progress", size)


@SIZES
async def test_the_settings_and_the_first_start(tmp_path, size):
    async with driving(session(tmp_path, trainee=None), size=size) as recruit:
        await recruit.sees("What should we call you?")
        await quiet(recruit)
        same_as_golden(recruit, "first-start", size)
        await recruit.type("Sam")
        await recruit.press("enter")
        await recruit.sees("The first minute")
        await recruit.press("escape")
        await recruit.sees("Practise next The gate")
        await recruit.press("comma")
        await recruit.sees("Look: dark")
        await quiet(recruit)
        same_as_golden(recruit, "settings", size)
