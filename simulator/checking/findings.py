"""Findings of one scenario, less what its author waived with a reason."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.document import Problem, Severity
from simulator.checking.rules import ALL
from simulator.checking.rules.library import LIBRARY_CODES
from simulator.checking.subject import Subject
from simulator.scenario.model import Scenario
from simulator.scenario.problems import RULES
from simulator.scenario.tree import Tree


def find(subject: Subject) -> list[Problem]:
    """Return all findings of one scenario, whether waived or not."""
    return [problem for rule in ALL for problem in rule(subject)]


def unwaived(found: Iterable[Problem], scenario: Scenario) -> list[Problem]:
    """Return what the scenario does not waive; an error cannot be waived."""
    waived = {waiver.rule for waiver in scenario.waive}
    return [problem for problem in found if problem.severity is Severity.ERROR or problem.code not in waived]


def idle_waivers(found: Iterable[Problem], scenario: Scenario, tree: Tree) -> list[Problem]:
    """Return W90 for each waiver of a finding that this file alone can have, and does not."""
    codes = {problem.code for problem in found} | LIBRARY_CODES
    return [
        tree.problem(
            ("waive", number, "rule"),
            "W90",
            f"'{waiver.rule}' ({RULES[waiver.rule].title}) is waived here, and not found.",
            "Delete the waiver: the reason for it has gone.",
            severity=RULES["W90"].severity,
        )
        for number, waiver in enumerate(scenario.waive)
        if waiver.rule not in codes
    ]
