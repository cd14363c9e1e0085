"""Laying a file out: never another value, never a lost comment, and the second time nothing changes."""

from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring.document import read_text
from simulator.errors import ScenarioError
from simulator.scenario.layout import laid_out
from simulator.scenario.model import Scenario
from tests.samples import GATE
from tests.strategies import scenarios

ROOT = Path(__file__).parents[2]
SHIPPED = [*sorted((ROOT / "scenarios").rglob("*.yaml")), ROOT / "simulator" / "scenario" / "starter.yaml"]
PROSE = [
    "no",
    "22:30",
    "0123",
    "a: b",
    "it's #1",
    '"quoted"',
    "'",
    "- dash",
    "{tension}",
    "é ü 漢",
    "  two  spaces",
    "x" * 200,
]


def shuffled(tree, random):
    """Return the tree with the fields of every mapping in another order."""
    if isinstance(tree, dict):
        keys = list(tree)
        random.shuffle(keys)
        return {key: shuffled(tree[key], random) for key in keys}
    return [shuffled(each, random) for each in tree] if isinstance(tree, list) else tree


def commented(text, random):
    """Return a YAML text of one line a value with comments between its lines and after them."""
    lines = []
    for number, line in enumerate(text.splitlines()):
        indent = line[: len(line) - len(line.lstrip())]
        if random.random() < 0.15:
            lines.append(f"{indent}# note {number}")
        if random.random() < 0.1:
            lines.append("")
        lines.append(f"{line}  # beside {number}" if random.random() < 0.15 else line)
    return "\n".join(lines) + "\n"


@st.composite
def files(draw, *, notes=True):
    """Draw a scenario file: fields in any order, flow or block style, prose that is hard to quote, comments anywhere."""
    random = Random(draw(st.integers(0, 2**32 - 1)))
    tree = draw(scenarios(scenes=3))
    tree["summary"] = draw(st.sampled_from(PROSE))
    for scene in tree["scenes"].values():
        scene["choices"][0]["feedback"] = draw(st.sampled_from(PROSE))
    dumped = yaml.safe_dump(
        shuffled(tree, random),
        sort_keys=False,
        width=10_000,
        allow_unicode=True,
        default_flow_style=draw(st.sampled_from([False, None])),
    )
    return commented(dumped, random) if notes else dumped


def comments(text):
    """Return the comments of a text that `commented` wrote."""
    return sorted(
        part.strip() for line in text.splitlines() for part in line.split("# ")[1:] if part[:4] in ("note", "besi")
    )


def tried(text):
    """Lay a text out; a text that cannot be without a loss is refused, and stands as it is."""
    try:
        return laid_out(text, "x.yaml")
    except ScenarioError:
        return text


@settings(max_examples=40, deadline=None)
@given(files())
def test_no_value_changes_and_no_comment_is_lost(text):
    pretty = tried(text)
    assert read_text(pretty.encode(), "x.yaml").value == read_text(text.encode(), "x.yaml").value
    assert comments(pretty) == comments(text)


@settings(max_examples=40, deadline=None)
@given(files())
@example(GATE)
def test_what_is_laid_out_stays_as_it_is(text):
    pretty = tried(text)
    assert tried(pretty) == pretty


@given(files(notes=False))
@settings(max_examples=20, deadline=None)
def test_fields_stand_in_the_documented_order(text):
    value = read_text(laid_out(text, "x.yaml").encode(), "x.yaml").value
    assert list(value) == [name for name in Scenario.model_fields if name in value]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_ships_keeps_its_values(path):
    text = path.read_text(encoding="utf-8")
    pretty = laid_out(text, path.name)
    assert read_text(pretty.encode(), "x").value == read_text(text.encode(), "x").value
    assert laid_out(pretty, path.name) == pretty


def test_quotes_and_block_texts_stay_as_the_author_wrote_them():
    text = GATE.replace("summary: Somebody waits at a gate.", 'summary: "Somebody waits at a gate."')
    text = text.replace("text: She is shouting.", "text: |\n      She is shouting.\n\n      Nobody looks.")
    pretty = laid_out(text, "x.yaml")
    assert 'summary: "Somebody waits at a gate."' in pretty
    assert "text: |\n      She is shouting.\n\n      Nobody looks.\n" in pretty


@pytest.mark.parametrize(
    "text", ["format: [", "a: &x 1\nb: *x\n", "a: 1\na: 2\n", "- one\n- two\n", "just words\n", ""]
)
def test_what_is_no_scenario_file_is_refused_and_not_laid_out(text):
    with pytest.raises(ScenarioError):
        laid_out(text, "x.yaml")
