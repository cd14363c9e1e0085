"""The rules that make findings, from what a proof shows or from what makes a poor encounter.

Each rule is a function from a subject to its findings. Item-writing rules follow Haladyna, Downing &
Rodriguez (2002); thresholds are ours, and every finding can be waived in the file with a reason.
"""

from __future__ import annotations

from simulator.checking.rule import Rule, rules_of
from simulator.checking.rules import (
    campaign,
    consequences,
    cues,
    feedback,
    giveaways,
    identity,
    language,
    lawful,
    library,
    rubric_use,
    story,
    story_tests,
    variants,
)
from simulator.checking.rules.campaign import CampaignSubject
from simulator.checking.scenario_set import ScenarioSet
from simulator.checking.subject import Subject

SCENARIO_RULES: tuple[Rule[Subject], ...] = rules_of(
    story_tests, story, cues, consequences, feedback, rubric_use, lawful, language
)
"""Every rule over one scenario."""

LIBRARY_RULES: tuple[Rule[ScenarioSet], ...] = rules_of(identity, variants, library, giveaways)
"""Every rule over the scenarios of a library together."""

CAMPAIGN_RULES: tuple[Rule[CampaignSubject], ...] = rules_of(campaign)
"""Every rule over a campaign."""
