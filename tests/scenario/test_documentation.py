"""Every field of the format stands in its documentation, and nothing else does."""

import re
from pathlib import Path

import pytest

from simulator.scenario import model, translation

PAGE = (Path(__file__).parents[2] / "docs" / "scenario-format.md").read_text(encoding="utf-8")


def section(heading):
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found, heading
    return found.group(1)


def first_cells(text):
    return {
        name for row in re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE) for name in re.findall(r"`([a-z_]+)`", row)
    }


@pytest.mark.parametrize(
    ("heading", "described"),
    [
        ("The file", model.Scenario),
        ("`setting`", model.Setting),
        ("`people.<id>`", model.Person),
        ("`scenes.<id>`", model.Scene),
        ("`scenes.<id>.choices`", model.Choice),
        ("`endings.<id>`", model.Ending),
        ("Translations", translation.Translation),
    ],
)
def test_a_table_lists_exactly_the_fields_of_its_part(heading, described):
    assert first_cells(section(heading)) == set(described.model_fields)


@pytest.mark.parametrize(
    ("heading", "described"),
    [
        ("`state.<name>`", model.NumberVariable),
        ("`state.<name>`", model.LevelsVariable),
        ("`scenes.<id>`", model.Timer),
        ("`scenes.<id>`", model.TextVariant),
        ("`scenes.<id>.choices`", model.Route),
        ("`trainer`, `tests`, `waive`, `reviewed`", model.StoryTest),
        ("`trainer`, `tests`, `waive`, `reviewed`", model.Waiver),
        ("`trainer`, `tests`, `waive`, `reviewed`", model.Review),
        ("`trainer`, `tests`, `waive`, `reviewed`", model.Trainer),
        ("Translations", translation.SettingTexts),
        ("Translations", translation.PersonTexts),
        ("Translations", translation.PlaceTexts),
        ("Translations", translation.ChoiceTexts),
        ("Translations", translation.TrainerTexts),
    ],
)
def test_a_smaller_part_is_described_field_by_field(heading, described):
    text = section(heading)
    for field in described.model_fields:
        assert re.search(rf"\b{field}\b", text), field


@pytest.mark.parametrize(
    "vocabulary", [model.Force, model.Unit, model.Practice, model.Benefit, model.Difficulty, model.Outcome, model.Part, model.Phase, model.ChoiceTag]
)  # fmt: skip
def test_every_word_of_a_vocabulary_is_listed(vocabulary):
    for word in vocabulary.__args__:
        assert f"`{word}`" in PAGE, word
