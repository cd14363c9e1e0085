"""Guessers: what someone scores who does not read, and goes by a choice's place, length or manners."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.measure import MARK
from scoring.rubric import Rubric
from simulator.proof.graph import first_kinds
from simulator.proof.ratings import Figure
from simulator.proof.report import GuesserScore
from simulator.proof.tables import Tables
from simulator.scenario.model import Choice

_POLITE = re.compile(
    r"\b(?:please|thank you|thanks|sorry|apologi[sz]e|pardon|excuse me|may i|could (?:you|we|i)|would you|"
    r"if you don't mind|if that's (?:all right|alright|ok(?:ay)?)|sir|madam|ma'am|kindly|i appreciate|i'm grateful|"
    r"with respect|you(?:'re| are) welcome|good (?:morning|afternoon|evening))\b",
    re.IGNORECASE,
)


def politeness(text: str) -> int:
    """Return how many words and phrases of courtesy a text holds."""
    return len(_POLITE.findall(text.replace("\u2019", "'")))


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
        moves: for each move the signature's number and the choice's place in it; in a loop, up to
            the first state that comes again.
        end: "ending", "stuck", "loop", or "unfinished" where the limit stopped it.
        place: the id of the place where it ends up.
    """

    moves: tuple[tuple[int, int], ...]
    end: str
    place: str


def guess(name: str, tables: Tables, *, limit: int) -> Guess:
    """Play the story as one guesser does.

    Args:
        name: one of GUESSERS.
        tables: the story's flat tables.
        limit: the greatest number of moves.
    """
    wants = GUESSERS[name]
    picks: dict[int, int] = {}
    moves: list[tuple[int, int]] = []
    met: set[int] = set()
    code = tables.start
    while True:
        number = code & tables.packing.place_mask
        row = tables.row(code)
        if not row.moves:
            return Guess(tuple(moves), "ending" if tables.is_ending(number) else "stuck", tables.places[number])
        if code in met or len(met) >= limit:
            return Guess(tuple(moves), "loop" if code in met else "unfinished", tables.places[number])
        met.add(code)
        if row.signature not in picks:
            open_ = tables.signatures[row.signature].choices
            picks[row.signature] = _pick(wants, [_choice(tables, each) for each in open_])
        pick = picks[row.signature]
        moves.append((row.signature, pick))
        keep, bits = row.moves[pick]
        code = code & keep | bits


def guesser_score(made: Guess, tables: Tables, anchored: Sequence[Figure], rubrics: Sequence[Rubric]) -> GuesserScore:
    """Return what a guesser scores: its anchored figure on each rubric, or none where it comes to no ending."""
    moves = [(tables.signatures[signature], pick) for signature, pick in made.moves]
    events = [event for signature, pick in moves for event in signature.verdicts[pick].events]
    first = first_kinds(tables.signatures)
    kinds = [int(first[signature]) + pick for signature, pick in made.moves]
    scores: dict[str, Fraction | None] = {}
    for figure in anchored:
        whole = figure.value(int(figure.over[kinds].sum()), int(figure.under[kinds].sum()))
        scores[figure.rubric] = whole if made.end == "ending" else None
    standard = {
        rubric.id: None
        if rubric.reported == "profile" or (score := scores[rubric.id]) is None
        else score >= MARK and not events
        for rubric in rubrics
    }
    path = tuple(tables.choice_ids[signature.choices[pick]] for signature, pick in moves)
    return GuesserScore(scores, standard, tuple(dict.fromkeys(events)), path, made.end, made.place)


def _pick(wants: Callable[[int, Choice], int], choices: Sequence[Choice]) -> int:
    wanted = [wants(place, choice) for place, choice in enumerate(choices)]
    return wanted.index(max(wanted))


def _choice(tables: Tables, number: int) -> Choice:
    return tables.story.choices[tables.choice_ids[number]].choice
