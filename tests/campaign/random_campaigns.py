"""Random small campaigns for Hypothesis: valid in every name and condition, and wrong in all that an author can get wrong.

Episodes are the random scenarios of `tests.strategies`. Memory has the same variables as they have
state, so that brings and keeps fit; conditions may never hold, and an episode may get stuck.
"""

from random import Random
from typing import Any

from hypothesis import strategies as st

from simulator.campaign.model import Campaign
from simulator.campaign.story import CampaignStory
from tests.strategies import LEVELS, VARIABLES, _conditions, compiled, random_scenario

PROMISE = ["unsaid", "said", "kept", "broken", "owned"]
TERMS = {
    "flag": ["told", "late", "not told", "tension >= 2", "mood == upset", "word == kept"],
    "number": ["tension", "count(told, late)", "count(mood == wary, word == broken) + 1"],
    "level": ["mood"],
}


def campaigns(*, loops: bool = False) -> st.SearchStrategy[CampaignStory]:
    """Draw a compiled campaign of one to three episodes."""
    return st.builds(
        random_campaign,
        st.integers(0, 2**32 - 1),
        episodes=st.integers(1, 3),
        scenes=st.integers(1, 3),
        loops=st.just(loops),
    )


def random_campaign(seed: int, *, episodes: int, scenes: int, loops: bool) -> CampaignStory:
    """Make a campaign of so many episodes, each of so many scenes."""
    random = Random(seed)
    conditions = [each for each in _conditions(sorted(VARIABLES), [], []) if "(" not in each]
    conditions += [f"word == {level}" for level in PROMISE] + ["count(told, late, mood == wary) >= 2"]

    def condition() -> str:
        one, other = random.choice(conditions), random.choice(conditions)
        joined = random.choice(["and", "or", "and not", None, None])
        return f"{one} {joined} {other}" if joined else one

    def between() -> dict[str, Any]:
        made: dict[str, Any] = (
            {"set": {"word": random.choice(PROMISE)}}
            if random.random() < 0.5
            else {"add": {"tension": random.randint(-2, 2)}}
        )
        if random.random() < 0.3:
            made.setdefault("set", {})["mood"] = random.choice(LEVELS)
        return {**made, "when": condition()} if random.random() < 0.7 else made

    stories = {}
    rows = []
    for number in range(episodes):
        tree = random_scenario(
            random.randrange(2**32), scenes=scenes, choices=2, variables=random.randint(1, 3), loops=loops
        )
        stories[f"r{number}"] = compiled({**tree, "id": f"r{number}"})
        row: dict[str, Any] = {"id": f"x{number}", "date": "day 1", "scenario": f"r{number}", "brings": {}, "keeps": {}}
        for name in tree["state"]:
            kind = "level" if name == "mood" else "flag" if name in ("told", "late") else "number"
            if name != "debt" and random.random() < 0.7:
                row["brings"][name] = random.choice(TERMS[kind])
            if random.random() < 0.7:
                row["keeps"][name] = name
        if random.random() < 0.4:
            row["when"] = condition()
        row["between"] = [between() for _ in range(random.randint(0, 2))]
        rows.append(row)
    closings = [
        {"id": f"z{number}", "when": condition(), "text": "So it ends."} for number in range(random.randint(0, 2))
    ]
    last = {"id": "z9", "text": [{"when": condition(), "text": "Rain."}, {"text": "Sun."}]}
    tree = {
        "format": "2",
        "kind": "campaign",
        "id": "random",
        "version": "1.0.0",
        "title": "Random",
        "summary": "Anything.",
        "language": "en-GB",
        "minutes": 1,
        "people": {"ama": {"name": "Ama", "role": "mother"}},
        "memory": {name: variable if isinstance(variable, bool) else {key: each for key, each in variable.items() if key != "shown"} for name, variable in VARIABLES.items()},
        "promises": {"word": {"to": "ama", "words": "I will ring."}},
        "episodes": rows,
        "closings": [*closings, last],
    }  # fmt: skip
    return CampaignStory(Campaign.model_validate(tree), stories)
