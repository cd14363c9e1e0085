"""Translations of a campaign: a file beside `campaign.yaml` that holds its texts by id, and nothing else.

`campaign.cy.yaml` translates `campaign.yaml`; each episode has a translation of its own beside it. A missing text falls
back to the campaign's own words. A campaign has the same digest in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from scoring.document import Problem, Severity, read_document
from scoring.document.problem import did_you_mean
from scoring.document.validation import validate
from simulator.campaign.model import Campaign, MemoryLevels
from simulator.campaign.references import PLACEHOLDER
from simulator.campaign.story import CampaignStory
from simulator.scenario.model import Id, Name, Node, PersonId, ShortText, Text
from simulator.scenario.problems import STALE, UNTRANSLATED
from simulator.scenario.reader import ScenarioInvalid
from simulator.scenario.story import Story
from simulator.scenario.translating import HEAD, waiting
from simulator.scenario.translation import PersonTexts, TrainerTexts, localise, read_translation, translation_paths
from simulator.scenario.tree import Tree


class MemoryTexts(Node):
    """The name of a variable of the memory, and the words for each of its levels."""

    title: ShortText | None = None
    shown_as: dict[Name, ShortText] = {}


class EpisodeTexts(Node):
    """An episode's date and title, and the texts of what happens after it, in the campaign's order."""

    date: ShortText | None = None
    title: ShortText | None = None
    between: list[Text] = []


class ClosingTexts(Node):
    """A closing's texts: one text, or one per variant in the campaign's order."""

    title: ShortText | None = None
    text: Text | list[Text] | None = None
    retold: list[Text] = []
    reflect: Text | None = None


class CampaignTranslation(Node):
    """A translation file of a campaign.

    Attributes:
        translates: the campaign's version that was translated; another one makes it stale.
    """

    format: Annotated[str, Field(pattern=r"^2$")]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    translates: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: ShortText | None = None
    summary: Text | None = None
    objectives: list[Text] = []
    content_warnings: list[ShortText] = []
    people: dict[PersonId, PersonTexts] = {}
    memory: dict[Name, MemoryTexts] = {}
    promises: dict[Name, Text] = {}
    episodes: dict[Id, EpisodeTexts] = {}
    closings: dict[Id, ClosingTexts] = {}
    trainer: TrainerTexts | None = None


def campaign_texts(campaign: Campaign) -> dict[str, Any]:
    """Return every text of a campaign that is shown, in the shape of a translation."""
    trainer = campaign.trainer
    closings = {
        each.id: _given(
            title=each.title,
            text=each.text[0].text if len(each.text) == 1 else [variant.text for variant in each.text],
            retold=[said.text for said in each.retold],
            reflect=each.reflect,
        )
        for each in campaign.closings
    }
    return _given(
        title=campaign.title,
        summary=campaign.summary,
        objectives=campaign.objectives,
        content_warnings=campaign.content_warnings,
        people={id_: _given(role=each.role, about=each.about) for id_, each in campaign.people.items()},
        memory=_given(**{name: _memory(each) for name, each in campaign.memory.items() if each.shown != "never"}),
        promises={name: each.words for name, each in campaign.promises.items()},
        episodes={
            each.id: _given(
                date=each.date,
                title=each.title,
                between=[happens.text for happens in each.between if happens.text is not None],
            )
            for each in campaign.episodes
        },
        closings=closings,
        trainer=_given(notes=trainer.notes, discussion=trainer.discussion) if trainer else {},
    )


def campaign_skeleton(campaign: Campaign, language: str) -> str:
    """Return the text of a translation file in which every text still waits to be translated."""
    head = HEAD.format(format=2, id=campaign.id, language=language, version=campaign.version)
    return head + waiting(campaign_texts(campaign))


def read_campaign_translation(path: Path, campaign: Campaign) -> tuple[CampaignTranslation | None, list[Problem]]:
    """Read one translation; return it, or None, with its errors, gaps and staleness as problems."""
    tree = Tree(read_document(path))
    if tree.problems:
        return None, tree.problems
    translation, problems = validate(CampaignTranslation, tree)
    if translation is None:
        return None, problems
    own = campaign_texts(campaign)
    problems = [*_misfits(tree, translation, campaign, own), *_braces(tree, tree.value, (), campaign)]
    if translation.translates != campaign.version:
        problems.append(
            tree.problem(
                ("translates",), STALE.code,
                f"This translates version {translation.translates}, but the campaign is now at version "
                f"{campaign.version}.",
                f"Compare the texts, then write 'translates: {campaign.version}'.", severity=STALE.severity,
            )
        )  # fmt: skip
    missing = list(_missing(own, tree.value, ""))
    if missing:
        shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        problems.append(
            tree.problem(
                (), UNTRANSLATED.code, f"{len(missing)} texts are not translated yet: {shown}.",
                "Translate them, or leave them out: the campaign's own words are shown "
                "there.", severity=UNTRANSLATED.severity,
            )
        )  # fmt: skip
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return (None if errors else translation), problems


def campaign_in(story: CampaignStory, folder: Path, language: str) -> CampaignStory | None:
    """Return a campaign in another language, with those of its episodes that are translated; None if it is not.

    Raises:
        ScenarioInvalid: a translation has errors.
    """
    from simulator.scenario.library import CAMPAIGN

    path = translation_paths(folder / CAMPAIGN).get(language)
    if path is None:
        return None
    translation, problems = read_campaign_translation(path, story.campaign)
    if translation is None:
        raise ScenarioInvalid([each for each in problems if each.severity is Severity.ERROR])
    stories = {id_: _episode_in(each, folder / f"{id_}.yaml", language) for id_, each in story.stories.items()}
    return CampaignStory(_applied(story.campaign, translation), stories, source=story.campaign)


def _episode_in(story: Story, file: Path, language: str) -> Story:
    path = translation_paths(file).get(language)
    if path is None:
        return story
    translation, problems = read_translation(path, story.scenario)
    if translation is None:
        raise ScenarioInvalid([each for each in problems if each.severity is Severity.ERROR])
    return localise(story, translation)


def _memory(variable: Any) -> dict[str, Any]:
    levels = variable.levels if isinstance(variable, MemoryLevels) else []
    shown_as = {level: variable.shown_as.get(level, level.replace("_", " ")) for level in levels}
    return _given(title=variable.title, shown_as=shown_as)


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _misfits(
    tree: Tree, translation: CampaignTranslation, campaign: Campaign, own: Mapping[str, Any]
) -> Iterator[Problem]:
    known: dict[str, list[str]] = {
        "people": list(campaign.people),
        "memory": list(campaign.memory),
        "promises": list(campaign.promises),
        "episodes": [each.id for each in campaign.episodes],
        "closings": [each.id for each in campaign.closings],
    }
    for field, ids in known.items():
        for id_ in getattr(translation, field):
            if id_ not in ids:
                yield tree.problem(
                    (field, id_), "E701", f"The campaign has no '{id_}' under '{field}'.", did_you_mean(id_, ids),
                    key=True,
                )  # fmt: skip
    for name, texts in translation.memory.items():
        variable = campaign.memory.get(name)
        levels = variable.levels if isinstance(variable, MemoryLevels) else []
        for level in texts.shown_as if variable is not None else ():
            if level not in levels:
                where = ("memory", name, "shown_as", level)
                yield tree.problem(
                    where, "E701", f"'{name}' has no level '{level}'.", did_you_mean(level, levels), key=True
                )
    yield from _lengths(tree, tree.value, own, ())


def _lengths(tree: Tree, given: Any, wanted: Any, path: tuple[str | int, ...]) -> Iterator[Problem]:
    """Yield the lists that have another number of texts than the campaign's own."""
    if isinstance(given, dict) and isinstance(wanted, dict):
        for name, value in given.items():
            if name in wanted:
                yield from _lengths(tree, value, wanted[name], (*path, name))
    elif isinstance(wanted, list) or isinstance(given, list):
        ours, theirs = (len(each) if isinstance(each, list) else 1 for each in (wanted, given))
        if ours != theirs:
            yield tree.problem(
                path, "E701", f"The campaign has {ours} here, not {theirs}.",
                "Write one text for each of the campaign's, in the same order.",
            )  # fmt: skip


