"""Every answer of the proof, held against the long way round on random small stories."""

import json
import re

import networkx as nx
import pytest
from hypothesis import example, given, settings

from scoring.rubric import RubricSet
from simulator.proof.guessers import GUESSERS
from simulator.proof.prove import Limits
from simulator.proof.prove import prove as prove_story
from simulator.proof.report import Bounds, Proof
from tests.proof import oracle
from tests.strategies import compiled, random_scenario, stories

NAMES = ("anchored", "decision_quality")
many = settings(max_examples=100, deadline=None)


def prove(story, **limits):
    """Prove, with few samples where a random player's score cannot be exact: no test here looks at those."""
    return prove_story(story, limits=Limits(samples=100, **limits))


def figures(story, proof: Proof):
    """Each figure of a proof: rubric, criterion or None, name, bounds."""
    for rubric, bounds in proof.rubrics.items():
        for criterion, each in ((None, bounds.total), *bounds.criteria.items()):
            for name in NAMES:
                found: Bounds = getattr(each, name)
                yield rubric, criterion, name, found


@many
@given(stories())
def test_states_scenes_and_choices_are_those_that_can_be_reached(story):
    proof, states = prove(story), oracle.graph(story)
    assert proof.complete
    assert proof.states == len(states)
    met = {place for place, _ in (*states, *oracle.narrated(story, states))}
    assert set(proof.scenes.unreachable) == set(story.scenes) - met
    assert proof.scenes.total == len(story.scenes)
    taken = {choice for _, _, choice in states.edges(keys=True)}
    assert set(proof.choices.unreachable) == set(story.choices) - taken
    assert proof.choices.total == len(story.choices)
    for id_, ending in proof.endings.items():
        assert (ending.shortest is None) == (id_ not in met)


@many
@given(stories())
def test_stuck_states_are_found_with_their_shortest_way(story):
    proof, states = prove(story), oracle.graph(story)
    stuck = oracle.stuck_states(story, states)
    lengths = nx.single_source_shortest_path_length(states, oracle.first_state(story))
    reasons = {}
    for place, values in stuck:
        read = {slot for choice in story.scenes[place].choices for slot in choice.guard_reads}
        key = (place, tuple(values[slot] for slot in sorted(read)))
        reasons[key] = min(reasons.get(key, 99), lengths[place, values])
    assert sorted(reasons.values()) == sorted(len(each.witness) for each in proof.stuck)
    for each in proof.stuck:
        state, _ = oracle.follow(story, each.witness)
        assert state in stuck
        assert state[0] == each.scene
        assert story.layout.decode(state[1]) == each.state


@many
@given(stories())
def test_traps_are_where_a_player_first_cannot_end_any_more(story):
    proof, states = prove(story), oracle.graph(story)
    living = oracle.living_states(story, states)
    lost = {state for state in states if state not in living and states.out_degree(state)}
    start = oracle.first_state(story)
    lengths = nx.single_source_shortest_path_length(states, start)
    nearest = {start[0]: 0} if start in lost else {}
    for before, state in states.edges():
        if before in living and state in lost:
            nearest[state[0]] = min(nearest.get(state[0], 99), lengths[before] + 1)
    assert {trap.scene: len(trap.witness) for trap in proof.traps} == nearest
    for trap in proof.traps:
        assert oracle.follow(story, trap.witness)[0] in lost
        assert not trap.witness or oracle.follow(story, trap.witness[:-1])[0] in living


@many
@given(stories())
@example(compiled(random_scenario(seed=296, scenes=3, choices=3, variables=3, loops=True)))  # a loop seldom left
def test_ending_probabilities_solve_the_random_players_chain(story):
    proof, states = prove(story), oracle.graph(story)
    # By rounds from the start. Plays that are still under way after very many moves, in loops that are seldom left, may
    # still end anywhere. They widen the range.
    mass, ended, stuck = {oracle.first_state(story): 1.0}, dict.fromkeys(story.endings, 0.0), 0.0
    lost = set(states) - oracle.living_states(story, states)
    for _ in range(3_000):
        following = {}
        for state, share in mass.items():
            targets = [target for _, target in oracle.moves(story, state)]
            if state[0] in ended:
                ended[state[0]] += share
            elif not targets:
                stuck += share
            for target in targets:
                following[target] = following.get(target, 0.0) + share / len(targets)
        mass = following
        if not mass or max(mass.values()) < 1e-13:
            break
    for_ever = sum(share for state, share in mass.items() if state in lost)
    on_its_way = sum(mass.values()) - for_ever

    def holds(value, arrived):
        return arrived - 1e-9 <= value <= arrived + on_its_way + 1e-9

    for id_, ending in proof.endings.items():
        assert holds(ending.probability.value, ended[id_])
        assert ending.probability.low == ending.probability.high
    assert holds(proof.stuck_probability.value, stuck)
    assert holds(proof.trapped_probability.value, for_ever)


