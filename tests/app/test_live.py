"""The trainer's live screen: who is where, a pause, other terms for one person, and injects."""

from datetime import timedelta

from simulator import academy
from simulator.app.screens.encounter import EncounterScreen
from simulator.app.widgets.countdown import Countdown
from simulator.people.audit import entries
from simulator.records.store import Mode, Store
from tests.app.driving import TIMED, clock, driving, session
from tests.app.test_cohorts import EARLY, LATE, an_academy, at_cohort, played
from tests.samples import GATE

INJECT = "injects:\n  - {id: siren, text: A siren comes closer., add: {tension: 1}}\n"


async def at_live(trainer):
    """Go on to who is where in the first cohort."""
    await at_cohort(trainer)
    await trainer.press("n")
    await trainer.sees("as it was at", "last moved")


async def test_a_trainer_pauses_for_one_gives_a_further_attempt_and_ends_the_pause(tmp_path):
    an_academy(tmp_path, "Robin", "Kit", mode=Mode.ASSESSMENT)
    played(tmp_path, "Robin", "name-first")
    async with driving(session(tmp_path, trainee="Ada"), size=(100, 30)) as trainer:
        await at_live(trainer)
        await trainer.sees("Robin under way 1 answer", "Kit not begun")
        await trainer.press("p")
        await trainer.sees("For whom?")
        await trainer.press("3")  # everybody, Kit, Robin
        await trainer.sees("Why is it paused?")
        await trainer.press("enter")
        await trainer.sees("It needs a reason")
        await trainer.type("Fire alarm")
        await trainer.press("enter")
        await trainer.sees("Paused for Robin since", "by Ada: Fire alarm")
        await trainer.press("o")
        await trainer.sees("Which pause is over?")
        await trainer.press("1")
        await trainer.sees("The clock runs again.")
        assert "Fire alarm" not in trainer.text
        await trainer.press("x")
        await trainer.sees("For whom?")
        await trainer.press("2")
        await trainer.sees("What do they get?")
        await trainer.press("2")
        await trainer.sees("Further attempts:")
        await trainer.type("0")
        await trainer.press("enter")
        await trainer.sees("'0' is not a number from 1 to 1,000.")
        await trainer.press("backspace", "2", "enter")
        await trainer.sees("Why do they get it?")
        await trainer.type("ill")
        await trainer.press("enter")
        await trainer.sees("For Robin: The gate: assessment, 2 attempts")
    with Store.open(str(tmp_path / "store.db")) as store:
        (test,) = academy.assignments_of(store, academy.cohort_named(store, "Autumn"))
        (pause,) = academy.pauses_of(store, test)
        assert (pause.who.name, pause.reason, pause.author, pause.ended is not None) == (
            "Robin",
            "Fire alarm",
            "Ada",
            True,
        )
        (duty,) = academy.assignments_for(store, store.find_trainee("Robin"))
        assert (duty.assignment.attempts_allowed, duty.assignment.due) == (2, LATE)
        assert [(each.by, each.action, each.about, each.detail) for each in entries(store)] == [
            ("Ada", "adjusted", "Robin", "the-gate"),
            ("Ada", "resumed", "Autumn", "the-gate"),
            ("Ada", "paused", "Robin", "the-gate"),
        ]


async def test_who_is_paused_is_told_when_it_begins_and_when_it_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(EncounterScreen, "LOOKS_AGAIN", 0.1)
    timed = TIMED.replace("timed-gate", "the-gate").replace("seconds: 3", "seconds: 600")
    an_academy(tmp_path, "Robin", mode=Mode.ASSESSMENT)
    own = session(tmp_path, timed, trainee="Robin")
    own.clock = lambda: now
    now = EARLY
    async with driving(own, size=(80, 40)) as recruit:
        await recruit.begin(way="1")
        await recruit.sees("s to choose")
        now += timedelta(minutes=2)
        store = own.opened()
        (test,) = academy.assignments_of(store, academy.cohort_named(store, "Autumn"))
        pause = academy.pause(store, test, who=None, reason="Fire alarm", author="Ada", at=now)
        await recruit.sees("Your trainer has paused this assessment. The clock stands still, and nothing is lost.")
        assert "s to choose" not in recruit.text
        await recruit.press("2")
        await recruit.sees("Go on when it is resumed.")
        now += timedelta(hours=1)
        academy.end_pause(store, test, pause.id, author="Ada", at=now)
        await recruit.sees("s to choose")
        assert "paused" not in recruit.text
        assert 420 < recruit.app.screen.query_one(Countdown).left <= 480
        await recruit.take("I'm PC Reid")
        academy.pause(store, test, who=store.find_trainee("Robin"), reason="Ill", author="Ada", at=now)
        await recruit.sees("choice 2", "Your trainer has paused this assessment.")  # a scene without a timer


async def test_what_an_author_wrote_is_let_happen_in_a_practice_run(tmp_path):
    an_academy(tmp_path, "Robin", "Kit")
    given = GATE.replace("format: 1", "format: 2").replace("scenes:\n", INJECT + "scenes:\n", 1)
    with Store.open(str(tmp_path / "store.db")) as store:
        story = session(tmp_path / "played", given).library.story("the-gate")
        run = academy.begin(store, story, store.find_trainee("Robin"), clock=clock()).record
    async with driving(session(tmp_path, given, trainee="Ada"), size=(100, 30)) as trainer:
        await at_live(trainer)
        await trainer.press("i")
        await trainer.sees("For Robin: A siren comes closer.")
        await trainer.press("1")
        await trainer.sees("It happens now.", "1 answer")
    with Store.open(str(tmp_path / "store.db")) as store:
        assert store.run(run.id).path == ("inject:siren",)
        (kept,) = entries(store)
        assert (kept.by, kept.action, kept.about, kept.detail) == ("Ada", "injected", "Robin", "the-gate: siren")


def test_a_span_of_time_is_said_in_the_largest_units_that_matter():
    said = {timedelta(minutes=5): "5 min", timedelta(hours=3, minutes=10): "3 h", timedelta(days=2, hours=1): "2 d 1 h"}
    assert {time: academy.span(time) for time in said} == said
