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
    "E314": "Unknown finding waived",
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
    "W01": "Stuck: nothing left to choose",
    "W02": "Trap: no ending can be reached",
    "W03": "Condition that never changes its answer",
    "W04": "Scene or ending that no play reaches",
    "W05": "Choice that is never open",
    "W06": "Text, line or route that never comes up",
    "W07": "Variable that does nothing",
    "W08": "Add that is always cut off",
    "W09": "Score pump",
    "W10": "Longest is right",
    "W11": "Position gives the answer away",
    "W12": "Courtesy gives the answer away",
    "W13": "Absolutes give the worst away",
    "W14": "Caricature",
    "W15": "Choice that nobody sensible takes",
    "W16": "Too few or too many choices",
    "W20": "False choice",
    "W21": "Choice without consequence",
    "W22": "Magic path",
    "W23": "No recovery",
    "W24": "Gauntlet",
    "W25": "Ending and score contradict each other",
    "W26": "Nothing to weigh",
    "W27": "Nothing remembered",
    "W30": "Criterion promised and hardly exercised",
    "W31": "Criterion rated in one direction only",
    "W32": "No feedback",
    "W33": "Something a trainer needs is missing",
    "W34": "Power not named",
    "W35": "Inaction rewarded in imminent danger",
    "W40": "Background tied to a part or an ending",
    "W42": "Variant that differs in more than names",
    "W43": "Loaded word",
    "W44": "Generalisation about a group",
    "W45": "Child or relative as interpreter",
    "W50": "Hard to read",
    "W51": "Scene too long",
    "W52": "Timer too short to read by",
    "W60": "Translation incomplete",
    "W61": "Translation stale",
}
_NOTES = {
    "W17": "Choices that no best play uses",
    "W41": "Too few people to tell whether background predicts anything",
    "W46": "No community review recorded",
    "W70": "Library covers a setting, practice or benefit less than twice",
    "W90": "Waived, but not found",
}
RULES.update({code: Rule(code, Severity.WARNING, title) for code, title in _WARNINGS.items()})
RULES.update({code: Rule(code, Severity.INFO, title) for code, title in _NOTES.items()})
