"""What a campaign's proof finds is told by `check`, at its place, and can be waived with a reason."""

import pytest

from scoring.rubric import RubricSet
from simulator.checking.files import check_paths
from tests.campaign.samples import change

FAULTS = [
    ("shown: end, ", "", "W83", "depot_trust"),
    ("set: {ticket: kept, theo", "set: {theo", "W84", "ticket"),
    ("    date: week 4\n", "    date: week 4\n    when: depot_trust == 2\n", "W82", "- id: four-weeks-on"),
    ("when: theo_knows == stranger, add", "when: depot_trust == 2, add", "W81", "depot_trust == 2"),
    ("- when: promised\n", "- when: knows_him >= 1 and knows_him == 0\n", "W81", "- id: four-weeks-on"),
]


def told(folder):
    report = check_paths([folder], RubricSet.shipped())
    own = folder / "campaign.yaml"
    lines = own.read_text(encoding="utf-8").split("\n")
    return {(each.code, lines[each.line - 1].strip()[:60]) for each in report.problems if each.file == str(own)}


def test_the_starter_has_no_findings_of_its_own(folder):
    assert told(folder) == set()


@pytest.mark.parametrize(("old", "new", "code", "at"), FAULTS)
def test_a_fault_is_a_finding_where_it_stands(folder, old, new, code, at):
    (path,) = [each for each in folder.glob("*.yaml") if old in each.read_text(encoding="utf-8")]
    change(folder, old, new, path.name)
    assert any(found == code and at in line for found, line in told(folder))


def test_an_episode_that_gets_stuck_is_a_finding_with_the_way(folder):
    for choice in ("write-it-down", "not-my-desk"):
        change(folder, f"- id: {choice}\n", f"- id: {choice}\n        when: promised\n", "his-mother.yaml")
    assert ("W80", "- id: four-weeks-on") in told(folder)


def test_a_finding_is_waived_with_a_reason_and_an_idle_waiver_is_told(folder):
    change(folder, "shown: end, ", "")
    change(folder, "\ntests:", "\nwaive:\n  - {rule: W83, reason: for later}\n  - {rule: W82, reason: idle}\n\ntests:")
    assert {code for code, _ in told(folder)} == {"W90"}
