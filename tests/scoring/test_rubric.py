"""Rubric files: those that ship, and what is refused."""

from pathlib import Path

import pytest

from scoring.measure import LEVELS
from scoring.rubric import SHIPPED, RubricInvalid, RubricSet, check_rubric, read_rubric

TEXT = (SHIPPED / "respect.yaml").read_text(encoding="utf-8")


def test_the_three_rubrics_ship_with_their_criteria():
    counted = {id_: len(rubric.criteria) for id_, rubric in RubricSet.shipped().rubrics.items()}
    assert counted == {"cultural-responsiveness": 5, "de-escalation": 7, "respect": 7}


def test_every_criterion_has_an_anchor_at_each_level_and_a_source():
    for rubric in RubricSet.shipped().rubrics.values():
        for criterion in rubric.criteria.values():
            assert set(criterion.anchors) == set(LEVELS)
            assert criterion.sources
            assert criterion.weight == 1


def test_ids_are_unique_over_the_rubrics_that_ship():
    rubrics = RubricSet.shipped().rubrics.values()
    assert len(RubricSet.shipped().criteria) == sum(len(rubric.criteria) for rubric in rubrics)
    assert len(RubricSet.shipped().critical_events) == sum(len(rubric.critical_events) for rubric in rubrics) == 8


def test_cultural_responsiveness_is_a_profile():
    assert RubricSet.shipped().rubrics["cultural-responsiveness"].reported == "profile"


@pytest.mark.parametrize(
    ("old", "new", "code", "fragment"),
    [
        ("      2: Also asks", "      3: Also asks", "E206", "      3: Also asks"),
        ("      0: Rank or number only.\n", "", "E202", "      -2: A slur"),
        ("id: respect", "id: Respect!", "E205", "id: Respect!"),
        ("about: Greets", "abuot: Greets", "E201", "abuot: Greets"),
        ("title: Opening", "title: Opening\n    weight: none", "E206", "weight: none"),
    ],
)
def test_a_fault_in_a_rubric_is_named_by_code_and_line(tmp_path, old, new, code, fragment):
    text = TEXT.replace(old, new, 1)
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    _, problems = check_rubric(path)
    assert (text[: text.index(fragment)].count("\n") + 1, code) in [(each.line, each.code) for each in problems]
    with pytest.raises(RubricInvalid) as invalid:
        read_rubric(path)
    assert invalid.value.problems == problems


def test_a_missing_rubric_file_is_a_sentence():
    with pytest.raises(RubricInvalid, match="E101"):
        read_rubric(Path("nowhere.yaml"))


def test_the_shipped_rubrics_are_asked_for_where_a_program_starts_and_passed_on_from_there():
    import simulator

    room = Path(simulator.__file__).parent
    asking = {
        path.relative_to(room).parts[0]
        for path in room.rglob("*.py")
        if "RubricSet.shipped()" in path.read_text(encoding="utf-8")
        and path.name not in ("library.py", "preview.py", "0004_sealed_forms.py")
    }
    assert asking == {"commands"}
