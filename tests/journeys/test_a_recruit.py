"""One recruit's first evening, made in the app, line by line and on the pages: the same is kept, and the same is told."""

import io
from datetime import UTC, datetime

import pytest

from simulator.app.session import Session
from simulator.app.widgets.choices import Choices
from simulator.documentation import pages
from simulator.people import accounts
from simulator.people.model import Role
from simulator.plain.menu import Menu
from simulator.plain.talk import InputEnded, PersonLeft, Talk
from simulator.records.store import Store
from simulator.scenario.library import Library
from simulator.training.debrief import debrief
from simulator.training.discarded import without_discarded
from simulator.training.preferences import LastLook
from simulator.views.debrief import debrief_parts
from tests.app.driving import driving
from tests.samples import GATE, write
from tests.server.serving import Browser, served, take_up

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
            "runs": [(run.scenario_id.rpartition("/")[2], run.path, store.own_words(run)) for run in finished],
            "put away": len(runs) - len(without_discarded(store, sam, runs)),
            "told": told,
        }


async def in_the_app(folder, scenarios):
    """Make the journey by keys."""
    own = Library([scenarios], cache=folder / "cache")
    async with driving(Session(str(folder / "store.db"), library=own), size=(100, 60)) as sam:
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

        async def leave_and_discard():
            await sam.press("tab", "escape")
            await sam.sees("Practise next")
            await sam.press("p")
            await sam.sees("Your runs", "unfinished")
            await sam.until(lambda: sam.app.screen.query_one(Choices).numbered)
            await sam.press("x")
            await sam.sees("Discarded.")

        await open_("The gate")
        await say_and_take("I'm PC Reid.")
        await sam.press("tab", "s")
        await sam.sees("How it stands", "1 of 5")
        await sam.press("escape")
        await sam.sees("choice 2")
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
        await leave_and_discard()
        await sam.press("u")
        await sam.sees("Which run is to be in the lists again?")
        await sam.press("1")
        await sam.sees("It is in the lists again.")
        await sam.press("escape")
        await sam.sees("Practise next")
        await sam.until(lambda: sam.app.screen.query_one("EntryList").option_count)
        await sam.press("home", "down", "enter")
        await sam.sees("Continue where you left it.")
        await sam.press("1")
        await sam.sees("choice 1")
        await leave_and_discard()


def line_by_line(folder, scenarios):
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

    guide = [name for name in pages() if "/" not in name].index("recruits.md") + 1
    script = [
        "Sam", "1",  # the name; the lesson
        ">Settings", "２", "x", "q",
        ">Play The gate", "p", WORDS, "name-first", "q",
        ">Continue The gate", "s", "b", WORDS, "ask-more", "", "", "", "i 1", "g", "q", "q",
        ">Play The lane", "p", WORDS, "wait-there", WORDS, "walk-off", "", "", "", "q",
        ">See the whole library", "2", "p", "q",
        ">Discard", "1",
        ">Bring back", "1",
        ">See the whole library", "2", "1", "q",
        ">Discard", "1",
        ">Read the documentation", str(guide), "", "q", "q", "q",
    ]  # fmt: skip
    look = LastLook("store.db", folder=folder)
    with Store.open(str(folder / "store.db")) as store:
        menu = Menu(Talk(Answers(script), said), store, Library([scenarios], cache=folder / "cache"), look)
        with pytest.raises((InputEnded, PersonLeft)):
            menu.open()
    return said.getvalue()


def on_the_pages(folder):
    """Make the journey by links and forms, as somebody with an account."""
    with Store.open(str(folder / "store.db")) as store, served(store) as address:
        now = datetime.now(UTC)
        account = accounts.add_account(store, "Sam", Role.TRAINEE, at=now, by="the test")
        sam = take_up(Browser(address), accounts.invite(store, account, at=now, by="the test").code)
        assert "He has to account for himself" in sam.go("/lesson?choice=0").text
        sam.go("/settings").send("/settings/say-first", first="on")

        def say_and_take(choice):
            run = sam.path
            sam.send(f"{run}/say-first", decision=sam.hidden("decision"), words=WORDS)
            sam.go(run).choose(choice)

        def look_back(run):
            sam.go(f"/runs/{run}").send(f"/runs/{run}/own-view")
            return sam.go(f"/runs/{run}/debrief?scores=now").text

        def open_(title):
            sam.go("/library")
            sam.go(sam.link(title))

        def begin(title):
            open_(title)
            sam.send(f"{sam.path}/begin", mode="practice")

        begin("The gate")
        say_and_take("name-first")
        assert "Tension: low (1 of 5), down" in sam.text
        open_("The gate")
        assert "Continue The gate, begun" in sam.text
        sam.go(sam.link("Continue The gate"))
        assert "You say: I'm PC Reid. What is his name?" in sam.text.partition("What happened before")[2]
        say_and_take("ask-more")
        first = sam.path.split("/")[2]
        assert "Scores" in look_back(first)
        assert "What each choice that was open would have done." in sam.go(f"/runs/{first}/what-if/1").text
        assert "The figures" in sam.go("/glossary").text
        begin("The lane")
        say_and_take("wait-there")
        say_and_take("walk-off")
        look_back(sam.path.split("/")[2])
        begin("The lane")
        run = sam.path.split("/")[2]
        sam.go("/progress").send(f"/runs/{run}/discard")
        sam.send(f"/discarded/{run}/bring-back")
        open_("The lane")
        assert "Continue The lane" in sam.text
        sam.go("/progress").send(f"/runs/{run}/discard")


async def test_every_face_keeps_and_tells_the_same(tmp_path, monkeypatch):
    scenarios = tmp_path / "scenarios"
    for text, name in ((GATE, "a.yaml"), (LANE, "b.yaml")):
        write(scenarios, text, name)
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(scenarios))
    for face in ("app", "lines", "pages"):
        (tmp_path / face).mkdir()
    await in_the_app(tmp_path / "app", scenarios)
    said = line_by_line(tmp_path / "lines", scenarios)
    on_the_pages(tmp_path / "pages")
    app, lines, served_ = (kept(tmp_path / face / "store.db") for face in ("app", "lines", "pages"))
    assert app == lines, said
    assert "The first five minutes" in said
    assert app == served_
    assert [(scenario, path) for scenario, path, _ in app["runs"]] == PATHS
    assert all(set(words.values()) == {WORDS} for _, _, words in app["runs"])
    assert app["put away"] == 1
