"""The catalogue of problems: every kind that can be told, gathered from where each is found."""

from __future__ import annotations

from scoring.document import ProblemKind, Severity
from scoring.document import codes as document
from simulator.campaign import problems as campaign
from simulator.checking.rules import CAMPAIGN_RULES, LIBRARY_RULES, SCENARIO_RULES
from simulator.scenario import problems as scenario

UNKNOWN_WAIVER = ProblemKind("E314", Severity.ERROR, "Unknown finding waived")
DOUBLE_ID = ProblemKind("E801", Severity.ERROR, "Scenario id used twice")
IDLE_WAIVER = ProblemKind("W90", Severity.INFO, "Waived, but not found")

_KINDS = (
    *document.CODES.values(),
    *scenario.CODES.values(),
    *campaign.CODES.values(),
    *(rule.kind for rule in SCENARIO_RULES),
    *(rule.kind for rule in LIBRARY_RULES),
    *(rule.kind for rule in CAMPAIGN_RULES),
    UNKNOWN_WAIVER,
    DOUBLE_ID,
    IDLE_WAIVER,
)

CATALOGUE: dict[str, ProblemKind] = {kind.code: kind for kind in sorted(_KINDS, key=lambda kind: kind.code)}
"""Every code that can be printed, in order."""

LIBRARY_CODES = frozenset(rule.kind.code for rule in LIBRARY_RULES)
"""Findings that only show when files are checked together."""
