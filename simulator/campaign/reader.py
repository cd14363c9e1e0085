"""Reads a campaign's folder: every error of `campaign.yaml` and of its episodes in one pass, or a campaign to play."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from scoring.document import Problem, Severity, read_document
from scoring.document.problem import did_you_mean
from scoring.document.validation import validate
from scoring.rubric import RubricSet
from simulator.campaign.model import Campaign
from simulator.campaign.references import check_references, mapping, sequence
from simulator.campaign.story import CampaignStory
from simulator.errors import UsageError
from simulator.scenario.library import CAMPAIGN, scenario_files
from simulator.scenario.reader import ScenarioInvalid, read_scenario
from simulator.scenario.story import Story
from simulator.scenario.tree import Tree

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class CampaignReading:
    """What came of reading a campaign.

    Attributes:
        story: the compiled campaign; None if it or an episode has errors.
        problems: every error, those of `campaign.yaml` first.
        tree: the plain tree of `campaign.yaml`.
        episodes: scenario id to the file that it was read from.
        trees: scenario id to the plain tree of that file, where it could be read.
    """

    story: CampaignStory | None
    problems: tuple[Problem, ...]
    tree: Tree
    episodes: dict[str, Path]
    trees: dict[str, Tree] = field(default_factory=dict)

    def sound(self) -> CampaignStory:
        """Return the campaign.

        Raises:
            ScenarioInvalid: it or an episode has errors.
        """
        if self.story is None:
            raise ScenarioInvalid([each for each in self.problems if each.severity is Severity.ERROR])
        return self.story


def campaign_file(path: Path) -> Path:
    """Return the `campaign.yaml` of a folder, or the file itself."""
    return path / CAMPAIGN if path.is_dir() else path


def read_campaign(path: Path, rubrics: RubricSet, *, root: Path | None = None) -> CampaignReading:
    """Read, type and check a campaign with its episodes.

    Args:
        path: the folder, or its `campaign.yaml`.
        rubrics: those that episodes may name.
        root: the library's folder, which `include` of an episode may not leave; the campaign's own if omitted.
    """
    file = campaign_file(path)
    tree = Tree(read_document(file))
    if not isinstance(tree.value, dict):
        _, shape = validate(Campaign, tree) if not tree.problems else (None, [])
        return CampaignReading(None, (*tree.problems, *shape), tree, {})
    stories, files, trees, here, there = _read_episodes(tree, file, rubrics, root or file.parent)
    campaign, shape = validate(Campaign, tree)
    told = {(each.line, each.column) for each in shape}
    references = [each for each in check_references(tree, stories) if (each.line, each.column) not in told]
    found = (*sorted([*tree.problems, *shape, *references, *here], key=lambda each: each.order), *there)
    if campaign is None or any(each.severity is Severity.ERROR for each in found):
        return CampaignReading(None, found, tree, files, trees)
    return CampaignReading(CampaignStory(campaign, stories), found, tree, files, trees)


def load_campaign(path: Path, rubrics: RubricSet, *, root: Path | None = None) -> CampaignStory:
    """Read a campaign that is expected to be sound.

    Raises:
        UsageError: there is no such campaign.
        ScenarioInvalid: it or an episode has errors.
    """
    if not campaign_file(path).is_file():
        raise UsageError(f"There is no {CAMPAIGN} in {path}.", "A campaign is a folder with that file.")
    return read_campaign(path, rubrics, root=root).sound()


def exchanged(path: Path) -> frozenset[str]:
    """Return the state of an encounter's file that a campaign beside it brings or keeps.

    Of such state the campaign's proof tells what never changes, over everything that can be brought.
    """
    beside = path.parent / CAMPAIGN
    if not beside.is_file():
        return frozenset()
    names: set[str] = set()
    for episode in map(mapping, sequence(mapping(read_document(beside).value).get("episodes"))):
        if episode.get("scenario") == path.stem:
            names.update(mapping(episode.get("brings")))
            for term in mapping(episode.get("keeps")).values():
                names.update(_NAME.findall(str(term)))
    return frozenset(names)


def _read_episodes(
    tree: Tree, file: Path, rubrics: RubricSet, root: Path
) -> tuple[dict[str, Story], dict[str, Path], dict[str, Tree], list[Problem], list[Problem]]:
    """Return the episodes' stories, files and trees, and what is wrong: here, and in those files."""
    stories: dict[str, Story] = {}
    files: dict[str, Path] = {}
    trees: dict[str, Tree] = {}
    here: list[Problem] = []
    there: list[Problem] = []
    for number, episode in enumerate(sequence(tree.value.get("episodes"))):
        id_ = mapping(episode).get("scenario")
        if not isinstance(id_, str) or id_ in files or not id_ or "/" in id_ or "\\" in id_:
            continue
        at = ("episodes", number, "scenario")
        files[id_] = beside = file.parent / f"{id_}.yaml"
        if not beside.is_file():
            known = [each.stem for each in scenario_files([file.parent])]
            here.append(
                tree.problem(
                    at, "E901", f"There is no file {id_}.yaml beside this one.",
                    did_you_mean(id_, known, otherwise="The files beside it "
                                                       "are") if known else "Write the episode first.",
                )
            )  # fmt: skip
            continue
        if mapping(read_document(beside).value).get("kind") == "campaign":
            here.append(
                tree.problem(
                    at, "E902", f"'{id_}' is a campaign, not an encounter: its episodes would go in a circle.",
                    "Name an encounter beside this file.",
                )
            )  # fmt: skip
            continue
        reading = read_scenario(beside, rubrics, root=root if beside.is_relative_to(root) else beside.parent)
        there += reading.problems
        if reading.story is None:
            here.append(
                tree.problem(
                    at, "E901", f"{id_}.yaml has errors of its own.", "Correct that file; its errors are listed."
                )
            )
        elif reading.story.scenario.id != id_:
            own = reading.story.scenario.id
            here.append(
                tree.problem(at, "E901", f"{id_}.yaml contains the encounter '{own}'.", "Name the file after its id.")
            )
        else:
            stories[id_], trees[id_] = reading.story, reading.tree
    return stories, files, trees, here, there
