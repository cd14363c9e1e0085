"""The trainer's side: cohorts, who has done what, a run beside its class, ratings; and a trainee's assignments."""

import threading
import time
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis.strategies import text
from sqlalchemy import insert

from scoring.rubric import RubricSet
from simulator import academy
from simulator.academy.assignments import assign, assignments_of
from simulator.academy.attempts import begin
from simulator.academy.ratings import ratings_of_run
from simulator.app.members import searchable
from simulator.app.screens.page import Page
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.entry_list import EntryList
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.level_scale import LevelScale
from simulator.errors import UsageError
from simulator.records.schema import identities
from simulator.records.store import Mode, Store
from tests.app.driving import clock, driving, session
from tests.app.test_screens import SIZES, quiet, same_as_golden
from tests.samples import GATE, gate

EARLY = datetime(2026, 11, 1, tzinfo=UTC)
LATE = datetime(2026, 12, 3, 17, tzinfo=UTC)
HOSTILE = "Sam [/b][@click=app.quit]x[/] \x1b[31mred"
SHOWN = "Sam [/b][@click=app.quit]x[/] [31mred"
GOOD = ("name-first", "ask-more")
BAD = ("wait-there", "walk-off")


def an_academy(folder, *members, mode=Mode.PRACTICE, due=LATE, cohort="Autumn", attempts=None):
    """Keep a cohort that is assigned the small gate."""
    with Store.open(str(folder / "store.db")) as store:
        made = academy.create_cohort(store, cohort, at=EARLY)
        academy.add_members(store, made, [store.trainee(name, EARLY) for name in members], at=EARLY)
        assign(store, made, "the-gate", mode=mode, at=EARLY, due=due, attempts=attempts)


def played(folder, name, *choices):
    """Let somebody play the gate; return the run's id."""
    with Store.open(str(folder / "store.db")) as store:
        play = begin(store, gate(folder / "played"), store.trainee(name, EARLY), clock=clock())
        for choice in choices:
            play.choose(choice)
        return play.record.id


async def at_cohorts(trainer):
    """Go from the library to the cohorts."""
    await trainer.sees("Practise next")
    await trainer.press("t")
    await trainer.until(lambda: type(trainer.app.screen).__name__ == "CohortsScreen")


async def at_cohort(trainer):
    """Go on to the first cohort, and wait for its figures."""
    await at_cohorts(trainer)
    await trainer.sees("members")
    await trainer.press("1")
    await trainer.sees("Where they struggle")
    await trainer.until(lambda: "Reading every decision" not in trainer.text)


async def at_run(trainer, number=1):
    """Go on to the first run of a member, counted from the first."""
    await at_cohort(trainer)
    await trainer.press(*["down"] * (number - 1), "enter")
    await trainer.sees("Runs that count")
    await trainer.until(lambda: trainer.app.screen.query_one(Choices).numbered)
    await trainer.press("1")
    await trainer.sees("Beside the class")


async def test_without_a_cohort_the_key_bar_does_not_name_cohorts_and_the_screen_says_how_to_make_one(tmp_path):
    async with driving(session(tmp_path), size=(120, 30)) as trainer:
        await trainer.sees("Practise next")
        assert "Cohorts" not in trainer.lines[-1]
        assert "Cohorts" in {each.title for each in trainer.app.get_system_commands(trainer.app.screen)}
        await at_cohorts(trainer)
        await trainer.sees("No cohorts yet", "encounter roster import", "encounter cohort create")


async def test_cohorts_stand_with_their_members_and_what_is_done_open_and_overdue(tmp_path):
    an_academy(tmp_path, "Sam", "Lee", "Jo", due=EARLY)
    an_academy(tmp_path, "Ada", cohort="Spring")
    played(tmp_path, "Sam", *GOOD)
    async with driving(session(tmp_path, trainee="Tutor"), size=(120, 30)) as trainer:
        await trainer.sees("Cohorts", at="KeyBar")
        await at_cohorts(trainer)
        await trainer.sees("Autumn: 3 members, 1 assignment; 1 done, 0 open, 2 overdue")
        await trainer.sees("Spring: 1 member, 1 assignment; 0 done, 1 open")


