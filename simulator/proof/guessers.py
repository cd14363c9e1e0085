"""Guessers: what someone scores who does not read, and goes by a choice's place, length or manners."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.proof.flow import Flow
from simulator.proof.tables import Tables
from simulator.scenario.model import Choice

_POLITE = re.compile(
    r"\b(?:please|thank you|thanks|sorry|apologi[sz]e|pardon|excuse me|may i|could (?:you|we|i)|would you|"
    r"if you don['’]t mind|if that['’]s (?:all right|alright|ok(?:ay)?)|sir|madam|ma['’]am|kindly|"
    r"i appreciate|i['’]m grateful|with respect|you(?:['’]re| are) welcome|good (?:morning|afternoon|evening))\b",
    re.IGNORECASE,
)


def politeness(text: str) -> int:
    """Return how many words and phrases of courtesy a text holds."""
    return len(_POLITE.findall(text))


GUESSERS: dict[str, Callable[[int, Choice], int]] = {
    "first": lambda place, _: -place,
    "last": lambda place, _: place,
    "longest": lambda _, choice: len(choice.text),
    "shortest": lambda _, choice: -len(choice.text),
    "most-polite": lambda _, choice: politeness(choice.text),
}
"""For each guesser, what it wants most of: the place in the file and the choice to a number; of equals, the first."""


@dataclass(frozen=True, slots=True)
class Guess:
    """Where one guesser gets.

    Attributes:
        moves: numbers of the moves it makes; up to the first that it would repeat, in a loop.
        end: "ending", "stuck" or "loop".
        place: the place where it ends up.
    """

    moves: tuple[int, ...]
    end: str
    place: str


def guess(name: str, flow: Flow, tables: Tables) -> Guess:
    """Play the story as one guesser does.

    Args:
        name: one of GUESSERS.
        flow: all reachable situations.
        tables: the story's flat tables.
    """
    wants = GUESSERS[name]
    picks: dict[int, int] = {}
    graph, node = flow.graph, flow.graph.start
    moves: list[int] = []
    met: set[int] = set()
    while True:
        signature = tables.signatures[graph.signatures[node]]
        place = tables.places[signature.place]
        if not signature.choices:
            return Guess(tuple(moves), "ending" if tables.is_ending(signature.place) else "stuck", place)
        if node in met:
            return Guess(tuple(moves), "loop", place)
        met.add(node)
        number = int(graph.signatures[node])
        if number not in picks:
            picks[number] = _pick(wants, [_choice(tables, each) for each in signature.choices])
        move = int(graph.offsets[node]) + picks[number]
        moves.append(move)
        node = int(graph.targets[move])


def _pick(wants: Callable[[int, Choice], int], choices: Sequence[Choice]) -> int:
    wanted = [wants(place, choice) for place, choice in enumerate(choices)]
    return wanted.index(max(wanted))


def _choice(tables: Tables, number: int) -> Choice:
    return tables.story.choices[tables.choice_ids[number]].choice
