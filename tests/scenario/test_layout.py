"""Laying a file out: never another value, never a lost comment, and the second time nothing changes."""

import re
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring.document import read_text
from scoring.document.validation import validate
from scoring.rubric import RubricSet
from simulator.errors import ScenarioError
from simulator.scenario.layout import laid_out
from simulator.scenario.model import Scenario
from simulator.scenario.story import Story
from simulator.scenario.tree import Tree
from tests.samples import GATE
from tests.strategies import scenarios

ROOT = Path(__file__).parents[2]
SHIPPED = [
    *(
        path
        for path in sorted((ROOT / "scenarios").rglob("*.yaml"))
        if path.name[0] != "_" and path.name != "campaign.yaml"
    ),
    ROOT / "simulator" / "scenario" / "starter.yaml",
]
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
        (scene.get("choices") or [{}])[0]["feedback"] = draw(st.sampled_from(PROSE))
    dumped = yaml.safe_dump(
        shuffled(tree, random),
        sort_keys=False,
        width=10_000,
        allow_unicode=True,
        default_flow_style=draw(st.sampled_from([False, None])),
    )
    return commented(dumped, random) if notes else dumped


def comments(text):
    """Return the comments of a text that `commented` wrote, in order."""
    return re.findall(r"# (?:note|beside) \d+", text)


def value_of(text):
    document = read_text(text.encode(), "x.yaml")
    return None if document.problems else document.value


@settings(max_examples=30, deadline=None)
@given(files())
def test_no_value_changes_and_no_comment_is_lost(text):
    pretty = laid_out(text, "x.yaml")
    assert value_of(pretty) == value_of(text)
    assert sorted(comments(pretty)) == sorted(comments(text))


@settings(max_examples=30, deadline=None)
@given(files())
@example(GATE)
def test_what_is_laid_out_stays_as_it_is(text):
    pretty = laid_out(text, "x.yaml")
    assert laid_out(pretty, "x.yaml") == pretty


@given(files(notes=False))
@settings(max_examples=20, deadline=None)
def test_fields_stand_in_the_documented_order(text):
    value = read_text(laid_out(text, "x.yaml").encode(), "x.yaml").value
    assert list(value) == [name for name in Scenario.model_fields if name in value]


def noted(text, random, count):
    """Return a text with comments put at random places, wherever they are neither prose nor a fault."""
    lines, wanted = text.splitlines(), value_of(text)
    for number in range(count):
        line = random.randrange(len(lines) + 1)
        if random.random() < 0.4:
            gap = random.choice([" ", "  ", "\t"])
            found = [f"{each}{gap}# beside {number}" for each in lines[line : line + 1] if "#" not in each]
            tried = [*lines[:line], *found, *lines[line + 1 :]] if found else lines
        else:
            tried = [*lines[:line], f"{' ' * random.randrange(12)}# note {number}", *lines[line:]]
        if value_of("\n".join(tried)) == wanted:
            lines = tried
    return "\n".join(lines) + random.choice(["\n", "", "\n\n"])


@settings(max_examples=5, deadline=None)
@given(st.sampled_from([path for path in SHIPPED if path.name.count(".") == 1]), st.randoms(use_true_random=False))
def test_comments_anywhere_in_what_ships_survive_each_once_and_in_their_order(path, random):
    # What ships is laid out: no field moves, and so the comments keep their order.
    text = noted(path.read_text(encoding="utf-8"), random, 12)
    pretty = laid_out(text, path.name)
    assert comments(pretty) == comments(text)
    assert laid_out(pretty, path.name) == pretty
    assert digest(pretty) == digest(text)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([20, 40, 10_000]), st.sampled_from([None, False, True]), st.randoms(use_true_random=False))
def test_comments_anywhere_in_any_style_survive_each_once(width, flow, random):
    tree = shuffled(yaml.load(GATE, Loader=yaml.CSafeLoader), random)
    text = yaml.safe_dump(tree, sort_keys=False, width=width, default_flow_style=flow, allow_unicode=True)
    text = noted(random.choice(["", "---\n"]) + text, random, 25)
    pretty = laid_out(text, "x.yaml")
    assert sorted(comments(pretty)) == sorted(comments(text))
    assert laid_out(pretty, "x.yaml") == pretty
    assert value_of(pretty) == value_of(text)


def digest(text):
    scenario, problems = validate(Scenario, Tree(read_text(text.encode(), "x.yaml")))
    assert not problems
    return Story(scenario, RubricSet.shipped()).digest


