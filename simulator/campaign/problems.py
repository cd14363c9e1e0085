"""The codes of what can be wrong with a campaign beside what can be wrong with its episodes."""

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
