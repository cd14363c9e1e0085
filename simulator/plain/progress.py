"""What a trainee has played, and how each criterion stands, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.plain.talk import Talk, now
from simulator.views.overview import calendar_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulator.records.store import Store, Trainee
    from simulator.training.progress import CriterionProgress


def print_progress(
    talk: Talk, store: Store, trainee: Trainee, criteria: Sequence[CriterionProgress], titles: Mapping[str, str]
) -> None:
    """Print what is assigned, each criterion over a trainee's runs, and what is due.

    Args:
        talk: where to.
        store: where the runs are.
        trainee: whose.
        criteria: the trainee's progress.
        titles: encounters' titles by id.
    """
    from simulator import academy
    from simulator.training.progress import attempts

    for duty in academy.assignments_for(store, trainee):
        talk.say(f"{titles.get(duty.scenario_id, duty.scenario_id)}: {academy.duty_words(duty, now())}")
    if not any(each.points for each in criteria):
        talk.say("Nothing yet: play an encounter, and each criterion's course shows here.")
        return
    for each in criteria:
        if each.tally.anchored is None:
            talk.say(f"{each.title}: not assessed yet.")
        else:
            course = ", ".join(f"{point.anchored:.0f}" for point in each.points)
            name = f"{each.title}, {each.rubric.title} {each.rubric.version}" if each.earlier else each.title
            conduct = f"conduct {each.tally.anchored:.0f} of 100 ({' or '.join(each.bands)})"
            talk.say(f"{name}: {conduct}, n = {each.tally.n}; run by run: {course}.")
    done = attempts(store.runs(trainee=trainee)).values()
    for attempt in done:
        talk.say(f"{titles.get(attempt.scenario, attempt.scenario)}: {attempt.finished} finished.")
    days = calendar_of(done, titles, now())
    if days:
        talk.say("When each is due again:")
    for day in days:
        talk.say(f"{day.day}: {', '.join(day.titles)}{', due now' if day.now else ''}.")
