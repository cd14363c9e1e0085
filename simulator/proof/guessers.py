"""Guessers: what someone scores who does not read, and goes by a choice's place, length or manners."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.rubric import Rubric
from scoring.scorecard import standard_reached
from simulator.proof.compiled import Tables
from simulator.proof.graph import first_kinds
from simulator.proof.increments import Figure
from simulator.proof.report import GuesserScore
from simulator.scenario.model import Choice

Wants = Callable[[Sequence[Choice]], Sequence[tuple[float, ...]]]
"""The value that a guesser wants most of, for each choice on offer. Of equal choices, the first in the file is
taken."""


@dataclass(frozen=True, slots=True)
class Guesser:
    """A player who does not understand the words, and always goes by one feature of the choices.

    Attributes:
        takes: what it always takes, after "always".
        wants: how much it wants each of the choices on offer.
    """

    takes: str
    wants: Wants


def politeness(text: str) -> int:
    """Return how many words and phrases of courtesy a text holds."""
    return _count(_POLITE, text)


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len(pattern.findall(text.replace("\u2019", "'")))


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


_POLITE = _words(
    "please", "thank you", "thanks", "sorry", "apologi[sz]e", "pardon", "excuse me", "may i", "could (?:you|we|i)",
    "would you", "if you don't mind", "if that's (?:all right|alright|ok(?:ay)?)", "sir", "madam", "ma'am", "kindly",
    "i appreciate", "i'm grateful", "with respect", "you(?:'re| are) welcome", "good (?:morning|afternoon|evening)",
)  # fmt: skip
_HEDGED = _words(
    "perhaps", "maybe", "might", "may", "could", "would", "i think", "i guess", "i suppose", "i'm not sure", "a bit",
    "if you (?:like|want|prefer)", "seems?", "probably", "sort of", "kind of",
)  # fmt: skip
_OPEN_QUESTION = re.compile(r"\b(?:what|how|who|whom|which|where|why|when)\b[^.!?]*\?", re.IGNORECASE)
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b(?:at|by|till|until|before|after) (?:\d+|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve|noon|midnight|half past|quarter)\b|\b(?:today|tonight|tomorrow|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday)\b|\b(?:minutes?|hours?|o'clock)\b",
    re.IGNORECASE,
)
_MISTAKE = _words(
    "my (?:mistake|fault)", "i (?:was|got it|got that) wrong", "i(?:'m| am) sorry", "i should(?:n't| not)? have",
    "i shouldn't", "that was (?:wrong|on me|me)", "i(?:'ve| have) (?:got|had) (?:it|that|this) wrong", "on me",
)  # fmt: skip
_REASON = _words("because", "so that", "since", "the reason", "to make sure", "that's why", "in case")
_WAITING = _words(
    "wait", "stay", "stand", "sit", "say nothing", "listen", "let (?:him|her|them|it)", "silent(?:ly)?", "quiet(?:ly)?",
    "pause", "hold",
)  # fmt: skip
_NEGATED = _words("no", "not", "never", "nobody", "nothing", r"\w+n't", "cannot")


def _each(wanted: Callable[[str], float]) -> Wants:
    return lambda offered: [(wanted(choice.words),) for choice in offered]


def _most(pattern: re.Pattern[str]) -> Wants:
    return _each(lambda text: _count(pattern, text))


def _least(pattern: re.Pattern[str]) -> Wants:
    return _each(lambda text: -_count(pattern, text))


def _nth_longest(rank: int) -> Wants:
    def wants(offered: Sequence[Choice]) -> list[tuple[float, ...]]:
        order = sorted(range(len(offered)), key=lambda place: -len(offered[place].words))
        taken = order[min(rank, len(offered)) - 1]
        return [(float(place == taken),) for place in range(len(offered))]

    return wants


GUESSERS: dict[str, Guesser] = {
    "first": Guesser("the first in the file", lambda offered: [(-place,) for place in range(len(offered))]),
    "last": Guesser("the last in the file", lambda offered: [(place,) for place in range(len(offered))]),
    "longest": Guesser("the longest", _each(len)),
    "shortest": Guesser("the shortest", _each(lambda text: -len(text))),
    "second-longest": Guesser("the second longest", _nth_longest(2)),
    "third-longest": Guesser("the third longest", _nth_longest(3)),
    "most-sentences": Guesser(
        "the one with the most sentences", _each(lambda text: len(re.findall(r"[.!?\u2026]+(?:\W|$)", text)))
    ),
    "most-polite": Guesser("the most polite", _most(_POLITE)),
    "least-polite": Guesser("the one without courtesy", _least(_POLITE)),
    "most-hedged": Guesser("the most hedged", _most(_HEDGED)),
    "least-hedged": Guesser("the least hedged", _least(_HEDGED)),
    "asks": Guesser("the one that asks a question", _each(lambda text: text.count("?"))),
    "asks-openly": Guesser("the one that asks an open question", _most(_OPEN_QUESTION)),
    "offers-two-ways": Guesser("the one that offers two ways", _most(_words("or"))),
    "names-a-time": Guesser("the one that names a time", _most(_TIME)),
    "owns-a-mistake": Guesser("the one that owns a mistake", _most(_MISTAKE)),
    "gives-a-reason": Guesser("the one that gives a reason", _most(_REASON)),
    "waits": Guesser("the one that waits or listens", _most(_WAITING)),
    "says-i": Guesser("the one that says I the most", _most(_words("i", "i'[a-z]+"))),
    "says-you": Guesser("the one that says you the most", _most(_words("you", "your", "you'[a-z]+"))),
    "denies-nothing": Guesser("the one with the fewest negations", _least(_NEGATED)),
    "speaks": Guesser("what is said rather than done", lambda offered: [(float(each.spoken),) for each in offered]),
    "acts": Guesser("what is done rather than said", lambda offered: [(-float(each.spoken),) for each in offered]),
}
"""Simple guessers, none of whom understands a word."""


@dataclass(frozen=True, slots=True)
class Guess:
    """Where one guesser gets.

    Attributes:
        moves: for each move, the signature's number and the choice's place in it. In a loop, they stop at the first
            state that comes again.
        end: "ending", "stuck", "loop", or "unfinished" where the limit stopped it.
        place: the id of the place where it ends up.
        decided: in how many moves its feature singled out one choice.
    """

    moves: tuple[tuple[int, int], ...]
    end: str
    place: str
    decided: int = 0


def guess(guesser: Guesser, tables: Tables, *, limit: int) -> Guess:
    """Play the story as one guesser does.

    Args:
        guesser: who plays.
        tables: the story's flat tables.
        limit: the greatest number of moves.
    """
    picks: dict[int, tuple[int, bool]] = {}

    def pick(signature: int) -> int:
        if signature not in picks:
            wanted = guesser.wants([_choice(tables, each) for each in tables.signatures[signature].choices])
            picks[signature] = wanted.index(max(wanted)), max(wanted) != min(wanted)
        return picks[signature][0]

    made = walk(tables, pick, limit=limit)
    return replace(made, decided=sum(picks[signature][1] for signature, _ in made.moves))


def walk(tables: Tables, pick: Callable[[int], int], *, limit: int) -> Guess:
    """Play the story as `pick` says: of a signature's number, the place of the choice that is taken."""
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
        taken = pick(row.signature)
        moves.append((row.signature, taken))
        keep, bits = row.moves[taken]
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
    standard = {rubric.id: standard_reached(rubric, scores[rubric.id], critical=bool(events)) for rubric in rubrics}
    path = tuple(tables.choice_ids[signature.choices[pick]] for signature, pick in moves)
    return GuesserScore(scores, standard, tuple(dict.fromkeys(events)), path, made.end, made.place, made.decided)


def _choice(tables: Tables, number: int) -> Choice:
    return tables.story.choices[tables.choice_ids[number]].choice
