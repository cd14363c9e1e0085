"""The long way round: every state and every play of a small story, one after the other, by the plain rules.

Shares nothing with the proof but the compiled story and `scoring`: it is what the proof is held against.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import networkx as nx

from scoring.decision import Decision, decide
from scoring.rubric import RubricSet
from scoring.scorecard import Scorecard, score
from simulator.scenario.compiled import CompiledChoice, CompiledRoute, Effect
from simulator.scenario.state import Values
from simulator.scenario.story import Story

State = tuple[str, Values]


@dataclass(frozen=True)
class Play:
    """One complete play: what was chosen, where it ended, and how likely a random player makes it."""

    path: tuple[str, ...]
    ending: str
    chance: Fraction
    decisions: tuple[Decision, ...]


def first_state(story: Story) -> State:
    start = story.scenario.start
    return stop(story, start, story.enter(story.layout.start, start))


def moves(story: Story, state: State) -> list[tuple[CompiledChoice, State]]:
    place, values = state
    if place in story.endings:
        return []
    made = []
    for choice in story.available(place, values):
        # Step by step, and not by the one function that the proof goes by.
        after = story.after(values, choice)
        made.append((choice, stop(story, *entered(story, *turn(story, after, choice)))))
    return made


def turn(story: Story, after: Values, choice: CompiledChoice) -> tuple[tuple[CompiledRoute, ...], Values]:
    """The ways that are open after a choice's effects, and the state in which one of them is gone."""
    interrupt = next((each for each in choice.interrupts if each.comes(after)), None)
    if interrupt is None:
        return choice.routes, after
    return interrupt.routes, story.interrupted(after, interrupt)


def entered(story: Story, ways: tuple[CompiledRoute, ...], values: Values) -> State:
    target = next(way.to for way in ways if way.when is None or way.when.test(values))
    return target, story.enter(values, target)


def stop(story: Story, place: str, values: Values) -> State:
    while story.places[place].goes_on:
        place, values = entered(story, story.places[place].goes_on, values)
    return place, values


def narrated(story: Story, states: nx.MultiDiGraph) -> set[State]:
    """The scenes without choices that are gone through, with the state on entering each."""
    start = story.scenario.start
    found = {(start, story.enter(story.layout.start, start))}
    for state in states:
        for choice, _ in moves(story, state):
            found.add(entered(story, *turn(story, story.after(state[1], choice), choice)))
    waiting = list(found)
    for place, values in waiting:
        if story.places[place].goes_on:
            waiting.append(entered(story, story.places[place].goes_on, values))
    return {(place, values) for place, values in waiting if story.places[place].goes_on}


def applied(story: Story, values: Values, effects: tuple[Effect, ...]) -> Iterator[tuple[Effect, bool, bool]]:
    """Each effect in order, whether its entry's condition holds when it is come to, and whether its `add` is cut off."""
    now, entry, holds = list(values), None, True
    for effect in effects:
        if effect.entry != entry:
            entry, holds = effect.entry, effect.when is None or effect.when.test(tuple(now))
        wanted = effect.value if effect.kind == "set" else now[effect.slot] + effect.value
        inside = min(story.layout.high[effect.slot], max(story.layout.low[effect.slot], wanted))
        yield effect, holds, wanted != inside
        now[effect.slot] = inside if holds else now[effect.slot]


def graph(story: Story) -> nx.MultiDiGraph:
    """Every reachable state, with a move for each choice open there."""
    made = nx.MultiDiGraph()
    waiting = [first_state(story)]
    made.add_node(waiting[0])
    for state in waiting:
        for choice, target in moves(story, state):
            if target not in made:
                made.add_node(target)
                waiting.append(target)
            made.add_edge(state, target, key=choice.id)
    return made


def decision(story: Story, state: State, choice: str) -> Decision:
    offered = {each.id: each.rated(state[1]) for each, _ in moves(story, state)}
    critical = story.choices[choice].events(state[1])
    return decide(sequence=1, scene=state[0], choice=choice, offered=offered, critical=critical)


def plays(story: Story) -> Iterator[Play]:
    """Every complete play of a story without loops."""

    def go_on(state: State, path: tuple[str, ...], chance: Fraction, made: tuple[Decision, ...]) -> Iterator[Play]:
        if state[0] in story.endings:
            yield Play(path, state[0], chance, made)
        open_ = moves(story, state)
        for choice, target in open_:
            taken = decision(story, state, choice.id)
            yield from go_on(target, (*path, choice.id), chance / len(open_), (*made, taken))

    yield from go_on(first_state(story), (), Fraction(1), ())


def follow(story: Story, path: tuple[str, ...]) -> tuple[State, tuple[Decision, ...]]:
    """Take choices from the start; each must be open where it is met."""
    state, made = first_state(story), []
    for id_ in path:
        made.append(decision(story, state, id_))
        state = {choice.id: target for choice, target in moves(story, state)}[id_]
    return state, tuple(made)


def scorecard(story: Story, decisions: tuple[Decision, ...]) -> Scorecard:
    return score(decisions, [RubricSet.shipped().rubrics[id_] for id_ in story.scenario.rubrics])


def figure(card: Scorecard, rubric: str, criterion: str | None, name: str) -> float | None:
    whole = card.rubrics[rubric]
    value: float | None = getattr(whole.total if criterion is None else whole.criteria[criterion], name)
    return value


def stuck_states(story: Story, states: nx.MultiDiGraph) -> set[State]:
    return {state for state in states if state[0] in story.scenes and not states.out_degree(state)}


def living_states(story: Story, states: nx.MultiDiGraph) -> set[State]:
    """The states from which an ending can be reached."""
    ends = [state for state in states if state[0] in story.endings]
    return set().union(ends, *(nx.ancestors(states, end) for end in ends))
