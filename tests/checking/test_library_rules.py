"""Rules that need more than one file: identity, variants and coverage over a library."""

import re
from pathlib import Path

import numpy as np
import pytest
from scipy.stats.contingency import association

from scoring.rubric import RubricSet
from simulator.checking.files import check_paths
from simulator.checking.rules.library import cramers_v
from simulator.scenario.vocabulary import BENEFITS, FORCES, PRACTICES
from tests.samples import GATE, write

PERSON = "ama: {name: Ama Boateng, role: mother}"
PARTS = ["victim", "witness", "suspect", "bystander", "official", "colleague", "complainant", "family"]


def member(folder, number, *, part="witness", background="welsh", text=GATE, name=None):
    """Write one scenario of a library in which Ama has this part and background."""
    id_ = name or f"gate-{number}"
    person = f"ama: {{name: Ama Boateng, role: mother, part: {part}, background: [{background}]}}"
    return write(folder, text.replace("id: the-gate", f"id: {id_}").replace(PERSON, person), f"{id_}.yaml")


def found(folder, code):
    return [
        problem for problem in check_paths([folder], RubricSet.shipped(), workers=1).problems if problem.code == code
    ]


@pytest.mark.parametrize(
    "table",
    [[[10, 0], [0, 10]], [[5, 5], [5, 5]], [[11, 3, 3, 2], [0, 8, 12, 9]], [[1, 9, 4], [20, 30, 2]]],
)
def test_cramers_v_is_scipys(table):
    counts = {(bool(row), f"part{column}"): n for row, line in enumerate(table) for column, n in enumerate(line)}
    assert cramers_v(counts) == pytest.approx(association(np.array(table), method="cramer", correction=False))


def test_cramers_v_of_a_single_row_is_nothing():
    assert cramers_v({(True, "witness"): 12, (True, "suspect"): 3}) == 0


def test_a_background_that_is_always_the_suspect_is_found_at_a_person_of_it(tmp_path):
    for number in range(10):
        member(tmp_path, number, part="suspect", background="welsh")
        member(tmp_path, number + 10, part=PARTS[number % 8], background="somali")
    (finding,) = [each for each in found(tmp_path, "W40") if "'welsh' is tied to one part" in each.message]
    assert "'welsh' is tied to one part: 10 of 10 people with it have the part 'suspect'" in finding.message
    assert finding.source.strip().startswith("ama:")
    assert finding.source[finding.column - 1 :].startswith("background")


def test_backgrounds_that_are_spread_over_parts_are_not(tmp_path):
    for number in range(12):
        member(tmp_path, number, part=PARTS[number % 8], background="welsh")
        member(tmp_path, number + 12, part=PARTS[(number + 3) % 8], background="somali")
    assert [each for each in found(tmp_path, "W40") if "one part" in each.message] == []


def test_below_ten_people_nothing_is_claimed(tmp_path):
    for number in range(9):
        member(tmp_path, number, part="suspect")
    assert found(tmp_path, "W40") == []
    (note,) = found(tmp_path, "W41")
    assert "welsh 9" in note.message
    assert note.file == str(tmp_path)


def test_a_tie_can_be_waived_where_it_is_reported(tmp_path):
    for number in range(10):
        member(tmp_path, number, part="suspect")
        member(tmp_path, number + 10, part=PARTS[number % 8], background="somali")
    files = {each.file for each in found(tmp_path, "W40")}
    for file in files:
        with Path(file).open("a", encoding="utf-8") as text:
            text.write("waive:\n  - {rule: W40, reason: all of one family}\n")
    assert found(tmp_path, "W40") == []
    assert found(tmp_path, "W90") == []


def variant(folder, text):
    write(folder, GATE, "the-gate.yaml")
    changed = text.replace("id: the-gate", "id: the-gate-b\nvariant_of: the-gate")
    changed = changed.replace("Ama Boateng, role: mother", "Adam Boateng, role: father").replace("A woman", "A man")
    changed = changed.replace("She has not", "He has not").replace("She ", "He ")
    write(folder, changed, "the-gate-b.yaml")


def test_a_variant_may_differ_in_names_and_pronouns(tmp_path):
    variant(tmp_path, GATE)
    assert found(tmp_path, "W42") == []


def test_a_variant_in_which_somebody_says_more_is_found_there(tmp_path):
    variant(tmp_path, GATE.replace("Are you here for my son?", "Are you here for my son? Again?"))
    (finding,) = found(tmp_path, "W42")
    assert "scenes.arrive.lines.0.text" in finding.message
    assert "Again?" in finding.source


def test_a_variant_that_scores_differently_is_found(tmp_path):
    variant(tmp_path, GATE.replace("opening: 2, voice: 1", "opening: 2, voice: 2"))
    messages = [each.message for each in found(tmp_path, "W42")]
    assert any("scenes.arrive.choices.0.ratings.voice" in each for each in messages)
    assert any(re.search(r"scores differently on 'respect': \d+ to \d+ against \d+ to \d+", each) for each in messages)


def test_a_variant_of_a_file_that_is_not_there_says_so(tmp_path):
    variant(tmp_path, GATE)
    (tmp_path / "the-gate.yaml").unlink()
    member(tmp_path, 1)
    (finding,) = found(tmp_path, "W42")
    assert finding.source.startswith("variant_of")


def test_a_library_that_leaves_a_setting_out_is_told_so(tmp_path):
    for number in range(8):
        member(tmp_path, number)
    (note,) = found(tmp_path, "W70")
    assert "setting rural (0 of 1)" in note.message
    assert "practice accountability (0 of 2)" in note.message
    assert "criterion access (0 of 2)" in note.message
    assert "urban" not in note.message


def test_few_files_are_no_library_to_judge(tmp_path):
    for number in range(7):
        member(tmp_path, number)
    assert found(tmp_path, "W70") == []


def test_a_library_that_covers_everything_has_nothing_to_be_told(tmp_path):
    words = f"practices: [{', '.join(PRACTICES)}]\nbenefits: [{', '.join(BENEFITS)}]\n"
    rated = ", ".join(f"{criterion}: 1" for criterion in RubricSet.shipped().criteria)
    for number, force in enumerate(FORCES):
        text = GATE.replace("force: urban", f"force: {force}").replace("people:", words + "people:", 1)
        text = text.replace(
            "rubrics: [de-escalation, respect]", "rubrics: [de-escalation, respect, cultural-responsiveness]"
        )
        member(tmp_path, number, text=text.replace("{opening: 2, voice: 1}", f"{{{rated}}}"))
    assert found(tmp_path, "W70") == []
