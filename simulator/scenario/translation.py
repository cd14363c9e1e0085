"""Translations: a file beside the scenario that holds texts by id, and nothing else.

`market-stall.cy.yaml` translates `market-stall.yaml`. A missing text falls back to the scenario's own language, and
`encounter check` reports it. A run keeps the scenario's own digest, so results in two languages count as one encounter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import StringConstraints

from scoring.document import Problem, Severity, read_document
from scoring.document.problem import did_you_mean
from scoring.document.validation import validate
from simulator.scenario.model import (
    Choice,
    Ending,
    FlagVariable,
    FlagWords,
    Format,
    Id,
    Name,
    Node,
    PersonId,
    Scenario,
    Scene,
    ShortText,
    Text,
)
from simulator.scenario.problems import STALE, UNTRANSLATED
from simulator.scenario.story import Story
from simulator.scenario.template import Fork, TemplateError, forks_of, parts_of
from simulator.scenario.tree import Tree
from simulator.scenario.vocabulary import is_language
from simulator.scenario.written import Path_

_BRACES = re.compile(r"\{([^{}\s]+)\}")


class SettingTexts(Node):
    """Where and when it happens, as it is shown."""

    place: ShortText | None = None
    time: ShortText | None = None


class PersonTexts(Node):
    """A person's texts.

    A name is translated only if it is a description. The role `you` is a sign, and is not translated.
    """

    name: ShortText | None = None
    role: ShortText | None = None
    about: Text | None = None


class PlaceTexts(Node):
    """A scene's or an ending's texts: one text, or one per variant in the scenario's order."""

    text: Text | list[Text] | None = None
    lines: list[Text] = []
    reflect: Text | None = None
    retold: list[Text] = []


class ChoiceTexts(Node):
    """A choice's texts."""

    say: Text | None = None
    do: Text | None = None
    feedback: Text | None = None
    locked: Text | None = None


_ENDING_TEXTS = ("text", "lines", "reflect", "retold")
_CHOICE_TEXTS = ("say", "do", "feedback", "locked")


class TrainerTexts(Node):
    """The trainer's part."""

    notes: Text | None = None
    discussion: list[Text] = []


class Translation(Node):
    """A translation file.

    Attributes:
        translates: the scenario's version that was translated; another one makes it stale.
        words: variables and levels to the words shown for them.
        shown_as: flags to the words shown for them.
    """

    format: Format
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    translates: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: ShortText | None = None
    summary: Text | None = None
    setting: SettingTexts = SettingTexts()
    objectives: list[Text] = []
    content_warnings: list[ShortText] = []
    people: dict[PersonId, PersonTexts] = {}
    words: dict[Name, ShortText] = {}
    shown_as: dict[Name, FlagWords] = {}
    scenes: dict[Id, PlaceTexts] = {}
    choices: dict[Id, ChoiceTexts] = {}
    endings: dict[Id, PlaceTexts] = {}
    trainer: TrainerTexts | None = None


def translation_paths(scenario: Path) -> dict[str, Path]:
    """Return the translations that lie beside a scenario file, by language."""
    found = sorted(scenario.parent.glob(f"{scenario.stem}.*{scenario.suffix}"))
    named = {path.name[len(scenario.stem) + 1 : -len(scenario.suffix)]: path for path in found if path != scenario}
    return {language: path for language, path in named.items() if is_language(language)}


def translated_by(path: Path) -> Path | None:
    """Return the scenario file that a file translates, by their names; None if it is no translation."""
    stem, dot, language = path.stem.rpartition(".")
    scenario = path.with_name(f"{stem}{path.suffix}") if dot else path
    return scenario if dot and is_language(language) and scenario.exists() else None


