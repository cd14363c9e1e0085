"""Conditions: what they mean, and what is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scenario.conditions import ConditionError, compile_condition, history_of
from simulator.scenario.model import FlagVariable, LevelsVariable, NumberVariable
from simulator.scenario.state import StateLayout

VARIABLES = {
    "trust": NumberVariable(start=2, min=-3, max=9),
    "fear": NumberVariable(start=0, min=0, max=5),
    "told": FlagVariable(start=False),
    "mood": LevelsVariable(start="wary", levels=["open", "wary", "upset"]),
    "hers": LevelsVariable(start="open", levels=["open", "wary", "upset"]),
}


def layout(*conditions):
    return StateLayout(
        VARIABLES, scene_ids=["gate"], choice_ids=["wait"], history=history_of((each, None) for each in conditions)
    )


def holds(text, **state):
    slots = layout(text)
    values = list(slots.start)
    for name, value in state.items():
        if name in slots.slot_of:
            values[slots.slot_of[name]] = slots.encode(name, value)
        else:
            values[slots.names.index({"gate": 'visited("gate")', "wait": 'chosen("wait")'}[name])] = int(value)
    return compile_condition(text, slots).test(tuple(values))


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        ("trust >= 2", {"trust": 2}, True),
        ("hers == upset and mood == wary", {"hers": "upset"}, True),
        ("hers > mood", {"hers": "wary", "mood": "wary"}, False),
        ("trust > 2 or told", {"told": True}, True),
        ("not told", {"told": True}, False),
        ("told == false", {}, True),
        ("mood >= upset", {"mood": "upset"}, True),
        ("upset <= mood", {"mood": "wary"}, False),
        ("mood in [open, wary]", {"mood": "wary"}, True),
        ("mood not in [open, wary]", {"mood": "wary"}, False),
        ("0 <= trust - fear < 3", {"trust": 4, "fear": 2}, True),
        ("trust + -1 == fear", {"trust": 1, "fear": 0}, True),
        ('visited("gate") and chosen("wait")', {"gate": True, "wait": True}, True),
        ('visited("gate") and chosen("wait")', {"gate": True}, False),
        ("(trust == 2) == told", {"trust": 2, "told": True}, True),
    ],
)
def test_a_condition_means_what_it_reads(text, state, expected):
    assert holds(text, **state) is expected


@pytest.mark.parametrize(
    ("text", "code", "underlined"),
    [
        ("trust = 5", "E402", "="),
        ("trust => 5", "E401", "=>"),
        ("told && told", "E401", "&&"),
        ("!told", "E401", "!"),
        ("trust >=", "E401", None),
        ("trust > ", "E401", None),
        ("trsut > 1", "E403", "trsut"),
        ("mood > 1", "E404", "1"),
        ("mood == happy", "E403", "happy"),
        ("trust == open", "E404", "open"),
        ("told > false", "E404", None),
        ("trust and told", "E404", "trust"),
        ("told + 1 > 0", "E404", "told"),
        ('mood == "open"', "E404", '"open"'),
        ("trust ** 2 > 1", "E405", None),
        ("open('/etc/passwd')", "E405", None),
        ("__import__", "E403", "__import__"),
        ("trust.real > 1", "E405", "."),
        ("[x for x in [1]] == 1", "E405", None),
        ("lambda: 1", "E405", ":"),
        ("trust if told else fear", "E405", None),
        ("trust is 2", "E405", None),
        ('visited("nowhere")', "E301", '"nowhere"'),
        ('chosen("never")', "E307", '"never"'),
        ("visited(gate)", "E405", "visited(gate)"),
        ("trust > 1.5", "E405", "."),
        ("trust > 99999999999", "E405", "99999999999"),
        ("told and " * 80 + "told", "E406", None),
        ("(" * 240 + "told" + ")" * 240, "E401", None),
        ("trust > 5\x00", "E405", None),
    ],
)
def test_what_a_condition_cannot_say_is_refused_where_it_stands(text, code, underlined):
    with pytest.raises(ConditionError) as refused:
        compile_condition(text, layout(text))
    error = refused.value
    assert error.code == code
    assert error.mend
    if underlined is not None:
        assert text[error.offset : error.offset + error.width] == underlined


EXPRESSIONS = st.recursive(
    st.sampled_from(
        ["told", "trust >= 2", "fear < trust", "mood == open", "trust - fear > 1", "mood in [wary, upset]"]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: f"({' '.join(parts)})"),
        inner.map(lambda text: f"(not {text})"),
    ),
    max_leaves=6,
)


@given(text=EXPRESSIONS, trust=st.integers(-3, 9), fear=st.integers(0, 5), told=st.booleans(), mood=st.integers(0, 2))
def test_a_compiled_condition_agrees_with_python(text, trust, fear, told, mood):
    names = {"trust": trust, "fear": fear, "told": told, "mood": mood, "open": 0, "wary": 1, "upset": 2}
    values = (trust, fear, int(told), mood)
    assert compile_condition(text, layout(text)).test(values) is bool(eval(text, {}, names))  # noqa: S307 - the oracle


@given(st.text(max_size=60))
def test_any_text_is_compiled_or_refused_and_never_more(text):
    slots = layout(text)
    with suppress(ConditionError):
        assert compile_condition(text, slots).test(slots.start) in (True, False)


def test_a_count_is_how_many_of_its_conditions_hold():
    assert holds("count(told, trust >= 1, fear == 3) == 1", trust=2)
    assert holds("count(told, mood == wary) + trust == 4", told=True)
    assert not holds("count(told) == 1")


@pytest.mark.parametrize(
    ("text", "code"), [("count()", "E405"), ("count(told)", "E404"), ("count(trust) >= 1", "E404")]
)
def test_a_count_is_a_number_of_conditions(text, code):
    with pytest.raises(ConditionError) as refused:
        compile_condition(text, layout())
    assert refused.value.code == code
