"""Cues that give the answer away: length, place, manners, absolutes, caricature."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from statistics import mean

from scoring.document.problem import WARNING
from simulator.checking.rule import Finding, rule
from simulator.checking.subject import PlacedChoice, Subject
from simulator.proof.guessers import politeness

ENOUGH = 4
"""Scenes with one best (or worst) choice, or decisions of a guesser, below which a pattern says nothing."""

REPEATED = 3
"""Scenes in which a cue must come up before it can be learned."""

WORDS = 25
"""Words that a choice may have on average."""

LONGER = 1.4
"""How many times as long as the others the best choices may be on average."""

_ABSOLUTE = re.compile(
    r"\b(always|never|every time|every single|everybody|everyone|nobody|no one|all of you|none of you|"
    r"obviously|clearly)\b",
    re.IGNORECASE,
)
# Two capitalised words in a row, or one that is an order: PACE and CCTV are not shouted.
_SHOUTING = re.compile(r"!|\b[A-Z]{2,}\s+[A-Z]{2,}\b|\b(?:STOP|NOW|MOVE|BACK|DOWN|OUT|QUIET|ENOUGH|LISTEN|NO|NOT)\b")
_INSULT = re.compile(
    r"\b(shut up|stupid|idiots?|morons?|scum(?:bag)?|pathetic|liars?|your lot|you people|or else|waste of space|"
    r"(?:slap|shove|punch|kick|drag)s? (?:him|her|them))\b",
    re.IGNORECASE,
)
Judge = Callable[[list[PlacedChoice], PlacedChoice], bool]


@rule("W10", WARNING, "Longest is right")
def longest_is_right(subject: Subject) -> Iterator[Finding]:
    """The best choices are the longest, or a guesser who always takes the longest passes."""

    def longest(choices: list[PlacedChoice], best: PlacedChoice) -> bool:
        return all(len(best.choice.words) > len(other.choice.words) for other in choices if other is not best)

    mend = "Shorten some of the best, and give weaker ones more words."
    told = list(_pattern(subject.bests, longest, 0.6, 2, "the best choice is the longest", mend))
    yield from told or _much_longer(subject, mend) or _guessed(subject, "longest", "the longest choice", mend)


@rule("W11", WARNING, "Position gives the answer away")
def position_cue(subject: Subject) -> Iterator[Finding]:
    """The best choices stand in one place, or a guesser who always takes the first or last passes."""
    mend = "Change the order of the choices: a class that works from the file on paper sees the pattern."
    stands: dict[str, Judge] = {
        "first": lambda choices, best: choices[0] is best,
        "second": lambda choices, best: choices[1] is best,
        "third": lambda choices, best: len(choices) > 3 and choices[2] is best,
        "last": lambda choices, best: choices[-1] is best,
    }
    for place, judge in stands.items():
        said = f"the best choice is {place} in the file"
        told = list(_pattern(subject.bests, judge, 0.5, ENOUGH, said, mend))
        if not told and place in ("first", "last"):
            told = _guessed(subject, place, f"the {place} choice", mend)
        if told:
            yield from told
            return


@rule("W12", WARNING, "Courtesy gives the answer away")
def politeness_cue(subject: Subject) -> Iterator[Finding]:
    """Only the best choice says please or sorry, or a guesser who takes the most polite passes."""

    def only_best(choices: list[PlacedChoice], best: PlacedChoice) -> bool:
        return [placed for placed in choices if politeness(placed.choice.words)] == [best]

    mend = "Let a weaker choice say please or sorry too: right in tone, wrong in substance."
    said = "only the best choice is courteous in words"
    told = list(_pattern(subject.bests, only_best, 0.3, REPEATED, said, mend))
    yield from told or _guessed(subject, "most-polite", "the choice with the most words of courtesy", mend)


@rule("W13", WARNING, "Absolutes give the worst away")
def absolutes_in_the_worst(subject: Subject) -> Iterator[Finding]:
    """Only the worst choice is absolute, loud or insulting, in more than 30 % of the scenes."""

    def only_worst(choices: list[PlacedChoice], worst: PlacedChoice) -> bool:
        cues = (_ABSOLUTE, _SHOUTING, _INSULT)
        return [placed for placed in choices if any(cue.search(placed.choice.words) for cue in cues)] == [worst]

    yield from _pattern(
        subject.worsts, only_worst, 0.3, REPEATED,
        "only the worst choice is absolute, loud or insulting",
        "Let it sound like a tired, decent officer; the fault should be in what is done.",
    )  # fmt: skip


@rule("W14", WARNING, "Caricature")
def caricature(subject: Subject) -> Iterator[Finding]:
    """Harmful on three criteria, and insulting or violent in words."""
    for placed in subject.choices:
        harmful = sum(-2 in levels for levels in placed.choice.levels.values())
        found = _INSULT.search(placed.choice.text)
        if harmful >= 3 and found:
            where = (*placed.where, "say" if placed.choice.spoken else "do")
            yield Finding(
                where,
                f"This choice says '{found.group()}' and is harmful on {harmful} criteria: it is a caricature.",
                "Make it something that a hurried, well-meaning officer does.",
                words=(placed.choice.text, found.span()),
            )


@rule("W15", WARNING, "Choice that nobody sensible takes")
def nobody_takes(subject: Subject) -> Iterator[Finding]:
    """Harmful on every criterion at stake, three or more, where no other choice is even poor in one."""
    for choices in subject.by_scene.values():
        at_stake = {criterion for placed in choices for criterion in placed.choice.levels}
        if len(at_stake) < 3 or len(choices) < 3:
            continue
        for placed in choices:
            others = [other.choice.mean_levels for other in choices if other is not placed]
            if all(
                placed.choice.mean_levels.get(criterion) == -2 and all(other.get(criterion, 0) >= 0 for other in others)
                for criterion in at_stake
            ):
                yield Finding(
                    (*placed.where, "ratings"),
                    f"'{placed.choice.id}' is harmful in every respect, and no other choice here is even poor in one: "
                    "nobody sensible takes it.",
                    "Give it some advantage, such as speed or safety, or let another choice be poor too.",
                    key=True,
                )  # fmt: skip


@rule("W16", WARNING, "Too few or too many choices")
def number_of_choices(subject: Subject) -> Iterator[Finding]:
    """Fewer than two choices in a scene, or more than five."""
    most: dict[str, int] = {}
    for offered in subject.offered:
        if offered:
            most[offered[0].scene] = max(most.get(offered[0].scene, 0), len(offered))
    for scene, count in most.items():
        if not 2 <= count <= 5:
            counted = "only one choice" if count == 1 else f"{count} choices at once"
            yield Finding(
                ("scenes", scene, "choices"), f"'{scene}' offers {counted}; two to five are readable.",
                "Add what another officer might do." if count < 2 else "Drop the weakest.", key=True,
            )  # fmt: skip


@rule("W19", WARNING, "Choices have too many words")
def wordy_choices(subject: Subject) -> Iterator[Finding]:
    """Choices of more than 25 words on average."""
    if not subject.choices:
        return
    longest = max(subject.choices, key=lambda placed: len(placed.choice.words.split()))
    words = mean(len(placed.choice.words.split()) for placed in subject.choices)
    if words > WORDS:
        yield Finding(
            (*longest.where, "id"),
            f"The choices have {words:.0f} words on average, this one {len(longest.choice.words.split())}; {WORDS} on "
            "average is the most.",
            "Cut the longest; let some be of three words.",
        )


def _pattern(
    scenes: list[tuple[list[PlacedChoice], PlacedChoice]],
    shows: Judge,
    share: float,
    least: int,
    said: str,
    mend: str,
) -> Iterator[Finding]:
    """Yield one finding where `shows` holds in `least` scenes or more, and in more than `share` of them."""
    matching = [extreme for choices, extreme in scenes if shows(choices, extreme)]
    if len(scenes) >= ENOUGH and len(matching) >= least and len(matching) > share * len(scenes):
        names = ", ".join(placed.scene for placed in matching[:4]) + (", …" if len(matching) > 4 else "")
        yield Finding(
            ("scenes", matching[0].scene),
            f"In {len(matching)} of {len(scenes)} scenes {said}: {names}.", mend, key=True,
        )  # fmt: skip


def _much_longer(subject: Subject, mend: str) -> list[Finding]:
    if len(subject.bests) < ENOUGH:
        return []
    best = mean(len(placed.choice.words) for _, placed in subject.bests)
    others = mean(len(each.choice.words) for choices, placed in subject.bests for each in choices if each is not placed)
    if best < LONGER * others:
        return []
    longest = max(subject.bests, key=lambda pair: len(pair[1].choice.words))[1]
    said = f"The best choices have {best:.0f} characters on average, the others {others:.0f}."
    return [Finding((*longest.where, "id"), said, mend)]


def _guessed(subject: Subject, guesser: str, taken: str, mend: str) -> list[Finding]:
    """Return a finding where this guesser passes on every scored rubric without reading a word."""
    made = subject.proof.guessers[guesser]
    scores = {rubric: made.scores.get(rubric) for rubric in subject.scored}
    known = {rubric: float(score) for rubric, score in scores.items() if score is not None}
    if len(made.path) < ENOUGH or not known or not all(made.standard[rubric] for rubric in scores):
        return []
    shown = " and ".join(f"{score:.0f} on {rubric}" for rubric, score in known.items())
    where = (*subject.choice_at(made.path[0]).where, "id")
    said = f"Somebody who always takes {taken} passes without reading: {shown}."
    return [Finding(where, said, mend)]
