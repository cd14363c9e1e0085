"""Rules that look at a campaign: its own tests, and what its proof found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from scoring.document.problem import ERROR, WARNING
from simulator.campaign.journey import Journey
from simulator.campaign.model import CampaignTest
from simulator.campaign.proof.prove import prove_campaign
from simulator.campaign.proof.report import CampaignProof, Fault
from simulator.campaign.story import CampaignStory
from simulator.checking.rule import Finding, rule
from simulator.errors import ChoiceRefused
from simulator.proof.prove import Limits

LIMITS = Limits(states=300_000, samples=1_000)
"""How far a check goes; `encounter prove` goes further."""


@dataclass(frozen=True)
class CampaignSubject:
    """A campaign being checked."""

    story: CampaignStory

    @cached_property
    def proof(self) -> CampaignProof:
        """What can and cannot happen; no scores, which no rule asks for."""
        return prove_campaign(self.story, [], limits=LIMITS)

    def faults(self, *kinds: str) -> Iterator[Fault]:
        """Yield the faults of these kinds, those of an episode's file at the episode."""
        numbers = {each.episode.id: each.number for each in self.story.episodes}
        for fault in self.proof.faults:
            if fault.kind in kinds:
                yield replace(fault, where=("episodes", numbers[fault.episode])) if fault.episode else fault


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


@rule("W80", WARNING, "Episode that gets stuck on what is brought to it")
def stuck_episodes(subject: CampaignSubject) -> Iterator[Finding]:
    """Find scenes in which nothing is open for somebody who comes with a certain memory."""
    for fault in subject.faults("stuck"):
        way = " | ".join(",".join(path) for path in fault.journey or ())
        yield Finding(
            fault.where, f"{fault.message} Shortest way there: {way}.", "Open a choice there without a 'when'."
        )


@rule("W81", WARNING, "Condition of a campaign that never changes its answer")
def conditions_that_never_change(subject: CampaignSubject) -> Iterator[Finding]:
    """Find conditions, texts, scenes and choices that are always or never there, whatever is remembered."""
    for fault in subject.faults("always", "never"):
        at = "" if not fault.episode else " See: encounter prove, for where in the episode."
        yield Finding(fault.where, fault.message, f"Delete it, or let an episode make it true sometimes.{at}")


@rule("W82", WARNING, "Episode or closing that nobody reaches")
def never_reached(subject: CampaignSubject) -> Iterator[Finding]:
    """Find episodes that no memory lets come, and closings that no journey comes to."""
    for fault in subject.faults("episode", "closing"):
        yield Finding(fault.where, fault.message, "Mend its 'when', or those above it.")


@rule("W83", WARNING, "Memory that nothing reads")
def unread_memory(subject: CampaignSubject) -> Iterator[Finding]:
    """Find memory that nothing reads, shows or names."""
    for fault in subject.faults("unread"):
        yield Finding(fault.where, fault.message, "Read it in a condition, show it, or delete it.", key=True)


@rule("W84", WARNING, "Promise that cannot be kept")
def hollow_promises(subject: CampaignSubject) -> Iterator[Finding]:
    """Find promises that no journey keeps."""
    for fault in subject.faults("promise"):
        yield Finding(fault.where, fault.message, "Let an episode, or what happens between, set it to kept.", key=True)
