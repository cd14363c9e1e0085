"""Driving the app as its user would: keys in, lines of the screen out."""

import asyncio
import threading
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import textual._wait
from textual._compositor import Compositor
from textual._xterm_parser import XTermParser

from simulator.app.app import EncounterApp
from simulator.app.session import Session
from simulator.app.start import LIBRARY
from simulator.app.widgets.choices import Choices
from simulator.scenario.library import Library
from tests.rubrics import ON_SCREEN
from tests.samples import GATE, write

TURNS = 150
"""Turns of the event loop after which something that was waited for is said not to come."""

# After a key, Textual looks every 20 ms whether the app is idle: half of a test's time went there.
textual._wait.SLEEP_GRANULARITY = 1 / 100
textual._wait.SLEEP_IDLE = textual._wait.SLEEP_GRANULARITY / 20

TIMED = GATE.replace("id: the-gate", "id: timed-gate").replace("title: The gate", "title: The timed gate")
TIMED = TIMED.replace(
    "    choices:\n      - id: name-first",
    "    timer: {seconds: 3, choose: wait-there}\n    choices:\n      - id: name-first",
)

WARNED = GATE.replace("id: the-gate", "id: warned-gate").replace("title: The gate", "title: The warned gate")
WARNED = WARNED.replace("minutes: 3", "minutes: 3\ncontent_warnings: [Somebody shouts]")

STUCK = GATE.replace("id: the-gate", "id: stuck-gate").replace("title: The gate", "title: The stuck gate")
STUCK = STUCK.replace("      - id: ask-more\n", "      - id: ask-more\n        when: tension >= 5\n")
STUCK = STUCK.replace(
    "        when: told\n        locked: She has not been told who you are.\n", "        when: tension >= 5\n"
)


def clock():
    """Return a clock that moves on by a minute whenever it is read, from a fixed morning."""
    minutes = count()
    return lambda: datetime(2026, 11, 2, 9, tzinfo=UTC) + timedelta(minutes=next(minutes))


def library(folder, *texts, names=("a.yaml", "b.yaml", "c.yaml", "d.yaml")):
    """Write scenarios and return a library of them."""
    for text, name in zip(texts, names, strict=False):
        write(folder / "scenarios", text, name)
    (folder / "scenarios").mkdir(exist_ok=True)
    return Library([folder / "scenarios"], rubrics=ON_SCREEN, cache=folder / "cache")


def session(folder, *texts, trainee="Sam", address=None):
    """Return a session on a store and a library of this folder's own; the small gate if no text is given."""
    return Session(
        address or str(folder / "store.db"),
        trainee=trainee,
        library=library(folder, *(texts or (GATE,))),
        clock=clock(),
    )


class SlowSession(Session):
    """A session whose store opens only when it is told to."""

    def __init__(self, *arguments, **settings):
        super().__init__(*arguments, **settings)
        self.may_open = threading.Event()

    def open(self):
        self.may_open.wait(20)
        super().open()


def slow(folder):
    """Return a session on the small gate that is slow to open."""
    ready = session(folder)
    return SlowSession(ready.address, trainee="Sam", library=ready.library, clock=ready.clock)


class Driver:
    """Someone at the keyboard."""

    def __init__(self, app):
        self.app = app
        self.pilot = None
        self.changes = 0
        self._lines = []

    @property
    def lines(self):
        """The lines of the screen, drawn once for all who look before the app goes on."""
        if not self._lines:
            drawn = self.app.screen._compositor.render_strips()
            self._lines = ["".join(segment.text for segment in strip).rstrip() for strip in drawn]
            asyncio.get_running_loop().call_soon(self._lines.clear)
        return self._lines[:]

    @property
    def text(self):
        """The screen's words, without the bars beside them, and with every run of white space as one blank."""
        return _words(self.lines)

    def text_of(self, selector):
        """The words in one widget's place on the screen."""
        x, y, width, height = self.app.screen.query_one(selector).region
        return _words(line.ljust(x + width)[x : x + width] for line in self.lines[y : y + height])

    async def press(self, *keys):
        """Press keys."""
        await self.pilot.press(*keys)

    async def type(self, words):
        """Type into the field that has the focus."""
        await self.pilot.press(*("space" if letter == " " else letter for letter in words))

    async def send(self, words):
        """Send what a terminal sends for words that no keyboard of ASCII types."""
        for event in XTermParser().feed(words):
            self.app.post_message(event)
        await self.pilot.pause()

    async def sees(self, *words, at=None):
        """Wait until the screen, or one widget of it, holds all of the words."""
        looked = None
        for _ in range(TURNS):
            if looked != (looked := (self.app.screen, self.changes)):
                shown = self.text if at is None else self.text_of(at)
                missing = [each for each in words if each not in shown]
                if not missing:
                    return
            await self.pilot.pause()
        raise AssertionError(f"{missing} not in:\n" + "\n".join(self.lines))

    async def until(self, condition, what=""):
        """Wait until a condition holds."""
        for _ in range(TURNS):
            if condition():
                return
            await self.pilot.pause()
        raise AssertionError(what or "it did not come:\n" + "\n".join(self.lines))

    async def begin(self, key="enter", way="1"):
        """From the library, begin the highlighted encounter: 1 to practise, 2 for assessment."""
        await self.sees("Practise next")
        await self.press(key)
        await self.sees("before you begin", "Not now")
        await self.press(way)
        await self.sees("choice 1")
        await self.until(lambda: self.app.screen.play is not None)

    async def take(self, words):
        """Take the choice that begins with these words, by its number."""

        def number():
            choices = self.app.screen.query_one(Choices).numbered
            return next((each for each, option in choices if option.words.startswith(words)), 0)

        await self.until(number, f"{words!r} is not among the choices:\n" + "\n".join(self.lines))
        steps = len(self.app.screen.play.run.steps)
        await self.press(str(number()))
        await self.until(lambda: len(self.app.screen.play.run.steps) > steps and not self.app.screen.busy)


def _words(lines):
    return " ".join(" ".join(lines).translate({ord(bar): " " for bar in "▌▏"}).split())


@asynccontextmanager
async def driving(session, *, size=(80, 24), start=LIBRARY):
    """Run the app without a terminal; yields the driver.

    Textual would draw each change for a terminal that is not there, half of what such a test costs. Here the screen
    is drawn, all of it, whenever the test looks at it, and at the end.
    """
    driver = Driver(EncounterApp(session, start=start))

    def leave(compositor, **_):
        compositor._dirty_regions.clear()
        driver.changes += 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", leave)
        async with driver.app.run_test(size=size, notifications=True, tooltips=True) as driver.pilot:
            yield driver
            assert driver.lines
