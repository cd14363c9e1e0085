"""Liveness: which slots still matter at each place, so that states which differ in nothing else are one."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.scenario.story import CompiledChoice, CompiledClaim, CompiledPlace, Story


def live_slots(story: Story, *, at_endings: frozenset[int] = frozenset()) -> dict[str, frozenset[int]]:
    """Return, for each scene and ending, the slots that anything from there on may still look at.

    The classic backward data-flow analysis (Aho, Lam, Sethi & Ullman, Compilers, 9.2.5) over the
    map of scenes: a slot matters at a place if a condition there reads it (of a choice, its power or
    critical events, a route, a text, a line, a claim), or if a place that follows looks at it and no
    choice on the way sets it first.

    Args:
        story: the compiled story.
        at_endings: slots that somebody looks at after the ending, as a campaign does.
    """
    live = {
        id_: _read_at(place, story.claims) | (at_endings if place.is_ending else frozenset())
        for id_, place in story.places.items()
    }
    changed = True
    while changed:
        changed = False
        for id_, place in reversed(story.places.items()):
            now = live[id_].union(*(_before(story, choice, live) for choice in place.choices))
            if now != live[id_]:
                live[id_] = now
                changed = True
    return live


def _read_at(place: CompiledPlace, claims: Sequence[CompiledClaim]) -> frozenset[int]:
    conditions = [shown.when for shown in (*place.texts, *place.lines, *place.retold)]
    conditions += [claim.never for claim in claims if claim.at in (None, place.id)]
    for choice in place.choices:
        conditions += [choice.when, *choice.judged_by]
    return frozenset().union(*(condition.reads for condition in conditions if condition is not None))


def _before(story: Story, choice: CompiledChoice, live: dict[str, frozenset[int]]) -> frozenset[int]:
    """Return what matters before a choice, given what matters after each of its routes."""
    after: set[int] = set()
    for route in choice.routes:
        visited = story.layout.visited_slots.get(route.to)
        after |= live[route.to] - {visited}
        after |= route.when.reads if route.when is not None else frozenset()
    written = {effect.slot for effect in choice.effects if effect.kind == "set"}
    return frozenset(after - written - {story.layout.chosen_slots.get(choice.id)})
