"""Finding an encounter by words, by level and by what was done with it; and what was done, in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, get_args

from simulator.messages import later, tr
from simulator.messages.moments import day_of
from simulator.scenario.vocabulary import Difficulty

if TYPE_CHECKING:
    from simulator.scenario.library import Entry
    from simulator.training.progress import Attempts
    from simulator.views.overview import TraineeOverview

KINDS = (*get_args(Difficulty), later("not played yet"), later("unfinished"), later("due"))
"""What the library is narrowed to."""


def matches(entry: Entry, *, words: str = "", level: str = "") -> bool:
    """Return whether an encounter has all of the words somewhere, and the level where one is named."""
    if level and entry.level != level:
        return False
    places = (entry.title, entry.id, entry.place, entry.force, entry.level, entry.summary)
    haystack = " ".join((*places, *entry.practices, *entry.criteria, *entry.objectives)).casefold()
    return all(word in haystack for word in words.casefold().split())


def is_of_kind(entry: Entry, kind: str, attempt: Attempts | None, now: datetime) -> bool:
    """Return whether an encounter is of one of `KINDS` for somebody who has done so much with it."""
    if kind in get_args(Difficulty):
        return entry.level == kind
    if kind == "not played yet":
        return attempt is None
    if attempt is None:
        return False
    return bool(attempt.unfinished) if kind == "unfinished" else attempt.due is not None and attempt.due <= now


def best_endings(overview: TraineeOverview, scenario: str) -> list[str]:
    """Return how somebody's best run of an encounter ended, a line each for practice and assessment."""
    words = {"practice": later("best ending: {outcome}"), "assessment": later("best ending in assessment: {outcome}")}
    found = overview.outcomes.get(scenario, {})
    return [tr(words[mode], outcome=tr(outcome)) for mode, outcome in sorted(found.items(), reverse=True)]


def so_far(overview: TraineeOverview, scenario: str, now: datetime) -> list[str]:
    """Return what somebody has done with an encounter, and when it is due again: a few words each."""
    attempt = overview.attempts.get(scenario)
    if attempt is None:
        return []
    facts = [tr("unfinished")] if attempt.unfinished else []
    if attempt.finished:
        played = tr("{count}× played", count=attempt.finished)
        facts.append(", ".join([played, *best_endings(overview, scenario)]))
    if attempt.due is not None:
        facts.append(tr("due now") if attempt.due <= now else tr("due {day}", day=day_of(attempt.due)))
    return facts


def left_off(overview: TraineeOverview, scenario: str) -> str | None:
    """Return the unfinished run of an encounter to go on with, one that is assigned first; None if there is none."""
    attempt = overview.attempts.get(scenario)
    begun = (duty.unfinished for duty in overview.duties if duty.scenario_id == scenario and duty.unfinished)
    return next(begun, None if attempt is None else attempt.unfinished)


def own_lines(overview: TraineeOverview, scenario: str) -> list[str]:
    """Return what somebody has done with an encounter: how often, its best ending and figures, when it is due."""
    attempt = overview.attempts.get(scenario)
    if attempt is None:
        return []
    words = {
        "practice": later("best {title}: conduct {anchored:.0f} of 100, n = {n}"),
        "assessment": later("best {title} in assessment: conduct {anchored:.0f} of 100, n = {n}"),
    }
    lines = [
        tr("{count}× played to an ending", count=attempt.finished) if attempt.finished else tr("begun, not finished"),
        *best_endings(overview, scenario),
        *(
            tr(words[best.mode], title=tr(best.title), anchored=best.tally.anchored, n=best.tally.n)
            for best in overview.best.get(scenario, ())
        ),
    ]
    if attempt.due is not None:
        lines.append(tr("due again on {day}", day=day_of(attempt.due)))
    return lines
