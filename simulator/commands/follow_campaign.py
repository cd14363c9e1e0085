"""Follows a campaign that is being written: what check and prove say of it, again at every save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.rubric import RubricSet

if TYPE_CHECKING:
    from simulator.proof.prove import Limits


def follow(
    path: Path, rubrics: RubricSet, wait: Callable[[], bool], limits: Callable[[], Limits]
) -> Iterator[list[str]]:
    """Yield the report on a campaign: first as it is, and then whenever a file of its folder has changed.

    Args:
        path: the folder, or its `campaign.yaml`.
        rubrics: those that episodes may name.
        wait: waits a little; False ends it.
        limits: how far to look, from now on.
    """
    from simulator.campaign.reader import campaign_file
    from simulator.scenario.latest import stamp_of

    folder = campaign_file(path).parent
    seen: dict[str, list[int]] = {}
    while True:
        now = {str(each): stamp_of(each) for each in sorted(folder.glob("*.yaml"))}
        if now != seen:
            seen = now
            yield list(_said(folder, rubrics, limits()))
        if not wait():
            return


def _said(folder: Path, rubrics: RubricSet, limits: Limits) -> Iterator[str]:
    from simulator.campaign.proof.prove import prove_campaign
    from simulator.campaign.reader import read_campaign
    from simulator.checking.render import problem_lines
    from simulator.commands.prove_campaign import sentences

    reading = read_campaign(folder, rubrics)
    for problem in reading.problems:
        yield from problem_lines(problem)
        yield ""
    if reading.story is None:
        yield "The campaign cannot be read yet: correct the errors above. This page follows every save; Ctrl+C ends it."
        return
    yield from sentences(prove_campaign(reading.story, list(reading.story.rubrics.rubrics.values()), limits=limits))
