"""One recruit's first evening, made in the app and line by line: either way the same is kept, and the same is told."""

import io

import pytest

from simulator.app.widgets.choices import Choices
from simulator.plain.menu import Menu
from simulator.plain.talk import InputEnded, PersonLeft, Talk
from simulator.records.store import Store
from simulator.training.debrief import debrief
from simulator.training.discarded import without_discarded
from simulator.training.preferences import LastLook
from simulator.views.debrief import debrief_parts
from tests.app.driving import driving, library, session
from tests.samples import GATE

LANE = GATE.replace("id: the-gate", "id: the-lane").replace("title: The gate", "title: The lane")
WORDS = "Hello, I'm Sam."
PATHS = [("the-gate", ("name-first", "ask-more")), ("the-lane", ("wait-there", "walk-off"))]


def kept(address):
    """Return what is kept of the evening: finished runs with own words, and how many were put away."""
    with Store.open(str(address)) as store:
        (sam,) = store.trainees()
        runs = store.runs(trainee=sam)
        finished = [run for run in reversed(runs) if run.finished]
        told = [
            [(part.title, len(part.lines)) for part in list(debrief_parts(debrief(store, run.id)))[1:]]
            for run in finished
        ]
        return {
            "name": sam.name,
            "runs": [(run.scenario_id, run.path, store.own_words(run)) for run in finished],
            "put away": len(runs) - len(without_discarded(store, sam, runs)),
            "told": told,
        }


async def in_the_app(folder):
    """Make the journey by keys."""
    async with driving(session(folder, GATE, LANE, trainee=None), size=(100, 60)) as sam:
        await sam.sees("What should we call you?")
        await sam.type("Sam")
        await sam.press("enter")
        await sam.sees("The first minute")
        await sam.press("1")
        await sam.press("escape")
        await sam.sees("Practise next")
        await sam.press("comma")
        await sam.sees("Say it first: off")
        await sam.press("7")
        await sam.sees("Say it first: on")
        await sam.press("escape")

        async def say_and_take(choice):
            await sam.until(lambda: sam.app.screen.play is not None)
            await sam.type(WORDS)
            await sam.press("enter")
            await sam.until(lambda: sam.app.screen.query_one(Choices).numbered)
            await sam.take(choice)

        async def open_(title):
            await sam.sees("Practise next")
            await sam.until(lambda: sam.app.screen.query_one("EntryList").option_count)
            await sam.press("home", *["down"] * (title == "The lane"), "enter")
            await sam.sees("before you begin", title)
            await sam.press("1")
            await sam.sees("choice 1")

        await open_("The gate")
        await say_and_take("I'm PC Reid.")
        await sam.press("tab", "escape")  # leave, and go on
        await sam.sees("Practise next")
        await sam.press("c")
        await sam.sees("choice 2")
        await say_and_take("What happened?")
        await sam.press("1")
        await sam.sees("your own view")
        await sam.press("escape")
        await sam.sees("Scores")
        await sam.press("n", "i")
        await sam.sees("what if", "Nothing of this is kept")
        await sam.press("escape", "g")
        await sam.sees("The figures")
        await sam.press("escape", "escape")
        await open_("The lane")
        await say_and_take("Wait there.")
        await say_and_take("Walk away.")
        await sam.press("1")
        await sam.sees("your own view")
        await sam.press("escape", "escape")
        await open_("The lane")
        await sam.press("tab", "escape")
        await sam.sees("Practise next")
        await sam.press("p")
        await sam.sees("Your runs", "unfinished")
        await sam.until(lambda: sam.app.screen.query_one(Choices).numbered)
        await sam.press("x")
        await sam.sees("Discarded.")


def line_by_line(folder):
    """Make the journey by typed lines, choosing from the menu by its words; return what was said."""
    said = io.StringIO()

    class Answers:
        """Answers to what was asked last."""

        def __init__(self, script):
            self.script = iter(script)

        def isatty(self):
            return True

        def readline(self):
            answer = next(self.script, None)
            if answer is None:
                return ""
            if answer.startswith(">"):
                shown = said.getvalue().rpartition("Encounter, line by line")[2].split("\n")
                found = [line for line in shown if line.partition(". ")[2].startswith(answer[1:])]
                answer = found[-1].partition(".")[0]
            return f"{answer}\n"

    script = [
        "Sam", "1",  # the name; the lesson
        ">Settings", "２", "x", "q",
        ">Play The gate", "p", WORDS, "name-first", "q",
        ">Continue The gate", WORDS, "ask-more", "", "", "", "i 1", "g", "q", "q",
        ">Play The lane", "p", WORDS, "wait-there", WORDS, "walk-off", "", "", "", "q",
        ">See the whole library", "2", "p", "q",
        ">Discard", "1", "q",
    ]  # fmt: skip
    look = LastLook("store.db", folder=folder)
    with Store.open(str(folder / "store.db")) as store:
        menu = Menu(Talk(Answers(script), said), store, library(folder, GATE, LANE), look)
        with pytest.raises((InputEnded, PersonLeft)):
            menu.open()
    return said.getvalue()


async def test_both_faces_keep_and_tell_the_same(tmp_path):
    for face in ("app", "lines"):
        (tmp_path / face).mkdir()
    await in_the_app(tmp_path / "app")
    said = line_by_line(tmp_path / "lines")
    app, lines = kept(tmp_path / "app" / "store.db"), kept(tmp_path / "lines" / "store.db")
    assert app == lines, said
    assert [(scenario, path) for scenario, path, _ in app["runs"]] == PATHS
    assert all(set(words.values()) == {WORDS} for _, _, words in app["runs"])
    assert app["put away"] == 1
