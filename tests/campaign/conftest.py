"""What tests of campaigns share."""

import pytest

from simulator.campaign.starting import starter


@pytest.fixture
def folder(tmp_path):
    """The starter campaign, in a folder of its own."""
    made = tmp_path / "years"
    made.mkdir()
    for name, text in starter("my-campaign").items():
        (made / name).write_text(text, encoding="utf-8")
    return made
