"""The catalogue of problem codes: stable, each with its severity and a page under docs/problems/."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.document import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem: its stable code, how much it matters, and its title in a few words."""

    code: str
    severity: Severity
    title: str

    @property
    def page(self) -> str:
        """The page that explains it, relative to the project's root."""
        return f"docs/problems/{self.code}.md"


_ERRORS = {
    "E101": "File cannot be read",
    "E102": "File too large",
    "E103": "Not UTF-8 text",
    "E104": "A character that cannot be seen",
    "E105": "Not YAML",
    "E106": "Anchor or alias",
    "E107": "Tag",
    "E108": "Second document",
    "E109": "Nested too deep",
    "E110": "Too many parts",
    "E111": "Key stands twice",
    "E112": "Merge key",
    "E113": "Key is not a word",
    "E114": "No fields",
    "E201": "Unknown field",
    "E202": "Missing field",
    "E203": "Wrong kind of value",
    "E204": "Word not known here",
    "E205": "Not written as an id",
    "E206": "Number or flag out of range",
    "E207": "Empty",
    "E208": "Fields that do not go together",
    "E301": "Unknown scene or ending",
    "E302": "Unknown person",
    "E303": "Unknown criterion",
    "E304": "Unknown critical event",
    "E305": "Undeclared state",
    "E306": "Choice id used twice",
    "E307": "Unknown or unsuitable choice",
    "E308": "Name taken twice",
    "E309": "Last entry guarded, or an earlier one not",
    "E310": "Value does not fit the variable",
    "E311": "Brace names nothing",
    "E312": "Unknown rubric",
    "E313": "Scene without choices",
    "E401": "Condition not in order",
    "E402": "= for ==",
    "E403": "Unknown name in a condition",
    "E404": "Condition compares unlike things",
    "E405": "Not used in conditions",
    "E406": "Condition too long",
    "E501": "Include leaves the library",
    "E502": "Include cannot be read",
    "E503": "Include does not fit",
    "E601": "The scenario's own test fails",
    "E701": "Translation names nothing",
    "E801": "Scenario id used twice",
}

RULES: dict[str, Rule] = {code: Rule(code, Severity.ERROR, title) for code, title in _ERRORS.items()}
"""Every code that can be printed, in order."""

_WARNINGS = {
    "W60": "Translation incomplete",
    "W61": "Translation stale",
}
RULES.update({code: Rule(code, Severity.WARNING, title) for code, title in _WARNINGS.items()})
