"""Files that people write in YAML, read safely, every value with its line and column.

Rubrics and scenarios are both read through here. YAML's own guesses about types are switched off. A scalar arrives as
the text that was typed, and the schema decides what it means.
"""

from scoring.document.problem import Problem, ProblemKind, Severity
from scoring.document.reader import Document, Place, read_document, read_text

__all__ = ["Document", "Place", "Problem", "ProblemKind", "Severity", "read_document", "read_text"]
