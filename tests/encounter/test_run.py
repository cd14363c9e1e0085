"""A run: what is offered, what a choice does, and going back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rubric import RubricSet
from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused
from simulator.scenario.story import Story
from tests.samples import GATE, gate, read


@pytest.fixture
def story(tmp_path):
    return gate(tmp_path)


def test_a_run_begins_at_the_start_with_the_starting_state(story):
    run = Run(story)
    assert run.place == "arrive"
    assert run.state == {"tension": 3, "mood": "wary", "told": False}
    assert run.text() == "A woman waits at the gate. Tension 3."
    assert [line.text for line in run.lines()] == ["Are you here for my son?"]


def test_a_choice_applies_its_effects_and_then_asks_its_routes(story):
    run = Run(story)
    step = run.choose("wait-there")
    assert (step.to, run.place) == ("shouting", "shouting")
    assert run.state["tension"] == 5
    assert run.state["mood"] == "upset"


def test_add_stops_at_the_end_of_the_range(story):
    run = Run(story, path=["wait-there", "step-back"])
    assert run.state["tension"] == 5


def test_the_first_variant_that_holds_is_shown(story):
    assert Run(story, path=["name-first"]).text() == "She tells you about Kofi."
    assert Run(story, path=["wait-there", "step-back"]).text() == "She looks past you."


def test_a_guarded_choice_with_a_reason_is_shown_closed(story):
    run = Run(story, path=["wait-there", "step-back"])
    closed = [offer for offer in run.offers() if not offer.open]
    assert [(offer.choice.id, offer.reason) for offer in closed] == [("promise", "She has not been told who you are.")]
    assert [choice.id for choice in run.available()] == ["ask-more"]


def test_a_guarded_choice_without_a_reason_is_hidden(tmp_path):
    story = read(tmp_path, GATE.replace("        locked: She has not been told who you are.\n", "")).story
    assert len(Run(story, path=["wait-there", "step-back"]).offers()) == 1


@pytest.mark.parametrize("choice", ["promise", "ask-more", "nowhere", "", "state", "trigger"])
def test_a_refused_choice_changes_nothing(story, choice):
    run = Run(story)
    before = (run.place, run.values, run.path)
    with pytest.raises(ChoiceRefused):
        run.choose(choice)
    assert (run.place, run.values, run.path) == before


def test_after_the_ending_nothing_can_be_chosen(story):
    run = Run(story, path=["name-first", "promise"])
    assert run.finished
    assert run.ending.outcome == "resolved"
    with pytest.raises(ChoiceRefused, match="over"):
        run.choose("ask-more")


def test_a_path_that_cannot_be_walked_names_the_step(story):
    with pytest.raises(ChoiceRefused, match="Step 2"):
        Run(story, path=["wait-there", "promise"])


def test_choice_ids_may_be_called_like_parts_of_the_machine(tmp_path):
    text = (
        GATE.replace("id: name-first", "id: trigger")
        .replace("name-first", "trigger")
        .replace("id: wait-there", "id: state")
    )
    run = Run(read(tmp_path, text).story)
    run.choose("state")
    assert run.place == "shouting"


def test_rewind_takes_back_the_last_choices(story):
    run = Run(story, path=["wait-there", "step-back", "ask-more"])
    run.rewind(2)
    assert run.path == ["wait-there"]
    assert run.place == "shouting"
    run.rewind(9)
    assert run.path == []


def test_the_seed_decides_the_order_and_the_order_is_recorded(story):
    orders = {tuple(offer.choice.id for offer in Run(story, seed=seed).offers()) for seed in range(20)}
    assert orders == {("name-first", "wait-there"), ("wait-there", "name-first")}
    run = Run(story, seed=7)
    shown = tuple(offer.choice.id for offer in run.offers())
    assert run.choose("wait-there").shown == shown


def test_a_stuck_place_is_told_and_not_crashed_on(tmp_path):
    text = GATE.replace(
        "        feedback: An open question.\n", "        when: told\n        feedback: An open question.\n"
    )
    run = Run(read(tmp_path, text).story, path=["wait-there", "step-back"])
    assert run.stuck
    assert not run.finished


def test_people_are_present_where_they_speak_or_are_named(story):
    assert Run(story).present() == ["ama"]
    assert Run(story, path=["wait-there"]).present() == []


def test_a_family_name_brings_in_the_family_only_where_nobody_of_it_is_here(tmp_path):
    family = GATE.replace("  ama:", "  kofi: {name: Kofi Boateng, role: her brother}\n  ama:", 1)
    named = family.replace("A woman waits at the gate.", "Ama Boateng waits at the gate.")
    assert Run(read(tmp_path, named).story).present() == ["ama"]
    unclear = named.replace("Ama Boateng waits", "Boateng, says a badge, which waits").replace(
        "- ama: Are you here for my son?", "- reid: Who is it?"
    )
    assert Run(read(tmp_path, unclear).story).present() == ["kofi", "ama"]


def test_only_declared_names_are_read_in_braces(tmp_path):
    story = read(tmp_path, GATE.replace("Tension {tension}.", "{ama} and {tension} and {mood}.")).story
    assert Run(story).text() == "A woman waits at the gate. Ama Boateng and 3 and wary."


@given(seed=st.integers(0, 2**31 - 1), picks=st.lists(st.integers(0, 9), max_size=6))
def test_a_run_is_rebuilt_from_its_choice_ids(seed, picks):
    run = Run(GATE_STORY, seed=seed)
    for pick in picks:
        open_choices = run.available()
        if not open_choices:
            break
        run.choose(open_choices[pick % len(open_choices)].id)
    again = Run(Story.from_snapshot(GATE_STORY.snapshot, RubricSet.shipped()), seed=seed, path=run.path)
    assert (again.place, again.values, again.steps) == (run.place, run.values, run.steps)


def _gate_story():
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return gate(Path(folder))


GATE_STORY = _gate_story()
