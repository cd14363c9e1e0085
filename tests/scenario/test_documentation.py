"""Every field of the format stands in its documentation, and nothing else does."""

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from scoring.document import read_text
from simulator.scenario import model, overlay, translation
from simulator.scenario.conditions import compile_condition, history_of
from simulator.scenario.hints import HINTS
from simulator.scenario.state import StateLayout

PAGE = (Path(__file__).parents[2] / "docs" / "scenario-format.md").read_text(encoding="utf-8")


SMALLER_PARTS = "`trainer`, `claims`, `tests`, `waive`, `reviewed`, `law_checked`, `keyed_by`"


def section(heading):
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found, heading
    return found.group(1)


def written(described):
    """The fields of a part as they are written in a file."""
    return {field.alias or name for name, field in described.model_fields.items()}


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
        ("Overlays: under another law", overlay.Overlay),
    ],
)
def test_a_table_lists_exactly_the_fields_of_its_part(heading, described):
    assert first_cells(section(heading)) == written(described)


@pytest.mark.parametrize(
    ("heading", "described"),
    [
        ("`state.<name>`", model.NumberVariable),
        ("`state.<name>`", model.LevelsVariable),
        ("`state.<name>`", model.FlagWords),
        ("`scenes.<id>`", model.Timer),
        ("`scenes.<id>`", model.Enter),
        ("`interrupts`", model.Interrupt),
        ("`injects`", model.Inject),
        ("`scenes.<id>`", model.TextVariant),
        ("`scenes.<id>.choices`", model.Route),
        (SMALLER_PARTS, model.StoryTest),
        (SMALLER_PARTS, model.Waiver),
        (SMALLER_PARTS, model.Review),
        (SMALLER_PARTS, model.Trainer),
        (SMALLER_PARTS, model.Claim),
        (SMALLER_PARTS, model.LawChecked),
        (SMALLER_PARTS, model.KeyedBy),
        ("`endings.<id>`", model.Retold),
        ("`scenes.<id>.choices`", model.Power),
        ("`scenes.<id>.choices`", model.Critical),
        ("Translations", translation.SettingTexts),
        ("Translations", translation.PersonTexts),
        ("Translations", translation.PlaceTexts),
        ("Translations", translation.ChoiceTexts),
        ("Translations", translation.TrainerTexts),
        ("Overlays: under another law", overlay.ChoiceUnderLaw),
    ],
)
def test_a_smaller_part_is_described_field_by_field(heading, described):
    text = section(heading)
    for field in described.model_fields:
        assert re.search(rf"\b{field}\b", text), field


def test_no_part_of_the_schema_is_left_out_of_the_tables():
    schema = model.Scenario.model_json_schema()
    described = {
        model.Setting, model.Person, model.Scene, model.Choice, model.Ending, model.NumberVariable, model.LevelsVariable,
        model.Timer, model.TextVariant, model.Route, model.StoryTest, model.Waiver, model.Review, model.Trainer,
        model.Power, model.Critical, model.Retold, model.Claim, model.LawChecked, model.KeyedBy,
        model.Enter, model.Interrupt, model.Inject, model.FlagVariable, model.FlagWords,
        # Written in short, as `- amara: …`.
        model.Line,
    }  # fmt: skip
    assert set(schema["$defs"]) == {each.__name__ for each in described}


def as_written(part):
    """Return the fields of a part as they are called in a file."""
    return {field.alias or name for name, field in part.model_fields.items()}


def test_every_field_has_the_line_that_editors_show():
    models = [model.Scenario, model.Setting, model.Person, model.Scene, model.Choice, model.Ending, model.Trainer]
    models += [model.NumberVariable, model.LevelsVariable, model.FlagVariable, model.Timer, model.TextVariant]
    models += [model.Route, model.StoryTest, model.Waiver, model.Review, model.Power, model.Critical]
    models += [
        model.Retold,
        model.Claim,
        model.LawChecked,
        model.KeyedBy,
        model.Enter,
        model.Interrupt,
        model.Inject,
        model.FlagWords,
    ]
    assert set(HINTS) == {each.__name__ for each in models} | {"Line"}
    for each in models:
        assert set(HINTS[each.__name__]) == as_written(each), each


def test_the_smaller_parts_name_no_field_that_the_schema_does_not_have():
    table = section(SMALLER_PARTS)
    parts = {"trainer": model.Trainer, "tests": model.StoryTest, "waive": model.Waiver, "reviewed": model.Review}
    parts |= {"claims": model.Claim, "law_checked": model.LawChecked, "keyed_by": model.KeyedBy}
    for part, field, says in re.findall(r"^\| `(\w+)\.?(\w*)` \| (.*) \|$", table, re.MULTILINE):
        known = as_written(parts[part])
        named = {field} if field else set(re.findall(r"`([a-z_]+)`", says))
        assert named == known if not field else named <= known, part


def test_every_way_that_state_is_shown_to_be_written_is_read():
    variable = TypeAdapter(model.Variable)
    shown = re.findall(r"^\| \w+ \| `([^`]+)` \|", section("`state.<name>`"), re.MULTILINE)
    assert len(shown) == 3
    for written in shown:
        (value,) = read_text(written.encode(), "state").value.values()
        variable.validate_python(value)


def test_every_condition_of_the_table_compiles():
    mood = {"start": "wary", "levels": ["open", "wary", "upset"]}
    number = {"start": 3, "min": 0, "max": 10}
    state = {"told": "false", "tension": number, "debt": number, "mood": mood}
    shown = [
        each
        for row in re.findall(r"^\| (`.*`) \| .* \|$", section("Conditions"), re.MULTILINE)
        for each in re.findall(r"`([^`]+)`", row)
        if "…" not in each
    ]
    layout = StateLayout(
        {name: TypeAdapter(model.Variable).validate_python(value) for name, value in state.items()},
        scene_ids=["kitchen"], choice_ids=["ask-his-name"], history=history_of((each, "kitchen") for each in shown),
    )  # fmt: skip
    assert len(shown) >= 10
    for condition in shown:
        compile_condition(condition, layout, place="kitchen")


@pytest.mark.parametrize(
    "vocabulary", [model.Force, model.Unit, model.Practice, model.Benefit, model.Difficulty, model.Outcome, model.Part, model.Phase, model.ChoiceTag]
)  # fmt: skip
def test_every_word_of_a_vocabulary_is_listed(vocabulary):
    for word in vocabulary.__args__:
        assert f"`{word}`" in PAGE, word