@many
@given(stories(loops=False))
def test_without_loops_every_figure_is_that_of_all_plays(story):
    proof, plays = prove(story), list(oracle.plays(story))
    assert proof.plays == len(plays)
    cards = {play.path: oracle.scorecard(story, play.decisions) for play in plays}
    for rubric, criterion, name, bounds in figures(story, proof):
        by_play = {path: oracle.figure(card, rubric, criterion, name) for path, card in cards.items()}
        assessed = [value for value in by_play.values() if value is not None]
        for end, best in ((bounds.least, min), (bounds.greatest, max)):
            if not assessed:
                assert end.value is None
                assert end.path is None
                continue
            assert float(end.value) == pytest.approx(best(assessed))
            assert by_play[end.path] == pytest.approx(best(assessed))
            assert end.loop == ()


@many
@given(stories(loops=False))
def test_without_loops_the_random_players_score_is_the_mean_over_all_plays(story):
    proof, plays = prove(story), list(oracle.plays(story))
    for rubric, score in proof.random.items():
        by_play = [(play, oracle.scorecard(story, play.decisions).rubrics[rubric].total.anchored) for play in plays]
        assessed = sum(play.chance for play, value in by_play if value is not None)
        assert score.exact
        if not assessed:
            assert score.mean is None
            continue
        mean = sum(float(play.chance / assessed) * value for play, value in by_play if value is not None)
        clean = [(play, value) for play, value in by_play if not any(each.critical for each in play.decisions)]
        passed = sum(play.chance for play, value in clean if value is not None and value >= 60 - 1e-9)
        assert score.mean.value == pytest.approx(mean)
        if rubric == "cultural-responsiveness":
            assert score.pass_probability is None  # a profile has no standard
            continue
        assert score.pass_probability.value == pytest.approx(float(passed / assessed), abs=1e-12)


@many
@given(stories(loops=False))
def test_choices_of_no_best_play_are_in_none(story):
    proof, plays = prove(story), list(oracle.plays(story))
    cards = [(play, oracle.scorecard(story, play.decisions)) for play in plays]
    best = set()
    for rubric in story.scenario.rubrics:
        for name in NAMES:
            values = [(play, oracle.figure(card, rubric, None, name)) for play, card in cards]
            assessed = [value for _, value in values if value is not None]
            for play, value in values:
                if value is not None and value == pytest.approx(max(assessed)):
                    best |= set(play.path)
    met = {choice for _, _, choice in oracle.graph(story).edges(keys=True)}
    assert set(proof.never_best) == (met - best if best else set())


@many
@given(stories(scenes=3, choices=2))
def test_with_loops_bounds_are_those_of_ways_and_rounds_without_repetition(story):
    """A play falls apart into a way and rounds in which nothing repeats, and its ratio lies between theirs."""
    proof, states = prove(story), oracle.graph(story)
    living = states.subgraph(oracle.living_states(story, states))
    start = oracle.first_state(story)
    loops = any(nx.simple_cycles(living))
    assert (proof.plays is None) == loops
    if start not in living:
        assert all(bounds.least.value is None for *_, bounds in figures(story, proof))
        return
    ways = _simple_ways(story, living, start)
    rounds = _simple_rounds(story, living)
    for rubric, criterion, name, bounds in figures(story, proof):
        of_ways = _values(story, ways, rubric, criterion, name)
        everything = of_ways + _values(story, rounds, rubric, criterion, name)
        for end, best in ((bounds.least, min), (bounds.greatest, max)):
            if not everything:
                assert end.value is None
                continue
            assert float(end.value) == pytest.approx(best(everything))
            state, decisions = oracle.follow(story, end.path)
            assert state[0] in story.endings
            value = oracle.figure(oracle.scorecard(story, decisions), rubric, criterion, name)
            if end.loop:
                assert value != pytest.approx(float(end.value))
                assert _goes_round(end.path, end.loop)
            else:
                assert value == pytest.approx(float(end.value))
            if best(everything) in of_ways:
                assert not end.loop


def _simple_ways(story, living, start):
    made = []
    if start[0] in story.endings:
        return made
    for end in [state for state in living if state[0] in story.endings]:
        ways = nx.all_simple_edge_paths(living, start, end)
        made += [tuple(oracle.decision(story, state, choice) for state, _, choice in way) for way in ways]
    return made


