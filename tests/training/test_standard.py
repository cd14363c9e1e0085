"""What a debrief says of the standard, of who rated, and beside which criterion it does not praise."""

import pytest

from scoring.precision import bands_within
from scoring.rubric import RubricSet
from simulator.encounter.run import Run
from simulator.records.store import Store
from simulator.scenario.model import Scenario
from simulator.scenario.story import Story
from simulator.training.debrief import debrief
from simulator.training.play import Play
from simulator.training.progress import criteria_progress
from tests.records.samples import NOON, circle

KEY = {"raters": 4, "kappa": 0.74, "error": 1.75, "on": "2026-05-03"}


def keyed_circle(**key):
    content = circle().scenario.model_dump(mode="json", exclude_defaults=True) | {"keyed_by": KEY | key}
    return Story(Scenario.model_validate(content), RubricSet.shipped())


def looked_back(tmp_path, *choices, keyed=False):
    story = keyed_circle() if keyed else circle()
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


def test_every_figure_of_a_keyed_encounter_is_as_sure_as_its_panel_made_it(tmp_path):
    with Store.open(str(tmp_path / "s.sqlite3")) as store:
        ada = store.trainee("Ada", NOON)
        play = Play.start(store, keyed_circle(error=25.0), ada, clock=lambda: NOON, seed=1)
        for choice in (*["here-ask", "there-ask"] * 5, "here-ask", "there-leave"):
            play.choose(choice)
        respect = rubric(debrief(store, play.record.id), "respect")
        course = criteria_progress(store.facts(ada), play.run.story.rubrics, store.rubrics_by_run(ada))
    found = {each.criterion: each for each in course}
    met = [each for each in respect.criteria if each.tally.n]
    assert met
    for each in met:
        own = 25.0 * (12 / each.tally.n) ** 0.5
        assert each.error == found[each.id].error == pytest.approx(own)
        assert each.bands == found[each.id].bands == bands_within(each.tally.anchored, own)
