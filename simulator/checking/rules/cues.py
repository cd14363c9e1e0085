"""Cues that give the answer away: length, place, manners, absolutes, caricature."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from scoring.document import Problem
from simulator.checking.subject import Placed, Subject
from simulator.proof.guessers import politeness

ENOUGH = 4
"""Scenes with one best choice below which a pattern over scenes says nothing."""

_ABSOLUTE = re.compile(r"\b(always|never|everybody|everyone|nobody|obviously|clearly)\b", re.IGNORECASE)
_SHOUTING = re.compile(r"\b[A-Z]{4,}\b|!")
_INSULT = re.compile(
    r"\b(shut up|stupid|idiot|moron|scum|pathetic|liar|your lot|you people|or else|"
    r"(?:slap|shove|punch|kick|drag) (?:him|her|them))\b",
    re.IGNORECASE,
)
Judge = Callable[[list[Placed], Placed, Placed], bool]


def longest_is_right(subject: Subject) -> Iterator[Problem]:
    """W10: the best choice is the longest in more than 60 % of the scenes."""

    def longest(choices: list[Placed], best: Placed, _: Placed) -> bool:
        return all(len(best.choice.text) > len(other.choice.text) for other in choices if other is not best)

    yield from _pattern(
        subject, "W10", longest, 0.6, "the best choice is the longest",
        "Shorten some of the best, and give weaker ones more words.",
    )  # fmt: skip


def position_cue(subject: Subject) -> Iterator[Problem]:
    """W11: the best choice stands in the same place in more than half of the scenes."""
    for place, word in enumerate(("first", "second", "third", "fourth")):

        def stands_here(choices: list[Placed], best: Placed, _: Placed, place: int = place) -> bool:
            return choices.index(best) == place

        yield from _pattern(
            subject, "W11", stands_here, 0.5, f"the best choice stands {word} in the file",
            "Change the order of the choices; a class that reads the file on paper would notice.",
        )  # fmt: skip


def politeness_cue(subject: Subject) -> Iterator[Problem]:
    """W12: only the best choice says please or sorry, in more than 30 % of the scenes."""

    def only_best(choices: list[Placed], best: Placed, _: Placed) -> bool:
        polite = [placed for placed in choices if politeness(placed.choice.text)]
        return polite == [best]

    yield from _pattern(
        subject, "W12", only_best, 0.3, "only the best choice is courteous in words",
        "Let a weaker choice say please or sorry too: right in tone, wrong in substance.",
    )  # fmt: skip


def absolutes_in_the_worst(subject: Subject) -> Iterator[Problem]:
    """W13: only the worst choice is absolute or loud, in more than 30 % of the scenes."""

    def only_worst(choices: list[Placed], _: Placed, worst: Placed) -> bool:
        loud = [
            placed
            for placed in choices
            if _ABSOLUTE.search(placed.choice.text) or _SHOUTING.search(placed.choice.text)
        ]
        return loud == [worst]

    yield from _pattern(
        subject, "W13", only_worst, 0.3, "only the worst choice uses absolutes or exclamation marks",
        "Let it sound like a tired, decent officer; the fault should be in what is done.",
    )  # fmt: skip


def caricature(subject: Subject) -> Iterator[Problem]:
    """W14: harmful on three criteria, and insulting or violent in words: nobody sensible takes it."""
    for placed in subject.choices:
        harmful = sum(level == -2 for level in placed.choice.ratings.values())
        found = _INSULT.search(placed.choice.text)
        if harmful >= 3 and found:
            yield subject.finding(
                "W14", (*placed.where, "say" if placed.choice.spoken else "do"),
                f"'{found.group()}' and harmful on {harmful} criteria: nobody sensible takes this.",
                "Make it something that a hurried, well-meaning officer does.",
            )  # fmt: skip


def number_of_choices(subject: Subject) -> Iterator[Problem]:
    """W16: fewer than two choices in a scene, or more than five."""
    most: dict[str, int] = {}
    for signature in subject.reached.tables.signatures:
        scene = subject.reached.tables.places[signature.place]
        most[scene] = max(most.get(scene, 0), len(signature.choices))
    for scene, count in most.items():
        if scene in subject.scenario.scenes and not 2 <= count <= 5:
            yield subject.finding(
                "W16", ("scenes", scene, "choices"), f"'{scene}' offers {count} choices at once; two to five are readable.",
                "Add what another officer might do." if count < 2 else "Drop the weakest.", key=True,
            )  # fmt: skip


def _pattern(subject: Subject, code: str, shows: Judge, share: float, said: str, mend: str) -> Iterator[Problem]:
    """Yield one finding where `shows` holds in more than `share` of the scenes with one best choice."""
    scenes = subject.ranked
    matching = [best for choices, best, worst in scenes if shows(choices, best, worst)]
    if len(scenes) >= ENOUGH and len(matching) > share * len(scenes):
        names = ", ".join(placed.scene for placed in matching[:4]) + (", …" if len(matching) > 4 else "")
        yield subject.finding(
            code, ("scenes", matching[0].scene),
            f"In {len(matching)} of {len(scenes)} scenes {said}: {names}.", mend, key=True,
        )  # fmt: skip


RULES = (
    longest_is_right,
    position_cue,
    politeness_cue,
    absolutes_in_the_worst,
    caricature,
    number_of_choices,
)
