"""One run in a line, and moments as people read them: in local time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.academy import RunFigure
    from simulator.records.model import RunRecord


def day_of(moment: datetime) -> str:
    """Return a moment's day, in local time."""
    return f"{moment.astimezone():%d %B %Y}".lstrip("0")


def time_of(moment: datetime) -> str:
    """Return a moment's day and minute, in local time."""
    return f"{day_of(moment)}, {moment.astimezone():%H:%M}"


def choices_made(run: RunRecord) -> str:
    """Return how many choices a run holds, with the noun."""
    count = len(run.path)
    return "1 choice" if count == 1 else f"{count} choices"


def run_line(run: RunRecord, title: str, figures: Sequence[RunFigure] = ()) -> str:
    """Return one run on a line: what, when, how, and where it led.

    Args:
        run: the run.
        title: the encounter's title.
        figures: what it came to, where that is to be said.
    """
    how = f"the ending: {run.outcome}" if run.finished else f"unfinished after {choices_made(run)}"
    kinds = {"again": ", tried again from a decision", "rewind": ", a choice taken back"}
    return f"{title}, {time_of(run.started_at)}, {run.mode}{kinds.get(run.origin_kind or '', '')}: {how}" + "".join(
        f"; {each.words}" for each in figures
    )


def continue_line(run: RunRecord, title: str) -> str:
    """Return what going on with an unfinished run means, so that two runs of one encounter are told apart."""
    return f"Continue {title}, begun {time_of(run.started_at)}, {run.mode}, {choices_made(run)} made"
