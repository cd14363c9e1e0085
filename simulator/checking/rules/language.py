"""The words: generalisations, loaded words, and what can be read under time pressure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.document.problem import INFO, WARNING
from simulator.checking.reading_grade import reading_grade
from simulator.checking.rule import Finding, Where, rule
from simulator.checking.subject import Subject
from simulator.scenario.model import Scene
from simulator.scenario.template import all_of, longest_of

GREATEST_GRADE = 10
LONGEST_SCENE = 120
WORDS_PER_MINUTE = 200

# An apostrophe inside a word opens nothing, and closes nothing either.
_QUOTED = re.compile(
    '"[^"]+"|\u201c[^\u201d]+\u201d|\u2018[^\u2019]*(?:\\w\u2019\\w[^\u2019]*)*\u2019'
    r"|(?<!\w)'(?:[^']|(?<=\w)'(?=\w))+'(?!\w)"
)
_PLACES = (
    "african|caribbean|asian|arab|irish|scottish|welsh|somali|polish|romanian|nigerian|chinese|indian|"
    "pakistani|bangladeshi|"
    "turkish|kurdish|latin(?: american)?|eastern european|roma|gypsy|traveller|jamaican|iraqi|syrian|afghan"
)
_KINDS = (
    f"{_PLACES}|young|older|old|elderly|teenage|black|brown|white|muslim|jewish|christian|sikh|hindu|"
    f"catholic|deaf|blind|"
    "disabled|autistic|homeless|poor|working-class|mentally ill|gay|trans|foreign|migrant|immigrant|"
    "refugee|religious|ethnic|"
    "minority|rural|local|council-estate"
)
_PEOPLE = (
    "people|men|women|girls|boys|youths|teenagers|kids|children|lads|families|mothers|fathers|parents|"
    "husbands|wives|sons|"
    "daughters|brothers|communities|victims|drivers|shopkeepers|neighbours|tenants|gangs|girlfriends"
)
_GROUPS = (
    "muslims|travellers|gypsies|immigrants|migrants|refugees|asylum seekers|africans|asians|arabs|jews|"
    "christians|sikhs|"
    "hindus|catholics|poles|romanians|somalis|nigerians|turks|kurds|latin americans|teenagers|autistics|addicts"
)
# A sentence about what people may do, need or have lived through does not say what they are like.
_NO_TRAIT = (
    r"(?:can (?:ask|call|have|bring|choose|get)|may|must|should|need|want to know|are (?:owed|entitled|"
    r"sitting|standing|"
    r"waiting|here|there|in|on|at|silent|coming)|have (?:a|the) (?:right|choice|say)|have (?:\w+ed|been|"
    r"lived|met|come|gone)|"
    r"were|was|had|did|who|whose|and|or|in|on|at|of|from|with|outside|\w+ed|\w+ing|came|went|sat|stood|"
    r"ran|said|saw|left|"
    r"told|took|knew|met)\b"
)
_HABIT = (
    "always|never|tend to|usually|typically|naturally|generally|are (?:often|usually|always|naturally|by nature|all)"
)
_BEGIN = r"(?:^|[.!?:;]\s+|\bthat |\bbecause |, )"
_ONE_OF_THEM = rf"(?:{_KINDS})(?: (?:man|woman|boy|girl|lad|teenager|person|mother|father|family))?"
_VERB = "love|hate|forget|are|do|drink|fight|lie|keep|stick|never|always|cannot|can't|don't|distrust|like|think|expect"
_GENERAL = re.compile(
    rf"{_BEGIN}(?:all |most |many |some )?"
    rf"(?P<group>(?:(?:{_KINDS}) (?:\w+ )?(?:{_PEOPLE})|(?:{_GROUPS})) (?!{_NO_TRAIT})\w+)"
    rf"|\b(?P<like>like (?:most|all|many|other) (?:{_GROUPS}|(?:{_KINDS}) \w+))"
    rf"|\b(?P<being>being (?:a |an )?(?:{_KINDS}|teenager|refugee|migrant), )"
    rf"|\b(?P<as_one>as an? {_ONE_OF_THEM},? (?:he|she|they)\b)"
    rf"|\b(?P<for_one>for an? (?:{_KINDS}|teenager|refugee|migrant)(?: american)?(?=[.,;!?]|$))"
    rf"|{_BEGIN}(?P<habit>(?:men|women|girls|boys|youths|teenagers|lads) (?:{_HABIT}))\b"
    r"|\b(?P<typical>typical (?:of|for) (?:an? )?\w+)"
    r"|\b(?P<culture>in (?:his|her|their) culture\b|cultural thing\b)"
    rf"|\b(?P<theirs>(?:his|her|their) (?:culture|community|religion|kind|sort) (?:does|do|is|are|has|will|\w+s)\b)"
    rf"|\b(?P<temper>(?:{_PLACES}) (?:temper|blood|time|mentality|pride))"
    r"|\b(?P<like_them>(?:people|men|women|boys|girls|families) (?:like|from) (?:him|her|them|that|those|these|there)"
    r"(?: \w+)?(?<!\bare) (?!are never believed)\w+)"
    r"|\b(?P<are_like>what (?:\w+ )?(?:lads|men|women|boys|girls|people|teenagers) are like)"
    rf"|\b(?P<wherever>wherever (?:{_GROUPS}))"
    rf"|{_BEGIN}(?P<the>the (?:irish|elderly|poor|homeless|deaf|disabled|polish|old|chinese|{_GROUPS}) (?:{_VERB}))\b"
    rf"|\b(?P<known>what (?:the |those )?(?:{_GROUPS}|irish|chinese|(?:{_KINDS}) \w+) (?:are|is) like)"
    rf"|{_BEGIN}(?P<every>every (?:(?:{_KINDS}|teenager|youth|lad|boy|girl|man|woman|family)) (?:\w+ )?"
    r"(?:on|in|from) (?:that|this) (?:estate|street|part|area|community|site) (?:is|has|\w+s))\b"
    r"|\b(?P<faith>in (?:his|her|their) religion, (?:\w+ ){0,3}?(?:men|women|girls|boys|wives|husbands|children))\b"
    rf"|\b(?P<a_typical>(?:an? )?typical (?:{_KINDS}|albanian|teenager|refugee|migrant)\b)"
    r"|\b(?P<origin>where (?:he|she|they) comes? from, )"
    r"|\b(?P<nobody>nobody (?:in|from) (?:that|this) (?:community|estate|family) (?:\w+s))\b"
    r"|\b(?P<all_same>they(?:'re| are) all the same)\b"
    rf"|\b(?P<trust>(?:can't|cannot|never) trust an? (?:{_KINDS}|teenager|refugee|migrant))\b",
    re.IGNORECASE,
)


@rule("W43", INFO, "Loaded word")
def loaded_words(subject: Subject) -> Iterator[Finding]:
    """A loaded word outside quoted speech."""
    for where, text in subject.texts():
        for found, mend in subject.words.find(_without_speech(text)):
            said = f"'{found.group()}' is a loaded word, and it is not in quoted speech."
            yield Finding(where, said, mend, words=(text, found.span()))


@rule("W44", INFO, "Generalisation about a group")
def generalisations(subject: Subject) -> Iterator[Finding]:
    """A sentence about what a group of people is like."""
    for where, text in subject.texts():
        found = _GENERAL.search(_without_speech(text))
        if found:
            start, end = found.span(found.lastgroup or 0)
            yield Finding(
                where,
                f"'{text[start:end]}' may say what a group of people is like.",
                "Say what this person did, or what to ask; never what a group tends to.",
                words=(text, (start, end)),
            )


def _without_speech(text: str) -> str:
    """Return the text with quoted speech blanked out and line breaks as spaces, of the same length."""
    return _QUOTED.sub(lambda found: " " * len(found.group()), text).replace("\n", " ")


@rule("W50", WARNING, "Hard to read")
def hard_to_read(subject: Subject) -> Iterator[Finding]:
    """Scenes whose words are too hard to be read under time pressure."""
    for id_, where, text in _scene_texts(subject):
        grade = reading_grade(all_of(text), subject.scenario.language)
        if grade is not None and grade > GREATEST_GRADE:
            yield Finding(
                where, f"'{id_}' reads at school grade {grade:.0f}; a scene should be at {GREATEST_GRADE} or below.",
                "Use shorter sentences and plainer words.", key=True,
            )  # fmt: skip


@rule("W51", WARNING, "Scene too long")
def too_long(subject: Subject) -> Iterator[Finding]:
    """Scenes that are too long to be read under time pressure."""
    for id_, where, text in _scene_texts(subject):
        words = len(longest_of(text).split())
        if words > LONGEST_SCENE:
            yield Finding(
                where, f"'{id_}' has {words} words; at most {LONGEST_SCENE} can be read before choosing.",
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
                    f"The timer gives {scene.timer.seconds} seconds, but reading the scene takes about {needed}.",
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
                "Delete it, or put the note on a line above the field. Inside a text, a # does not begin a note.",
                words=(text, (found.end() - len(found.group().lstrip()), found.end())),
            )  # fmt: skip


def _scene_texts(subject: Subject) -> Iterator[tuple[str, Where, str]]:
    """Yield each text of each scene, with the scene's id and where it stands."""
    for id_, scene in subject.scenario.scenes.items():
        for index, variant in enumerate(scene.text):
            yield id_, ("scenes", id_, "text", *((index, "text") if len(scene.text) > 1 else ())), variant.text


def _words(subject: Subject, id_: str, scene: Scene) -> int:
    """Return how many words are on the screen at most: the longest text, the lines and the open choices."""
    texts = [max((longest_of(variant.text) for variant in scene.text), key=len)]
    texts += [longest_of(line.text) for line in scene.lines if line.when is None]
    texts.append(max((longest_of(line.text) for line in scene.lines if line.when is not None), key=len, default=""))
    offered = [each for each in subject.offered if each and each[0].scene == id_]
    choices = max((sum(len(longest_of(placed.choice.text).split()) for placed in each) for each in offered), default=0)
    return sum(len(text.split()) for text in texts) + choices
