"""Finds campaigns in the folders of a library: what a list shows of each, and one by its id or folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from simulator.errors import UnknownScenario, UsageError
from simulator.messages import tr
from simulator.scenario.latest import LatestStories, stamp_of
from simulator.scenario.library import CAMPAIGN, Library, campaign_files, read_index, wording, write_index
from simulator.scenario.vocabulary import is_language

if TYPE_CHECKING:
    from scoring.rubric import RubricSet
    from simulator.campaign.model import Campaign
    from simulator.campaign.story import CampaignStory
    from simulator.scenario.latest import Stamps

_LATEST: LatestStories[CampaignStory] = LatestStories()
"""Of all libraries of this process, as for encounters."""


@dataclass(frozen=True, slots=True)
class CampaignEntry:
    """What a list shows of a campaign; `error` is the first problem of a file that cannot be read.

    Attributes:
        path: its folder.
        episodes: scenario ids, in order.
    """

    path: str
    id: str
    title: str
    summary: str
    minutes: int
    episodes: tuple[str, ...]
    content_warnings: tuple[str, ...] = ()
    error: str = ""


@runtime_checkable
class HoldsCampaigns(Protocol):
    """A library whose campaigns lie in no folder."""

    def campaign_entries(self) -> list[CampaignEntry]:
        """Return what a list shows of each, by title."""

    def campaign_story(self, id_: str, language: str | None) -> CampaignStory | None:
        """Return one by its id, in a language or its own; None if there is none.

        Raises:
            UsageError: it is not translated into that language.
        """

    def campaign_languages(self, id_: str) -> list[str]:
        """Return the languages that one is translated into."""


def campaigns(library: Library) -> list[CampaignEntry]:
    """Return the campaigns of a library, by title; files that did not change are not read again."""
    if isinstance(library, HoldsCampaigns):
        return library.campaign_entries()
    found: dict[str, CampaignEntry] = {}
    for folder in library.folders:
        index = library.index_path("campaigns", folder)
        kept = read_index(index, _told)
        fresh: dict[str, Any] = {}
        for path in campaign_files([folder]):
            known, stamp = kept.get(str(path)), stamp_of(path)
            if known is None or known["stamp"] != stamp:
                known = {"stamp": stamp, "entry": asdict(_entry(path))}
            fresh[str(path)] = known
        if fresh != kept:
            write_index(index, fresh)
        found |= {name: _told(known["entry"]) for name, known in fresh.items()}
    return sorted(found.values(), key=lambda entry: entry.title)


def campaigns_in(library: Library, language: str) -> list[CampaignEntry]:
    """Return the same campaigns, with title and summary in a language where they are translated into it."""
    return sorted((_worded(each, library, language) for each in campaigns(library)), key=lambda entry: entry.title)


def is_campaign(name: str, library: Library) -> bool:
    """Whether a name is a campaign's folder, its `campaign.yaml`, or the id of one in a library."""
    return _folder(name) is not None or any(entry.id == name for entry in campaigns(library))


def campaign(name: str, library: Library, *, language: str | None = None) -> CampaignStory:
    """Return a campaign by its id, its folder, or its `campaign.yaml`, scored by the library's rubrics.

    Args:
        name: which.
        library: where to look.
        language: a translation to play in; the campaign's own language if omitted.

    Raises:
        UnknownScenario: there is none; the mend names the nearest.
        ScenarioInvalid: it, an episode or the translation has errors.
        UsageError: it is not translated into that language.
    """
    from scoring.document.problem import did_you_mean

    folder, known = _folder(name), campaigns(library)
    if folder is None and isinstance(library, HoldsCampaigns):
        held = library.campaign_story(name, language)
        if held is not None:
            return held
        known = [each for each in known if each.id != name]
    if folder is None:
        folder = next((Path(entry.path) for entry in known if entry.id == name), None)
    if folder is None:
        ids = [entry.id for entry in known if not entry.error]
        raise UnknownScenario(f"There is no campaign '{name}'.", did_you_mean(name, ids, otherwise="There are"))
    key = (folder.absolute(), language, tuple(library.rubrics.digests.values()))
    return _LATEST.story(key, lambda: _read(folder, library.rubrics, language))


