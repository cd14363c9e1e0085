"""No word of the program stays in English where another language is spoken, whichever face it has."""

import re
from datetime import UTC, datetime
from io import StringIO

import pytest

from simulator import academy, messages
from simulator.app.session import Session
from simulator.messages import speaking
from simulator.people import accounts
from simulator.people.model import Role
from simulator.plain.menu import Menu
from simulator.plain.talk import InputEnded, PersonLeft, Talk
from simulator.records.store import Store
from simulator.scenario.library import Library
from simulator.training.preferences import LastLook, Preferences, keep_preferences
from tests.app.driving import clock, driving
from tests.messages.pseudo import CODE, greek, greek_gate, latin, speak_greek
from tests.server.serving import Browser, served, take_up

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SAM = greek("Sam")


@pytest.fixture
def scenarios(tmp_path, monkeypatch):
    """A library of one encounter in Greek letters, and a program that speaks them."""
    speak_greek(tmp_path, monkeypatch)
    yield greek_gate(tmp_path)
    messages._catalogue.cache_clear()


def known(address):
    """Open a store in which Sam is known, and has chosen the language."""
    store = Store.open(address)
    keep_preferences(store, academy.known_or_new(store, SAM, at=NOW), Preferences(language=CODE))
    return store


PLAIN = (
    ("?", "λ", "", "1", "?", "λ", ""),  # the menu; the encounter; its mode
    ("?", "s", "w", "a", "λ", "r", "wait-there", "s", "r", "wait-there", "step-back", "ask-more"),
    ("?", "λ", "5", "6", "λόγος"),  # one's own view
    ("?", "λ", "i 1", "g", "1", "2", "3", "4", "λ", "q", ""),  # the debrief, what if, the glossary
    ("1", "?", "λλλ", "q", "2", "1", "3", "1 2", "", "1", "q"),  # the library; with a class
    ("3", "1", "", "4", "5", "7", "1"),  # looking back, progress, own notes, the first minute
    ("9", "?", "2", "λόγος", "q", "10", "4", "", "11", "1", "11", "λόγος", ""),  # settings; data; who is training
)


def test_line_by_line(tmp_path, scenarios):
    said = StringIO()
    with known(str(tmp_path / "store.db")) as store, speaking(CODE):
        sam = store.trainees()[0]
        talk = Talk(StringIO("\n".join(answer for part in PLAIN for answer in part)), said)
        look = LastLook("store.db", folder=tmp_path)
        with pytest.raises((InputEnded, PersonLeft)):
            Menu(talk, store, Library([scenarios], cache=tmp_path / "cache"), look, sam).open()
    assert latin(said.getvalue()) == [], said.getvalue()


class Seen:
    """What was seen on the way, of every screen or page."""

    def __init__(self):
        self.latin = {}

    def look(self, name, shown):
        found = latin(shown)
        if found:
            self.latin[name] = found


