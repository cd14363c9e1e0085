"""A class that votes by phone: a trainer at the projector, members at their phones, and nobody's vote kept by name."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from simulator import academy
from simulator.errors import RecordConflict
from simulator.people.model import Role
from simulator.records.connection import locate
from simulator.records.schema import running_classes, votes
from simulator.records.verify import verify_store
from simulator.training.classes import kept_classes
from tests.server.test_training_pages import kofi

__all__ = ["kofi"]


@pytest.fixture
def phones(store, someone, kofi):
    """Return three members of Kofi's cohort at their phones."""
    winter = academy.cohort_named(store, "Winter")
    found = [someone(name) for name in ("Sam Reid", "Robin Hall", "Lee Vance")]
    people = [store.find_trainee(name) for name in ("Sam Reid", "Robin Hall", "Lee Vance")]
    academy.add_members(store, winter, people, at=datetime.now(UTC))
    return found


@pytest.fixture
def led(kofi, phones):
    """Return Kofi, at the page of a class that has begun."""
    home = f"{kofi.path}/class"
    return kofi.go(home).send(home, encounter="five-a-side", language="")


def act(trainer, what, **fields):
    """Press the button of a trainer's page that does something, as the page has it."""
    return trainer.send(f"{trainer.path.removesuffix('/act')}/act", act=what, step=trainer.hidden("step"), **fields)


def give(phone, place):
    """Vote on a phone, from the page that it shows."""
    return phone.send(f"{phone.path.removesuffix('/vote')}/vote", step=phone.hidden("step"), place=str(place))


def rows(store, table):
    with store.reading(everything=True) as connection:
        return connection.execute(select(table)).all()


def test_a_class_votes_splits_and_goes_on_and_only_counts_are_kept(store, led, phones):
    home = led.path
    assert "0 of 4 have voted, on /class." in led.text
    assert "You are PC" in led.text
    sam, robin, lee = (phone.go("/library") for phone in phones)
    assert "In class now" in sam.text
    for phone, place in ((sam, 0), (robin, 1), (lee, 1)):
        give(phone.go("/class"), place)
        assert f"Your vote is in: number {place + 1}." in phone.text
    assert "3 of 4 have voted" in led.go(home).text
    assert not re.search(r"\d votes?\b", led.text), "the split waits until the vote is closed"
    assert "number 2" in give(sam, 1).text
    assert len(rows(store, votes)) == 3

    act(led, "close")
    assert rows(store, votes) == []
    assert "3 votes, 100%" in led.text
    assert "most votes" in led.text
    assert "To discuss:" in led.text
    assert "3 votes, 100%" in sam.go("/class").text
    act(led, "take", place="0")  # the trainer's pick, not the majority's
    assert "The class took:" in led.text
    assert "Decision 2" in robin.go("/class").text
    assert "The class took:" not in robin.text

    while "What does the class do?" in led.text:
        act(led, "close")
        act(led, "take", place="0")
    assert "Where the class split" in led.text
    assert "Your trainer shows where the class split." in lee.go("/class").text
    act(led, "end")
    assert rows(store, running_classes) == []
    (kept,) = kept_classes(store)
    assert (kept.scenario, kept.shows[0].hands[1], kept.shows[0].taken) == ("five-a-side", 3, 0)
    assert kept.ending
    assert store.runs() == []
    assert "No class of yours is running now." in lee.go("/class").text
    assert verify_store(locate(store.address)).findings == ()


def test_a_trainer_lets_the_class_vote_again_and_goes_back_and_ends_it_at_any_moment(store, led, phones):
    give(phones[0].go("/class"), 0)
    act(led, "close")
    act(led, "again")
    assert "0 of 4 have voted" in led.text
    assert "Your vote is in" not in phones[0].go("/class").text
    give(phones[0], 1)
    act(led, "close")
    act(led, "take", place="1")
    assert "Decision 2" in led.text
    act(led, "back")
    assert "Decision 1" in led.text
    act(led, "end")
    assert kept_classes(store) == []
    assert "Begin the class" in led.text


def test_a_late_or_forged_vote_is_told_that_nothing_was_taken(store, led, phones, someone):
    sam, robin, _ = phones
    sam.go("/class")
    robin.go("/class")
    act(led, "close")
    assert "This vote is closed, so yours was not counted." in give(sam, 0).text
    assert "1 vote" not in led.go(led.path.removesuffix("/act")).text
    act(led, "again")
    assert sam.page.status_code == 409
    assert "This vote is closed" in give(robin, 0).text, "it was for the choices as they were before"
    assert "There is no such choice here." in give(robin.go("/class"), 9).text
    assert "This vote is closed" in robin.send(robin.path, step="x", place="-1").text
    stranger = someone("Eve")
    assert "No class of yours" in stranger.go("/class").text
    assert stranger.send(sam.path, step="3", place="0").path == "/class"
    assert rows(store, votes) == []


def test_two_windows_of_a_trainer_never_go_on_twice(led, phones):
    old = led.hidden("step")
    act(led, "close")
    home = led.path
    led.send(f"{home}/act", act="close", step=old)
    assert led.page.status_code == 409
    assert "The class has gone on since this page was made." in led.text
    assert led.send(f"{home}/act", act="take", step=led.hidden("step"), place="99").page.status_code == 409


def test_one_class_of_a_cohort_runs_at_a_time_and_another_trainer_goes_on_with_it(store, led, kofi, someone):
    home = led.path
    again = kofi.send(home, encounter="market-stall", language="")
    assert "A class of this cohort is running already." in again.text
    olu = someone("Olu", Role.ACADEMY).go("/class")
    assert "which you lead in Winter" in olu.text
    act(olu.go(home), "close")
    assert "How the class voted" in led.go(home).text
    assert someone("Nobody", Role.TRAINER).go(home).page.status_code == 404
    assert someone("Pat").go(home).page.status_code == 404


def test_a_class_is_played_in_a_translation(kofi, phones):
    home = f"{kofi.path}/class"
    kofi.go(home).send(home, encounter="market-stall", language="es")
    assert "Cerrar la votación" in kofi.text
    assert "Tu voto está dado" in give(phones[0].go("/class"), 0).text
    refused = act(kofi, "end").send(home, encounter="five-a-side", language="xx")
    assert refused.page.status_code == 409


def test_an_encounter_that_was_changed_meanwhile_can_still_be_ended(store, led, phones):
    act(led, "close")
    act(led, "take", place="0")
    with store.writing() as connection:
        connection.execute(running_classes.update().values(digest="another"))
    assert "was changed since the class began" in led.go(led.path).text
    act(led, "end")
    assert len(kept_classes(store)[0].shows) == 1


def test_of_two_trainers_who_act_at_the_same_moment_one_is_told_that_the_class_has_gone_on(store, led):
    cohort = academy.cohort_named(store, "Winter")
    seen_by_both = academy.class_of(store, cohort)
    academy.close_vote(store, seen_by_both)
    closed = academy.class_of(store, cohort)
    for late in (academy.close_vote, lambda *given: academy.end_class(*given, at=datetime.now(UTC))):
        with pytest.raises(RecordConflict, match="The class has gone on"):
            late(store, seen_by_both)
    assert academy.class_of(store, cohort) == closed
