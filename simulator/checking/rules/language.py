"""The words: generalisations, loaded words, and what can be read under time pressure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.document.problem import WARNING
from simulator.checking.reading_grade import reading_grade
from simulator.checking.rule import Finding, Where, rule
from simulator.checking.subject import Subject
from simulator.scenario.model import Scene

GREATEST_GRADE = 10
LONGEST_SCENE = 120
WORDS_PER_MINUTE = 200

# An apostrophe inside a word opens nothing, and closes nothing either.
_QUOTED = re.compile(
    '"[^"]+"|\u201c[^\u201d]+\u201d|\u2018[^\u2019]*(?:\\w\u2019\\w[^\u2019]*)*\u2019'
    r"|(?<!\w)'(?:[^']|(?<=\w)'(?=\w))+'(?!\w)"
)
_KINDS = (
    "young|older|old|elderly|black|brown|white|asian|african|caribbean|arab|muslim|jewish|christian|sikh|hindu|roma|"
    "irish|somali|polish|romanian|nigerian|chinese|indian|pakistani|bangladeshi|turkish|kurdish|latin|eastern european|"
    "deaf|blind|disabled|autistic|homeless|poor|working-class|mentally ill|gay|trans|foreign|migrant|immigrant|refugee|"
    "traveller|religious|ethnic|minority|rural|local|council-estate"
)
_PEOPLE = (
    "people|men|women|girls|boys|youths|teenagers|kids|children|lads|families|mothers|fathers|parents|communities|"
    "victims"
)
_GROUPS = (
    "muslims|travellers|gypsies|immigrants|migrants|refugees|asylum seekers|africans|asians|jews|christians|sikhs|"
    "hindus|poles|romanians|somalis|nigerians|turks|kurds|autistics"
)
_HABIT = (
    "always|never|tends? to|usually|typically|naturally|generally|are (?:often|usually|always|naturally|by nature|all)"
)
# A group by its kind does not need a word of habit: "Somali women don't", "Polish men like to" say enough.
_TRAIT = (
    f"(?:{_HABIT}|often|rarely|(?:do|wo|ca)n['\u2019]t|do not|cannot|like to|prefer|distrust|mistrust|respect|"
    "love|hate)"
)
# "The men never looked up" is about these men, and so is "his kids".
_THESE = "".join(
    rf"(?<!\b{word} )" for word in ("the", "these", "those", "two", "three", "four", "his", "her", "their", "your")
)
_GENERAL = re.compile(
    rf"{_THESE}\b(?:(?:(?:{_KINDS}) (?:{_PEOPLE})|{_GROUPS}|people (?:like|from) \w+(?: \w+)?) {_TRAIT}"
    rf"|(?:men|women|girls|boys|youths|teenagers|lads) (?:{_HABIT}))\b",
    re.IGNORECASE,
)


@rule("W43", WARNING, "Loaded word")
def loaded_words(subject: Subject) -> Iterator[Finding]:
    """A loaded word outside quoted speech."""
    for where, text in subject.texts():
        for found, mend in subject.words.find(_without_speech(text)):
            said = f"'{found.group()}' is a loaded word, and nobody is quoted here."
            yield Finding(where, said, mend, words=(text, found.span()))


@rule("W44", WARNING, "Generalisation about a group")
def generalisations(subject: Subject) -> Iterator[Finding]:
    """A sentence about what a group of people is like."""
    for where, text in subject.texts():
        found = _GENERAL.search(_without_speech(text))
        if found:
            yield Finding(
                where,
                f"'{found.group()}' says what a group of people is like.",
                "Say what this person did, or what to ask; never what a group tends to.",
                words=(text, found.span()),
            )


def _without_speech(text: str) -> str:
    """Return the text with quoted speech blanked out and line breaks as spaces, of the same length."""
    return _QUOTED.sub(lambda found: " " * len(found.group()), text).replace("\n", " ")


@rule("W50", WARNING, "Hard to read")
def hard_to_read(subject: Subject) -> Iterator[Finding]:
    """Scenes whose words are too hard to be read under time pressure."""
    for id_, where, text in _scene_texts(subject):
        grade = reading_grade(text, subject.scenario.language)
        if grade is not None and grade > GREATEST_GRADE:
            yield Finding(
                where, f"'{id_}' reads at grade {grade:.0f}; {GREATEST_GRADE} is the most for a scene.",
                "Shorter sentences, plainer words.", key=True,
            )  # fmt: skip


@rule("W51", WARNING, "Scene too long")
def too_long(subject: Subject) -> Iterator[Finding]:
    """Scenes that are too long to be read under time pressure."""
    for id_, where, text in _scene_texts(subject):
        words = len(text.split())
        if words > LONGEST_SCENE:
            yield Finding(
                where, f"'{id_}' has {words} words; {LONGEST_SCENE} can be read before choosing.",
                "Cut it, or make two scenes of it.", key=True,
            )  # fmt: skip


@rule("W52", WARNING, "Timer too short to read by")
def hurried_timers(subject: Subject) -> Iterator[Finding]:
    """A timer that runs out before the scene and its choices can be read."""
    for id_, scene in subject.scenario.scenes.items():
        if scene.timer is not None:
            needed = round(_words(subject, id_, scene) * 60 / WORDS_PER_MINUTE)
            if scene.timer.seconds < needed:
                yield Finding(
                    ("scenes", id_, "timer", "seconds"),
                    f"{scene.timer.seconds} seconds are given, and reading the scene takes about {needed}.",
                    f"Write 'seconds: {needed}' or more, or use fewer words.",
                )  # fmt: skip


@rule("W53", WARNING, "A note inside a text is shown")
def notes_in_texts(subject: Subject) -> Iterator[Finding]:
    """A line that begins with # inside a text of several lines: it is no note there, and trainees read it."""
    for where, text in subject.texts():
        found = re.search(r"(?m)^ *#.*$", text) if "\n" in text or text.startswith("#") else None
        if found:
            yield Finding(
                where, f"'{found.group().strip()[:40]}' is part of the text, and is shown to trainees.",
                "Delete it; or put the note on a line above the field. Inside a text a # begins no note.",
                words=(text, (found.end() - len(found.group().lstrip()), found.end())),
            )  # fmt: skip


def _scene_texts(subject: Subject) -> Iterator[tuple[str, Where, str]]:
    """Yield each text of each scene, with the scene's id and where it stands."""
    for id_, scene in subject.scenario.scenes.items():
        for index, variant in enumerate(scene.text):
            yield id_, ("scenes", id_, "text", *((index, "text") if len(scene.text) > 1 else ())), variant.text


def _words(subject: Subject, id_: str, scene: Scene) -> int:
    """Return how many words are on the screen at most: the longest text, the lines and the open choices."""
    texts = [max((variant.text for variant in scene.text), key=len)]
    texts += [line.text for line in scene.lines if line.when is None]
    texts.append(max((line.text for line in scene.lines if line.when is not None), key=len, default=""))
    offered = [each for each in subject.offered if each and each[0].scene == id_]
    choices = max((sum(len(placed.choice.text.split()) for placed in each) for each in offered), default=0)
    return sum(len(text.split()) for text in texts) + choices