async def test_a_cohort_shows_who_has_done_what_and_those_who_are_late_first(tmp_path):
    an_academy(tmp_path, "Ada", "Lee", "Sam", due=EARLY)
    played(tmp_path, "Ada", *GOOD)
    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 40)) as trainer:
        await at_cohort(trainer)
        await trainer.sees("1. The gate", "1 done 2 overdue", "Ada done 1; 1 run, last 02 Nov 2026")
        assert trainer.text.index("Lee overdue 1; never played") < trainer.text.index("Ada done 1")


async def test_a_cohort_names_its_weakest_criteria_only_where_there_is_enough_to_say(tmp_path):
    an_academy(tmp_path, "Ada", "Lee", "Sam")
    played(tmp_path, "Ada", *BAD)
    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 40)) as trainer:
        await at_cohort(trainer)
        await trainer.sees("Too few decisions")
    played(tmp_path, "Lee", *BAD)
    played(tmp_path, "Sam", *BAD)
    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 40)) as trainer:
        await at_cohort(trainer)
        await trainer.sees("Voice", "n = 3", "over the decisions of 3 trainees")


async def test_every_member_of_a_large_cohort_is_listed(tmp_path):
    an_academy(tmp_path, *(f"Trainee {number:03}" for number in range(350)))
    async with driving(session(tmp_path, trainee="Tutor"), size=(80, 24)) as trainer:
        await at_cohort(trainer)
        await trainer.sees("cohort · 350 members", "Trainee 000 open 1; never played")
        await trainer.press("end")
        await trainer.sees("Trainee 349 open 1; never played")
        await trainer.press("enter")
        await trainer.sees("Trainee 349 What is assigned", "None yet.")
        assert "Enter" not in trainer.text_of("KeyBar")


async def test_a_member_is_found_by_part_of_a_name_whatever_its_accents_and_capitals(tmp_path):
    an_academy(tmp_path, "Sam Reid", "Zoë Ødegård", "Łukasz Đorđević", "Ada Boateng")
    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 40)) as trainer:
        await at_cohort(trainer)
        await trainer.press("slash")
        await trainer.type("odegard ZOE")
        await trainer.sees("1 of 4 with odegard ZOE Esc shows all")
        assert "Zoë Ødegård" in trainer.text_of("EntryList")
        assert "Sam" not in trainer.text_of("EntryList")
        await trainer.press("escape")
        await trainer.sees("Sam Reid", "Zoë Ødegård", "Ada Boateng", at="EntryList")
        await trainer.press("slash")
        await trainer.type("dordevic")
        await trainer.press("enter", "enter")
        await trainer.sees("Łukasz Đorđević What is assigned")
        await trainer.press("escape")
        await trainer.sees("1 of 4 with dordevic")


async def test_a_member_is_found_by_the_academys_own_id(tmp_path):
    an_academy(tmp_path, "Sam", "Lee")
    with Store.open(str(tmp_path / "store.db")) as store, store.writing() as connection:
        connection.execute(insert(identities), {"trainee_id": store.trainee("Lee", EARLY).id, "external_id": "R-1042"})
    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 40)) as trainer:
        await at_cohort(trainer)
        await trainer.press("slash")
        await trainer.type("r-104")
        await trainer.sees("1 of 2 with r-104")
        await trainer.sees("Lee", at="EntryList")


