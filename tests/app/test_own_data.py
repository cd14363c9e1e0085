"""One's own name and data, in the app and line by line: seen, taken along, another name, two names made one, erased."""

import io
import json

import pytest

from simulator import academy
from simulator.app.start import StartRequest
from simulator.people.accounts import add_account
from simulator.people.model import Role
from simulator.plain.menu import run_plain
from simulator.records.store import Store
from simulator.training.preferences import LastLook
from tests.app.driving import driving, session
from tests.records.samples import NOON

NAMES = {
    "Persian, with a joiner within the word": "علی\u200cرضا",
    "Hindi, with a joiner": "शर्\u200dमा",
    "Hebrew, with a mark after the bracket": "דני (כהן)\u200f",
    "an emoji of several parts": "Sam \U0001f46e\U0001f3fd\u200d\u2640\ufe0f",
    "Chinese, long": "歐陽" * 20,
}


def played(folder, *names):
    """Return a session of the first name, with a run of each."""
    for name in reversed(names):
        own = session(folder, trainee=name)
        own.open()
        own.begin(own.story(StartRequest(scenario="the-gate")), StartRequest(path=("wait-there", "walk-off")), 3)
        own.close()
    return session(folder, trainee=names[0])


async def at_data(recruit):
    """Go to the page of one's own data."""
    await recruit.sees("Practise next")
    await recruit.press("comma")
    await recruit.sees("Your name and what is kept about you")
    await recruit.press("6")
    await recruit.sees("Runs: 1", "Choices in them: 2", "Erase all of it")


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_a_name_is_kept_as_it_is_spelt(tmp_path, name):
    async with driving(session(tmp_path, trainee=None)) as recruit:
        await recruit.sees("What should we call you?")
        await recruit.send(name)
        await recruit.press("enter")
        await recruit.sees("The first minute")
    with Store.open(str(tmp_path / "store.db")) as store:
        assert [each.name for each in store.trainees()] == [name]
        assert store.find_trainee(name.replace("\u200f", "")) is not None


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_name_among_several_is_taken_with_the_arrows_on_a_small_terminal(tmp_path, size):
    with Store.open(str(tmp_path / "store.db")) as store:
        for name in ("Ada", "Ama", "Kim", "Kit", "Lou", "Sam"):
            academy.known_or_new(store, name, at=NOON)
    own = session(tmp_path, trainee=None)
    async with driving(own, size=size) as recruit:
        await recruit.sees("Who is training?", "1 Ada")
        await recruit.press("down", "down", "down", "enter")
        await recruit.sees("you train as Kim")


async def test_a_name_is_changed_and_all_is_taken_along_in_the_app(tmp_path):
    async with driving(played(tmp_path, "Sam")) as recruit:
        await at_data(recruit)
        await recruit.press("2")
        await recruit.sees("What should we call you?")
        await recruit.type(" Reid")
        await recruit.press("enter")
        await recruit.sees("You train as Sam Reid.", "under the name Sam Reid")
        await recruit.press("3")
        await recruit.sees("There is no other name here.", "Erase all of it")
        await recruit.press("1")
        await recruit.sees("Where should it be kept?")
        recruit.app.screen.query_one("Field").value = str(tmp_path / "mine")
        await recruit.press("enter")
        await recruit.sees("Written:")
        await recruit.press("escape", "escape")
        await recruit.sees("you train as Sam Reid", "Practise next")
    told = json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))
    assert told["trainee"] == "Sam Reid"
    assert [run["scenario_id"] for run in told["kept"]["runs"]] == ["the-gate"]


async def test_a_name_that_somebody_has_is_refused_with_the_way_to_join_the_two(tmp_path):
    async with driving(played(tmp_path, "Sam", "Sma"), size=(100, 40)) as recruit:
        await at_data(recruit)
        await recruit.press("2")
        await recruit.sees("Your runs stay yours.")
        await recruit.press(*["backspace"] * 3, *"sma", "enter")
        await recruit.sees("Somebody is called Sma already.", "Another name here is yours too: join the two.")
        await recruit.press("3")
        await recruit.sees("Which name is yours too?")
        await recruit.press("escape")
        await recruit.until(lambda: "Somebody is called" not in recruit.text)


async def test_two_names_are_made_one_and_all_is_erased_in_the_app(tmp_path):
    async with driving(played(tmp_path, "Sam", "Sma")) as recruit:
        await recruit.sees("Practise next")
        assert "1× played" in recruit.text
        await at_data(recruit)
        await recruit.press("3")
        await recruit.sees("Which name is yours too?", "Sma")
        await recruit.press("1")
        await recruit.sees("Are Sma and Sam one person?")
        await recruit.press("2")
        await recruit.sees("Sma is now Sam", "Runs: 2")
        await recruit.press("4")
        await recruit.sees("Erase all that is kept about Sam?", "No, go back")
        await recruit.press("2")
        await recruit.sees("What should we call you?")
        with Store.open(str(tmp_path / "store.db")) as store:
            assert store.trainees() == []
        await recruit.type("Kit")
        await recruit.press("enter")
        await recruit.sees("The first minute")
        await recruit.press("escape")
        await recruit.sees("Who is training: Kit")
        await recruit.press("escape")
        await recruit.sees("you train as Kit", "Practise next")
        assert "played" not in recruit.text
    with Store.open(str(tmp_path / "store.db")) as store:
        assert store.runs(include_superseded=True) == []


async def test_where_there_are_accounts_the_academy_is_asked(tmp_path):
    own = played(tmp_path, "Sam")
    with Store.open(str(tmp_path / "store.db")) as store:
        add_account(store, "Sam", Role.TRAINEE, at=NOON, by="test")
    async with driving(own) as recruit:
        await at_data(recruit)
        await recruit.press("4")
        await recruit.sees("The academy looks after names and records here.", "Runs: 1")
    with Store.open(str(tmp_path / "store.db")) as store:
        assert len(store.runs()) == 1


def test_line_by_line_it_is_the_same(tmp_path, monkeypatch, capsys):
    played(tmp_path, "Sam", "Sma")
    place = str(tmp_path / "store.db")

    def typed(*lines, trainee="Sam"):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert run_plain(place, trainee=trainee) == 0
        return capsys.readouterr().out

    number = next(line.partition(".")[0] for line in typed("q").split("\n") if "what is kept about you" in line)
    out = typed(number, "2", "Sam Reid", number, "1", tmp_path / "mine.json", number, "3", "1", "y")
    assert "Runs: 1" in out
    assert "You train as Sam Reid." in out
    assert "Sma is now Sam Reid; both names work." in out
    assert json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))["trainee"] == "Sam Reid"
    with Store.open(place) as store:
        autumn = academy.create_cohort(store, "Autumn", at=NOON)
        academy.add_members(store, autumn, store.trainees(), at=NOON)
    assert "Sam Reid is a member of Autumn" in typed(number, "4", trainee="Sma")
    with Store.open(place) as store:
        academy.remove_members(store, autumn, store.trainees(), at=NOON)
    assert "Erased." in typed(number, "4", "y", trainee="Sam Reid")
    with Store.open(place) as store:
        assert store.trainees() == []


def test_line_by_line_is_made_lasting_on_the_store_that_is_opened_by_itself(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ENCOUNTER_STORE", "")
    out = "Settings"
    monkeypatch.setattr("sys.stdin", io.StringIO("Sam\ny\nq\n"))
    run_plain(None)
    number = next(line.partition(".")[0] for line in capsys.readouterr().out.split("\n") if out in line)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{number}\n1\nq\nq\n"))
    run_plain(None)
    assert LastLook(None).read()[1].line_by_line
