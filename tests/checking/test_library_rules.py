"""Rules that need more than one file: identity, variants and coverage over a library."""

import re
from pathlib import Path

import pytest
from scipy.stats import fisher_exact

from scoring.rubric import RubricSet
from simulator.checking.files import check_paths
from simulator.checking.rules.variants import _slip
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


def test_a_background_that_is_always_the_suspect_is_found_at_a_person_of_it(tmp_path):
    for number in range(10):
        member(tmp_path, number, part="suspect", background="welsh")
        member(tmp_path, number + 10, part=PARTS[number % 8], background="somali")
    (finding,) = [each for each in found(tmp_path, "W40") if "'welsh'" in each.message]
    p = fisher_exact([[10, 0], [1, 9]]).pvalue
    assert f"10 of 10 have the part 'suspect' (60% to 100%), and 1 of 10 others (exact p {p:.2g})" in finding.message
    assert finding.source.strip().startswith("ama:")
    assert finding.source[finding.column - 1 :].startswith("background")


def test_backgrounds_that_are_spread_over_parts_are_not(tmp_path):
    for number in range(12):
        member(tmp_path, number, part=PARTS[number % 8], background="welsh")
        member(tmp_path, number + 12, part=PARTS[(number + 3) % 8], background="somali")
    assert found(tmp_path, "W40") == []


def test_a_small_group_is_compared_too_and_what_may_be_chance_is_a_note(tmp_path):
    for number in range(3):
        member(tmp_path, number, part="suspect", background="welsh")
    for number in range(12):
        member(tmp_path, number + 3, part=PARTS[number % 8], background=["somali", "older"][number % 2])
    assert found(tmp_path, "W40") == []
    (note,) = found(tmp_path, "W41")
    assert "'welsh': 3 of 3 have the part 'suspect'" in note.message
    assert "chance alone shows" in note.message


def test_of_one_or_two_people_nothing_is_claimed(tmp_path):
    for number in range(2):
        member(tmp_path, number, part="suspect")
    assert found(tmp_path, "W40") == []
    (note,) = found(tmp_path, "W41")
    assert "welsh 2" in note.message
    assert note.file == str(tmp_path)


def test_a_variants_people_are_counted_once(tmp_path):
    for number in range(3):
        member(tmp_path, number, part="suspect")
    twice = GATE.replace("minutes: 3", "minutes: 3\nvariant_of: gate-0")
    member(tmp_path, 3, part="suspect", text=twice)
    assert "Too few" not in "".join(each.message for each in found(tmp_path, "W41"))
    member(tmp_path, 2, part="suspect", background="somali")
    assert "welsh 2" in "".join(each.message for each in found(tmp_path, "W41"))


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Mr Chen has him clipboard.", "has him clipboard"),
        ("You gave his time.", "gave his time"),
        ("You gave him time.", None),
        ("She told him nothing.", None),
        ("Behind him somebody laughs.", "Behind him somebody"),
        ("You asked his the way.", "his the"),
        ("You turned him into somebody else.", None),
        ("He takes his coat with him now.", None),
        ("With him standing there, you wait.", None),
    ],
)
def test_a_pronoun_in_a_form_that_cannot_stand_there_is_a_slip(text, slip):
    assert _slip(text, text) == slip


def test_a_slip_of_the_swap_is_found_in_the_file_that_has_it(tmp_path):
    write(tmp_path, GATE.replace("She looks past you.", "Mrs Chen has her clipboard."), "the-gate.yaml")
    changed = GATE.replace("She looks past you.", "Mr Chen has him clipboard.")
    write(tmp_path, changed.replace("id: the-gate", "id: the-gate-b\nvariant_of: the-gate"), "the-gate-b.yaml")
    (finding,) = found(tmp_path, "W48")
    assert Path(finding.file).name == "the-gate-b.yaml"
    assert "has him clipboard" in finding.source


def test_one_name_for_two_people_is_found_and_the_same_person_may_come_again(tmp_path):
    member(tmp_path, 0)
    member(tmp_path, 1)
    assert found(tmp_path, "W76") == []
    write(tmp_path, GATE.replace("id: the-gate", "id: other").replace("role: mother", "role: teacher"), "other.yaml")
    (finding,) = found(tmp_path, "W76")
    assert "mother" in finding.message
    assert "teacher" in finding.message
    family = GATE.replace("id: the-gate", "id: third").replace("Ama Boateng", "Kwame Boateng")
    write(tmp_path, family, "third.yaml")
    assert any("'Boateng' is 'Kwame Boateng' here" in each.message for each in found(tmp_path, "W76"))


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
