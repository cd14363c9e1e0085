"""One run in a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.messages import tr, trn
from simulator.messages.moments import time_of

if TYPE_CHECKING:
    from simulator.academy import RunFigure
    from simulator.records.model import RunRecord


def choices_made(run: RunRecord) -> str:
    """Return how many choices a run holds, with the noun."""
    count = len(run.path)
    return trn("{count} choice", "{count} choices", count)


def run_line(run: RunRecord, title: str, figures: Sequence[RunFigure] = ()) -> str:
    """Return one run on a line: what, when, how, and where it led.

    Args:
        run: the run.
        title: the encounter's title.
        figures: its figures, if they are to be shown.
    """
    how = (
        tr("the ending: {outcome}", outcome=tr(str(run.outcome)))
        if run.finished
        else tr("unfinished after {choices}", choices=choices_made(run))
    )
    kinds = {"again": tr("tried again from a decision"), "rewind": tr("a choice taken back")}
    what = [title, time_of(run.started_at), tr(run.mode)]
    if run.origin_kind in kinds:
        what.append(kinds[run.origin_kind])
    said = [how, *(each.words for each in figures)]
    if run.void is not None:
        said.append(tr("this attempt does not count ({reason})", reason=run.void))
    return "; ".join([", ".join(what), *said])


def continue_line(run: RunRecord, title: str) -> str:
    """Return what going on with an unfinished run means, so that two runs of one encounter are told apart."""
    return tr(
        "Continue {title}, begun {time}, {mode}, {choices} made",
        title=title,
        time=time_of(run.started_at),
        mode=tr(run.mode),
        choices=choices_made(run),
    )