def campaign_languages(id_: str, library: Library) -> list[str]:
    """Return the languages into which a campaign of a library is translated; none where it is not of the library."""
    if isinstance(library, HoldsCampaigns):
        return library.campaign_languages(id_)
    folder = next((each.path for each in campaigns(library) if each.id == id_), None)
    return [] if folder is None else _translated(Path(folder))


def not_translated(id_: str, language: str, known: list[str]) -> UsageError:
    """Return the error that says in which languages something can be played."""
    return UsageError(
        tr("'{id}' is not translated into '{language}'.", id=id_, language=language),
        tr("It can be played in: {known}.", known=", ".join(known)),
    )


def campaign_entry(campaign: Campaign, path: str) -> CampaignEntry:
    """Return what a list shows of a campaign; `path` is where it is found."""
    return CampaignEntry(
        path=path,
        id=campaign.id,
        title=campaign.title,
        summary=" ".join(campaign.summary.split()),
        minutes=campaign.minutes,
        episodes=tuple(each.scenario for each in campaign.episodes),
        content_warnings=tuple(campaign.content_warnings),
    )


def _read(folder: Path, rubrics: RubricSet, language: str | None) -> tuple[CampaignStory, Stamps]:
    from simulator.campaign.reader import read_campaign
    from simulator.campaign.translation import campaign_in

    # The folder too: what is added to it, as a translation, is of the campaign from then on.
    stamps = {str(each): stamp_of(each) for each in (folder, *folder.glob("*.yaml"))}
    reading = read_campaign(folder, rubrics)
    story = reading.sound()
    parts = {name for tree in reading.trees.values() for name in tree.files}
    stamps |= {name: stamp_of(Path(name)) for name in parts - set(stamps)}
    own = story.campaign.language
    if language in (None, own):
        return story, stamps
    told = campaign_in(story, folder, language or own)
    if told is None:
        raise not_translated(story.campaign.id, language or own, [own, *_translated(folder)])
    return told, stamps


def _translated(folder: Path) -> list[str]:
    from simulator.scenario.translation import translation_paths

    return sorted(translation_paths(folder / CAMPAIGN))


def _worded(entry: CampaignEntry, library: Library, language: str) -> CampaignEntry:
    """Return a campaign with title and summary in a language, as far as it is translated into it."""
    if isinstance(library, HoldsCampaigns):
        held = library.campaign_story(entry.id, language) if language in library.campaign_languages(entry.id) else None
        return entry if held is None else campaign_entry(held.campaign, entry.path)
    file = (Path(entry.path) / CAMPAIGN).with_suffix(f".{language}.yaml")
    told = wording(file) if is_language(language) and file.is_file() else {}
    return replace(entry, title=told.get("title", entry.title), summary=told.get("summary", entry.summary))


def _folder(name: str) -> Path | None:
    path = Path(name)
    if path.name == CAMPAIGN and path.is_file():
        return path.parent
    is_path = os.sep in name or path.is_dir()
    return path if is_path and (path / CAMPAIGN).is_file() else None


def _told(fields: Mapping[str, Any]) -> CampaignEntry:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    return CampaignEntry(**values)


def _entry(path: Path) -> CampaignEntry:
    from scoring.document import read_document
    from scoring.document.validation import validate
    from simulator.campaign.model import Campaign

    document = read_document(path)
    read, problems = validate(Campaign, document) if not document.problems else (None, document.problems)
    if read is None:
        first = problems[0]
        said = f"{first.line}:{first.column} {first.code} {first.message}"
        return CampaignEntry(str(path.parent), path.parent.name, path.parent.name, "", 0, (), (), said)
    return campaign_entry(read, str(path.parent))
