"""Liveness: which slots still matter at each place. States that differ only in other slots are one situation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.scenario.compiled import CompiledChoice, CompiledClaim, CompiledPlace, CompiledRoute, Effect
from simulator.scenario.story import Story


def live_slots(story: Story, *, at_endings: frozenset[int] = frozenset()) -> dict[str, frozenset[int]]:
    """Return, for each scene and ending, the slots that anything from there on may still look at.

    This is the classic backward data-flow analysis (Aho, Lam, Sethi & Ullman, Compilers, 9.2.5) over the map of scenes.
    A slot matters at a place in two cases. A condition there reads it: of a choice, its power or critical events, a
    route, a text, a line or a claim. Or a later place reads it, and no choice on the way sets it first.

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
            now = live[id_].union(
                *(_before(story, choice, live) for choice in place.choices), _before_ways(story, place.goes_on, live)
            )
            if now != live[id_]:
                live[id_] = now
                changed = True
    return live


def _read_at(place: CompiledPlace, claims: Sequence[CompiledClaim]) -> frozenset[int]:
    conditions = [shown.when for shown in (*place.texts, *place.lines, *place.retold)]
    conditions += [claim.never for claim in claims if claim.at in (None, place.id)]
    conditions += place.forks.values()
    for choice in place.choices:
        conditions += choice.judged_by
    reads = (condition.reads for condition in conditions if condition is not None)
    return frozenset().union(*reads, *(choice.guard_reads for choice in place.choices))


def _before(story: Story, choice: CompiledChoice, live: dict[str, frozenset[int]]) -> frozenset[int]:
    """Return what matters before a choice, given what matters after each of its routes."""
    if choice.stays:
        return frozenset(_before_effects(choice.effects, set(live[choice.routes[0].to])))
    after = _before_ways(story, choice.routes, live)
    for interrupt in choice.interrupts:
        after |= _before_ways(story, interrupt.routes, live) | interrupt.when.reads
        after |= {interrupt.once} if interrupt.once is not None else set()
    chosen = story.layout.history_slot("chosen", choice.id)
    return frozenset(_before_effects(choice.effects, after - {chosen}))


def _before_ways(story: Story, ways: Iterable[CompiledRoute], live: dict[str, frozenset[int]]) -> set[int]:
    """Return what matters before it is decided which of some ways to go."""
    before: set[int] = set()
    for way in ways:
        entered = _before_effects(story.places[way.to].enter, set(live[way.to]))
        before |= entered - {story.layout.history_slot("visited", way.to)}
        before |= way.when.reads if way.when is not None else frozenset()
    return before


def _before_effects(effects: Sequence[Effect], after: set[int]) -> set[int]:
    """Return what matters before some effects; those in an entry without a condition write for certain."""
    before = set(after)
    for effect in reversed(effects):
        if effect.when is not None:
            before |= effect.when.reads
        elif effect.kind == "set":
            before.discard(effect.slot)
    return before
