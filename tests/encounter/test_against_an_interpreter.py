"""The `transitions` machine means what the format says: held against an independent interpreter."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.rubric import RubricSet
from simulator.encounter.run import Run
from simulator.scenario.story import Story
from tests.encounter.interpreter import Interpreter
from tests.strategies import compiled, scenarios

LONGEST = 12


@settings(max_examples=400, deadline=None)
@given(tree=scenarios(), picks=st.lists(st.integers(0, 5), min_size=LONGEST, max_size=LONGEST), seed=st.integers(0, 99))
def test_the_same_scenes_choices_state_and_ratings(tree, picks, seed):
    run, plain = Run(compiled(tree), seed=seed), Interpreter(tree)
    for pick in picks:
        assert run.place == plain.place
        assert [each.id for each in run.injects()] == [each["id"] for each in plain.injects()]
        for inject in plain.injects()[: pick % 2]:
            step = run.choose(f"inject:{inject['id']}")
            assert (step.to, step.decision.levels) == (plain.place, {})
            plain.let_come(inject)
        assert run.text() == plain.text()
        assert [each.place for each in run.passed()] == plain.passed
        assert {name: run.state[name] for name in tree["state"]} == plain.state
        open_ = plain.open_choices()
        for choice in open_:
            assert run.fill(choice["say"]) == plain.read(choice["say"])
        assert {choice.id for choice in run.available()} == {choice["id"] for choice in open_}
        assert run.finished == (plain.place in tree["endings"])
        assert run.stuck == (not open_ and not run.finished)
        if run.finished:
            assert [each.text for each in run.retold()] == plain.retold()
        if not open_:
            break
        taken = open_[pick % len(open_)]
        step = run.choose(taken["id"])
        ratings = {choice["id"]: plain.ratings(choice) for choice in open_}
        rated = {criterion for each in ratings.values() for criterion in each}
        assert set(step.decision.levels) == rated
        assert set(step.decision.critical) == plain.events(taken)
        assert len(set(step.decision.critical)) == len(step.decision.critical)
        for criterion in rated:
            levels = [each.get(criterion, 0) for each in ratings.values()]
            level = step.decision.levels[criterion]
            assert (level.level, level.best, level.worst) == (
                ratings[taken["id"]].get(criterion, 0),
                max(levels),
                min(levels),
            )
        plain.take(taken)


@settings(max_examples=100, deadline=None)
@given(tree=scenarios(), picks=st.lists(st.integers(0, 5), max_size=LONGEST), back=st.integers(1, LONGEST))
def test_a_rewound_run_is_the_run_that_never_went_there(tree, picks, back):
    story = compiled(tree)
    run = Run(story)
    for pick in picks:
        open_ = run.available()
        if not open_:
            break
        run.choose(open_[pick % len(open_)].id)
    kept = run.path[: max(0, len(run.path) - back)]
    run.rewind(back)
    fresh = Run(Story.from_snapshot(story.snapshot, RubricSet.shipped()), path=kept)
    assert (run.path, run.place, run.values) == (kept, fresh.place, fresh.values)