def read_translation(path: Path, scenario: Scenario) -> tuple[Translation | None, list[Problem]]:
    """Read one translation; return it, or None, with its errors, gaps and staleness as problems."""
    tree = Tree(read_document(path))
    if tree.problems:
        return None, tree.problems
    translation, problems = validate(Translation, tree)
    if translation is None:
        return None, problems
    problems = [*_misfits(tree, translation, scenario)]
    if translation.translates != scenario.version:
        problems.append(
            tree.problem(
                ("translates",),
                STALE.code,
                f"This translates version {translation.translates}, but the scenario is now at version "
                f"{scenario.version}.",
                f"Compare the texts, then write 'translates: {scenario.version}'.",
                severity=STALE.severity,
            )
        )
    missing = list(_missing(translation, scenario))
    if missing:
        shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        problems.append(
            tree.problem(
                (),
                UNTRANSLATED.code,
                f"{len(missing)} texts are not translated yet: {shown}.",
                "Translate them, or leave them out: the scenario's own words are shown there.",
                severity=UNTRANSLATED.severity,
            )
        )
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return (None if errors else translation), problems


def localise(story: Story, translation: Translation) -> Story:
    """Return the story with its texts in the translation's language; digest and meaning stay."""
    words = dict(translation.words)
    for name, flag in translation.shown_as.items():
        words |= {f"{name}=true": flag.true, f"{name}=false": flag.false}
    return Story(_apply(story.scenario, translation), story.rubrics, source=story.scenario, words=words)


def _misfits(tree: Tree, translation: Translation, scenario: Scenario) -> Iterator[Problem]:
    choices = {choice.id: choice for scene in scenario.scenes.values() for choice in scene.choices}
    levels = {level for variable in scenario.state.values() for level in getattr(variable, "levels", ())}
    known: dict[str, Collection[str]] = {
        "people": scenario.people,
        "scenes": scenario.scenes,
        "endings": scenario.endings,
        "choices": choices,
        "words": {*scenario.state, *levels},
        "shown_as": [name for name, each in scenario.state.items() if isinstance(each, FlagVariable)],
    }
    yield from unknown_ids(tree, translation, known)
    yield from wrong_kinds(tree, translation.choices, choices)
    yield from _braces(tree, tree.value, (), scenario)
    discussion = scenario.trainer.discussion if scenario.trainer is not None else []
    lists: tuple[tuple[tuple[str, ...], list[str], list[str]], ...] = (
        (("objectives",), scenario.objectives, translation.objectives),
        (("content_warnings",), scenario.content_warnings, translation.content_warnings),
        (("trainer", "discussion"), discussion, translation.trainer.discussion if translation.trainer else []),
    )
    for where, wanted, given in lists:
        if given and len(given) != len(wanted):
            yield tree.problem(
                where, "E701", f"The scenario has {len(wanted)} here, not {len(given)}.",
                "Write one text for each of the scenario's, in the same order.",
            )  # fmt: skip
    yield from wrong_counts(tree, translation, scenario)
    for at, own, translated in _texts(translation, scenario):
        yield from _misread(tree, at, own, translated)


