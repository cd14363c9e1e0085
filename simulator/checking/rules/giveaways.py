"""Limits on what the words and shapes of a library give away to somebody who understands nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.document.problem import WARNING
from simulator.checking.rule import Finding, rule
from simulator.checking.scenario_set import ScenarioSet

OVER_CHANCE = 0.12
"""How much more often than by chance the reader may pick a best choice."""

PASSED = 10
"""Of how many encounters the reader, or a guesser, may pass one."""

COURTESY = (0.35, 0.65)
"""Between which shares courteous choices lie above their scene's mean."""

TWO_AND_TWO = 0.5
"""Scenes of four choices that may have two above 0 and two below."""

EXTREME = 0.25
"""Ratings other than 0 that may be -2 or 2."""

ENCOUNTERS = 5
"""Encounters below which there is too little to learn from."""

ENOUGH = 20
"""Scenes, choices or ratings below which a share says nothing."""


@rule("W71", WARNING, "The words of choices give the best away")
def read_without_understanding(scenarios: ScenarioSet) -> Iterator[Finding]:
    """A reader who has only seen the wording of other encounters picks the best choice too often, or passes."""
    found = scenarios.examination
    if len(found.encounters) < ENCOUNTERS:
        return
    limit = found.chance + OVER_CHANCE
    if found.scenes >= ENOUGH and found.top1 > limit:
        yield Finding(
            (),
            f"A reader who understands nothing picks a best choice in {found.top1:.0%} of {found.scenes} scenes, from "
            f"the wording of the other encounters alone; at most {limit:.0%} is allowed ({found.chance:.0%} is "
            "chance).",
            "Balance the words listed under 'What the words give away': let weak choices use them too.",
        )
    if len(found.passes) > _allowed(scenarios):
        for id_ in found.passes:
            yield Finding(
                ("id",),
                "A reader who understands nothing reaches the standard here, from the wording of the other "
                "encounters alone; at most {_allowed(scenarios)} of {len(found.encounters)} encounters may do so.",
                f"See which words led it: encounter prove {id_} --library FOLDER",
                file=scenarios.file_of(id_),
                place=id_,
            )


@rule("W72", WARNING, "A simple guesser passes")
def guessed(scenarios: ScenarioSet) -> Iterator[Finding]:
    """A simple guesser, or a pair of them, passes more than one encounter in ten, or both forms of one."""
    found = scenarios.examination
    if len(found.encounters) < ENCOUNTERS:
        return
    named = list(found.guessers.items())
    named += [(" then ".join(pair), passed) for pair, passed in list(found.pairs.items())[:1]]
    for name, passed in named:
        both = next((pair for pair in found.forms if set(pair) <= set(passed)), None)
        if len(passed) > _allowed(scenarios):
            yield Finding(
                (),
                f"Somebody who always goes by '{name}' reaches the standard in {len(passed)} of "
                f"{len(found.encounters)} "
                f"encounters: {', '.join(passed)}; at most {_allowed(scenarios)} is allowed.",
                "Let weak choices have that mark too.",
                place=name,
            )
        elif both is not None:
            yield Finding(
                (),
                f"Somebody who always goes by '{name}' reaches the standard in {both[0]} and in {both[1]}, a second "
                "form of it.",
                "Let weak choices have that mark too.",
                place=name,
            )


def _allowed(scenarios: ScenarioSet) -> int:
    return max(1, len(scenarios.examination.encounters) // PASSED)


@rule("W73", WARNING, "Courtesy tells good choices from bad ones")
def courtesy(scenarios: ScenarioSet) -> Iterator[Finding]:
    """Words of courtesy stand mostly on choices above their scene's mean, or mostly below."""
    shape = scenarios.examination.shape
    share = shape.courteous_above / max(1, shape.courteous)
    if shape.courteous >= ENOUGH and not COURTESY[0] <= share <= COURTESY[1]:
        yield Finding(
            (),
            f"Of {shape.courteous} choices with words of courtesy {share:.0%} lie above their scene's mean; "
            f"{COURTESY[0]:.0%} to {COURTESY[1]:.0%} gives nothing away.",
            "Let strong choices be courteous as often as weak ones.",
        )


@rule("W74", WARNING, "Choices have one shape: two good, two bad")
def two_and_two(scenarios: ScenarioSet) -> Iterator[Finding]:
    """In most scenes of four choices two lie above 0 and two below."""
    shape = scenarios.examination.shape
    share = shape.two_and_two / max(1, shape.four_choices)
    if shape.four_choices >= ENOUGH and share > TWO_AND_TWO:
        yield Finding(
            (),
            f"In {share:.0%} of {shape.four_choices} scenes of four choices two lie above 0 and two below; "
            f"at most {TWO_AND_TWO:.0%} is allowed.",
            "Write scenes with one defensible choice in four, with three, and with four that differ in what they cost.",
        )


@rule("W75", WARNING, "Too many ratings of -2 and 2")
def extremes(scenarios: ScenarioSet) -> Iterator[Finding]:
    """More than a quarter of the ratings are at the ends of the scale."""
    shape = scenarios.examination.shape
    share = shape.extreme / max(1, shape.ratings)
    if shape.ratings >= ENOUGH and share > EXTREME:
        yield Finding(
            (),
            f"{share:.0%} of {shape.ratings} ratings other than 0 are -2 or 2; at most {EXTREME:.0%} is allowed.",
            "Rate an act -2 or 2 only where it meets the anchor's own words.",
        )