def _simple_rounds(story, living):
    made = []
    for nodes in nx.simple_cycles(nx.DiGraph(living)):
        rounds = [()]
        for state, target in zip(nodes, [*nodes[1:], nodes[0]], strict=True):
            steps = [oracle.decision(story, state, choice) for choice in living[state][target]]
            rounds = [(*each, step) for each in rounds for step in steps]
        made += rounds
    return made


def _values(story, pieces, rubric, criterion, name):
    found = [oracle.figure(oracle.scorecard(story, piece), rubric, criterion, name) for piece in pieces]
    return [value for value in found if value is not None]


def _goes_round(path, loop):
    return any(path[place : place + len(loop)] == loop for place in range(len(path)))


@many
@given(stories(scenes=3, choices=2))
def test_a_pump_is_a_loop_that_adds_to_the_levels_each_time_round(story):
    proof, states = prove(story), oracle.graph(story)
    living = states.subgraph(oracle.living_states(story, states))
    gaining = set()
    for piece in _simple_rounds(story, living):
        card = oracle.scorecard(story, piece)
        gaining |= {rubric for rubric, score in card.rubrics.items() if score.total.credits + score.total.debits > 0}
    assert {pump.rubric for pump in proof.pumps} == gaining
    for pump in proof.pumps:
        before, _ = oracle.follow(story, pump.witness)
        after, decisions = oracle.follow(story, (*pump.witness, *pump.loop))
        assert before[0] == after[0] == pump.scene
        score = oracle.scorecard(story, decisions[len(pump.witness) :]).rubrics[pump.rubric]
        assert score.total.anchored == pytest.approx(float(pump.towards))


@many
@given(stories())
def test_conditions_are_always_true_or_false_exactly_where_no_state_says_otherwise(story):
    proof, states = prove(story), oracle.graph(story)
    answers, shown = {}, set()
    for where, holds in _entering(story, story.scenario.start, story.layout.start):
        answers.setdefault(where, set()).add(holds)
    passed = oracle.narrated(story, states)
    for state in (*states, *passed):
        for where, holds in (*_asked(story, state, shown), *_entered(story, state)):
            answers.setdefault(where, set()).add(holds)
    constant = {where: next(iter(seen)) for where, seen in answers.items() if len(seen) == 1}
    assert {guard.where: guard.always for guard in proof.findings.guards} == constant
    assert set(proof.findings.variants) == _variants(story, states, passed) - shown


def _asked(story, state, shown):
    """Ask every condition of a state in the order of the state machine, and note what is shown."""
    place, values = state
    kind = "endings" if place in story.endings else "scenes"
    compiled, path = story.places[place], f"{kind}.{place}"
    for index, text in enumerate(compiled.texts):
        holds = text.when is None or text.when.test(values)
        if text.when is not None:
            yield f"{path}.text.{index}.when", holds
        if holds:
            shown.add(f"{path}.text.{index}")
            break
    for index, line in enumerate(compiled.lines):
        if line.when is not None:
            yield f"{path}.lines.{index}.when", line.when.test(values)
        if line.when is None or line.when.test(values):
            shown.add(f"{path}.lines.{index}")
    for index, retold in enumerate(compiled.retold):
        if retold.when is not None:
            yield f"{path}.retold.{index}.when", retold.when.test(values)
        if retold.when is None or retold.when.test(values):
            shown.add(f"{path}.retold.{index}")
    for where, when in compiled.forks.items():
        yield where, when.test(values)
    for number, choice in enumerate(compiled.choices):
        if choice.is_spent(values):
            continue
        if choice.when is not None:
            yield f"{path}.choices.{number}.when", choice.when.test(values)
            if not choice.when.test(values):
                continue
        for index, critical in enumerate(choice.critical):
            if critical.when is not None:
                yield f"{path}.choices.{number}.critical.{index}.when", critical.when.test(values)
        if choice.holds is not None and choice.choice.power.holds not in ("true", "false"):
            yield f"{path}.choices.{number}.power.holds", choice.holds.test(values)
        yield from _effects(story, values, choice.effects)
        after = story.after(values, choice)
        came = False
        for interrupt in choice.interrupts:
            where = f"interrupts.{interrupt.number}"
            if interrupt.once is None or not after[interrupt.once]:
                came = interrupt.when.test(after)
                yield f"{where}.when", came
            if came:
                after = story.interrupted(after, interrupt)
                yield from _ways(story, interrupt.routes, after, f"{where}.goto", set())
                break
        if not came:
            yield from _ways(story, choice.routes, after, f"{path}.choices.{number}.goto", shown)


