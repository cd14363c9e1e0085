"""What a trainee has played, and how each criterion stands, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.plain.talk import Talk, now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.records.store import Store, Trainee
    from simulator.training.progress import CriterionProgress


def print_progress(talk: Talk, store: Store, trainee: Trainee, criteria: Sequence[CriterionProgress]) -> None:
    """Print what is assigned, each criterion over a trainee's runs, and what is due."""
    from simulator import academy
    from simulator.training.progress import attempts

    for duty in academy.assignments_for(store, trainee):
        talk.say(f"{duty.scenario_id}: {academy.duty_words(duty, now())}")
    if not any(each.points for each in criteria):
        talk.say("Nothing yet: play an encounter, and each criterion's course shows here.")
        return
    for each in criteria:
        if each.tally.anchored is None:
            talk.say(f"{each.title}: not assessed yet.")
        else:
            course = ", ".join(f"{point.anchored:.0f}" for point in each.points)
            name = f"{each.title}, {each.rubric.title} {each.rubric.version}" if each.earlier else each.title
            talk.say(f"{name}: {each.tally.anchored:.0f} of 100 over n = {each.tally.n}; run by run: {course}.")
    for attempt in attempts(store.runs(trainee=trainee)).values():
        due = f", due again on {attempt.due:%d %B %Y}" if attempt.due else ""
        talk.say(f"{attempt.scenario}: {attempt.finished} finished{due}.")
