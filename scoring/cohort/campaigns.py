"""Campaigns in a report: how they closed, and what became of the promises; counts of few people are hidden."""

from __future__ import annotations

from dataclasses import replace

from scoring.cohort.model import CampaignPlayed, PromiseOutcome
from scoring.disclosure import hidden_cells


def shown_campaign(played: CampaignPlayed, minimum: int) -> CampaignPlayed:
    """Return a campaign's counts with those hidden that point at a person.

    Args:
        played: with every count.
        minimum: the smallest number of people that is shown; 1 or less hides nothing.
    """
    closings = _shown([count or 0 for _, count in played.closings], minimum)
    return replace(
        played,
        closings=tuple((title, count) for (title, _), count in zip(played.closings, closings, strict=True)),
        promises=tuple(_promise(each, played.trainees, minimum) for each in played.promises),
    )


def _promise(promise: PromiseOutcome, trainees: int, minimum: int) -> PromiseOutcome:
    became = _shown([count or 0 for _, count in promise.became], minimum)
    hidden = {level for (level, _), count in zip(promise.became, became, strict=True) if count is None}
    broken = [count or 0 for *_, count in promise.broken_at]
    # The places where it was broken add up to how often it was broken, and that must not be computed from them either.
    at = [None] * len(broken) if hidden & {"broken", "owned"} else _shown([*broken, trainees - sum(broken)], minimum)
    return replace(
        promise,
        became=tuple((level, count) for (level, _), count in zip(promise.became, became, strict=True)),
        broken_at=tuple((date, title, count) for (date, title, _), count in zip(promise.broken_at, at, strict=False)),
    )


def _shown(counts: list[int], minimum: int) -> list[int | None]:
    hidden = hidden_cells(counts, minimum)
    return [None if place in hidden else count for place, count in enumerate(counts)]