def _braces(tree: Tree, value: Any, path: tuple[str | int, ...], campaign: Campaign) -> Iterator[Problem]:
    """Yield an error for each brace of a translation that names nothing of the campaign."""
    if isinstance(value, str):
        known = [*campaign.people, *campaign.memory, *campaign.promises]
        for found in PLACEHOLDER.finditer(value):
            if found.group(1) not in known:
                message = f"'{found.group()}' is neither a person nor a variable of the campaign."
                mend = did_you_mean(found.group(1) or "", known, otherwise="You can use")
                yield tree.problem_inside(path, found.start(), len(found.group()), "E311", message, mend)
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _braces(tree, each, (*path, key), campaign)


def _missing(own: Mapping[str, Any], given: Any, where: str) -> Iterator[str]:
    """Yield the dotted path of every text that is shown and has no translation."""
    for name, value in own.items():
        there = given.get(name) if isinstance(given, dict) else None
        if isinstance(value, dict):
            yield from _missing(value, there, f"{where}{name}.")
        elif not there:
            yield f"{where}{name}"


def _applied(campaign: Campaign, translation: CampaignTranslation) -> Campaign:
    content = campaign.model_dump(by_alias=True, exclude_defaults=True)
    _overlay(content, translation, ("title", "summary"))
    for field in ("objectives", "content_warnings"):
        content[field] = getattr(translation, field) or content.get(field, [])
    for id_, person in translation.people.items():
        _overlay(content["people"][id_], person, ("name", "role", "about"))
    for name, memory in translation.memory.items():
        _overlay(content["memory"][name], memory, ("title",))
        if memory.shown_as:
            content["memory"][name]["shown_as"] = {**content["memory"][name].get("shown_as", {}), **memory.shown_as}
    for name, words in translation.promises.items():
        content["promises"][name]["words"] = words
    for episode in content["episodes"]:
        own = translation.episodes.get(episode["id"])
        if own is not None:
            _overlay(episode, own, ("date", "title"))
            _written([each for each in episode.get("between", []) if "text" in each], own.between)
    for closing in content["closings"]:
        said = translation.closings.get(closing["id"])
        if said is not None:
            _overlay(closing, said, ("title", "reflect"))
            _written(closing["text"], said.text if isinstance(said.text, list) else [said.text or ""])
            _written(closing.get("retold", []), said.retold)
    if translation.trainer is not None and "trainer" in content:
        _overlay(content["trainer"], translation.trainer, ("notes",))
        content["trainer"]["discussion"] = translation.trainer.discussion or content["trainer"].get("discussion", [])
    content["language"] = translation.language
    return Campaign.model_validate(content)


def _written(entries: Sequence[dict[str, Any]], texts: Sequence[str]) -> None:
    for entry, text in zip(entries, texts, strict=False):
        if text:
            entry["text"] = text


def _overlay(content: dict[str, Any], texts: Node, fields: tuple[str, ...]) -> None:
    for field in fields:
        value = getattr(texts, field, None)
        if value is not None:
            content[field] = value
