"""The codes of problems that only a campaign can have; its episodes have the codes of encounters."""

from __future__ import annotations

from scoring.document import ProblemKind
from scoring.document.problem import errors

CODES: dict[str, ProblemKind] = errors(
    {
        "E901": "Episode cannot be read",
        "E902": "Campaign within a campaign",
    }
)
"""Every code of this package, in order."""
