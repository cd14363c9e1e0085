"""The proof of a campaign as sentences for its author."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.commands.output import counted

if TYPE_CHECKING:
    from simulator.campaign.proof.report import CampaignExtreme, CampaignProof, Fault, Journey
    from simulator.proof.sampling import SampledEstimate

SHOWN = 40
"""Findings that are written out; the JSON object holds all."""


def sentences(proof: CampaignProof) -> Iterator[str]:
    """Yield a proof of a campaign as lines for a person to read."""
    if proof.complete:
        yield (
            f"{proof.campaign}: everything was examined. After the last episode, the memory has "
            f"{counted(proof.memories, 'state')} if what no longer matters is ignored."
        )
    else:
        yield (
            f"{proof.campaign}: memory has too many values to examine them all. What follows comes from random "
            "journeys; ranges are 99 % sure."
        )
    yield from _heading("Episodes")
    width = max(len(each.id) for each in proof.episodes)
    for each in proof.episodes:
        if each.unreachable:
            yield f"{each.id:<{width}}  it never comes"
        elif proof.complete:
            yield (
                f"{each.id:<{width}}  {counted(each.memories, 'state')} of the memory before it, "
                f"{counted(each.beginnings, 'way')} to begin, {counted(each.states, 'situation')} in it"
            )
        else:
            yield f"{each.id:<{width}}  {counted(each.beginnings, 'way')} to begin were met"
    yield from _heading("Closings, for a player who chooses at random")
    width = max(len(id_) for id_ in proof.closings)
    for id_, closing in proof.closings.items():
        if closing.shortest is None:
            yield f"{id_:<{width}}  {'no journey reaches it' if proof.complete else 'not met'}"
            continue
        yield f"{id_:<{width}}  {_chance(closing.probability)}"
        yield _way(closing.shortest, "shortest")
    for chance, what in ((proof.stuck, "gets stuck"), (proof.endless, "goes on for ever")):
        if chance.value:
            yield f"A player who chooses at random {what} with a probability of {_chance(chance)}."
    for rubric, figures in proof.rubrics.items():
        if figures.least.value is None:
            continue
        yield from _heading(f"Conduct on {rubric}, over all episodes together")
        for word, end in (("least", figures.least), ("greatest", figures.greatest)):
            yield f"{word}: {_end(end)}"
            if end.journey is not None:
                yield _way(end.journey, "way")
    yield from _heading("Findings")
    if not proof.faults:
        yield "None was found." if proof.complete else "Random journeys prove nothing."
    for fault in proof.faults[:SHOWN]:
        yield f"{_where(fault)}: {fault.message}"
        if fault.journey is not None:
            yield _way(fault.journey, "way")
    if len(proof.faults) > SHOWN:
        yield f"… and {counted(len(proof.faults) - SHOWN, 'more finding')}; see --json."


def _where(fault: Fault) -> str:
    path = ".".join(str(part) for part in fault.where)
    return f"{fault.episode}, {path}" if fault.episode else path


def _end(end: CampaignExtreme) -> str:
    if end.value is None:
        return "not assessed"
    if end.limit is not None and end.limit != end.value:
        return f"{float(end.value):.1f} was met (possibly {float(end.limit):.1f})"
    close = "" if end.journey is not None else ", which is only approached, by going round a loop again"
    return f"{float(end.value):.1f}{close}"


def _chance(estimate: SampledEstimate) -> str:
    span = "" if estimate.low == estimate.high else f" ({100 * estimate.low:.1f} to {100 * estimate.high:.1f} %)"
    small = 0 < estimate.value < 0.001
    return (f"{100 * estimate.value:.2g} %" if small else f"{100 * estimate.value:.1f} %") + span


def _way(journey: Journey, word: str) -> str:
    return f"    {word}: {' | '.join(','.join(path) for path in journey)}"


def _heading(text: str) -> list[str]:
    return ["", text, "-" * len(text)]