def _ways(story, routes, values, where, shown):
    """The conditions of ways until one holds, and of what is entered there."""
    for index, route in enumerate(routes):
        holds = route.when is None or route.when.test(values)
        if route.when is not None:
            yield f"{where}.{index}.when", holds
        if holds:
            shown.add(f"{where}.{index}")
            yield from _entering(story, route.to, values)
            return


def _entering(story, place, values):
    """The conditions of what changes on entering a place, once the visit is counted."""
    counted = list(values)
    for function in ("visited", "visits"):
        slot = story.layout.history_slot(function, place)
        if slot is not None:
            counted[slot] = min(story.layout.high[slot], counted[slot] + 1)
    yield from _effects(story, tuple(counted), story.places[place].enter)


def _effects(story, values, effects):
    for effect, holds, _ in oracle.applied(story, values, effects):
        if effect.when is not None:
            yield f"{effect.where}.when", holds


def _entered(story, state):
    """Where a scene goes on by itself, the conditions of its ways."""
    place, values = state
    if story.places[place].goes_on:
        yield from _ways(story, story.places[place].goes_on, values, f"scenes.{place}.continue", set())


def _variants(story, states, passed):
    """Every text, line and route of a place or choice that comes up."""
    made = set()
    # Of a choice after which something else always comes in between, nothing is said.
    taken = {
        choice.id
        for _, values, choice in ((*state, choice) for state in states for choice, _ in oracle.moves(story, state))
        if oracle.turn(story, story.after(values, choice), choice)[0] is choice.routes
    }
    for id_ in {place for place, _ in (*states, *passed)}:
        place = story.places[id_]
        path = f"{'endings' if place.is_ending else 'scenes'}.{id_}"
        made |= {f"{path}.text.{index}" for index in range(len(place.texts))}
        made |= {f"{path}.lines.{index}" for index in range(len(place.lines))}
        made |= {f"{path}.retold.{index}" for index in range(len(place.retold))}
        for number, choice in enumerate(place.choices):
            if choice.id in taken:
                made |= {f"{path}.choices.{number}.goto.{index}" for index in range(len(choice.routes))}
    return made


@many
@given(stories())
def test_clamps_that_always_cut_are_those_that_no_state_leaves_alone(story):
    proof, states = prove(story), oracle.graph(story)
    cut, free = set(), set()
    for (place, values), _, id_ in states.edges(keys=True):
        choice = story.choices[id_]
        number = [each.id for each in story.scenes[place].choices].index(id_)
        for effect, holds, is_cut in oracle.applied(story, values, choice.effects):
            if effect.kind == "add" and holds:
                assert effect.where.startswith(f"scenes.{place}.choices.{number}.add")
                (cut if is_cut else free).add(f"{effect.where}.{story.layout.names[effect.slot]}")
    assert {each.where for each in proof.findings.saturated} == cut - free


@many
@given(stories())
def test_each_guesser_plays_as_it_says_and_scores_as_the_scorecard_does(story):
    proof = prove(story)
    for name, guesser in proof.guessers.items():
        state, decisions = oracle.follow(story, guesser.path)
        assert state[0] == guesser.place
        for decision in decisions:
            offered = [story.choices[id_].choice for id_ in decision.offered]
            assert decision.choice == _wanted(name, offered).id
        if guesser.end == "ending":
            assert state[0] in story.endings
            card = oracle.scorecard(story, decisions)
            for rubric, value in guesser.scores.items():
                expected = card.rubrics[rubric].total.anchored
                assert (value is None) == (expected is None)
                assert value is None or float(value) == pytest.approx(expected)
                reached = expected is not None and expected >= 60 - 1e-9 and not card.critical
                has_standard = rubric != "cultural-responsiveness" and value is not None
                assert guesser.standard[rubric] == (reached if has_standard else None)
        else:
            assert set(guesser.scores.values()) == {None}
            assert state[0] in story.scenes
            assert (guesser.end == "stuck") == (not oracle.moves(story, state))


def _wanted(name, offered):
    """Return what a guesser takes, by a telling of its own for those that can be told in a line."""
    polite = {"Please, go on.": 1, "Thank you. Sorry.": 2}

    def words(choice):
        return re.sub(r"\{[^{}]*\}", "", choice.text)

    wants = {
        "first": lambda choice: -offered.index(choice),
        "last": offered.index,
        "longest": lambda choice: len(words(choice)),
        "shortest": lambda choice: -len(words(choice)),
        "most-polite": lambda choice: polite.get(choice.text.split(" {")[0], 0) + choice.text.count("}Please."),
    }.get(name)
    if wants is not None:
        return max(offered, key=wants)
    wanted = list(GUESSERS[name].wants(offered))
    return offered[wanted.index(max(wanted))]