async def test_where_nobody_is_found_it_is_said_and_escape_shows_everybody_before_it_goes_back(tmp_path):
    an_academy(tmp_path, "Sam", "Lee")
    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 40)) as trainer:
        await at_cohort(trainer)
        await trainer.sees("Esc Cohorts", at="KeyBar")
        await trainer.press("slash")
        await trainer.type("[/b]")
        await trainer.sees("Nobody with [/b] Esc shows all")
        await trainer.press("enter", "enter")
        await trainer.sees("Esc Show all", at="KeyBar")
        assert "Enter Runs" not in trainer.text_of("KeyBar")
        await trainer.press("escape")
        await trainer.sees("Sam", "Lee", at="EntryList")
        await trainer.press("escape")
        await trainer.until(lambda: type(trainer.app.screen).__name__ == "CohortsScreen")


async def test_a_key_narrows_the_members_to_those_who_are_late_not_done_or_never_played(tmp_path):
    an_academy(tmp_path, "Ada", "Lee", "Sam", due=EARLY)
    played(tmp_path, "Ada", *GOOD)
    played(tmp_path, "Lee", "name-first")

    def names():
        return [name for name in ("Ada", "Lee", "Sam") if name in trainer.text_of("EntryList")]

    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 40)) as trainer:
        await at_cohort(trainer)
        for showing, shown in (
            ("2 of 3 showing overdue", ["Lee", "Sam"]),
            ("2 of 3 showing not done", ["Lee", "Sam"]),
            ("1 of 3 showing never played", ["Sam"]),
            ("3 members, overdue first.", ["Ada", "Lee", "Sam"]),
        ):
            await trainer.press("f")
            await trainer.sees(showing)
            assert names() == shown


async def test_the_page_is_there_before_anything_is_counted(tmp_path, monkeypatch):
    an_academy(tmp_path, "Ada")
    counted = threading.Event()

    def slowly(*given, now):
        counted.wait()
        return overview(*given, now=now)

    overview = academy.overview
    monkeypatch.setattr(academy, "overview", slowly)
    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 40)) as trainer:
        try:
            await at_cohorts(trainer)
            await trainer.sees("1 member")
            await trainer.press("1")
            await trainer.sees("Autumn", "Reading who has done what", "Esc Cohorts")
            assert "Ada" not in trainer.text
        finally:
            counted.set()
        await trainer.sees("Ada open 1; never played")


async def test_coming_back_to_a_cohort_reads_every_decision_again_only_where_something_was_played(
    tmp_path, monkeypatch
):
    an_academy(tmp_path, "Ada", "Sam")
    played(tmp_path, "Ada", *GOOD)
    read = []
    criteria = academy.criteria
    monkeypatch.setattr(academy, "criteria", lambda *given, **more: read.append(given) or criteria(*given, **more))
    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 40)) as trainer:
        await at_cohort(trainer)
        await trainer.press("enter")
        await trainer.sees("Runs that count")
        await trainer.press("escape")
        await trainer.sees("Sam open 1; never played")
        assert len(read) == 1
        await trainer.press("enter")
        await trainer.sees("Runs that count")
        played(tmp_path, "Sam", "wait-there")
        await trainer.press("escape")
        await trainer.sees("Sam begun 1; 1 run")
        await trainer.until(lambda: len(read) == 2)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_long_name_is_shown_whole_with_what_is_known_below(tmp_path, size):
    name = "Maximiliane Theodora von Hohenstein-Wittgenstein zu Berleburg"[:60]
    an_academy(tmp_path, name, "Zoe")
    async with driving(session(tmp_path, trainee="Tutor"), size=size) as trainer:
        await at_cohort(trainer)
        await trainer.sees("open 1; never played")
        # At 60 columns the name goes on on a second line.
        assert f"{name} open 1; never played" in trainer.text_of("EntryList").replace("- ", "-")


@given(text())
def test_capitals_and_accents_make_no_difference_to_what_is_searched(value):
    known = searchable(value)
    assert searchable(known) == known
    assert searchable(unicodedata.normalize("NFD", value)) == searchable(unicodedata.normalize("NFC", value)) == known


