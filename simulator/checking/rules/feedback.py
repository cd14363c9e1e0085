"""What feedback says: whether there is any, whether it has one pattern, and whether it names a rule or principle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from scoring.document.problem import INFO, WARNING
from simulator.checking.rule import Finding, rule
from simulator.checking.subject import Subject

ENOUGH_FEEDBACK = 8
"""Texts of feedback below which a pattern says nothing."""

ENDS_UNDONE = 0.5
"""Of the feedback on good choices, how much may end on what was left undone."""

BEGINS_ALIKE = 0.3
"""Of all feedback, how much may begin with the same word."""

NAMES_A_RULE = 1 / 3
"""Of all feedback, how much should name a rule or principle."""


@rule("W32", WARNING, "No feedback")
def missing_feedback(subject: Subject) -> Iterator[Finding]:
    """A choice without feedback."""
    for placed in subject.choices:
        if not placed.choice.feedback:
            yield Finding(
                (*placed.where, "id"), f"'{placed.choice.id}' has no feedback.",
                "Say in one to three sentences what it did to somebody, and why.",
            )  # fmt: skip


@rule("W28", WARNING, "Feedback has one pattern")
def one_pattern(subject: Subject) -> Iterator[Finding]:
    """Most feedback on good choices ends with what was not done, or many feedback texts begin alike."""
    texts = [(placed, placed.choice.feedback) for placed in subject.choices if placed.choice.feedback]
    good = [(placed, text) for placed, text in texts if placed.total > 0]
    undone = [placed for placed, text in good if _ends_undone(text)]
    if len(good) >= ENOUGH_FEEDBACK and len(undone) > ENDS_UNDONE * len(good):
        yield Finding(
            (*undone[0].where, "feedback"),
            f"{len(undone)} of {len(good)} texts of feedback on good choices end on what was left undone.",
            "One pattern is soon learned: let some say what it did, some by which rule, some what it cost.", key=True,
        )  # fmt: skip
    begun = Counter(text.split()[0].strip("\"'\u2018\u201c").lower() for _, text in texts)
    for word, count in begun.most_common(1):
        if len(texts) >= ENOUGH_FEEDBACK and count > BEGINS_ALIKE * len(texts):
            first = next(placed for placed, text in texts if text.lower().lstrip("\"'\u2018\u201c").startswith(word))
            yield Finding(
                (*first.where, "feedback"), f"{count} of {len(texts)} texts of feedback begin with '{word}'.",
                "Begin some with what the person did, or with the rule.", key=True,
            )  # fmt: skip


@rule("W29", INFO, "Feedback names no rule or principle")
def no_principle(subject: Subject) -> Iterator[Finding]:
    """Hardly any feedback says by which rule or principle it judges."""
    texts = [(placed, placed.choice.feedback) for placed in subject.choices if placed.choice.feedback]
    named = [text for _, text in texts if _PRINCIPLE.search(text)]
    if len(texts) >= ENOUGH_FEEDBACK and len(named) < NAMES_A_RULE * len(texts):
        yield Finding(
            (*texts[0][0].where, "feedback"),
            f"{len(named)} of {len(texts)} texts of feedback name a rule or a principle in so many words.",
            "Say by which one: the law, the code, the duty, what is owed to whom, or what the rubric's anchor asks.",
            key=True,
        )


def _ends_undone(text: str) -> bool:
    last = re.split(r"(?<=[.!?])\s+", text.strip().strip("\"'"))[-1]
    return bool(_UNDONE.search(last))


_UNDONE = re.compile(
    r"\b(?:not|no|nobody|no one|nothing|never|still|left|without|unsaid|unanswered|un\w+ed|nor)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_PRINCIPLE = re.compile(
    r"\b(?:section|s\.\s?\d+|code [a-h]|act|law(?:ful(?:ly)?)?|power|grounds|duty|duties|rights?|rules?|principle|"
    r"policy|guidance|procedure|procedural|standards?|model|owed|owes?|must|necess(?:ary|ity)|proportion\w*|entitled|"
    r"national decision|human rights|equality|safeguard\w*|caution|consent|confidential\w*|neutral\w*|impartial\w*|"
    r"dignity|respect|voice|fair(?:ness)?|legitima\w+|accountab\w+)\b",
    re.IGNORECASE,
)
