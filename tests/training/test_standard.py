"""What a debrief says of the standard, of who rated, and beside which criterion it does not praise."""

import pytest

from scoring.rubric import RubricSet
from simulator.encounter.run import Run
from simulator.records.store import Store
from simulator.scenario.model import Scenario
from simulator.scenario.story import Story
from simulator.training.debrief import debrief
from simulator.training.play import Play
from tests.records.samples import NOON, circle

KEY = {"raters": 4, "kappa": 0.74, "error": 1.75, "on": "2026-05-03"}


def looked_back(tmp_path, *choices, keyed=False):
    story = circle()
    if keyed:
        content = story.scenario.model_dump(mode="json", exclude_defaults=True) | {"keyed_by": KEY}
        story = Story(Scenario.model_validate(content), RubricSet.shipped())
    with Store.open(str(tmp_path / "s.sqlite3")) as store:
        play = Play.start(store, story, store.trainee("Ada", NOON), clock=lambda: NOON, seed=1)
        for choice in choices:
            play.choose(choice)
        assert isinstance(play.run, Run)
        return debrief(store, play.record.id)


def rubric(view, id_):
    return next(each for each in view.rubrics if each.id == id_)


def test_a_run_without_a_critical_event_that_is_at_the_mark_reaches_it(tmp_path):
    view = rubric(looked_back(tmp_path, "here-ask", "there-ask", "here-leave"), "respect")
    assert view.standard is True
    assert view.standard_words.startswith("Standard reached (")


def test_a_critical_event_stands_in_the_way_whatever_the_figure(tmp_path):
    view = looked_back(tmp_path, *(["here-ask", "there-ask"] * 8), "here-force", "there-leave")
    respect = rubric(view, "respect")
    assert respect.total.anchored > 60
    assert respect.standard is False
    assert respect.standard_words == "Standard not reached: conduct is at the mark, but there was a critical event."
    assert view.as_json()["rubrics"]["respect"]["standard"] is False
    # no-aid concerns care; 18 decisions with one -2 would else be called proficient or developing.
    care = next(each for each in respect.criteria if each.id == "care")
    assert care.concerned
    assert not {"proficient", "strong"} & set(care.bands)


@pytest.mark.parametrize("keyed", [False, True])
def test_it_says_who_stands_behind_the_ratings_and_how_sure_that_makes_a_figure(tmp_path, keyed):
    view = looked_back(tmp_path, "here-ask", "there-ask", "here-leave", keyed=keyed)
    told = view.as_json()["rubrics"]["respect"]
    assert told["keyed_by"] == (KEY if keyed else None)
    assert told["standard_error"] == (3.5 if keyed else 7)
    assert ("panel of 4" in view.raters_words) == keyed
    assert ("One author's ratings" in view.raters_words) != keyed