async def test_a_run_stands_beside_the_class_and_what_was_not_assessed_stays_empty(tmp_path):
    an_academy(tmp_path, "Ada", "Sam")
    played(tmp_path, "Ada", *GOOD)
    played(tmp_path, "Sam", *BAD)
    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 60)) as trainer:
        await at_run(trainer, 2)
        await trainer.sees("over the finished runs of 2 trainees", "The ending: harm")
        lines = [" ".join(line.split()) for line in trainer.lines]
        voice = next(place for place, line in enumerate(lines) if line.startswith("Voice"))
        assert lines[voice].endswith("0 concern n = 1")
        assert lines[voice + 1].startswith("class")
        assert lines[voice + 1].endswith("38 run −38 n = 2")
        assert "Dignity not assessed" in lines
        assert "class not assessed" in lines


async def test_a_trainer_looking_at_a_run_is_not_asked_for_the_trainees_own_view_and_cannot_play_on(tmp_path):
    an_academy(tmp_path, "Sam")
    run = played(tmp_path, "Sam", *GOOD)
    own = session(tmp_path, trainee="Tutor")
    async with driving(own, size=(100, 60)) as trainer:
        await at_cohorts(trainer)
        await trainer.sees("1 member")
        await trainer.press("1")
        await trainer.sees("Sam done 1")
        await trainer.press("enter")
        await trainer.sees("the ending: resolved")
        await trainer.press("1")
        await trainer.sees("Beside the class", "The ending: resolved")
        assert own.store.self_ratings(run) == {}
        assert {each.description for each in trainer.app.screen.own_bindings()}.isdisjoint({"Try again", "Take back"})


async def test_a_rating_shows_the_words_of_each_level_is_kept_and_can_be_taken_back(tmp_path):
    an_academy(tmp_path, "Ada", "Sam")
    run = played(tmp_path, "Ada", *GOOD)
    own = session(tmp_path, trainee="Tutor")

    def standing():
        return {each.criterion: (each.rater, each.level) for each in ratings_of_run(own.store, run)}

    async with driving(own, size=(100, 60)) as trainer:
        await at_run(trainer)
        await trainer.press("r")
        await trainer.sees(
            "Your own rating", "−2 Rushes or corners the person", "+2 Gives room, and also stages resources"
        )
        await trainer.press("right", "right", "down", "1", "enter")
        await trainer.sees("2 levels kept under your name.")
        assert standing() == {"time-and-space": ("Tutor", 1), "information-first": ("Tutor", -2)}
        await trainer.press("r")
        await trainer.sees("Time and space +1 good")
        await trainer.press("5", "enter")
        await trainer.sees("1 level kept under your name. u takes it back.")
        assert standing()["time-and-space"] == ("Tutor", 2)
        await trainer.press("u")
        await trainer.sees("Taken back: Time and space. The one before it counts again.")
        assert standing() == {"time-and-space": ("Tutor", 1), "information-first": ("Tutor", -2)}
        await trainer.press("u")
        await trainer.until(lambda: not standing())
        await trainer.until(lambda: "Undo" not in trainer.text_of("KeyBar"))


async def test_one_member_gets_a_later_date_and_more_attempts_and_is_told_what_holds(tmp_path):
    an_academy(tmp_path, "Ada", "Sam", mode=Mode.ASSESSMENT)
    own = session(tmp_path, trainee="Tutor")
    async with driving(own, size=(100, 40)) as trainer:
        await at_cohort(trainer)
        await trainer.press("enter")
        await trainer.sees("Runs that count")
        for answers in (("1", "2027-01-31", "ill"), ("2", "2", "a fire alarm")):
            await trainer.press("x")
            await trainer.sees("What do they get?")
            await trainer.press(answers[0])
            for answer in answers[1:]:
                await trainer.until(lambda: type(trainer.app.screen).__name__ == "AskScreen")
                await trainer.type(answer)
                await trainer.press("enter")
                await trainer.pilot.pause()
            await trainer.sees("For Ada: The gate")
        await trainer.sees("2 attempts", "31 January 2027")
    with Store.open(str(tmp_path / "store.db")) as store, store.reading() as connection:
        (made,) = academy.adjustments_of(connection).values()
    assert (made.author, made.reason, made.attempts) == ("Tutor", "a fire alarm", 2)
    assert made.due.astimezone().date().isoformat() == "2027-01-31"


