"""Findings of one scenario, and of several together, whether waived or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scoring.document import Problem
from simulator.checking.rules import CAMPAIGN_RULES, LIBRARY_RULES, SCENARIO_RULES
from simulator.checking.rules.campaign import CampaignSubject
from simulator.checking.scenario_set import ScenarioSet
from simulator.checking.subject import Subject
from simulator.scenario.tree import Tree


def find(subject: Subject) -> list[Problem]:
    """Return all findings of one scenario."""
    return [subject.problem(rule.kind, finding) for rule in SCENARIO_RULES for finding in rule.find(subject)]


def find_over(scenarios: ScenarioSet) -> Iterator[Problem]:
    """Yield the findings that only show when the scenarios of a library are looked at together."""
    if len(scenarios.members) > 1:
        for rule in LIBRARY_RULES:
            for finding in rule.find(scenarios):
                yield scenarios.problem(rule.kind, finding)


def find_in_campaign(subject: CampaignSubject, tree: Tree, episodes: Mapping[str, Tree]) -> Iterator[Problem]:
    """Yield the findings of a campaign, in its own file or in that of an episode.

    Args:
        subject: the campaign as the rules look at it.
        tree: of its own file.
        episodes: scenario id to the tree of that file.
    """
    for rule in CAMPAIGN_RULES:
        for found in rule.find(subject):
            there = episodes[found.file] if found.file else tree
            problem = there.problem(
                found.where, rule.kind.code, found.message, found.mend, key=found.key, severity=rule.kind.severity
            )
            yield replace(problem, place=found.place or ".".join(map(str, found.where)))
