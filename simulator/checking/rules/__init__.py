"""The rules that make findings: what a proof shows, and what makes a poor encounter.

Each rule is a function from a subject to its findings. Item-writing rules follow Haladyna, Downing &
Rodriguez (2002); thresholds are ours, and every finding can be waived in the file with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scoring.document import Problem
from simulator.checking.rules import consequences, cues, language, rubric_use, story
from simulator.checking.subject import Subject

Rule = Callable[[Subject], Iterator[Problem]]

ALL: tuple[Rule, ...] = (*story.RULES, *cues.RULES, *consequences.RULES, *rubric_use.RULES, *language.RULES)
"""Every rule over one scenario; those over a library are in `simulator.checking.rules.library`."""