async def test_one_member_plays_another_encounter_in_its_place(tmp_path):
    an_academy(tmp_path, "Ada", "Sam", mode=Mode.ASSESSMENT)
    other = GATE.replace("the-gate", "the-door").replace("The gate", "The door")
    async with driving(session(tmp_path, GATE, other, trainee="Tutor"), size=(100, 40)) as trainer:
        await at_cohort(trainer)
        await trainer.press("enter")
        await trainer.sees("Runs that count")
        await trainer.press("x")
        await trainer.sees("Another encounter in place of this one")
        await trainer.press("4")
        await trainer.sees("What do they play instead?", "The door")
        await trainer.press("1")
        await trainer.until(lambda: type(trainer.app.screen).__name__ == "AskScreen")
        await trainer.type("was a witness")
        await trainer.press("enter")
        await trainer.sees("For Ada: The door")
    with Store.open(str(tmp_path / "store.db")) as store:
        (duty,) = academy.assignments_for(store, store.find_trainee("Ada"))
    assert duty.assignment.scenario_id == "the-door"


async def test_what_cannot_hold_is_said_and_nothing_is_kept(tmp_path):
    an_academy(tmp_path, "Ada", "Sam")
    async with driving(session(tmp_path, trainee="Tutor"), size=(100, 40)) as trainer:
        await at_cohort(trainer)
        await trainer.press("enter")
        await trainer.sees("Runs that count")
        await trainer.press("x")
        await trainer.sees("What do they get?")
        await trainer.press("2")
        await trainer.sees("How much longer, in percent")
        await trainer.type("a lot")
        await trainer.press("enter")
        await trainer.sees("'a lot' is not a number from 0 to 300.")
        await trainer.press("escape")
        await trainer.sees("Runs that count")
    with Store.open(str(tmp_path / "store.db")) as store, store.reading() as connection:
        assert academy.adjustments_of(connection) == {}


async def test_a_comment_reaches_the_debrief_and_an_attempt_can_be_let_not_count(tmp_path):
    an_academy(tmp_path, "Ada", "Sam", mode=Mode.ASSESSMENT)
    run = played(tmp_path, "Ada", *GOOD)
    own = session(tmp_path, trainee="Tutor")
    async with driving(own, size=(100, 60)) as trainer:
        await at_run(trainer)
        await trainer.press("m")
        await trainer.sees("What do you say to Ada?")
        await trainer.type("You let her finish.")
        await trainer.press("enter")
        await trainer.sees("Ada reads it in the debrief of this run.")
        assert [each.text for each in own.store.comments(run)] == ["You let her finish."]
        await trainer.press("v")
        await trainer.sees("Why does it not count?")
        await trainer.press("enter")
        await trainer.sees("It needs a reason.")
        await trainer.type("fire alarm")
        await trainer.press("enter")
        await trainer.sees(
            "Runs that count", "None yet.", "The gate open", "no longer counts, and Ada gets another one"
        )
    with Store.open(str(tmp_path / "store.db")) as store, pytest.raises(UsageError, match="void already"):
        academy.void(store, run, author="Tutor", reason="again", at=EARLY)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_arrows_go_from_criterion_to_criterion_where_not_all_of_them_fit(tmp_path, size):
    an_academy(tmp_path, "Ada", "Sam")
    run = played(tmp_path, "Ada", *GOOD)
    own = session(tmp_path, trainee="Tutor")
    async with driving(own, size=size) as trainer:
        await at_run(trainer)
        await trainer.press("r")
        await trainer.sees("Your own rating")
        await trainer.press("5", "down", "4", "down", "down", "1", "up", "2", "enter")
        await trainer.sees("4 levels kept")
        assert {each.criterion: each.level for each in ratings_of_run(own.store, run)} == {
            "time-and-space": 2, "information-first": 1, "risk-reading": -1, "self-control": -2,
        }  # fmt: skip


