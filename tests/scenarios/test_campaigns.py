"""The campaigns that ship: proved over everything that can be remembered, within what a campaign is held to."""

from pathlib import Path

import pytest

from simulator.campaign.library import campaigns
from simulator.campaign.proof.prove import prove_campaign
from simulator.campaign.reader import load_campaign
from simulator.scenario.library import Library


@pytest.mark.parametrize("entry", campaigns(Library.default()), ids=lambda entry: entry.id)
def test_a_shipped_campaign_is_proved_whole_and_each_closing_can_be_come_to(entry):
    assert entry.error == ""
    story = load_campaign(Path(entry.path), Library.default().rubrics)
    proof = prove_campaign(story, [])
    assert proof.complete
    assert proof.faults == ()
    assert proof.stuck.value == proof.endless.value == 0
    # By chance nobody comes to the best of them often, and yet somebody does.
    assert all(found.probability.value >= 0.005 for found in proof.closings.values())
