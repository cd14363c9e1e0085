"""Lawful first: powers are named and rated, grave harm is an event, and claims hold."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.document.problem import ERROR, WARNING
from simulator.checking.rule import Finding, rule
from simulator.checking.subject import PlacedChoice, Subject, quoted

POWER_TAGS = ("search", "entry", "seizure", "force", "arrest")
"""Tags of acts that only the law allows."""


@rule("E602", ERROR, "The scenario's own claim does not hold")
def broken_claims(subject: Subject) -> Iterator[Finding]:
    """A play comes to a state that a claim rules out."""
    for claim in subject.proof.lawful.claims:
        if claim.holds is False and claim.witness is not None:
            at = f" at '{claim.at}'" if claim.at else ""
            way = f"after {quoted(claim.witness)}" if claim.witness else "right at the start"
            yield Finding(
                ("claims", claim.number, "never"), f"This does happen{at} {way}.",
                "Close that way, or correct the claim.",
            )  # fmt: skip


@rule("W34", WARNING, "Power not named")
def power_named(subject: Subject) -> Iterator[Finding]:
    """A search, entry, seizure, force or arrest without its legal basis, where a jurisdiction is named."""
    for placed, used in _powers_used(subject):
        if used and not placed.choice.power and subject.scenario.jurisdiction is not None:
            yield Finding(
                (*placed.where, "tags"), f"'{placed.choice.id}' is tagged {used[0]} but names no power.",
                "Write 'power:' with the legal basis; where there is none, and that is the point, "
                "'power: {basis: none, holds: false}'.",
                key=True,
            )  # fmt: skip


@rule("W36", WARNING, "Power that does not say when it holds")
def power_without_condition(subject: Subject) -> Iterator[Finding]:
    """A jurisdiction is named, but the power of a tagged act is plain text: nobody can prove that it holds."""
    for placed, used in _powers_used(subject):
        power = placed.choice.power
        if used and power is not None and power.holds is None and subject.scenario.jurisdiction is not None:
            yield Finding(
                (*placed.where, "power"), f"The power of '{placed.choice.id}' does not say when it holds.",
                "Write {basis: …, holds: …}: 'holds' is a condition, or true where the power holds whichever way the "
                "story comes here.",
                key=True,
            )  # fmt: skip


@rule("W37", WARNING, "Power used where authority is not rated")
def power_not_rated(subject: Subject) -> Iterator[Finding]:
    """A power is used in a scene in which no choice is rated on using it no more and no later than needed."""
    authority = _two_sided(subject, "powers")
    for placed, used in _powers_used(subject):
        rated = {criterion for each in subject.by_scene[placed.scene] for criterion in each.choice.levels}
        if (used or placed.choice.power is not None) and not rated & authority:
            yield Finding(
                (*placed.where, "tags" if used else "power"),
                f"'{placed.choice.id}' uses a power, but no choice of '{placed.scene}' is rated on "
                f"'{min(authority, default='proportionate-authority')}'.",
                "Rate the scene's choices on it.", key=True,
            )  # fmt: skip


@rule("W38", WARNING, "Grave failure in imminent danger without a critical event")
def failure_without_event(subject: Subject) -> Iterator[Finding]:
    """A choice is rated -2 on risk or authority in declared imminent danger, and brings no critical event."""
    graded = _two_sided(subject)
    for placed in subject.choices:
        power = placed.choice.power
        answered = placed.choice.critical or (power is not None and power.holds not in (None, "true"))
        if subject.scenario.scenes[placed.scene].danger != "imminent" or answered:
            continue
        for criterion in sorted(graded & {id_ for id_, levels in placed.choice.levels.items() if -2 in levels}):
            yield Finding(
                placed.where_rated(criterion),
                f"'{placed.choice.id}' is rated -2 on '{criterion}' in imminent danger, and brings no critical event.",
                "Name the event under 'critical', rate it -1, or waive this with the reason.", key=True,
            )  # fmt: skip


@rule("W39", WARNING, "Mandatory act that only the worst choice offers")
def mandatory_only_at_worst(subject: Subject) -> Iterator[Finding]:
    """What the law demands here is done by the worst rated choice of the scene, and by no other."""
    for choices in subject.by_scene.values():
        mandatory = [placed for placed in choices if "mandatory" in placed.choice.tags]
        totals = sorted(placed.total for placed in choices)
        if len(mandatory) == 1 and len(totals) >= 2 and mandatory[0].total == totals[0] < totals[1]:
            yield Finding(
                (*mandatory[0].where, "tags"),
                f"'{mandatory[0].choice.id}' is the only choice that does what is mandatory here, and it is rated "
                "worst.",
                "Let a better choice do it too: following the law must not be the wrong answer.", key=True,
            )  # fmt: skip


@rule("W47", WARNING, "Jurisdiction by its earlier name")
def earlier_jurisdiction(subject: Subject) -> Iterator[Finding]:
    """A language tag in place of the place whose law holds."""
    written, law = subject.scenario.jurisdiction, subject.scenario.law
    if written != law:
        yield Finding(("jurisdiction",), f"'{written}' is read as '{law}'.", f"Write '{law}'.")


def _powers_used(subject: Subject) -> Iterator[tuple[PlacedChoice, list[str]]]:
    """Yield every choice with its tags of acts that only the law allows."""
    for placed in subject.choices:
        yield placed, [tag for tag in placed.choice.tags if tag in POWER_TAGS]


def _two_sided(subject: Subject, step: str | None = None) -> set[str]:
    """Return the criteria on which too little is as bad as too much: all of them, or those of one step."""
    return {
        id_
        for rubric in subject.rubrics
        for id_, criterion in rubric.criteria.items()
        if criterion.two_sided and step in (None, criterion.step)
    }