async def test_levels_that_are_not_kept_are_not_lost_without_asking(tmp_path):
    an_academy(tmp_path, "Ada", "Sam")
    run = played(tmp_path, "Ada", *GOOD)
    own = session(tmp_path, trainee="Tutor")
    async with driving(own, size=(100, 60)) as trainer:
        await at_run(trainer)
        await trainer.press("r")
        await trainer.sees("Your own rating")
        await trainer.press("5", "escape")
        await trainer.sees("Leave without keeping one level?", "cannot be undone")
        await trainer.press("enter")
        await trainer.sees("Your own rating")
        assert next(scale.level for scale in trainer.app.screen.query(LevelScale)) == 2
        await trainer.press("escape")
        await trainer.sees("Leave without keeping")
        await trainer.press("2")
        await trainer.sees("Beside the class")
        assert ratings_of_run(own.store, run) == []


async def test_an_assignment_is_taken_back_only_after_a_yes(tmp_path):
    an_academy(tmp_path, "Ada", "Sam")
    own = session(tmp_path, trainee="Tutor")

    def given():
        return len(assignments_of(own.store, academy.cohort_named(own.store, "Autumn")))

    async with driving(own, size=(100, 40)) as trainer:
        await at_cohort(trainer)
        for answer, left in (("1", 1), ("2", 0)):
            await trainer.press("w")
            await trainer.sees("Which assignment", "The gate: practice")
            await trainer.press("1")
            await trainer.sees("Take this assignment back?", "cannot be undone")
            await trainer.press(answer)
            await trainer.sees("Who has done what")
            await trainer.until(lambda left=left: given() == left)
        await trainer.sees("Nothing yet: press a.")


async def test_hostile_names_are_shown_as_text_on_every_page(tmp_path):
    an_academy(tmp_path, HOSTILE, "Zoe", cohort=f"Class {HOSTILE}")
    played(tmp_path, HOSTILE, *GOOD)
    async with driving(session(tmp_path, trainee="[/b] Tutor"), size=(160, 60)) as trainer:
        await at_cohorts(trainer)
        await trainer.sees(f"Class {SHOWN}: 2 members")
        await trainer.press("1")
        await trainer.sees(f"{SHOWN} done 1")
        await trainer.press("enter")
        await trainer.sees(f"{SHOWN} What is assigned", "the ending: resolved")
        await trainer.press("1")
        await trainer.sees(f"The class is Class {SHOWN} on this encounter")
        await trainer.press("r")
        await trainer.sees("rated by [/b] Tutor", f"The gate: {SHOWN}")
        await trainer.press("5", "enter")
        await trainer.sees("1 level kept")


def ready(page):
    """Return whether a page has what it lets one choose from."""
    if page.query(EntryList):
        return page.query_one(EntryList).option_count
    return page.query(LevelScale) or (page.query(Choices) and page.query_one(Choices).numbered)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_each_page_has_keys_with_a_sentence_and_at_most_seven_on_its_bar(tmp_path, size):
    an_academy(tmp_path, "Ada", "Sam")
    played(tmp_path, "Ada", *GOOD)
    async with driving(session(tmp_path, trainee="Tutor"), size=size) as trainer:
        await trainer.sees("Practise next")
        await trainer.press("t")
        seen = set()
        for key in ("1", "enter", "1", "r", None):
            name = type(trainer.app.screen).__name__
            page = trainer.app.screen
            assert isinstance(page, Page)
            await trainer.until(lambda page=page: ready(page))
            await trainer.pilot.pause()
            assert all(each.tooltip for each in page.own_bindings())
            assert page.query_one(KeyBar).size.height == 1
            assert 1 <= len([each for each in trainer.lines[-1].split("   ") if each.strip()]) <= 7
            seen.add(name)
            if key is not None:
                # A choice that cannot be seen is brought into view by its number first, and then taken.
                for _ in range(3):
                    if type(trainer.app.screen).__name__ == name:
                        await trainer.press(key)
                        await trainer.pilot.pause()
                await trainer.until(lambda name=name: type(trainer.app.screen).__name__ != name)
        assert seen == {"CohortsScreen", "CohortScreen", "MemberScreen", "RunBesideClassScreen", "RateScreen"}


