"""The trainee's assignments, and the ways into an encounter that these allow.

As in `session`, `ways_in` touches the store and blocks: it is meant for a thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.errors import AttemptRefused
from simulator.messages import tr, trn
from simulator.messages.moments import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from simulator.academy import Duty
    from simulator.app.session import Session
    from simulator.app.widgets.choices import Option
    from simulator.training.progress import Attempts


@dataclass(frozen=True, slots=True)
class StartWays:
    """The ways into an encounter.

    Attributes:
        modes: mode to its words, for each open assignment; none where nothing is assigned.
        unfinished: the run to go on with, None if there is none.
        refusal: why no new run may begin, None if one may.
    """

    modes: Mapping[str, str]
    unfinished: str | None
    refusal: AttemptRefused | None

    def among(self, options: Sequence[Option]) -> list[Option]:
        """Return those of the usual ways that are open; an assigned mode is named as such.

        Raises:
            AttemptRefused: none is.
        """
        usual = [each for each in options if each.id != "continue"]
        go_on = [each for each in options if each.id == "continue"]
        if self.refusal is not None:
            if not go_on:
                raise self.refusal
            return go_on
        if self.modes:
            usual = [each for each in usual if each.id.partition(" ")[0] in self.modes]
        return [*go_on, *(replace(each, words=self.modes.get(each.id, each.words)) for each in usual)]


def ways_in(session: Session, scenario_id: str, attempt: Attempts | None) -> StartWays:
    """Return how an encounter may be begun, or gone on with, by whoever is training."""
    from simulator import academy
    from simulator.records.model import Mode

    left = attempt.unfinished if attempt is not None else None
    if session.store is None or session.trainee is None:
        return StartWays({}, left, None)  # whether a run may begin is asked again when it does
    duties = [
        duty for duty in academy.assignments_for(session.store, session.trainee) if duty.scenario_id == scenario_id
    ]
    begun = next((duty.unfinished for duty in duties if duty.unfinished), left)
    found: dict[str, str] = {}
    refusal = None
    for mode in Mode:
        try:
            duty = academy.duty_for(duties, scenario_id, now=session.clock(), mode=mode)
        except AttemptRefused as error:
            refusal = error
            continue
        if duty is not None:
            found[str(duty.assignment.mode)] = way_words(duty)
    return StartWays(found, begun, None if found else refusal)


def way_words(duty: Duty) -> str:
    """Return what beginning an assigned encounter means, in a sentence."""
    assignment = duty.assignment
    if str(assignment.mode) == "practice":
        return tr(
            "Practise, for {cohort}: the coach comments, and you can take a choice back.", cohort=assignment.cohort
        )
    left = duty.attempts_left
    if left is None:
        return tr("Assessment, for {cohort}: no comments, and no way back.", cohort=assignment.cohort)
    return trn(
        "Assessment, for {cohort}: no comments, and no way back; one attempt.",
        "Assessment, for {cohort}: no comments, and no way back; {count} attempts left.",
        left,
        cohort=assignment.cohort,
    )


def full_words(duty: Duty, now: datetime) -> str:
    """Return what an assignment asks for and how it stands, in a sentence."""
    from simulator import academy

    return academy.duty_words(duty, now)


def line_words(duty: Duty, now: datetime) -> str:
    """Return the same beside a title that says already that it is assigned."""
    return full_words(duty, now).removeprefix(tr("Assigned in {cohort}: {mode}", cohort="", mode="").removesuffix(": "))


def short_words(duty: Duty, now: datetime) -> str:
    """Return the same for a line of a list: mode and day."""
    due = duty.assignment.due
    if due is None:
        return tr("assigned: {mode}", mode=tr(duty.assignment.mode))
    mode, day = tr(duty.assignment.mode), day_of(due, year=False)
    if duty.overdue(now):
        return tr("assigned: {mode}, overdue since {day}", mode=mode, day=day)
    return tr("assigned: {mode}, due {day}", mode=mode, day=day)
