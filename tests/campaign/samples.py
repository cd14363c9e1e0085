"""The starter campaign, and a change to one of its files."""

from importlib.resources import files
from pathlib import Path

from scoring.rubric import RubricSet
from simulator.campaign.reader import load_campaign
from simulator.campaign.story import CampaignStory


def years() -> CampaignStory:
    """Return the starter campaign, compiled."""
    return load_campaign(Path(str(files("simulator.campaign").joinpath("starter"))), RubricSet.shipped())


def change(folder, old, new, file="campaign.yaml"):
    """Change what stands exactly once in a file of the folder."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{text.count(old)} times: {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")
