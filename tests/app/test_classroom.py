"""A class in the app: hands counted, the split shown, on by the majority or by the trainer's pick."""

from simulator.app.start import StartRequest
from simulator.records.store import Store
from simulator.training.classes import kept_classes
from tests.app.driving import driving, session
from tests.samples import GATE


async def test_a_class_decides_by_hands_and_its_session_is_kept(tmp_path):
    opened = session(tmp_path, GATE, trainee=None)
    start = StartRequest(classroom=str(tmp_path / "scenarios" / "a.yaml"))
    async with driving(opened, size=(100, 40), start=start) as trainer:
        await trainer.sees("You are PC Reid.", "A woman waits at the gate.", "in class · decision 1", "Wait there.")
        await trainer.type("many")
        await trainer.press("enter")
        await trainer.sees("Type 2 numbers, such as 5 5")
        await trainer.press("ctrl+u")
        await trainer.type("12 3")
        await trainer.press("enter")
        await trainer.sees("12 (80%)", "3 (20%)", "Go on with which?")
        await trainer.press("enter")
        await trainer.sees("The class took:", "in class · decision 2")
        await trainer.press("escape")
        await trainer.until(lambda: trainer.app.return_code is not None)
    with Store.open(str(tmp_path / "store.db")) as store:
        (kept,) = kept_classes(store)
        assert [each.hands for each in kept.shows] == [(12, 3)]
        assert store.runs() == []


async def test_the_library_begins_a_class(tmp_path):
    async with driving(session(tmp_path), size=(100, 40)) as trainer:
        await trainer.sees("Practise next")
        await trainer.press("h")
        await trainer.sees("in class · decision 1")


async def test_how_hands_are_typed_is_read_whole_on_a_small_terminal(tmp_path):
    async with driving(session(tmp_path), size=(60, 20)) as trainer:
        await trainer.sees("Practise next")
        await trainer.press("h")
        await trainer.sees("2 numbers, such as 5 5: hands per choice.")
