"""Rules that look at a campaign: its own tests, and what its proof found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.document.problem import ERROR
from simulator.campaign.journey import Journey
from simulator.campaign.model import CampaignTest
from simulator.campaign.story import CampaignStory
from simulator.checking.rule import Finding, rule
from simulator.errors import ChoiceRefused


@dataclass(frozen=True, slots=True)
class CampaignSubject:
    """A campaign being checked."""

    story: CampaignStory


@rule("E903", ERROR, "The campaign's own test fails")
def tests_that_fail(subject: CampaignSubject) -> Iterator[Finding]:
    """Play the campaign's own tests."""
    for number, test in enumerate(subject.story.campaign.tests):
        where, said = _fault(subject.story, test)
        if said:
            yield Finding(
                ("tests", number, *where), f"The test '{test.name}' fails: {said}.",
                "Mend the choices, or the condition that closed the way.",
            )  # fmt: skip


def _fault(story: CampaignStory, test: CampaignTest) -> tuple[tuple[str | int, ...], str]:
    journey = Journey(story)
    for index, path in enumerate(test.choose):
        if journey.episode is None:
            return ("choose", index), "the campaign is over before it"
        id_ = journey.episode.episode.id
        try:
            journey.pass_through(path)
        except ChoiceRefused as refused:
            return ("choose", index), f"in {id_}: {refused.message.rstrip('.')}"
    if journey.closing is None:
        left = journey.episode.episode.id if journey.episode else ""
        return ("choose",), f"the episode '{left}' is still to come"
    if journey.closing.closing.id != test.closing:
        return ("closing",), f"it comes to '{journey.closing.closing.id}'"
    return (), ""
