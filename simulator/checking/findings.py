"""Findings of one scenario: every rule, less what its author waived with a reason."""

from __future__ import annotations

from scoring.document import Problem
from simulator.checking.rules import ALL
from simulator.checking.subject import Subject


def find(subject: Subject) -> list[Problem]:
    """Return the findings of one scenario in the order of the file."""
    found = [problem for rule in ALL for problem in rule(subject)]
    waived = {waiver.rule for waiver in subject.scenario.waive}
    kept = [problem for problem in found if problem.code not in waived]
    codes = {problem.code for problem in found}
    for number, waiver in enumerate(subject.scenario.waive):
        if waiver.rule not in codes:
            kept.append(
                subject.finding(
                    "W90", ("waive", number, "rule"), f"'{waiver.rule}' is waived here, and not found.",
                    "Delete the waiver: the reason may have gone.",
                )  # fmt: skip
            )
    return sorted(kept, key=lambda problem: problem.order)
