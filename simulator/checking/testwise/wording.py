"""What a text looks like to somebody who understands none of it: its words, pairs, letters, and its surface."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from simulator.scenario.model import Scenario

_NUMBER = re.compile(
    r"\d+(?:[.:,]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"<\w+>|[a-z]+(?:'[a-z]+)?|[?!.,;:]", re.IGNORECASE)
TITLES = {"PC", "DC", "PS", "DS", "PCSO", "Mr", "Mrs", "Ms", "Miss", "Dr", "The", "Sergeant", "Inspector", "Constable"}


def names_of(scenario: Scenario) -> frozenset[str]:
    """Return the names that people of a scenario go by, without their titles."""
    words = (word for person in scenario.people.values() for word in re.findall(r"[^\W\d_][\w\u2019'-]+", person.name))
    return frozenset(word for word in words if word[0].isupper() and word not in TITLES)


def masked(text: str, names: Iterable[str]) -> str:
    """Return a text with names and numbers masked, which could only be learned by heart."""
    plain = text.replace("\u2019", "'")
    ordered = sorted(names, key=len, reverse=True)
    if ordered:
        plain = re.sub(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b", "<name>", plain)
    return _NUMBER.sub("<number>", plain)


def tokens(text: str) -> list[str]:
    """Return the words and signs of a masked text, in lower case."""
    return [found.lower() for found in _TOKEN.findall(text)]


def words_of(text: str) -> Iterator[str]:
    """Yield each word and sign of a masked text."""
    yield from tokens(text)


def pairs_of(text: str) -> Iterator[str]:
    """Yield each pair of neighbouring words; ^ and $ are the beginning and the end."""
    listed = ["^", *tokens(text), "$"]
    yield from (f"{one} {other}" for one, other in pairwise(listed))


def letters_of(text: str) -> Iterator[str]:
    """Yield each group of three to five letters, spaces among them."""
    line = f" {' '.join(text.lower().split())} "
    for size in (3, 4, 5):
        yield from (line[begin : begin + size] for begin in range(len(line) - size + 1))


def surface_of(text: str, *, spoken: bool) -> list[float]:
    """Return what can be counted without reading: length, sentences, signs, I, you and we, and denials."""
    words = text.split()
    low = text.lower()

    def times(pattern: str) -> float:
        return float(len(re.findall(pattern, low)))

    return [
        math.log(max(1, len(words))),
        sum(map(len, words)) / max(1, len(words)),
        times(r"[.!?](?:\s|$)"),
        times(r"\?"),
        times(r"\?\s*$"),
        times(","),
        times("[:;]"),
        times("!"),
        times("<name>"),
        times("<number>"),
        float(spoken),
        times(r"\bor\b"),
        times(r"\bi\b"),
        times(r"\byou"),
        times(r"\bwe\b"),
        times(r"n't\b|\b(?:not|no|never|nobody|nothing)\b"),
    ]