@many
@given(stories())
def test_the_json_object_has_its_documented_keys_and_only_plain_values(story):
    proof = prove(story)
    made = json.loads(json.dumps(proof.as_json(), allow_nan=False))
    documented = {"scenario", "digest", "states", "complete", "scenes", "choices", "stuck", "traps", "guards", "plays"}
    assert documented | {"endings", "rubrics", "guessers"} <= set(made)
    assert made["plays"] is None or made["plays"].isdigit()
    for rubric in story.scenario.rubrics:
        assert set(made["rubrics"][rubric]["criteria"]) == set(RubricSet.shipped().rubrics[rubric].criteria)
        for name in NAMES:
            assert {"min", "max", "min_path", "max_path", "exact"} <= set(made["rubrics"][rubric][name])
    assert set(made["guessers"]) == {"random", *GUESSERS}


@many
@given(stories())
def test_critical_events_and_failing_powers_are_met_where_some_state_meets_them(story):
    proof, states = prove(story), oracle.graph(story)
    lengths = nx.single_source_shortest_path_length(states, oracle.first_state(story))
    events, failing = {}, {}
    for (place, values), _, id_ in states.edges(keys=True):
        choice, length = story.choices[id_], lengths[place, values] + 1
        for event in choice.events(values):
            events[event] = min(events.get(event, 99), length)
        if choice.holds is not None and not choice.holds.test(values):
            failing[id_] = min(failing.get(id_, 99), length)
    assert {event: len(met.witness) for event, met in proof.lawful.critical.items() if met.reachable} == events
    assert {each.choice for each in proof.lawful.powers} == {
        choice.id for choice in story.choices.values() if choice.choice.power is not None
    }
    assert {each.choice: len(each.failing.witness) for each in proof.lawful.powers if each.failing.reachable} == failing
    for event, met in proof.lawful.critical.items():
        assert not met.reachable or event in oracle.follow(story, met.witness)[1][-1].critical


@many
@given(stories(loops=False))
def test_the_best_figures_with_a_critical_event_are_those_of_the_plays_that_have_it(story):
    proof, plays = prove(story), list(oracle.plays(story))
    cards = [(play, oracle.scorecard(story, play.decisions)) for play in plays]
    for event, met in proof.lawful.critical.items():
        having = [card for play, card in cards if any(event in each.critical for each in play.decisions)]
        for rubric, best in met.best.items():
            values = [oracle.figure(card, rubric, None, "anchored") for card in having]
            assessed = [value for value in values if value is not None]
            assert (best is None) == (not assessed)
            assert best is None or float(best) == pytest.approx(max(assessed))
    for each in proof.lawful.powers:
        if each.failing.reachable and "unlawful-force-or-search" in proof.lawful.critical:
            whole = proof.lawful.critical["unlawful-force-or-search"].best
            assert all(value is None or value <= whole[rubric] for rubric, value in each.failing.best.items())


@many
@given(stories())
def test_a_claim_holds_where_no_state_breaks_it(story):
    proof, states = prove(story), oracle.graph(story)
    lengths = nx.single_source_shortest_path_length(states, oracle.first_state(story))
    for claim, proved in zip(story.claims, proof.lawful.claims, strict=True):
        broken = [
            lengths[place, values] for place, values in states if claim.at in (None, place) and claim.never.test(values)
        ]
        assert proved.holds == (not broken)
        assert proved.holds or len(proved.witness) == min(broken)
        if not proved.holds:
            (place, values), _ = oracle.follow(story, proved.witness)
            assert claim.at in (None, place)
            assert claim.never.test(values)


@many
@given(stories())
def test_not_counting_all_states_changes_no_other_answer(story):
    whole, quick = prove(story), prove(story, count_states=False)
    assert quick.states is None
    assert quick.situations == whole.situations <= whole.states
    assert (quick.endings, quick.rubrics, quick.plays) == (whole.endings, whole.rubrics, whole.plays)
    # Of variables that nothing reads any more no clamps are told then, but none wrongly.
    assert set(quick.findings.saturated) <= set(whole.findings.saturated)
    assert (quick.stuck, quick.traps, quick.guessers) == (whole.stuck, whole.traps, whole.guessers)
