"""What a debrief calls things, the same in every face."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.training.debrief import Debrief


def event_titles(view: Debrief) -> dict[str, str]:
    """Return critical event id to its name for people, out of the rubrics of the run."""
    return {id_: event.title for rubric in view.rubrics for id_, event in rubric.rubric.critical_events.items()}