def unknown_ids(tree: Tree, given: Node, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Yield an error for each id under some fields that the scenario does not have there."""
    for field, ids in known.items():
        for id_ in getattr(given, field):
            if id_ not in ids:
                yield tree.problem(
                    (field, id_),
                    "E701",
                    f"The scenario has no '{id_}' under '{field}'.",
                    did_you_mean(id_, ids),
                    key=True,
                )


def wrong_kinds(tree: Tree, given: Mapping[str, ChoiceTexts], choices: Mapping[str, Choice]) -> Iterator[Problem]:
    """Yield an error for each choice that is said in the scenario and done here, or the other way round."""
    for id_, texts in given.items():
        choice = choices.get(id_)
        wrong = "do" if choice is not None and choice.spoken else "say"
        if choice is not None and getattr(texts, wrong):
            right = "say" if wrong == "do" else "do"
            yield tree.problem(
                ("choices", id_, wrong), "E701", f"In the scenario '{id_}' has '{right}', not '{wrong}'.",
                f"Write '{right}:' here too.", key=True,
            )  # fmt: skip


def wrong_counts(tree: Tree, given: Node, scenario: Scenario) -> Iterator[Problem]:
    """Yield an error for each place whose variants, lines or retellings are not as many as in the scenario."""
    places: dict[str, Mapping[str, Scene | Ending]] = {"scenes": scenario.scenes, "endings": scenario.endings}
    for kind, known in places.items():
        for id_, texts in getattr(given, kind).items():
            place = known.get(id_)
            if place is None:
                continue
            variants = len(texts.text) if isinstance(texts.text, list) else 1
            if texts.text is not None and variants != len(place.text):
                yield tree.problem(
                    (kind, id_, "text"), "E701", f"The scenario has {len(place.text)} variants here, not {variants}.",
                    "Write one text per variant, in the same order.",
                )  # fmt: skip
            for field in ("lines", "retold"):
                own, wanted = getattr(texts, field), getattr(place, field, [])
                if own and len(own) != len(wanted):
                    yield tree.problem(
                        (kind, id_, field), "E701", f"The scenario has {len(wanted)} here, not {len(own)}.",
                        "Write one text for each of the scenario's, in the same order.",
                    )  # fmt: skip


def _misread(tree: Tree, where: Path_, own: str, translated: str) -> Iterator[Problem]:
    """Yield what is wrong with the `{if}` of a translated text: its conditions are those of the scenario's own text."""
    if "{" not in translated:
        return
    known = {fork.when for fork in forks_of(own)}
    try:
        parts = parts_of(translated) if known or "{if" in translated else []
    except TemplateError as error:
        yield tree.problem_inside(where, error.offset, error.width, "E311", error.message, error.mend)
        return
    for fork in parts:
        if isinstance(fork, Fork) and fork.when not in known:
            shown = ", ".join(f"{{if {each}}}" for each in sorted(known)) or "none"
            yield tree.problem_inside(
                where, fork.offset, len(fork.when), "E701", f"The scenario's text has no {{if {fork.when}}} here.",
                f"Keep its conditions as they are: {shown}.",
            )  # fmt: skip


def _texts(translation: Translation, scenario: Scenario) -> Iterator[tuple[Path_, str, str]]:
    """Yield every text of a translation in which braces are read: its place, the original text, and the translation."""
    places: dict[str, Mapping[str, Scene | Ending]] = {"scenes": scenario.scenes, "endings": scenario.endings}
    for kind, known in places.items():
        for id_, texts in getattr(translation, kind).items():
            place = known.get(id_)
            if place is None:
                continue
            listed = isinstance(texts.text, list)
            variants = texts.text if isinstance(texts.text, list) else [texts.text or ""]
            for index, (variant, text) in enumerate(zip(place.text, variants, strict=False)):
                yield (kind, id_, "text", *((index,) if listed else ())), variant.text, text
            for field in ("lines", "retold"):
                pairs = zip(getattr(place, field, []), getattr(texts, field), strict=False)
                yield from (((kind, id_, field, index), line.text, text) for index, (line, text) in enumerate(pairs))
            if texts.reflect and isinstance(place, Ending):
                yield (kind, id_, "reflect"), place.reflect or "", texts.reflect
    for scene in scenario.scenes.values():
        for choice in scene.choices:
            own = translation.choices.get(choice.id)
            for field in _CHOICE_TEXTS if own is not None else ():
                if getattr(own, field):
                    yield ("choices", choice.id, field), getattr(choice, field) or "", getattr(own, field)


def _braces(tree: Tree, value: Any, path: tuple[str | int, ...], scenario: Scenario) -> Iterator[Problem]:
    """Yield an error for each brace of a translation that names nothing of the scenario."""
    if isinstance(value, str):
        known = [*scenario.people, *scenario.state]
        for found in _BRACES.finditer(value):
            if found.group(1) not in (*known, "else", "end"):
                message = f"'{found.group()}' is neither a person nor a variable of the scenario."
                mend = did_you_mean(found.group(1), known, otherwise="You can use")
                yield tree.problem_inside(path, found.start(), len(found.group()), "E311", message, mend)
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _braces(tree, each, (*path, key), scenario)


def _missing(translation: Translation, scenario: Scenario) -> Iterator[str]:
    """Yield the dotted path of every text that is shown and has no translation."""
    yield from _untranslated("", scenario, translation, ("title", "summary", "objectives", "content_warnings"))
    # A clock time is the same in every language.
    wordy = any(character.isalpha() for character in scenario.setting.time or "")
    yield from _untranslated(
        "setting.", scenario.setting, translation.setting, ("place", "time") if wordy else ("place",)
    )
    for id_, person in scenario.people.items():
        fields = ("about",) if person.role == "you" else ("role", "about")
        yield from _untranslated(f"people.{id_}.", person, translation.people.get(id_), fields)
    for name, variable in scenario.state.items():
        if isinstance(variable, FlagVariable):
            if variable.shown_as is not None and name not in translation.shown_as:
                yield f"shown_as.{name}"
        elif getattr(variable, "shown", None) or getattr(variable, "shown_as", None):
            for word in (name, *getattr(variable, "levels", ())):
                if word not in translation.words:
                    yield f"words.{word}"
    for id_, scene in scenario.scenes.items():
        yield from _untranslated(f"scenes.{id_}.", scene, translation.scenes.get(id_), ("text", "lines"))
    for scene in scenario.scenes.values():
        for choice in scene.choices:
            own = translation.choices.get(choice.id)
            yield from _untranslated(f"choices.{choice.id}.", choice, own, _CHOICE_TEXTS)
    for id_, ending in scenario.endings.items():
        yield from _untranslated(f"endings.{id_}.", ending, translation.endings.get(id_), _ENDING_TEXTS)
    if scenario.trainer is not None:
        yield from _untranslated("trainer.", scenario.trainer, translation.trainer, ("notes", "discussion"))


def _untranslated(where: str, part: Node, texts: Node | None, fields: tuple[str, ...]) -> Iterator[str]:
    for field in fields:
        if getattr(part, field) and not (texts is not None and getattr(texts, field)):
            yield f"{where}{field}"


def _apply(scenario: Scenario, translation: Translation) -> Scenario:
    content = scenario.model_dump(by_alias=True, exclude_defaults=True)
    _overlay(content, translation, ("title", "summary"))
    _overlay(content["setting"], translation.setting, ("place", "time") if scenario.setting.time else ("place",))
    for field in ("objectives", "content_warnings"):
        texts = getattr(translation, field)
        if len(texts) == len(getattr(scenario, field)) and texts:
            content[field] = texts
    for id_, person in translation.people.items():
        fields = ("name", "about") if scenario.people[id_].role == "you" else ("name", "role", "about")
        _overlay(content["people"][id_], person, fields)
    for kind in ("scenes", "endings"):
        for id_, place in getattr(translation, kind).items():
            _apply_place(content[kind][id_], place)
    for scene in content["scenes"].values():
        for choice in scene["choices"]:
            own = translation.choices.get(choice["id"])
            if own is not None:
                _overlay(choice, own, tuple(field for field in _CHOICE_TEXTS if field in choice))
    if translation.trainer is not None and "trainer" in content:
        _overlay(content["trainer"], translation.trainer, ("notes",))
        if translation.trainer.discussion:
            content["trainer"]["discussion"] = translation.trainer.discussion
    content["language"] = translation.language
    return Scenario.model_validate(content)


def _apply_place(content: dict[str, Any], texts: PlaceTexts) -> None:
    if texts.text is not None:
        translated = texts.text if isinstance(texts.text, list) else [texts.text]
        for variant, text in zip(content["text"], translated, strict=True):
            variant["text"] = text
    for field in ("lines", "retold"):
        for line, text in zip(content.get(field, []), getattr(texts, field), strict=False):
            line["text"] = text
    _overlay(content, texts, ("reflect",))


def _overlay(content: dict[str, Any], texts: Node, fields: tuple[str, ...]) -> None:
    for field in fields:
        value = getattr(texts, field)
        if value is not None:
            content[field] = value
