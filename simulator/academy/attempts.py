"""Beginning a run as the academy asks: tied to the assignment that it answers, in that assignment's mode."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from simulator.academy.assignments import assignments_for, duties, duty_for, used_up
from simulator.academy.model import Duty
from simulator.errors import AttemptRefused, UsageError
from simulator.records.model import Mode, Trainee
from simulator.records.schema import assignments
from simulator.records.store import Store
from simulator.scenario.story import Story
from simulator.training.play import Clock, Play


def duty_now(
    store: Store, trainee: Trainee, scenario_id: str, *, now: datetime, mode: Mode | None = None
) -> Duty | None:
    """Return the duty that a new run of an encounter would answer, None where it would answer none.

    A face asks this before it offers a choice of mode: where there is a duty, its mode applies.

    Raises:
        AttemptRefused: no run may begin now; the sentence says why.
    """
    return duty_for(assignments_for(store, trainee), scenario_id, now=now, mode=mode)


def begin(
    store: Store,
    story: Story,
    trainee: Trainee,
    *,
    clock: Clock,
    mode: Mode | None = None,
    seed: int | None = None,
) -> Play:
    """Begin a run: the one way in for every face.

    Where the trainee has an open assignment for the encounter, the run answers it and has its mode.

    Args:
        store: where the run is kept.
        story: what is played.
        trainee: who plays.
        clock: tells the time.
        mode: what the trainee asked for; practice if omitted and nothing is assigned.
        seed: decides the order in which choices are shown; a new one is drawn if omitted, and always in an
            assigned assessment.

    Raises:
        AttemptRefused: the assessment allows no further attempt.
        UsageError: a seed for an assigned assessment.
    """
    duty = duty_now(store, trainee, story.scenario.id, now=clock(), mode=mode)
    if duty is None:
        return Play.start(store, story, trainee, clock=clock, mode=mode or Mode.PRACTICE, seed=seed)
    assignment = duty.assignment
    if assignment.mode is Mode.ASSESSMENT and seed is not None:
        raise UsageError("In an assigned assessment the order of choices is drawn anew.", "Leave out --seed.")

    def still_open(connection: Connection) -> None:
        # Asked again inside the transaction: a second terminal must not win a second attempt.
        now = duties(connection, trainee.id, assignments.c.id == assignment.id)
        if not now:
            raise AttemptRefused(f"This assignment for {assignment.cohort} was withdrawn just now.", "Play it again.")
        if now[0].attempts_left == 0:
            raise used_up(now[0])

    return Play.start(
        store,
        story,
        trainee,
        clock=clock,
        mode=assignment.mode,
        seed=seed,
        assignment=assignment.id,
        admit=still_open,
    )
