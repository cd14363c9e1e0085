"""The map of a story: scenes and endings with the choices between them, and where a run or a cohort went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from simulator.proof.report import Proof, State
from simulator.scenario.compiled import INJECT
from simulator.scenario.story import Story

GOES_ON = "(goes on)"
"""Written on the way out of a scene without choices."""
IN_BETWEEN = "(interrupts)"
"""Written on the way to an interrupt after a choice."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """Where runs went, to be drawn over a map. A count that is not to be shown is None.

    Attributes:
        ways: (place, next place) to how many went there; 0 if a way is missing.
        came: place to how many passed through; empty if only ways are drawn.
        stopped: scene to how many went no further than there.
        notes: sentences about what is drawn and what is not.
    """

    ways: Mapping[tuple[str, str], int | None]
    came: Mapping[str, int | None] = field(default_factory=dict)
    stopped: Mapping[str, int | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passing:
    """How many runs passed through a place, and how many went no further; None for a number that is not shown."""

    came: int | None
    stopped: int | None


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A scene or an ending on the map.

    Attributes:
        note: what a proof says of it: "can be stuck" or "no way out" with the state, "never reached", or "".
        chance: for an ending, the probability that a random player reaches it; None if unknown.
        passing: who passed through, where the map shows a cohort.
    """

    id: str
    outcome: str | None
    note: str = ""
    chance: float | None = None
    passing: Passing | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """The choices that lead from one place to another; `guarded` where a condition decides.

    Attributes:
        taken: how often they were taken, for an overlay of a run or a cohort; None if that is not shown.
        share: the share of people at the first place who went this way; None if it is not known.
        comes: False if a proof shows that no play takes it.
    """

    source: str
    target: str
    choices: tuple[str, ...]
    guarded: bool
    taken: int | None = 0
    share: float | None = None
    comes: bool = True


@dataclass(frozen=True, slots=True)
class StoryMap:
    """The map of one story.

    Attributes:
        notes: sentences about what is drawn and what is not known.
        overlaid: whether it shows where somebody went.
    """

    title: str
    start: str
    places: tuple[MapPlace, ...]
    ways: tuple[Way, ...]
    notes: tuple[str, ...] = ()
    overlaid: bool = False


def story_map(story: Story, *, proof: Proof | None = None, traffic: Traffic | None = None) -> StoryMap:
    """Return the map of a story.

    Args:
        story: the compiled story.
        proof: marks stuck states, traps, and what is never reached or gone.
        traffic: where a run or a cohort went.
    """
    gone = traffic or Traffic({})
    notes: dict[str, str] = {}
    chances: dict[str, float] = {}
    if proof is not None:
        notes.update(dict.fromkeys(proof.scenes.unreachable, "never reached"))
        notes.update({trap.scene: f"no way out{_when(trap.because)}" for trap in reversed(proof.traps)})
        notes.update({stuck.scene: f"can be stuck{_when(stuck.because)}" for stuck in reversed(proof.stuck)})
        chances = {id_: float(ending.probability.value) for id_, ending in proof.endings.items()}
    places = [MapPlace(id_, None, notes.get(id_, ""), passing=_passing(gone, id_)) for id_ in story.scenes]
    places += [
        MapPlace(
            id_, story.scenario.endings[id_].outcome, notes.get(id_, ""), chances.get(id_), passing=_passing(gone, id_)
        )
        for id_ in story.endings
    ]
    return StoryMap(
        story.scenario.title,
        story.scenario.start,
        tuple(places),
        tuple(_ways(story, gone, _never_gone(story, proof))),
        (*gone.notes, *_not_known(proof)),
        overlaid=traffic is not None,
    )


def _passing(traffic: Traffic, place: str) -> Passing | None:
    return Passing(traffic.came.get(place, 0), traffic.stopped.get(place, 0)) if traffic.came else None


def _when(because: State) -> str:
    """Return the state in which a scene is a dead end. It stands in a box, so a long one is cut."""
    said = [f"{name} {str(value).lower() if isinstance(value, bool) else value}" for name, value in because.items()]
    return f" with {', '.join(said[:_IN_A_BOX])}{', …' if len(said) > _IN_A_BOX else ''}" if said else ""


_IN_A_BOX = 3
"""Values of a state that are written into a box of the map."""


def _not_known(proof: Proof | None) -> Iterable[str]:
    """Yield what a map of a proof must say where the proof is not whole."""
    if proof is not None and not proof.every_situation:
        yield "Not everything that can happen was examined: there may be dead ends that are not marked."
    if proof is not None and not proof.complete:
        yield f"Percentages come from {proof.sampled:,} random plays."


def _never_gone(story: Story, proof: Proof | None) -> set[tuple[str, str]]:
    """Return the ways of choices that no play goes, each a choice with where it leads."""
    if proof is None:
        return set()
    closed, variants = set(proof.choices.unreachable), set(proof.findings.variants)
    gone: set[tuple[str, str]] = set()
    never: set[tuple[str, str]] = set()
    for choice in story.choices.values():
        for index, route in enumerate(choice.routes):
            is_never = choice.id in closed or f"{choice.where}.goto.{index}" in variants
            (never if is_never else gone).add((choice.id, route.to))
    return never - gone


def _ways(story: Story, traffic: Traffic, never: set[tuple[str, str]]) -> Iterable[Way]:
    for scene in story.scenes.values():
        leading: dict[str, list[tuple[str, bool]]] = {}
        for choice in scene.choices:
            # Runs are counted from choice to choice, so a map of runs leaves out scenes that are only passed.
            own = list(dict.fromkeys(route.to for route in choice.routes))
            targets = story.stops(choice) if traffic.ways else own
            for target in targets:
                guarded = choice.when is not None or len(targets) > 1
                leading.setdefault(target, []).append((choice.id, guarded))
        between = {route.to for choice in scene.choices for each in choice.interrupts for route in each.routes}
        for target in sorted(between) if not traffic.ways else ():
            leading.setdefault(target, []).append((IN_BETWEEN, True))
        for route in () if traffic.ways else scene.goes_on:
            leading.setdefault(route.to, []).append((GOES_ON, len(scene.goes_on) > 1))
        for target, choices in leading.items():
            taken = traffic.ways.get((scene.id, target), 0)
            came = traffic.came.get(scene.id, 0)
            yield Way(
                scene.id,
                target,
                tuple(id_ for id_, _ in choices),
                all(guarded for _, guarded in choices),
                taken,
                taken / came if taken is not None and came else None,
                not all((id_, target) in never for id_, _ in choices),
            )


def walk(path: Sequence[str], story: Story) -> Traffic:
    """Return where a run went, given its choices and the story that it was played on."""
    counted: Counter[tuple[str, str]] = Counter()
    at = story.opening
    for id_ in path:
        if id_.startswith(INJECT):
            at = replace(at, values=story.injected(at.values, story.injects[id_.removeprefix(INJECT)]))
            continue
        following = story.move(at.values, story.choices[id_])
        counted[at.place, following.place] += 1
        at = following
    return Traffic(counted)
