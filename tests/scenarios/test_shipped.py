"""Every encounter that ships meets the standard of the content guide, proved and not sampled."""

import re
from functools import cache
from pathlib import Path
from random import Random

import pytest

from scoring.decision import decide
from scoring.rubric import RubricSet
from scoring.scorecard import score
from simulator.proof.compiled import Tables
from simulator.proof.prove import Limits, prove
from simulator.scenario.library import scenario_files
from simulator.scenario.reader import load_story
from simulator.scenario.translation import read_translation, translation_paths

LIBRARY = Path(__file__).parents[2] / "scenarios"
FILES = scenario_files([LIBRARY])
PLAYS = 4_000
JUDGED = ("de-escalation", "respect")
QUOTED_TWICE = re.compile(r"""\"[^"]*\"|'.*'|.*\\.*""", re.DOTALL)


@cache
def story(path):
    return load_story(path, RubricSet.shipped(), root=LIBRARY)


@cache
def proof(path):
    return prove(story(path), limits=Limits(count_states=False, samples=4_000))


encounters = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


@encounters
def test_it_has_the_shape_of_an_encounter(path):
    scenario = story(path).scenario
    assert 12 <= len(scenario.scenes) <= 25
    assert len({ending.outcome for ending in scenario.endings.values()}) >= 3
    assert len(scenario.tests) >= 3
    assert scenario.trainer is not None
    assert scenario.trainer.notes
    assert 3 <= len(scenario.trainer.discussion) <= 5
    assert scenario.objectives
    assert all(each[:1].islower() and ";" not in each and each[-1] != "." for each in scenario.content_warnings)
    assert scenario.sources
    assert all(choice.choice.feedback for choice in story(path).choices.values())


@encounters
def test_no_text_is_quoted_twice(path):
    """A quotation mark round a whole text, or one with a backslash before it, was meant for YAML and is shown."""
    for placed in story(path).choices.values():
        for text in (placed.choice.words, placed.choice.feedback):
            assert not QUOTED_TWICE.fullmatch(text), placed.choice.id


@encounters
def test_a_typical_path_has_six_to_ten_decisions(path):
    lengths = [len(guess.path) for guess in proof(path).guessers.values()]
    lengths += [len(test.choose) for test in story(path).scenario.tests]
    assert 6 <= sorted(lengths)[len(lengths) // 2] <= 10


@encounters
def test_nobody_gets_stuck_and_everything_can_be_reached(path):
    found = proof(path)
    assert found.complete
    assert found.stuck == ()
    assert found.traps == ()
    assert found.scenes.unreachable == ()
    assert found.choices.unreachable == ()


@encounters
def test_every_ending_comes_to_two_percent_of_random_plays_or_more(path):
    for id_, ending in proof(path).endings.items():
        assert ending.probability.value >= 0.02, id_


@encounters
@pytest.mark.parametrize("rubric", JUDGED)
def test_the_best_play_is_strong_and_the_worst_is_harmful(path, rubric):
    bounds = proof(path).rubrics[rubric].total.anchored
    assert bounds.greatest.value >= 85
    assert bounds.least.value < 25


@encounters
def test_no_guesser_passes(path):
    for name, guess in proof(path).guessers.items():
        scores = [guess.scores[rubric] for rubric in JUDGED]
        assert all(score is not None for score in scores), name
        assert min(scores) < 60, name
        assert max(scores) < 65, name


@encounters
def test_a_random_player_hardly_ever_reaches_sixty_on_both_rubrics(path):
    tables = Tables(story(path))
    chance, passed = Random(path.stem), 0
    for _ in range(PLAYS):
        code, sums = tables.start, {id_: [0, 0] for id_ in JUDGED}
        while (row := tables.row(code)).moves:
            move = chance.randrange(len(row.moves))
            for rubric, (levels, met) in levels_of(path, tables, row.signature)[move].items():
                sums[rubric][0] += levels
                sums[rubric][1] += met
            keep, bits = row.moves[move]
            code = code & keep | bits
        passed += all(50 + 25 * levels / met >= 60 for levels, met in sums.values())
    assert passed <= 0.05 * PLAYS


@cache
def levels_of(path, tables, number):
    """Return for each choice of a signature what it adds to each judged rubric: (levels, opportunities)."""
    signature = tables.signatures[number]
    ids = [tables.choice_ids[choice] for choice in signature.choices]
    offered = dict(zip(ids, signature.ratings, strict=True))
    found = []
    for id_ in ids:
        card = score(
            [decide(sequence=1, scene="s", choice=id_, offered=offered)],
            [RubricSet.shipped().rubrics[r] for r in JUDGED],
        )
        totals = {rubric: card.rubrics[rubric].total for rubric in JUDGED}
        found.append({rubric: (total.credits + total.debits, total.n) for rubric, total in totals.items()})
    return found


@encounters
def test_every_criterion_of_both_rubrics_is_rated_both_ways_in_two_scenes_or_more(path):
    rated = {}
    for scene in story(path).scenes.values():
        for choice in scene.choices:
            for criterion, levels in choice.choice.levels.items():
                scenes, signs = rated.setdefault(criterion, (set(), set()))
                scenes.add(scene.id)
                signs |= {level > 0 for level in levels if level}
    for rubric in JUDGED:
        for criterion in proof(path).rubrics[rubric].criteria:
            scenes, signs = rated[criterion]
            assert len(scenes) >= 2, criterion
            assert signs == {True, False}, criterion


@encounters
def test_its_translations_are_whole_and_current(path):
    for translation in translation_paths(path).values():
        _, problems = read_translation(translation, story(path).scenario)
        assert problems == []


def test_the_library_has_its_twelve_settings():
    forces = [story(path).scenario.setting.force for path in FILES]
    units = {story(path).scenario.setting.unit for path in FILES}
    for force, count in {"urban": 1, "metropolitan": 1, "community-oriented": 1, "high-crime": 1, "rural": 1,
                         "specialised": 3, "multicultural": 2, "school": 1}.items():  # fmt: skip
        assert forces.count(force) >= count, force
    assert {"domestic-abuse", "gangs", "youth-crime"} <= units
