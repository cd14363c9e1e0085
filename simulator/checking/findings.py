"""Findings of one scenario, less what its author waived with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scoring.document import Problem, Severity
from scoring.document.problem import did_you_mean
from simulator.campaign.story import CampaignStory
from simulator.checking.catalogue import CATALOGUE, IDLE_WAIVER, LIBRARY_CODES, UNKNOWN_WAIVER
from simulator.checking.rules import CAMPAIGN_RULES, LIBRARY_RULES, SCENARIO_RULES
from simulator.checking.rules.campaign import CampaignSubject
from simulator.checking.rules.library import Library
from simulator.checking.subject import Subject
from simulator.scenario.model import Scenario
from simulator.scenario.tree import Tree


def find(subject: Subject) -> list[Problem]:
    """Return all findings of one scenario, whether waived or not."""
    return [subject.problem(rule.kind, finding) for rule in SCENARIO_RULES for finding in rule.find(subject)]


def find_over(library: Library) -> Iterator[Problem]:
    """Yield the findings that only show when the scenarios of a library are looked at together."""
    if len(library.members) > 1:
        for rule in LIBRARY_RULES:
            for finding in rule.find(library):
                yield library.problem(rule.kind, finding)


def find_in_campaign(story: CampaignStory, tree: Tree) -> Iterator[Problem]:
    """Yield the findings of a campaign's own file."""
    subject = CampaignSubject(story)
    for rule in CAMPAIGN_RULES:
        for found in rule.find(subject):
            yield tree.problem(
                found.where, rule.kind.code, found.message, found.mend, key=found.key, severity=rule.kind.severity
            )


def unwaived(found: Iterable[Problem], scenario: Scenario) -> list[Problem]:
    """Return what the scenario does not waive; an error cannot be waived."""
    waived = {waiver.rule for waiver in scenario.waive}
    return [problem for problem in found if problem.severity is Severity.ERROR or problem.code not in waived]


def wrong_waivers(found: Iterable[Problem], scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield E314 for each waiver of what is no finding, W90 for each of what is not found in this file.

    Nothing is said of findings that only show when files are checked together.
    """
    waivable = [code for code, kind in CATALOGUE.items() if kind.severity is not Severity.ERROR]
    not_idle = {problem.code for problem in found} | LIBRARY_CODES
    for number, waiver in enumerate(scenario.waive):
        where = ("waive", number, "rule")
        if waiver.rule not in waivable:
            known = waiver.rule in CATALOGUE
            what = "is an error; errors cannot be waived" if known else "is not the code of a finding"
            yield tree.problem(
                where, UNKNOWN_WAIVER.code, f"'{waiver.rule}' {what}.", did_you_mean(waiver.rule, waivable)
            )
        elif waiver.rule not in not_idle:
            yield tree.problem(
                where,
                IDLE_WAIVER.code,
                f"'{waiver.rule}' ({CATALOGUE[waiver.rule].title}) is waived here, and not found.",
                "Delete the waiver: the reason for it has gone.",
                severity=IDLE_WAIVER.severity,
            )
