"""The test-wise reader and the guessers over a library, and the limits that it must keep."""

import json

import numpy as np
import pytest

from scoring.rubric import RubricSet
from simulator.checking.files import check_paths
from simulator.checking.render import as_json, as_text
from simulator.checking.testwise.examination import examine
from simulator.checking.testwise.regression import RIDGES, OptionRead, _centred, _features, _numbered, read
from simulator.checking.testwise.wording import masked, names_of
from simulator.proof.guessers import GUESSERS
from simulator.scenario.story import Story
from tests.samples import write

SUBJECTS = ["the door", "a bag", "her bus", "his brother", "the noise", "a lamp", "the shed", "our list"]


def encounter(number, *, good, weak, scenes=5, extra=""):
    """Return an encounter of which the best choice of each scene says `good`, and the others `weak`."""
    text = f"""format: 1
id: tale-{number}
version: 1.0.0
title: Tale {number}
summary: Somebody waits.
language: en-GB
setting: {{force: urban, place: a yard}}
level: foundation
minutes: 3
rubrics: [respect]
people:
  you: {{name: PC Reid, role: you}}
{extra}start: s0
scenes:
"""
    for scene in range(scenes):
        subject = SUBJECTS[(number + scene) % len(SUBJECTS)]
        to = f"s{scene + 1}" if scene + 1 < scenes else "end"
        text += f"  s{scene}:\n    text: Here is {subject}.\n    choices:\n"
        for place in range(3):
            best = place == (number + scene) % 3
            said = (good if best else weak).format(subject=subject, number=place)
            text += f"      - {{id: c{scene}-{place}, say: '{said}', ratings: {{voice: {2 if best else -1}}}, goto: {to}}}\n"
    return text + "endings:\n  end: {outcome: resolved, text: Over.}\n"


def library(folder, size=8, **words):
    for number in range(size):
        write(folder, encounter(number, **words), f"tale-{number}.yaml")
    return folder


def examined(folder):
    return check_paths([folder], RubricSet.shipped(), workers=1).examination


GIVEN_AWAY = {"good": "Tell me about {subject}", "weak": "Leave {subject} alone"}
EVEN = {"good": "About {subject} then", "weak": "About {subject} then"}


def test_where_one_wording_is_always_best_the_reader_passes_all_and_says_by_what(tmp_path):
    found = examined(library(tmp_path, **GIVEN_AWAY))
    assert (found.top1, round(found.chance, 6)) == (1.0, round(1 / 3, 6))
    assert set(found.passes) == set(found.encounters)
    speak_for, against = ({each.word for each in words} for words in found.words)
    assert {"tell", "me"} <= speak_for
    assert {"leave", "alone"} <= against
    assert {word for pick in found.encounters["tale-0"].picks for word in pick.words} <= {
        "tell", "me", "about", "^ tell", "tell me", "me about"
    } | {f"about {subject.split()[0]}" for subject in SUBJECTS}  # fmt: skip


def test_where_all_wording_is_the_same_nothing_can_be_learned(tmp_path):
    found = examined(library(tmp_path, **EVEN))
    assert found.top1 < 0.6
    assert found.words == ((), ())


def test_an_encounter_is_judged_without_what_it_says_itself():
    """Its own ratings turned round, its prediction stays the same."""
    options = [
        OptionRead(
            f"g{number // 6}",
            f"s{number // 3}",
            f"{'ask' if number % 3 else 'tell'} {SUBJECTS[number % 7]}",
            True,
            level,
        )
        for number, level in enumerate([2.0, -1.0, 0.5, 1.0, -2.0, 0.0] * 5)
    ]
    turned = [
        OptionRead(each.group, each.scene, each.text, each.spoken, -each.mean if each.group == "g0" else each.mean)
        for each in options
    ]
    before, after = read(options).wanted, read(turned).wanted
    assert before[:6] == pytest.approx(after[:6])
    assert before[6:] != pytest.approx(after[6:])


def test_leaving_out_by_one_inversion_is_what_learning_from_the_others_alone_gives():
    chance = np.random.default_rng(3)
    words = ["ask", "tell", "wait", "go", "please", "sorry", "now", "door"]
    options = [
        OptionRead(
            f"g{number // 9}", f"s{number // 3}", " ".join(chance.choice(words, 5)), bool(number % 2), float(level)
        )
        for number, level in enumerate(chance.integers(-2, 3, 54))
    ]
    scenes = _numbered(option.scene for option in options)
    features = np.hstack([_centred(block, scenes) for block in _features(options)[0]]).astype(float)
    means = _centred(np.array([[each.mean] for each in options], dtype=np.float32), scenes)[:, 0].astype(float)
    groups = np.array([option.group for option in options])
    expected = {ridge: np.zeros(len(options)) for ridge in RIDGES}
    for group in set(groups):
        inside, others = groups == group, groups != group
        for ridge in RIDGES:
            kernel = features[others] @ features[others].T + ridge * np.eye(others.sum())
            learned = np.linalg.solve(kernel, means[others])
            expected[ridge][inside] = features[inside] @ features[others].T @ learned
    wanted = read(options).wanted
    assert any(wanted == pytest.approx(each, abs=1e-4) for each in expected.values())


