"""The graph's own algorithms, held against NetworkX and against definitions."""

from array import array

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.proof.compiled import Tables
from simulator.proof.exploration import explore
from simulator.proof.flow import components, flow_of
from simulator.proof.graph import Graph, fold, graph_of, heights, leads_to
from simulator.proof.liveness import live_slots
from simulator.proof.prove import prove
from simulator.proof.ways import Ways
from simulator.proof.wide import Numbers
from tests.proof import oracle
from tests.proof.tales import choice, tale
from tests.strategies import stories

many = settings(max_examples=100, deadline=None)


@st.composite
def graphs(draw):
    """Random graphs of up to 12 nodes; signatures are degrees, as in a story they decide them."""
    size = draw(st.integers(1, 12))
    rows = draw(st.lists(st.lists(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size))
    offsets = np.cumsum([0, *(len(row) for row in rows)])
    targets = np.array([target for row in rows for target in row], dtype=np.int64)
    degrees = np.diff(offsets)
    return Graph(degrees.astype(np.int64), offsets, targets, np.zeros(len(targets), dtype=np.int64), 0)


def as_networkx(graph):
    made = nx.MultiDiGraph()
    made.add_nodes_from(range(graph.size))
    made.add_edges_from(zip(graph.sources().tolist(), graph.targets.tolist(), strict=True))
    return made


@many
@given(graphs())
def test_components_are_those_of_networkx_each_after_all_that_it_leads_to(graph):
    found = components(graph, np.arange(graph.size))
    assert {frozenset(each) for each in found} == set(
        map(frozenset, nx.strongly_connected_components(as_networkx(graph)))
    )
    place = {node: number for number, each in enumerate(found) for node in each}
    assert all(place[target] <= place[source] for source, target in as_networkx(graph).edges())


@many
@given(graphs(), st.data())
def test_what_leads_to_a_goal_are_its_ancestors(graph, data):
    goals = data.draw(st.sets(st.integers(0, graph.size - 1)))
    expected = goals.union(*(nx.ancestors(as_networkx(graph), goal) for goal in goals))
    found = leads_to(graph, np.array(sorted(goals), dtype=np.int64))
    assert set(np.flatnonzero(found).tolist()) == expected


@many
@given(graphs())
def test_a_height_is_the_longest_way_to_an_end_and_none_on_or_before_a_loop(graph):
    whole = as_networkx(graph)
    looping = {node for each in nx.strongly_connected_components(whole) for node in each if len(each) > 1}
    looping |= {node for node in whole if whole.has_edge(node, node)}
    before = looping.union(*(nx.ancestors(whole, node) for node in looping))
    for node, height in enumerate(heights(graph).tolist()):
        if node in before:
            assert height == -1
        else:
            below = whole.subgraph({node} | nx.descendants(whole, node))
            assert height == nx.dag_longest_path_length(nx.DiGraph(below))


@many
@given(graphs())
def test_in_a_flow_every_move_leads_to_an_earlier_block_or_within_its_own_component(graph):
    flow = flow_of(graph)
    block_of = {node: block for block in flow.blocks for node in range(block.first, block.last)}
    assert sorted(block_of) == list(range(graph.size))
    assert sorted(flow.number_of.tolist()) == list(range(graph.size))
    for source, target in zip(flow.graph.sources().tolist(), flow.graph.targets.tolist(), strict=True):
        if block_of[source] is block_of[target]:
            assert block_of[source].loops
            assert flow.components[source] == flow.components[target]
        else:
            assert target < block_of[source].first
    on_loops = {node for node, block in block_of.items() if block.loops}
    expected = {node for each in nx.simple_cycles(nx.DiGraph(as_networkx(flow.graph))) for node in each}
    assert on_loops == expected


@many
@given(graphs())
def test_folding_makes_one_of_exactly_those_nodes_that_have_the_same_future(graph):
    folded = fold(graph)
    # The coarsest partition, by the definition: refined from signatures until nothing changes.
    classes = dict(enumerate(graph.signatures.tolist()))
    while True:
        keys = {
            node: (classes[node], tuple(classes[target] for target in _row(graph, node))) for node in range(graph.size)
        }
        numbers = {key: number for number, key in enumerate(set(keys.values()))}
        refined = {node: numbers[keys[node]] for node in range(graph.size)}
        if len(set(refined.values())) == len(set(classes.values())):
            break
        classes = refined
    same = {(one, other) for one in classes for other in classes if classes[one] == classes[other]}
    found = folded.node_of.tolist()
    assert same == {(one, other) for one in classes for other in classes if found[one] == found[other]}
    for node in range(graph.size):
        assert [found[target] for target in _row(graph, node)] == _row(folded.graph, found[node])
        assert folded.graph.signatures[found[node]] == graph.signatures[node]


def _row(graph, node):
    return graph.targets[graph.offsets[node] : graph.offsets[node + 1]].tolist()


@many
@given(graphs())
def test_ways_are_as_short_as_those_of_networkx(graph):
    whole = as_networkx(graph)
    ends = [node for node in whole if not whole.out_degree(node)]
    flow = flow_of(graph, towards=np.array(ends, dtype=np.int64))
    if flow.graph.size == 0 or flow.graph.start < 0:
        return
    ways, ordered = Ways(flow), as_networkx(flow.graph)
    lengths = nx.single_source_shortest_path_length(ordered, flow.graph.start)
    for node, length in lengths.items():
        way = ways.to(node)
        assert len(way) == length
        assert [flow.graph.start, *(int(flow.graph.targets[move]) for move in way)][-1] == node
        home = ways.home(node)
        last = [node, *(int(flow.graph.targets[move]) for move in home)][-1]
        assert not ordered.out_degree(last)
        to_ends = nx.single_source_shortest_path_length(ordered, node)
        assert len(home) == min(to_ends[end] for end in to_ends if not ordered.out_degree(end))


@many
@given(stories())
def test_situations_differ_only_where_a_later_condition_looks(story):
    """Forgetting what no longer matters leaves every state with the moves that it has."""
    live = live_slots(story)
    situations = explore(Tables(story, live), limit=10_000)
    whole = oracle.graph(story)
    blurred = {
        (place, tuple(value if slot in live[place] else None for slot, value in enumerate(values)))
        for place, values in whole
    }
    assert len(situations.codes) == len(blurred) == prove(story).situations
    folded, unsliced = fold(graph_of(situations)), fold(graph_of(explore(Tables(story), limit=10_000)))
    assert folded.graph.size == unsliced.graph.size


def _as_met(reached):
    signatures = [reached.tables.signatures[each] if each >= 0 else None for each in reached.signatures]
    return [list(reached.codes), signatures, *map(list, (reached.offsets, reached.targets, reached.parents))]


@many
@given(stories(), st.sampled_from([1, 2, 5]))
def test_states_looked_into_many_at_once_are_met_in_the_same_order(story, wide):
    one_by_one = explore(Tables(story), limit=10_000, wide=10_000)
    assert _as_met(explore(Tables(story), limit=10_000, wide=wide)) == _as_met(one_by_one)


def test_a_search_that_is_wide_for_a_while_and_narrow_for_long_meets_the_same_states():
    counters = {name: {"start": 0, "min": 0, "max": 20} for name in ("a", "b", "c")}
    scenes = {
        "talk": [*(choice(f"more-{name}", "talk", f"{name} < 20", add={name: 1}) for name in counters)],
        "walk": [choice("step", "walk", "n < 500", add={"n": 1}), choice("stop", "end", "n >= 500")],
    }
    scenes["talk"].append(choice("go", "walk", "a == 20 and b == 20 and c == 20"))
    state = {**counters, "n": {"start": 0, "min": 0, "max": 500}}
    found = [explore(Tables(tale(scenes, state=state)), limit=20_000, wide=wide) for wide in (50, 20_000)]
    assert len(found[0].codes) == 21**3 + 501 + 1
    assert _as_met(found[0]) == _as_met(found[1])
    few = [explore(Tables(tale(scenes, state=state)), limit=2_000, wide=wide) for wide in (50, 20_000)]
    assert not few[0].complete
    assert not few[1].complete
    assert list(few[1].codes) == list(few[0].codes)[: len(few[1].codes)]


def test_a_search_goes_on_after_thousands_of_states_that_lead_to_nothing_new():
    story = tale(
        {"wait": [choice("on", "wait", add={"n": 1}), choice("out", "end")]},
        state={"n": {"start": 0, "min": 0, "max": 5_000}},
    )
    whole = explore(Tables(story), limit=20_000)
    # All are known from the start, and are looked into 4,096 at a time.
    again = explore(Tables(story), limit=len(whole.codes), starts=whole.codes, wide=1)
    assert again.complete
    assert _as_met(again)[:4] == _as_met(whole)[:4]


@many
@given(st.lists(st.lists(st.integers(0, 30), min_size=1), min_size=1))
def test_states_that_come_in_many_at_a_time_are_numbered_as_they_are_met(chunks):
    known = {0: 0}
    numbers = Numbers(array("q", known))
    for chunk in chunks:
        before = len(known)
        expected = [known.setdefault(state, len(known)) for state in chunk]
        found, new = numbers.of(np.array(chunk))
        assert found.tolist() == expected
        assert [chunk[place] for place in new] == list(known)[before:]
