"""The codes of what can be wrong with a file as YAML, and with its values as fields of a known shape."""

from __future__ import annotations

from scoring.document.problem import ProblemKind, errors

CODES: dict[str, ProblemKind] = errors(
    {
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
        "E111": "Key appears twice",
        "E112": "Merge key",
        "E113": "Key is not a word",
        "E114": "No fields",
        "E201": "Unknown field",
        "E202": "Missing field",
        "E203": "Wrong kind of value",
        "E204": "Word that is not allowed here",
        "E205": "Not written as an id",
        "E206": "Number or flag out of range",
        "E207": "Empty",
        "E208": "Fields that cannot be used together",
        "E209": "Text cut off at a #",
    }
)
"""Every code of this package, in order."""
