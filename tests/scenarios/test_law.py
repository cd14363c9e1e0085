"""What an encounter names of the law stands in its sources, and docs/law.md has every encounter and two texts for every point."""

import re
from pathlib import Path

import pytest
import yaml

from simulator.scenario.library import scenario_files

LIBRARY = Path(__file__).parents[2] / "scenarios"
LAW = Path(__file__).parents[2] / "docs" / "law.md"
NAMED = re.compile(r"(?:\b[Ss]ections? |\bss?\.|\bCode [A-H],? (?:paras? )?|\bNote )(\d+(?:\.\d+)?[A-Z]*)")
SPAN = re.compile(r"(\d+) to (\d+)")


@pytest.mark.parametrize("path", scenario_files([LIBRARY]), ids=lambda path: path.stem)
def test_what_it_names_of_the_law_stands_in_its_sources(path):
    scenario = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    sources = " ".join(map(str, scenario.get("sources", [])))
    numbers = set(re.findall(r"\d+(?:\.\d+)?[A-Z]*", sources))
    for first, last in SPAN.findall(sources):
        numbers |= {str(number) for number in range(int(first), int(last))}
    assert named(scenario) <= numbers


def named(scenario):
    """Return the numbers of the sections and paragraphs in the feedback, the powers and the trainer's notes."""
    texts = [scenario["trainer"]["notes"]] if "trainer" in scenario else []
    for scene in scenario.get("scenes", {}).values():
        for choice in scene.get("choices", []):
            texts += [choice.get("feedback", ""), choice.get("power", {}).get("basis", "")]
    return {number for text in texts for number in NAMED.findall(text)}


@pytest.mark.parametrize("path", scenario_files([LIBRARY]), ids=lambda path: path.stem)
def test_the_page_of_the_law_has_it(path):
    assert path.name.split(".")[0] in points()


def test_every_point_of_the_law_has_two_texts():
    rows = [line.strip("| ").split(" | ") for line in points().splitlines() if line.startswith("| ")]
    texts = [row[1] if len(row) == 2 else row[2] for row in rows if row[0] != "Point"]
    assert texts
    assert [text for text in texts if not text.startswith("two")] == []


def points():
    """Return the tables of the points, without what is said of doubts and of the Act of 2026."""
    return LAW.read_text(encoding="utf-8").partition("## What fresh readers doubted")[0]
