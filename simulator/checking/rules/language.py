"""The words: generalisations, loaded words, and what can be read under time pressure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from scoring.document import Problem
from simulator.checking.reading_grade import reading_grade
from simulator.checking.subject import Subject
from simulator.scenario.model import Scene

GREATEST_GRADE = 10
LONGEST_SCENE = 120
WORDS_PER_MINUTE = 200

_QUOTED = re.compile(r"[\"“‘'][^\"”’]{2,}[\"”’]")
_GENERAL = re.compile(
    r"\b(?P<group>(?:[a-z]+ )?(?:people|men|women|youths|teenagers|families|communities|muslims|travellers|immigrants|"
    r"migrants|refugees|africans|asians|jews|christians|sikhs|hindus|poles|somalis|gypsies|autistics))"
    r" (?:always|never|tend to|usually|typically|naturally|are (?:often|usually|always|naturally|by nature))\b",
    re.IGNORECASE,
)


def loaded_words(subject: Subject) -> Iterator[Problem]:
    """W43: a loaded word outside quoted speech."""
    for where, text in subject.texts():
        unquoted = _QUOTED.sub(lambda found: " " * len(found.group()), text)
        for pattern, mend in _loaded():
            found = pattern.search(unquoted)
            if found:
                yield subject.finding("W43", where, f"'{found.group()}' is a loaded word in the narrator's mouth.", mend)


def generalisations(subject: Subject) -> Iterator[Problem]:
    """W44: a sentence about what a group of people is like."""
    for where, text in subject.texts():
        found = _GENERAL.search(_QUOTED.sub(" ", text))
        if found:
            yield subject.finding(
                "W44", where, f"'{found.group()}' says what a group of people is like.",
                "Say what this person did, or what to ask; never what a group tends to.",
            )  # fmt: skip


def readable(subject: Subject) -> Iterator[Problem]:
    """W50 and W51: scenes that are too hard or too long to be read under time pressure."""
    for id_, scene in subject.scenario.scenes.items():
        for index, variant in enumerate(scene.text):
            where = ("scenes", id_, "text", index, "text") if len(scene.text) > 1 else ("scenes", id_, "text")
            words = len(variant.text.split())
            if words > LONGEST_SCENE:
                yield subject.finding(
                    "W51", where, f"'{id_}' has {words} words; {LONGEST_SCENE} can be read before choosing.",
                    "Cut it, or make two scenes of it.", key=True,
                )  # fmt: skip
            grade = reading_grade(variant.text, subject.scenario.language)
            if grade is not None and grade > GREATEST_GRADE:
                yield subject.finding(
                    "W50", where, f"'{id_}' reads at grade {grade:.0f}; {GREATEST_GRADE} is the most for a scene.",
                    "Shorter sentences, plainer words.", key=True,
                )  # fmt: skip


def hurried_timers(subject: Subject) -> Iterator[Problem]:
    """W52: a timer that runs out before the scene and its choices can be read."""
    for id_, scene in subject.scenario.scenes.items():
        if scene.timer is not None:
            needed = round(_words(scene) * 60 / WORDS_PER_MINUTE)
            if scene.timer.seconds < needed:
                yield subject.finding(
                    "W52", ("scenes", id_, "timer"),
                    f"{scene.timer.seconds} seconds are given, and about {needed} are needed to read the scene.",
                    "Give more time, or fewer words.", key=True,
                )  # fmt: skip


def _words(scene: Scene) -> int:
    texts = [max((variant.text for variant in scene.text), key=len)]
    texts += [line.text for line in scene.lines] + [choice.text for choice in scene.choices]
    return sum(len(text.split()) for text in texts)


@cache
def _loaded() -> list[tuple[re.Pattern[str], str]]:
    text = files("simulator.checking").joinpath("loaded_words.txt").read_text(encoding="utf-8")
    rows = (line.split("|", 1) for line in text.splitlines() if "|" in line and not line.startswith("#"))
    return [(re.compile(rf"\b{re.escape(word.strip())}\b", re.IGNORECASE), mend.strip()) for word, mend in rows]


RULES = (loaded_words, generalisations, readable, hurried_timers)