ODD = {
    "before the first key": ("format: 1\n", "# C\n\nformat: 1\n", "# C\n\nformat: 1\n"),
    "after the last line": ("ending: settled}\n", "ending: settled}\n\n\n# C\n", "ending: settled}\n\n# C\n"),
    "without a line end": ("ending: settled}\n", "ending: settled} # C", "ending: settled}  # C\n"),
    "between entries, with blank lines": (
        "        goto: talk\n      - id: wait", "        goto: talk\n\n\n      # C\n\n      - id: wait",
        "        goto: talk\n\n      # C\n\n      - id: wait",
    ),
    "further in than what follows": (
        "  talk:\n", "        # C\n  talk:\n", "to: talk}\n        # C\n  talk:\n",
    ),
    "further out than what follows": ("  talk:\n", "# C\n  talk:\n", "  # C\n  talk:\n"),
    "at an odd column": ("      - id: wait", "       # C\n      - id: wait", "      # C\n      - id: wait"),
    "after a key": ("  talk:\n", "  talk: # C\n", "  talk:  # C\n"),
    "after a dash": ("      - id: wait", "      - # C\n        id: wait", "      # C\n      - id: wait"),
    "between a key and its text": (
        "    text: She is shouting.", "    text:\n      # C\n      She is shouting.", "    # C\n    text: She is shouting.",
    ),
    "after a mapping in brackets": ("voice: 1}\n", "voice: 1} # C\n", "voice: 1}  # C\n"),
    "inside a mapping in brackets": (
        "        ratings: {opening: 2, voice", "        ratings: {opening: 2, # C\n          voice",
        "        # C\n        ratings: {opening: 2, voice",
    ),
    "inside a list in brackets": (
        "rubrics: [de-escalation, respect]", "rubrics: [\n  de-escalation,\n  # C\n  respect\n]",
        "# C\nrubrics: [de-escalation, respect]",
    ),
    "after the sign of a block": (
        "text: She is shouting.", "text: | # C\n      She is shouting.", "text: |  # C\n      She is shouting.",
    ),
    "after a block": (
        "text: She is shouting.\n    choices", "text: |+\n      She is shouting.\n\n    # C\n    choices",
        "text: |+\n      She is shouting.\n\n    # C\n    choices",
    ),
    "after a text in quotes with a hash in it": (
        "summary: Somebody waits at a gate.", 'summary: "Somebody #1\n  waits" # C', 'summary: "Somebody #1 waits"  # C\n',
    ),
    "after a tab": ("minutes: 3\n", "minutes: 3\t# C\n", "minutes: 3  # C\n"),
    "beside the mark of a document": ("format: 1\n", "--- # C\nformat: 1\n", "# C\nformat: 1\n"),
    "beside a field that moves": (
        "minutes: 3\nrubrics: [de-escalation, respect]\n", "rubrics: [de-escalation, respect] # C\nminutes: 3\n",
        "minutes: 3\nrubrics: [de-escalation, respect]  # C\n",
    ),
    "above a field that moves": (
        "minutes: 3\nrubrics: [de-escalation, respect]\n", "# C\nrubrics: [de-escalation, respect]\nminutes: 3\n",
        "minutes: 3\n# C\nrubrics: [de-escalation, respect]\n",
    ),
    "at the head of a file whose first field moves": (
        "format: 1\nid: the-gate\n", "# C\nid: the-gate\nformat: 1\n", "# C\nformat: 1\nid: the-gate\n",
    ),
    "without a space": ("state:\n", "state:\n  #C\n", "state:\n  #C\n"),
}  # fmt: skip


@pytest.mark.parametrize("where", ODD)
def test_a_comment_keeps_its_place(where):
    plain, written, wanted = ODD[where]
    assert plain in GATE
    text = GATE.replace(plain, written, 1)
    pretty = laid_out(text, "x.yaml")
    assert wanted in pretty
    assert len(re.findall("# ?C", pretty)) == 1
    assert value_of(pretty) == value_of(text) is not None
    assert laid_out(pretty, "x.yaml") == pretty


@pytest.mark.parametrize(
    "typed", ["+1", "0123", "1_000", "0x1f", "12:30", ".5", "1.10", "~", "null", "True", "2026-11-05", "="]
)
def test_what_looks_like_a_number_or_a_date_stays_as_it_was_typed(typed):
    assert f"\ntitle: {typed}\n" in laid_out(GATE.replace("title: The gate", f"title: {typed}"), "x.yaml")


def test_a_tab_after_the_end_of_a_text_over_several_lines_is_no_hindrance():
    text = GATE.replace("summary: Somebody waits at a gate.", "summary: Somebody waits\n  at a gate.\t# C")
    assert "summary: Somebody waits at a gate.  # C\n" in laid_out(text, "x.yaml")


def test_a_tab_between_a_key_and_its_value_is_no_hindrance():
    assert laid_out(GATE.replace("minutes: 3", "minutes:\t3"), "x.yaml") == laid_out(GATE, "x.yaml")


def test_comments_below_something_stay_in_their_order():
    notes = "    # one\n          # two\n      # three\n"
    pretty = laid_out(GATE.replace("  talk:\n", f"{notes}  talk:\n"), "x.yaml")
    assert re.findall("# (one|two|three)", pretty) == ["one", "two", "three"]


def test_a_blank_line_does_not_become_part_of_a_text_that_comes_to_stand_before_it():
    text = GATE.replace("    text: She is shouting.\n    choices:", "\n    choices:")
    text = text.replace("endings:\n", "    text: |+\n      She is shouting.\n\nendings:\n")
    assert "  shouting:\n    text: |+\n      She is shouting.\n\n    choices:\n" in laid_out(text, "x.yaml")


def test_windows_line_ends_and_a_mark_of_byte_order_are_no_hindrance():
    assert laid_out("\ufeff" + GATE.replace("\n", "\r\n"), "x.yaml") == laid_out(GATE, "x.yaml")


def test_two_blank_lines_become_one_but_for_those_of_a_text():
    text = GATE.replace("text: She is shouting.", "text: |\n      She is shouting.\n\n\n      Nobody looks.")
    pretty = laid_out(text.replace("scenes:\n", "\n\n\nscenes:\n", 1), "x.yaml")
    assert "told: false\nstart: arrive\n\nscenes:\n" in pretty
    assert "She is shouting.\n\n\n      Nobody looks.\n" in pretty


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
