"""One run in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.messages import tr, trn
from simulator.messages.moments import time_of
from simulator.records.model import RunRecord

if TYPE_CHECKING:
    from simulator.academy import RunFigure
    from simulator.records.kept_campaigns import CampaignRecord


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
    *what, led = run_cells(run, title)
    return "; ".join([", ".join(what), led, *(each.words for each in figures)])


def run_cells(run: RunRecord, title: str) -> tuple[str, str, str, str]:
    """Return what stands in the columns of a list of runs: what, when, how, and where it led."""
    kinds = {"again": tr("tried again from a decision"), "rewind": tr("a choice taken back")}
    how = [tr(run.mode), *([kinds[run.origin_kind]] if run.origin_kind in kinds else [])]
    led = (
        tr("the ending: {outcome}", outcome=tr(str(run.outcome)))
        if run.finished
        else tr("unfinished after {choices}", choices=choices_made(run))
    )
    if run.void is not None:
        led += f"; {tr('this attempt does not count ({reason})', reason=run.void)}"
    return title, time_of(run.started_at), ", ".join(how), led


def campaign_way(record: CampaignRecord, titles: Mapping[str, str]) -> str:
    """Return what opening a campaign means: going on with it, or looking back on it once it has ended.

    It says when the campaign was begun, so that two are told apart; `titles` names campaigns by id.
    """
    title = titles.get(record.campaign_id, record.campaign_id)
    if record.closing is not None:
        return tr("Look back on {title}, begun {time}", title=title, time=time_of(record.started_at))
    return tr(
        "Continue the campaign {title}, begun {time}, {mode}",
        title=title,
        time=time_of(record.started_at),
        mode=tr(record.mode),
    )


def record_line(record: RunRecord | CampaignRecord, titles: Mapping[str, str]) -> str:
    """Return a run or a campaign on a line; `titles` names both kinds by id."""
    if isinstance(record, RunRecord):
        return run_line(record, titles.get(record.scenario_id, record.scenario_id))
    return tr(
        "The campaign {title}, begun {time}, {mode}",
        title=titles.get(record.campaign_id, record.campaign_id),
        time=time_of(record.started_at),
        mode=tr(record.mode),
    )


def continue_line(run: RunRecord, title: str) -> str:
    """Return what going on with an unfinished run means, so that two runs of one encounter are told apart."""
    return tr(
        "Continue {title}, begun {time}, {mode}, {choices} made",
        title=title,
        time=time_of(run.started_at),
        mode=tr(run.mode),
        choices=choices_made(run),
    )
