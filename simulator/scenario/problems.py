"""The codes of what can be wrong with a scenario's names, conditions and includes, a translation and an overlay."""

from __future__ import annotations

from scoring.document import ProblemKind, Severity
from scoring.document.problem import errors

UNTRANSLATED = ProblemKind("W60", Severity.WARNING, "Translation incomplete")
STALE = ProblemKind("W61", Severity.WARNING, "Translation or overlay out of date")

CODES: dict[str, ProblemKind] = {
    **errors(
        {
            "E301": "Unknown scene or ending",
            "E302": "Unknown person",
            "E303": "Unknown criterion",
            "E304": "Unknown critical event",
            "E305": "Undeclared state",
            "E306": "Choice id used twice",
            "E307": "Unknown or unsuitable choice",
            "E308": "Name used twice",
            "E309": "Last entry with a condition, or an earlier one without",
            "E310": "Value does not fit the variable",
            "E311": "Braces with an unknown name",
            "E312": "Unknown rubric",
            "E313": "Scene without choices",
            "E315": "Scenes that go on in a circle",
            "E316": "Belongs to version 2 of the format",
            "E401": "Condition that cannot be read",
            "E402": "= for ==",
            "E403": "Unknown name in a condition",
            "E404": "Condition compares unlike things",
            "E405": "Not allowed in conditions",
            "E406": "Condition too long",
            "E501": "Include from outside the library",
            "E502": "Include cannot be read",
            "E503": "Include does not fit",
            "E701": "Translation or overlay with an unknown id",
            "E702": "Overlay does not fit",
        }
    ),
    UNTRANSLATED.code: UNTRANSLATED,
    STALE.code: STALE,
}
"""Every code of this package, in order."""
