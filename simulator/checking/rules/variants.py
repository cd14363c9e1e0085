"""Two variants of one encounter may differ in names and pronouns only. Mistakes in swapping these are found too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scoring.document.problem import WARNING
from simulator.checking.rule import Finding, Where, rule
from simulator.checking.scenario_set import CheckedScenario, ScenarioSet
from simulator.scenario.model import Scenario

_OWN = {
    "id", "version", "title", "summary", "variant_of", "reviewed", "trainer", "people", "objectives", "sources",
    "waive", "content_warnings", "based_on",
}  # fmt: skip
"""Fields that are about a file and not about what happens in it."""

_ALIKE = (
    "he she they him her them his hers their theirs himself herself themselves", "is are", "was were", "has have",
    "does do", "isn aren", "wasn weren", "hasn haven", "doesn don", "s re", "mr mrs ms miss mx", "sir madam",
    "man woman person", "men women people", "boy girl child kid", "boys girls children kids", "son daughter",
    "brother sister sibling", "mother father parent", "mum dad", "husband wife partner", "lad lass",
    "uncle aunt auntie", "grandfather grandmother", "gran grandad", "gentleman lady", "nephew niece",
    "boyfriend girlfriend", "love mate",
)  # fmt: skip
_NEUTRAL = {word: f"<{words}>" for words in _ALIKE for word in words.split()}


@rule("W42", WARNING, "Variant that differs in more than names")
def variants(scenarios: ScenarioSet) -> Iterator[Finding]:
    """Two variants of one encounter that differ in more than names and pronouns."""
    by_id = {member.id: member for member in scenarios.members}
    for member in scenarios.members:
        named = member.variant_of
        if named is None:
            continue
        original = by_id.get(named)
        if original is None:
            yield Finding(
                ("variant_of",), f"This is a variant of '{named}', which is not among these files.",
                "Check both files together, or correct the id.", file=member.file,
            )  # fmt: skip
            continue
        pair = (Scenario.model_validate_json(each.snapshot) for each in (original, member))
        difference = _first_difference(*pair)
        if difference is not None:
            yield Finding(
                difference,
                f"This is a variant of '{named}', and differs from it in more than names and pronouns: "
                f"{'.'.join(str(step) for step in difference)}.",
                "Make the two alike there, so that the same conduct is met in the same way.", file=member.file,
            )  # fmt: skip
        for rubric, (least, greatest) in member.scores.items():
            if original.scores.get(rubric) != (least, greatest):
                yield Finding(
                    ("rubrics",),
                    f"This is a variant of '{named}', and scores differently on '{rubric}': {_span((least, greatest))} "
                    f"against {_span(original.scores.get(rubric))}.",
                    "Make ratings and routes alike, so that the same conduct scores the same.", file=member.file,
                )  # fmt: skip


@rule("W48", WARNING, "Wrong form of a pronoun in a variant")
def swap_slips(scenarios: ScenarioSet) -> Iterator[Finding]:
    """A pronoun of a variant, or of its original, that stands where its form cannot: "has him clipboard"."""
    by_id = {member.id: member for member in scenarios.members}
    for member in scenarios.members:
        original = by_id.get(member.variant_of or "")
        if original is None:
            continue
        one, other = (dict(_texts(each)) for each in (original, member))
        for where in one.keys() & other.keys():
            for file, text in ((original.file, one[where]), (member.file, other[where])):
                slip = _slip(text, " ".join([*one.values(), *other.values()])) if one[where] != other[where] else None
                if slip:
                    yield Finding(
                        where, f"'{slip}' is the wrong form of the pronoun here, left over from swapping names and "
                               "pronouns.",
                        "Read the sentence aloud and correct the pronoun.", file=file,
                    )  # fmt: skip


def _first_difference(one: Scenario, other: Scenario) -> tuple[str | int, ...] | None:
    """Return the first path where two variants differ in more than names and pronouns, or None."""
    return _difference(_plain(one), _plain(other), ())


def _plain(scenario: Scenario) -> Any:
    # A name counts as one only where it is written with a capital: May is a name, and may is not.
    names = {
        part: f"<{id_}>"
        for id_, person in scenario.people.items()
        for part in re.findall(r"[A-Z]\w+", person.name)
        if part.lower() not in _NEUTRAL
    }

    def swap(value: Any) -> Any:
        if isinstance(value, str):
            words = re.findall(r"\w+|[^\w\s]", value)
            return tuple(names.get(word) or _NEUTRAL.get(word.lower(), word.lower()) for word in words)
        if isinstance(value, dict):
            return {key: swap(each) for key, each in value.items()}
        return [swap(each) for each in value] if isinstance(value, list) else value

    content = scenario.model_dump(mode="json", exclude=_OWN, exclude_defaults=True)
    return swap({**content, "people": {id_: {"part": person.part} for id_, person in scenario.people.items()}})


def _difference(one: Any, other: Any, where: tuple[str | int, ...]) -> tuple[str | int, ...] | None:
    if one == other:
        return None
    if isinstance(one, dict) and isinstance(other, dict):
        if set(one) != set(other):
            return (*where, min(set(one) ^ set(other)))
        pairs = [((*where, key), one[key], other[key]) for key in one]
    elif isinstance(one, list) and isinstance(other, list):
        pairs = [((*where, number), *pair) for number, pair in enumerate(zip(one, other, strict=False))]
    else:
        return where
    found = (_difference(first, second, path) for path, first, second in pairs)
    return next((path for path in found if path is not None), where)


def _span(ends: tuple[float | None, float | None] | None) -> str:
    if ends is None or None in ends:
        return "not assessed"
    return f"{ends[0]:.0f} to {ends[1]:.0f}"


def _texts(member: CheckedScenario) -> Iterator[tuple[Where, str]]:
    """Yield every text of a scenario, with where it stands."""

    def walk(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
        if isinstance(value, str):
            yield where, value
        elif isinstance(value, dict | list):
            for key, each in value.items() if isinstance(value, dict) else enumerate(value):
                yield from walk(each, (*where, key))

    yield from walk(Scenario.model_validate_json(member.snapshot).model_dump(mode="json", exclude_defaults=True), ())


_GIVING = (
    "(?:gives?|gave|giving|tells?|told|telling|asks?|asked|asking|shows?|showed|showing|hands?|handed|offers?|offered|lets?|"
    "makes?|made|buys?|bought|leaves?|left|costs?|saves?|saved|brings?|brought|sends?|sent|owes?|owed|calls?|called|gets?|got|"
    "keeps?|kept|wish(?:es|ed)?|teach(?:es)?|taught|promised?|lends?|lent|reads?|passed|pass|named?|found|finds?)"
)
_SURE = re.compile(
    r"\b(?:his|my|your|their) (?:a|an|the|some|any|something|nothing|somewhere|it)\b"
    r"|\bg(?:a|i)v(?:e|es|ing) (?:his|hers|their) (?:time|room|space|warning|notice|privacy|credit|hope)\b"
    r"|\bhim (?:own|self)\b|\bhis(?:self)\b|\bhers (?:[a-z]+ing|name|own)\b"
    r"|\b(?:to|of|for|with|from|at|beside|behind|past) (?:he|they)(?=[.,;!?]|$)",
    re.IGNORECASE,
)
_BEFORE_NOUN = re.compile(r"(\w+) (him) ([a-z]{3,})\b", re.IGNORECASE)


def _slip(text: str, all_texts: str) -> str | None:
    """Return words of a text that contain a pronoun in an impossible form, or None."""
    found = _SURE.search(text)
    if found:
        return found.group()
    for before, him, noun in _BEFORE_NOUN.findall(text):
        if re.fullmatch(_GIVING, before, re.IGNORECASE) or noun in _NO_NOUN:
            continue
        if before.lower() in _OWNING and not noun.endswith(("ing", "ed", "ly")):
            return f"{before} {him} {noun}"
        # A word is taken for a noun where it stands after an article or a possessive, and never after "him" alone.
        if re.search(rf"\b(?:a|an|the|my|your|his|our) {noun}\b", all_texts):
            return f"{before} {him} {noun}"
    return None


_OWNING = frozenset({"has", "have", "had", "with", "on", "in", "of", "under", "over", "behind", "beside"})
_NO_NOUN = frozenset({
    "first", "last", "next", "now", "then", "there", "here", "back", "down", "out", "off", "away", "over", "again",
    "once", "right", "left", "alone", "home", "inside", "outside", "more", "less", "same", "other", "only", "whole",
    "one", "two", "three", "four", "five", "well", "you", "and", "but", "not", "into", "onto", "from", "with", "that",
    "what", "who", "how", "why", "when", "where", "which", "for", "too", "because", "about", "all", "still", "early",
    "late", "today", "tonight", "tomorrow",
})  # fmt: skip
