"""Every field of a campaign stands in its documentation and in the hints for editors, and nothing else does."""

import re
from pathlib import Path

import pytest

from simulator.campaign import model
from simulator.campaign.hints import HINTS

PAGE = (Path(__file__).parents[2] / "docs" / "campaigns.md").read_text(encoding="utf-8")


def first_cells(heading):
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found, heading
    rows = re.findall(r"^\| (`[^|]*) \|", found.group(1), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}


@pytest.mark.parametrize(
    ("heading", "described"),
    [
        ("`campaign.yaml`", [model.Campaign]),
        ("`people.<id>`", [model.CampaignPerson]),
        ("`memory.<name>`", [model.MemoryFlag, model.MemoryNumber, model.MemoryLevels]),
        ("`promises.<name>`", [model.Promise]),
        ("`episodes`", [model.Episode]),
        ("`closings`", [model.Closing]),
        ("`tests`", [model.CampaignTest]),
    ],
)
def test_a_table_lists_exactly_the_fields_of_its_part(heading, described):
    assert first_cells(heading) == {field for each in described for field in each.model_fields}


def test_every_field_has_its_line_for_editors():
    own = [
        each
        for each in vars(model).values()
        if isinstance(each, type) and each.__module__ == model.__name__ and hasattr(each, "model_fields")
    ]
    assert {each.__name__ for each in own} == set(HINTS)
    for each in own:
        assert set(HINTS[each.__name__]) == set(each.model_fields), each.__name__
