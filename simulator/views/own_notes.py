"""What a trainee wrote, in words: run by run, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from simulator.messages import later, tr
from simulator.messages.moments import day_of
from simulator.views.debrief import DebriefLine, DebriefPart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.training.own_notes import OwnNotes

NOTHING = later("Nothing yet. What you write before choices are shown, and after an ending, appears here.")


def notes_parts(notes: Iterable[OwnNotes], titles: Mapping[str, str]) -> Iterator[DebriefPart]:
    """Yield a part for each run in which something was written; `titles` names encounters by id."""
    for each in notes:
        lines = [
            DebriefLine(tr("Before the choices of decision {number}: {words}", number=at, words=words), "item")
            for at, words in each.said
        ]
        if each.reflection:
            lines.append(DebriefLine(tr("Afterwards: {reflection}", reflection=each.reflection)))
        yield DebriefPart(f"{titles.get(each.scenario, each.scenario)}, {day_of(each.began)}", tuple(lines))
