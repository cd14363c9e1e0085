"""Injects: what a trainer lets happen in a practice run, kept in it, replayed with it, and proved with the rest."""

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given, settings

from scoring.rubric import RubricSet
from scoring.scorecard import score
from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused
from simulator.proof.injected import prove_injected
from simulator.proof.prove import WHOLE, prove
from simulator.records.connection import locate
from simulator.records.model import Mode
from simulator.records.store import Store
from simulator.records.verify import verify_store
from simulator.scenario.story import Story
from simulator.training.debrief import debrief
from simulator.training.play import Play
from tests.samples import GATE, codes, read
from tests.strategies import stories

INJECTS = """\
injects:
  - {id: phone, text: "{ama}'s phone rings.", scenes: [arrive], add: {tension: 2}}
  - {id: bell, text: The bell goes., when: told, set: {mood: upset}}
"""
TEXT = GATE.replace("format: 1", "format: 2").replace("start: arrive\n", f"start: arrive\n{INJECTS}")


def story_of(folder, text=TEXT):
    reading = read(folder, text)
    assert not reading.problems, codes(reading)
    return reading.story


def clock():
    ticks = count()
    return lambda: datetime(2026, 3, 1, 9, 0, next(ticks), tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with Store.open(str(tmp_path / "store.db")) as opened:
        yield opened


def test_an_inject_changes_the_state_once_and_where_it_may_and_the_scene_stays(tmp_path):
    run = Run(story_of(tmp_path))
    assert [each.id for each in run.injects()] == ["phone"]
    step = run.choose("inject:phone")
    assert (run.place, step.to, run.state["tension"]) == ("arrive", "arrive", 5)
    assert not step.decision.levels
    assert run.words(run.story.taken("inject:phone"), step) == "From your trainer: Ama Boateng's phone rings."
    assert run.injects() == []
    for refused in ("inject:phone", "inject:bell", "inject:none"):
        with pytest.raises(ChoiceRefused):
            run.choose(refused)
    # What the inject did is asked for like anything else: at 3 the same choice leads to talk.
    assert run.choose("name-first").after[run.story.layout.slot_of["tension"]] == 3
    assert [each.id for each in run.injects()] == ["bell"]
    assert Run(run.story, path=run.path).values == run.values


def test_a_score_is_what_it_would_be_without_but_for_what_the_choices_were(tmp_path):
    story = story_of(tmp_path)
    plain, injected = (Run(story, path=path) for path in (["wait-there"], ["inject:phone", "wait-there"]))
    assert plain.decisions[0].levels == injected.decisions[1].levels


def test_it_is_kept_replayed_verified_debriefed_and_not_taken_back_alone(tmp_path, store):
    trainee = store.trainee("Robin", at=clock()())
    play = Play.start(store, story_of(tmp_path), trainee, clock=clock(), seed=1)
    play.choose("name-first")
    play.inject("bell")
    with pytest.raises(ChoiceRefused, match="not a choice"):
        play.choose("inject:bell")
    again = Play.resume(store, play.record.id, clock=clock())
    assert again.run.path == ["name-first", "inject:bell"]
    assert again.run.state["mood"] == "upset"
    again.choose("ask-more")
    report = verify_store(locate(store.address))
    assert report.sound, report
    view = debrief(store, again.record.id)
    assert [each.chosen.text for each in view.decisions][1] == "From your trainer: The bell goes."
    assert view.decisions[1].rated == ()
    assert view.decisions[1].injected
    other = Play.start(store, story_of(tmp_path), trainee, clock=clock(), seed=1)
    other.choose("name-first")
    other.inject("bell")
    other.rewind()
    assert other.run.path == []


def test_nothing_is_injected_into_an_assessment(tmp_path, store):
    trainee = store.trainee("Robin", at=clock()())
    play = Play.start(store, story_of(tmp_path), trainee, clock=clock(), mode=Mode.ASSESSMENT)
    with pytest.raises(ChoiceRefused, match="assessment"):
        play.inject("phone")
    assert play.run.path == []


def test_the_proof_says_what_holds_with_and_without(tmp_path):
    claimed = f'claims: [{{never: "chosen(\\"name-first\\") and tension >= 3", why: A name calms.}}]\nstart: arrive\n{INJECTS}'
    story = story_of(tmp_path, TEXT.replace(f"start: arrive\n{INJECTS}", claimed))
    without = prove(story)
    assert [each.holds for each in without.lawful.claims] == [True]
    found = prove_injected(story, without, limits=WHOLE)
    assert (found.complete, found.stuck, found.traps) == (True, {}, {})
    # The shortest way to the claim's breach is a way that can be played.
    path = found.broken[0]
    run = Run(story, path=path)
    assert path == ("inject:phone", "name-first")
    assert run.state["tension"] >= 3
    # A mark on the way changes no score of what is chosen, but opens ways.
    for rubric, (least, greatest) in found.scores.items():
        bounds = without.rubrics[rubric].total.anchored
        assert least <= bounds.least.value
        assert greatest >= bounds.greatest.value


def every_play(story):
    """Every play with injects wherever they may come, as far as it can be gone."""
    waiting = [[]]
    while waiting:
        run = Run(story, path=waiting.pop())
        onward = [*(choice.id for choice in run.available()), *(f"inject:{each.id}" for each in run.injects())]
        waiting += [[*run.path, each] for each in onward]
        yield run


@settings(max_examples=80, deadline=None)
@given(story=stories(loops=False, scenes=3, choices=2))
def test_the_proof_with_injects_is_what_every_play_with_them_shows(story):
    without = prove(story)
    found = prove_injected(story, without, limits=WHOLE)
    if found is None:
        assert not story.injects
        return
    figures = {rubric: [] for rubric in found.scores}
    stuck = set()
    for run in every_play(story):
        if run.stuck:  # also where an inject may still come: whoever plays cannot take it
            stuck.add(run.place)
        if run.finished:
            card = score(run.decisions, story.rubrics.rubrics.values())
            for rubric, known in figures.items():
                known.append(card.rubrics[rubric].total.anchored)
    for rubric, ends in found.scores.items():
        known = [figure for figure in figures[rubric] if figure is not None]
        assert [end if end is None else float(end) for end in ends] == (
            pytest.approx([min(known), max(known)]) if known else [None, None]
        )
    assert set(found.stuck) == stuck - {each.scene for each in without.stuck}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("scenes: [arrive]", "scenes: [arive]", "E301"),
        ("when: told, set", "when: tolt, set", "E403"),
        ("add: {tension: 2}", "add: {tenson: 2}", "E305"),
        ("id: bell", "id: phone", "E306"),
        ("{ama}'s", "{amma}'s", "E311"),
        ("text: The bell goes.,", "txt: The bell goes.,", "E201"),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path, old, new, code):
    text = TEXT.replace(old, new)
    problems = read(tmp_path, text).problems
    line = 1 + text[: text.rindex(new)].count("\n")
    assert (code, line) in [(problem.code, problem.line) for problem in problems]


def test_an_injects_story_reads_back_from_its_snapshot(tmp_path):
    story = story_of(tmp_path)
    assert Story.from_snapshot(story.snapshot, RubricSet.shipped()).digest == story.digest
    assert [code for _, code in codes(read(tmp_path, TEXT.replace("format: 2", "format: 1")))] == ["E316"]
