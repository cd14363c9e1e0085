"""Finds campaigns in the folders of a library: what a list shows of each, and one by its id or folder."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.errors import UnknownScenario, UsageError
from simulator.scenario.library import CAMPAIGN, INDEX_FORMAT, Library, campaign_files, stamp_of, write_index

if TYPE_CHECKING:
    from simulator.campaign.story import CampaignStory


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


def campaigns(library: Library) -> list[CampaignEntry]:
    """Return the campaigns in a library's folders, by title; files that did not change are not read again."""
    files = campaign_files(library.folders)
    if not files:
        return []
    index = library.index_path("campaigns")
    kept = _read_index(index)
    fresh: dict[str, Any] = {}
    for path in files:
        known, stamp = kept.get(str(path)), stamp_of(path)
        if known is None or known["stamp"] != stamp:
            known = {"stamp": stamp, "entry": asdict(_entry(path))}
        fresh[str(path)] = known
    if fresh != kept:
        write_index(index, fresh)
    return sorted((_told(each["entry"]) for each in fresh.values()), key=lambda entry: entry.title)


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
    from simulator.campaign.reader import load_campaign

    folder, known = _folder(name), campaigns(library)
    if folder is None:
        folder = next((Path(entry.path) for entry in known if entry.id == name), None)
    if folder is None:
        ids = [entry.id for entry in known if not entry.error]
        raise UnknownScenario(f"There is no campaign '{name}'.", did_you_mean(name, ids, otherwise="There are"))
    story = load_campaign(folder, library.rubrics)
    own = story.campaign.language
    if language in (None, own):
        return story
    from simulator.campaign.translation import campaign_in

    told = campaign_in(story, folder, language or own)
    if told is None:
        shown = ", ".join([own, *campaign_languages(folder)])
        raise UsageError(
            f"'{story.campaign.id}' is not translated into '{language}'.", f"It can be played in: {shown}."
        )
    return told


def campaign_languages(folder: Path | str) -> list[str]:
    """Return the languages into which the campaign of a folder is translated."""
    from simulator.scenario.translation import translation_paths

    return sorted(translation_paths(Path(folder) / CAMPAIGN))


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


def _read_index(path: Path) -> dict[str, Any]:
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
        files = index["files"] if index["format"] == INDEX_FORMAT else {}
        return {key: value for key, value in files.items() if _told(value["entry"])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # The index is only a convenience: whatever is wrong with it, the files are read again.
        return {}


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
    return CampaignEntry(
        path=str(path.parent),
        id=read.id,
        title=read.title,
        summary=" ".join(read.summary.split()),
        minutes=read.minutes,
        episodes=tuple(each.scenario for each in read.episodes),
        content_warnings=tuple(read.content_warnings),
    )
