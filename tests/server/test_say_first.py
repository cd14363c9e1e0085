"""Own words before the choices, on the pages: asked for where they are wished or assigned, kept, skipped, and shown."""

from datetime import UTC, datetime

from simulator import academy
from simulator.records.model import OWN_WORDS_LIMIT, Mode
from simulator.views.situation import SAY_FIRST


def begun(sam):
    """Begin an encounter; return the run's path."""
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin")
    return sam.path


def say(sam, words):
    """Send the words that are typed."""
    return sam.send(f"{sam.path}/say-first", decision=sam.hidden("decision"), words=words)


def test_whoever_sets_it_is_asked_before_the_choices_are_shown(store, someone):
    sam = someone("Sam")
    sam.go("/settings").send("/settings/say-first", first="on")
    begun(sam)
    assert SAY_FIRST in sam.text
    assert sam.choices() == []
    assert "Use 300 at most." in say(sam, "x" * (OWN_WORDS_LIMIT + 1)).text
    assert (sam.page.status_code, sam.choices()) == (409, [])
    sam.go(sam.path.removesuffix("/say-first"))
    say(sam, "I'm <b>PC Reid</b>.")
    assert "You, before the choices: I'm <b>PC Reid</b>." in sam.text
    assert SAY_FIRST not in sam.text
    first = sam.choices()[0]
    sam.choose(first)
    assert SAY_FIRST in sam.text
    say(sam, "  ")
    assert sam.choices()
    assert SAY_FIRST not in sam.text
    record = store.runs()[0]
    assert store.own_words(record) == {1: "I'm <b>PC Reid</b>."}
    assert record.path == (first,)
    sam.go("/settings").send("/settings/say-first", first="off")
    assert sam.go(f"/runs/{record.id}").choices()


def test_an_assignment_asks_for_them_whatever_was_set(store, someone, autumn):
    sam, now = someone("Sam"), datetime.now(UTC)
    academy.add_members(store, autumn, [store.find_trainee("Sam")], at=now)
    academy.assign(store, autumn, "market-stall", mode=Mode.ASSESSMENT, at=now, say_first=True)
    run = begun(sam)
    decision, token = sam.hidden("decision"), sam.hidden("token")
    assert SAY_FIRST in sam.text
    say(sam, "I'd ask his name.")
    assert sam.choices()
    # A second window with the same form keeps nothing more, and shows the choices.
    again = sam.client.post(f"{run}/say-first", data={"token": token, "decision": decision, "words": "Later."})
    assert SAY_FIRST not in again.text
    assert store.own_words(store.runs()[0]) == {1: "I'd ask his name."}
