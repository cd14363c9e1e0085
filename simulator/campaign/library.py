"""Finds campaigns in the folders of a library: what a list shows of each, and one by its id or folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import UnknownScenario
from simulator.scenario.library import CAMPAIGN, campaign_files

if TYPE_CHECKING:
    from scoring.rubric import RubricSet
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


def campaigns(folders: Iterable[Path]) -> list[CampaignEntry]:
    """Return the campaigns in some folders, by title."""
    return sorted((_entry(path) for path in campaign_files(folders)), key=lambda entry: entry.title)


def is_campaign(name: str, folders: Iterable[Path]) -> bool:
    """Whether a name is a campaign's folder, its `campaign.yaml`, or the id of one in these folders."""
    return _folder(name) is not None or any(entry.id == name for entry in campaigns(folders))


def campaign(name: str, folders: Iterable[Path], rubrics: RubricSet) -> CampaignStory:
    """Return a campaign by its id, its folder, or its `campaign.yaml`.

    Raises:
        UnknownScenario: there is none; the mend names the nearest.
        ScenarioInvalid: it or an episode has errors.
    """
    from scoring.document.problem import did_you_mean
    from simulator.campaign.reader import load_campaign

    folder, known = _folder(name), campaigns(folders)
    if folder is None:
        folder = next((Path(entry.path) for entry in known if entry.id == name), None)
    if folder is None:
        ids = [entry.id for entry in known if not entry.error]
        raise UnknownScenario(f"There is no campaign '{name}'.", did_you_mean(name, ids, otherwise="There are"))
    return load_campaign(folder, rubrics)


def _folder(name: str) -> Path | None:
    path = Path(name)
    if path.name == CAMPAIGN and path.is_file():
        return path.parent
    is_path = os.sep in name or path.is_dir()
    return path if is_path and (path / CAMPAIGN).is_file() else None


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