async def test_the_app(tmp_path, scenarios):
    address = str(tmp_path / "store.db")
    known(address).close()
    seen = Seen()
    session = Session(address, trainee=SAM, library=Library([scenarios], cache=tmp_path / "cache"), clock=clock())
    async with driving(session, size=(140, 60)) as sam:

        async def comes(name, *words):
            await sam.sees(*map(greek, words))
            seen.look(name, sam.text)

        async def over(key, name, *words):
            await sam.press(key)
            await comes(name, *words)
            await sam.press("escape")

        await comes("library", "Practise next", "You have not met these people yet")
        await over("question_mark", "help of the library", "On this screen", "Everywhere")
        await over("comma", "settings", "Look: dark", "Motion")
        await sam.press("comma", "6")
        await comes("own data", "What is kept about you", "Erase all of it")
        await sam.press("escape", "escape")
        await over("g", "glossary", "The figures", "What the words mean")
        await sam.press("slash")
        await comes("search", "Words to search for")
        await sam.press("escape")
        await sam.press("f")
        await comes("filter", "showing", "foundation")
        await sam.press("escape", "enter")
        await comes("briefing", "before you begin", "Not now")
        await sam.press("1")
        await comes("encounter", "choice 1", "How it stands")
        await sam.until(lambda: sam.app.screen.play is not None)
        await sam.take(greek("Wait there."))
        await comes("coach", "choice 2", "Coach", "Opening")
        await over("question_mark", "help of an encounter", "On this screen", "Take the last choice back")
        await sam.press("r")
        await comes("taken back", "Taken back.")
        await sam.take(greek("Wait there."))
        await sam.take(greek("Walk away."))
        await comes("ending", "the end", "Critical event", "No aid")
        await sam.press("1")
        await comes("own view", "First, your own view", "What would you do differently")
        await sam.press("escape")
        await comes("debrief", "A critical event", "The ending: harm", "Scores")
        for _ in range(2):
            await sam.press("n")
            await comes("decision", "You chose", "try again from here")
        await over("i", "what if", "what if", "Instead", "Nothing of this is kept")
        await sam.press("space", "space")
        await comes("end of the debrief", "To discuss")
        await sam.press("escape")
        await comes("library after a run", "played, best ending: harm")
        await sam.press("p")
        await comes("progress", "Each criterion over time", "Your runs")
        await over("o", "own notes", "Your own notes")
    assert seen.latin == {}


@pytest.fixture
def sam_at_the_pages(tmp_path, scenarios, monkeypatch):
    """Sam, signed in on a server with the Greek encounter alone."""
    monkeypatch.setattr("simulator.scenario.library.shipped_folder", lambda: scenarios)
    with Store.open(str(tmp_path / "store.db")) as store, served(store) as address:
        account = accounts.add_account(store, SAM, Role.TRAINEE, at=NOW, by="test")
        keep_preferences(store, account.trainee, Preferences(language=CODE, say_first=True))
        browser = Browser(address)
        browser.client.headers["accept-language"] = CODE
        yield take_up(browser, accounts.invite(store, account, at=datetime.now(UTC), by="test").code)


def test_the_pages(sam_at_the_pages):
    sam, seen = sam_at_the_pages, Seen()

    def look(name, *words):
        for each in words:
            assert greek(each) in sam.text, name
        labels = re.findall(r'(?:aria-label|placeholder)="([^"]*)"', sam.page.text)
        seen.look(name, " ".join([sam.text, *labels]))

    for page in ("library", "library?q=λλ", "encounters/the-gate", "glossary", "settings", "progress", "nowhere"):
        sam.go(f"/{page}")
        look(page)
    sam.go("/encounters/the-gate").send("/encounters/the-gate/begin")
    look("own words", "First, in your own words", "Show the choices")
    run = sam.path
    sam.send(f"{run}/say-first", decision="1", words="λόγος")
    look("scene", "What do you do?", "Say:")
    for choice in ("wait-there", "walk-off"):
        while choice not in sam.choices():
            sam.send(f"{run}/say-first", decision=sam.hidden("decision"), words="")
        sam.choose(choice)
        look(choice)
    sam.send(f"{run}/own-view", **{"rating:respect": "λ"})
    look("no rating", "A rating is a whole number from 0 to 10.")
    sam.send(f"{run}/own-view", **{"rating:respect": "5", "words": "λόγος"})
    look("debrief", "Scores", "Critical event at decision 2", "Try again from decision 1")
    sam.go(f"{run}/what-if/1")
    look("what if", "Nothing of this is kept.")
    sam.go("/progress")
    look("progress after a run", "Each criterion over time", "Your own notes")
    sam.go("/settings").send("/settings/password", **dict.fromkeys(("current", "password", "again"), "λόγος"))
    look("no password", "Change the password")
    sam.go("/invitation/none")
    look("invitation", "This invitation is not valid")
    sam.go("/settings").send("/sign-out")
    look("signed out", "Your name")
    sam.send("/sign-in", **dict.fromkeys(("name", "password"), "λ"))
    look("no sign-in", "is wrong")
    assert seen.latin == {}