def test_variants_and_second_forms_are_left_out_together(tmp_path):
    """Only the variant says what its original says: the reader has nowhere to learn it from."""
    library(tmp_path, 6, **EVEN)
    write(tmp_path, encounter(6, **GIVEN_AWAY), "tale-6.yaml")
    for field in ("variant_of", "form_of"):
        write(tmp_path, encounter(7, **GIVEN_AWAY, extra=f"{field}: tale-6\n"), "tale-7.yaml")
        together = examined(tmp_path).encounters["tale-7"]
        write(tmp_path, encounter(7, **GIVEN_AWAY), "tale-7.yaml")
        apart = examined(tmp_path).encounters["tale-7"]
        assert all(pick.best for pick in apart.picks)
        assert not all(pick.best for pick in together.picks)


def test_names_and_numbers_are_masked():
    assert masked("Mr Okafor\u2019s 12 stalls at 9.30, Amara", {"Okafor", "Amara"}) == (
        "Mr <name>'s <number> stalls at <number>, <name>"
    )


def test_names_are_those_of_the_people_without_their_titles(tmp_path):
    text = encounter(0, **EVEN).replace("{name: PC Reid, role: you}", "{name: PC Lena Reid, role: you}")
    (story,) = [Story.from_snapshot(m, RubricSet.shipped()) for m in [_snapshot(write(tmp_path, text))]]
    assert names_of(story.scenario) == {"Lena", "Reid"}


def _snapshot(path):
    from simulator.scenario.reader import load_story

    return load_story(path, RubricSet.shipped()).snapshot


def test_a_critical_event_on_the_way_keeps_a_guesser_from_passing(tmp_path):
    text = encounter(0, **GIVEN_AWAY)
    assert examine(
        [Story.from_snapshot(_snapshot(write(tmp_path, text)), RubricSet.shipped())], RubricSet.shipped()
    ).guessers["longest"]
    event = next(iter(RubricSet.shipped().rubrics["respect"].critical_events))
    critical = text.replace("ratings: {voice: 2}", f"critical: [{event}], ratings: {{voice: 2}}", 1)
    found = examine(
        [Story.from_snapshot(_snapshot(write(tmp_path, critical)), RubricSet.shipped())], RubricSet.shipped()
    )
    assert found.guessers["longest"] == ()


def codes(report):
    return {problem.code for problem in report.problems}


def test_a_library_that_gives_itself_away_is_told_and_may_be_waived_in_its_own_file(tmp_path):
    library(tmp_path, **GIVEN_AWAY)
    report = check_paths([tmp_path], RubricSet.shipped(), workers=1)
    assert {"W71", "W72"} <= codes(report)
    assert len([each for each in report.problems if each.code == "W71"]) == 9
    write(tmp_path, "format: 1\nwaive:\n  - {rule: W71, in: tale-3, reason: known}\n", "_library.yaml")
    told = [each for each in check_paths([tmp_path], RubricSet.shipped(), workers=1).problems if each.code == "W71"]
    assert len(told) == 8
    assert not any("tale-3" in each.file for each in told)
    write(tmp_path, "format: 1\nwaive: [{rule: W71, reason: known}, {rule: W72, reason: known}]\n", "_library.yaml")
    assert not {"W71", "W72"} & codes(check_paths([tmp_path], RubricSet.shipped(), workers=1))


def test_a_library_file_that_is_wrong_is_told(tmp_path):
    library(tmp_path, 2, **EVEN)
    write(tmp_path, "format: 1\nwave: []\n", "_library.yaml")
    (problem,) = [
        each for each in check_paths([tmp_path], RubricSet.shipped(), workers=1).problems if each.code == "E201"
    ]
    assert (problem.line, problem.mend) == (2, "Did you mean 'waive'?")
    write(tmp_path, "format: 1\nwaive: [{rule: W771, reason: known}]\n", "_library.yaml")
    assert "E314" in codes(check_paths([tmp_path], RubricSet.shipped(), workers=1))


def test_shapes_are_counted(tmp_path):
    shape = examined(library(tmp_path, **EVEN)).shape
    assert (shape.four_choices, shape.ratings, shape.extreme, shape.courteous) == (0, 120, 40, 0)


def test_the_json_object_has_its_documented_keys_and_the_text_a_line_for_each_encounter(tmp_path):
    report = check_paths([library(tmp_path, **GIVEN_AWAY)], RubricSet.shipped(), workers=1)
    made = json.loads(json.dumps(as_json(report), allow_nan=False))["library"]
    assert set(made) == {"reader", "guessers", "pairs", "shape"}
    assert set(made["reader"]) == {"top1", "chance", "passes", "encounters", "words"}
    assert set(made["guessers"]) == set(GUESSERS)
    lines = list(as_text(report))
    assert all(any(line.startswith(f"tale-{number} ") for line in lines) for number in range(8))


def test_one_file_alone_has_no_library(tmp_path):
    report = check_paths([write(tmp_path, encounter(0, **EVEN))], RubricSet.shipped(), workers=1)
    assert report.examination is None
    assert as_json(report)["library"] is None