@pytest.fixture
def greenwich(monkeypatch):
    """Show times as they are at Greenwich, wherever this runs."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@SIZES
async def test_a_trainers_pages_as_text(tmp_path, size, greenwich):
    an_academy(
        tmp_path, "Zoë Ødegård", HOSTILE, "Maximiliane Theodora von Hohenstein-Wittgenstein", "שרה לוי", due=EARLY
    )
    for name in ("Zoë Ødegård", HOSTILE, "שרה לוי"):
        played(tmp_path, name, "wait-there")
    for name in ("Zoë Ødegård", HOSTILE, "Zoë Ødegård"):
        played(tmp_path, name, *GOOD)
    async with driving(session(tmp_path, trainee="Tutor"), size=size) as trainer:
        await at_cohorts(trainer)
        await trainer.sees("4 members")
        await quiet(trainer)
        same_as_golden(trainer, "cohorts", size)
        await trainer.press("1")
        await trainer.until(lambda: trainer.app.screen.settled)
        await quiet(trainer)
        same_as_golden(trainer, "cohort", size)
        await trainer.press("slash")
        await trainer.type("odegard")
        await trainer.sees("1 of 4 with odegard")
        await quiet(trainer)
        same_as_golden(trainer, "member-found", size)
        await trainer.press("enter", "enter")
        await trainer.sees("Zoë Ødegård What is assigned", "the ending: resolved")
        await quiet(trainer)
        same_as_golden(trainer, "member", size)
        await trainer.press("enter")
        await trainer.sees("Beside the class")
        await quiet(trainer)
        same_as_golden(trainer, "beside-class", size)
        await trainer.press("r")
        await trainer.sees("Your own rating")
        await trainer.press("right", "down", "4")
        await quiet(trainer)
        same_as_golden(trainer, "rate", size)


async def test_what_is_assigned_stands_in_the_library_and_opens_with_its_key(tmp_path):
    an_academy(tmp_path, "Sam")
    async with driving(session(tmp_path), size=(120, 40)) as recruit:
        await recruit.sees("Assigned The gate Autumn: practice, due 3 December 2026", at="Suggested")
        await recruit.sees("assigned: practice, due 3 December", at="EntryList")
        await recruit.sees("Assigned to you • Assigned in Autumn: practice", at="#details")
        await recruit.press("a")
        await recruit.sees("before you begin", "Practise, for Autumn")
        assert "Assessment" not in recruit.text


async def test_an_assigned_assessment_has_no_notes_and_no_way_back_and_counts_for_the_assignment(tmp_path):
    an_academy(tmp_path, "Sam", mode=Mode.ASSESSMENT)
    own = session(tmp_path)
    async with driving(own, size=(100, 40)) as recruit:
        await recruit.sees("Assigned The gate")
        await recruit.press("a")
        await recruit.sees("Assessment, for Autumn: no comments, and no way back; one attempt.")
        await recruit.press("1")
        await recruit.sees("assessment · choice 1")
        await recruit.until(lambda: recruit.app.screen.play is not None)
        await recruit.take("I'm PC Reid.")
        await recruit.press("r")
        await recruit.sees("assessment · choice 2")
        assert "A name before a question." not in recruit.text
        run = own.store.runs()[0]
        assert (run.mode, run.assignment_id is not None, len(run.path)) == (Mode.ASSESSMENT, True, 1)


async def test_a_second_attempt_that_is_not_allowed_is_refused_in_a_sentence(tmp_path):
    an_academy(tmp_path, "Sam", mode=Mode.ASSESSMENT)
    played(tmp_path, "Sam", *GOOD)
    own = session(tmp_path)
    async with driving(own, size=(100, 40)) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("enter")
        await recruit.sees("allows one attempt until 3 December 2026, and you have used it.", at="Notice")
        assert len(own.store.runs()) == 1


async def test_an_assessment_under_way_can_only_be_gone_on_with(tmp_path):
    an_academy(tmp_path, "Sam", mode=Mode.ASSESSMENT)
    played(tmp_path, "Sam", "name-first")
    async with driving(session(tmp_path), size=(100, 40)) as recruit:
        await recruit.sees("Continue")
        await recruit.press("enter")
        await recruit.sees("before you begin", "1 Continue where you left it.", "2 Not now")
        await recruit.press("1")
        await recruit.sees("assessment · choice 2")


async def test_whoever_played_a_void_attempt_is_told_why_it_does_not_count(tmp_path):
    an_academy(tmp_path, "Ada", mode=Mode.ASSESSMENT)
    run = played(tmp_path, "Ada", *GOOD)
    with Store.open(str(tmp_path / "store.db")) as store:
        academy.void(store, run, author="Tutor", reason="fire [b]alarm", at=EARLY)
    async with driving(session(tmp_path, trainee="Ada"), size=(120, 90)) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("p")
        await recruit.sees("this attempt does not count (fire [b]alarm)")


async def test_own_words_are_rated_and_the_agreement_on_them_is_told(tmp_path):
    an_academy(tmp_path, "Ada", "Sam")
    with Store.open(str(tmp_path / "store.db")) as store:
        academy.assign(
            store, academy.cohort_named(store, "Autumn"), "the-gate", mode=Mode.PRACTICE, at=EARLY, say_first=True
        )
        play = begin(store, gate(tmp_path / "played"), store.find_trainee("Ada"), clock=clock())
        for choice in GOOD:
            play.say_first(f"Own words before {choice}.")
            play.choose(choice)
        run = play.record.id
        academy.rate(store, run, "Kofi", {"time-and-space": 1, "information-first": -2}, at=LATE, words=True)
    own = session(tmp_path, trainee="Tutor")
    async with driving(own, size=(100, 160)) as trainer:
        await at_cohort(trainer)
        await trainer.sees("Own words: rated by one trainer. Agreement needs two")
        await trainer.press("enter")
        await trainer.sees("Runs that count")
        await trainer.until(lambda: trainer.app.screen.query_one(Choices).numbered)
        await trainer.press("1")
        await trainer.sees("Beside the class", "ratings of what they said before the choices", "Kofi +1")
        await trainer.press("2")  # this brings the line into view
        await trainer.pilot.pause()
        await trainer.press("enter")
        await trainer.sees("Your own rating of what they said", "1 Own words before name-first.")
        await trainer.press("right", "right", "down", "1", "enter")
        await trainer.sees("2 levels kept under your name.", "Tutor +1")
        assert ratings_of_run(own.store, run) == []
        assert len(ratings_of_run(own.store, run, words=True)) == 4
        await trainer.press("escape", "escape")
        await trainer.sees("Own words: rated by 2 trainers, who agree at Krippendorff's alpha 1.00 over 2 units.")
    page = encounter_report(tmp_path)
    assert "Agreement on own words" in page
    assert "No run was rated by two trainers" in page


def encounter_report(folder):
    """Write the report of the cohort and return it."""
    with Store.open(str(folder / "store.db")) as store:
        statistics, _ = academy.statistics_of(store, academy.ReportRequest("Autumn"), RubricSet.shipped())
        academy.write_report(statistics, folder / "report.html", at=LATE)
    return (folder / "report.html").read_text(encoding="utf-8")
