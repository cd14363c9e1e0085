"""What a campaign's proof finds is told by `check`, at its place, and can be waived with a reason."""

import pytest

from scoring.rubric import RubricSet
from simulator.checking.files import check_paths
from simulator.checking.rules import CAMPAIGN_RULES
from simulator.checking.subject import CHECK_LIMITS, CheckLimits
from tests.campaign.samples import change

FAULTS = [
    ("shown: end, ", "", "W83", "depot_trust"),
    ("set: {ticket: kept, theo", "set: {theo", "W84", "ticket"),
    ("    date: week 4\n", "    date: week 4\n    when: depot_trust == 2\n", "W82", "- id: four-weeks-on"),
    ("when: theo_knows == stranger, add", "when: depot_trust == 2, add", "W81", "depot_trust == 2"),
    (
        "- when: promised\n",
        "- when: knows_him >= 1 and knows_him == 0\n",
        "W81",
        "- when: knows_him >= 1 and knows_him == 0",
    ),
]


OF_EPISODES = {"W03", "W06", "W07"}
"""Codes that are reported for an encounter by itself, but not for state that a campaign brings or keeps."""


def told(folder, within=CHECK_LIMITS):
    report = check_paths([folder], RubricSet.shipped(), within=within)
    codes = {rule.kind.code for rule in CAMPAIGN_RULES} | OF_EPISODES | {"W90"}
    return {(each.code, each.source.strip()[:60]) for each in report.problems if each.code in codes}


def test_the_starter_has_no_findings_of_its_own(folder):
    assert told(folder) == set()


def test_of_an_encounter_without_its_campaign_is_told_what_only_a_campaign_changes(folder):
    (folder / "campaign.yaml").unlink()
    assert {code for code, _ in told(folder)} == OF_EPISODES


@pytest.mark.parametrize(("old", "new", "code", "at"), FAULTS)
def test_a_fault_is_a_finding_where_it_stands(folder, old, new, code, at):
    (path,) = [each for each in folder.glob("*.yaml") if old in each.read_text(encoding="utf-8")]
    change(folder, old, new, path.name)
    assert any(found == code and at in line for found, line in told(folder))


def test_an_episode_that_gets_stuck_is_a_finding_with_the_way(folder):
    for choice in ("write-it-down", "not-my-desk"):
        change(folder, f"- id: {choice}\n", f"- id: {choice}\n        when: promised\n", "his-mother.yaml")
    assert ("W80", "at-the-desk:") in told(folder)


def test_a_claim_holds_over_everything_that_can_be_brought(folder):
    claim = "claims: [{never: not promised, why: she comes because of it}]\n\nscenes:"
    change(folder, "\nscenes:", f"\n{claim}", "his-mother.yaml")
    alone = check_paths([folder / "his-mother.yaml"], RubricSet.shipped())
    assert not alone.errors
    assert {(code, line) for code, line in told(folder) if code == "E904"} == {
        ("E904", claim.split("\n", maxsplit=1)[0][:60])
    }


def test_a_finding_is_waived_with_a_reason_and_an_idle_waiver_is_told(folder):
    change(folder, "shown: end, ", "")
    change(folder, "\ntests:", "\nwaive:\n  - {rule: W83, reason: for later}\n  - {rule: W82, reason: idle}\n\ntests:")
    assert {code for code, _ in told(folder)} == {"W90"}


def test_a_campaign_that_is_too_large_is_told_so(folder):
    said = told(folder, CheckLimits(states=1))
    assert ("W85", "memory:  # what outlives an episode: flags, numbers and levels, each w"[:60]) in said
