"""What a trainee has played, and how each criterion stands, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.messages import tr, trn
from simulator.plain.talk import Talk, now
from simulator.text import sentence
from simulator.views.debrief import either
from simulator.views.overview import calendar_of, courses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.training.progress import CriterionProgress
    from simulator.views.overview import TraineeOverview


def print_progress(talk: Talk, overview: TraineeOverview, titles: Mapping[str, str]) -> None:
    """Print a trainee's assignments, each criterion over all runs, and what is due.

    Args:
        talk: where to.
        overview: what the trainee has done so far.
        titles: encounters' titles by id.
    """
    from simulator import academy

    for duty in overview.duties:
        talk.say(f"{titles.get(duty.scenario_id, duty.scenario_id)}: {academy.duty_words(duty, now())}")
    if not any(each.points for each in overview.progress):
        talk.say(tr("Nothing yet. Play an encounter, and this shows how you do on each criterion over time."))
        return
    for heading, criteria in courses(overview.progress).items():
        talk.say(sentence(heading))
        for each in criteria:
            talk.say(_course(each))
    done = overview.attempts.values()
    for attempt in done:
        count = trn("{count} finished", "{count} finished", attempt.finished)
        talk.say(f"{titles.get(attempt.scenario, attempt.scenario)}: {count}.")
    days = calendar_of(done, titles, now())
    if days:
        talk.say(tr("When each is due again:"))
    for day in days:
        talk.say(f"{day.day}: {', '.join(day.titles)}{', ' + tr('due now') if day.now else ''}.")


def _course(each: CriterionProgress) -> str:
    if each.tally.anchored is None:
        return tr("{title}: not assessed yet.", title=tr(each.title))
    course = ", ".join(f"{point.anchored:.0f}" for point in each.points)
    conduct = tr("conduct {anchored:.0f} of 100 ({bands})", anchored=each.tally.anchored, bands=either(each.bands))
    return tr(
        "{name}: {conduct}, n = {n}; run by run: {course}.",
        name=tr(each.title), conduct=conduct, n=each.tally.n, course=course,
    )  # fmt: skip
