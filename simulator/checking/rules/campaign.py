"""Rules that look at a campaign: its own tests, and what its proof found."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from scoring.document.problem import ERROR, WARNING
from simulator.campaign.journey import Journey
from simulator.campaign.model import CampaignTest
from simulator.campaign.proof.prove import prove_campaign
from simulator.campaign.proof.report import CampaignProof
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
    limits: Limits = LIMITS

    @cached_property
    def proof(self) -> CampaignProof:
        """What can and cannot happen; no scores, which no rule asks for."""
        return prove_campaign(self.story, [], limits=self.limits)

    def findings(self, kinds: Collection[str], mend: str, *, key: bool = False) -> Iterator[Finding]:
        """Yield the faults of some kinds as findings, each where it stands: here, or in an episode's file."""
        files = {each.episode.id: each.episode.scenario for each in self.story.episodes}
        for fault in self.proof.faults:
            if fault.kind in kinds:
                way = " | ".join(",".join(path) for path in fault.journey or ())
                # A claim's way is shortest within its episode, which need not be so over all of them.
                word = "A way" if fault.kind == "claim" else "Shortest way"
                said = f"{fault.message} {word} there: {way}." if way else fault.message
                place = ".".join(str(part) for part in (fault.episode, *fault.where) if part != "")
                yield Finding(fault.where, said, mend, key=key, file=files.get(fault.episode, ""), place=place)


@rule("E903", ERROR, "The campaign's own test fails")
def tests_that_fail(subject: CampaignSubject) -> Iterator[Finding]:
    """Play the campaign's own tests."""
    for number, test in enumerate(subject.story.campaign.tests):
        where, said = _fault(subject.story, test)
        if said:
            yield Finding(
                ("tests", number, *where), f"The test '{test.name}' fails: {said}.",
                "Correct the choices, or the condition that closed the way.",
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
        return ("closing",), f"it reaches the closing '{journey.closing.closing.id}'"
    return (), ""


@rule("E904", ERROR, "An episode's claim does not hold with what it brings")
def broken_claims(subject: CampaignSubject) -> Iterator[Finding]:
    """Find states that an episode's claim rules out, and that some memory leads to."""
    yield from subject.findings(("claim",), "Close that way, change what the episode brings, or correct the claim.")


@rule("W80", WARNING, "Episode that gets stuck with what it brings")
def stuck_episodes(subject: CampaignSubject) -> Iterator[Finding]:
    """Find scenes in which no choice is open for some memory that a trainee can bring."""
    yield from subject.findings(
        ("stuck",), "Leave one choice there without a 'when', or change what the episode brings.", key=True
    )


@rule("W81", WARNING, "Condition of a campaign that never changes its answer")
def conditions_that_never_change(subject: CampaignSubject) -> Iterator[Finding]:
    """Find conditions, texts, scenes and choices that are always or never there, whatever is remembered."""
    yield from subject.findings(("always", "never"), "Delete it, or let an episode make it true sometimes.")


@rule("W82", WARNING, "Episode or closing that nobody reaches")
def never_reached(subject: CampaignSubject) -> Iterator[Finding]:
    """Find episodes that no memory lets come, and closings that no journey comes to."""
    yield from subject.findings(("episode", "closing"), "Correct its 'when', or those above it.")


@rule("W83", WARNING, "Memory that nothing reads")
def unread_memory(subject: CampaignSubject) -> Iterator[Finding]:
    """Find memory that nothing reads, shows or names."""
    yield from subject.findings(("unread",), "Read it in a condition, show it, or delete it.", key=True)


@rule("W84", WARNING, "Promise that cannot be kept")
def hollow_promises(subject: CampaignSubject) -> Iterator[Finding]:
    """Find promises that no journey keeps."""
    yield from subject.findings(
        ("promise",), "Let an episode, or something between two episodes, set it to kept.", key=True
    )


@rule("W85", WARNING, "Campaign too large to examine in full")
def too_large(subject: CampaignSubject) -> Iterator[Finding]:
    """Memory has more values than are examined, so there may be faults that are not found."""
    if not subject.proof.complete:
        yield Finding(
            ("memory",) if subject.story.campaign.memory else ("episodes",),
            "Memory has more possible values than a check examines, so stuck scenes, conditions and promises were "
            "not checked.",
            "Give memory smaller ranges, or let episodes bring less; or examine more with: encounter prove",
            key=True,
        )
