"""Beginning a run as the academy asks: tied to the assignment that it answers, in that assignment's mode."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from simulator.academy.assignments import assignments_for, duties, duty_for, used_up
from simulator.academy.model import Assignment, Beginning, Duty
from simulator.academy.server_terms import refuse_unless_open
from simulator.campaign.story import CampaignStory
from simulator.errors import AttemptRefused, UsageError
from simulator.messages import tr
from simulator.records.model import Mode, Trainee
from simulator.records.schema import assignments
from simulator.records.store import Admission, Store
from simulator.scenario.story import Story
from simulator.training.campaign import CampaignPlay, beginning
from simulator.training.play import Clock, Play


def duty_now(
    store: Store, trainee: Trainee, scenario_id: str, *, now: datetime, mode: Mode | None = None
) -> Duty | None:
    """Return the duty that a new run of an encounter would answer, None if it would answer none.

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
    by_path: bool = False,
    served: bool = False,
    access_code: str = "",
) -> Play:
    """Begin a run: the one way in for every face.

    If the trainee has an open assignment for exactly this encounter, the run answers it and has its mode. Another
    version is practice where practice was assigned, and refused where an assessment was.

    Args:
        store: where the run is kept.
        story: what is played.
        trainee: who plays.
        clock: tells the time.
        mode: what the trainee asked for; practice if omitted and nothing is assigned.
        seed: decides the order of the choices on screen. A new one is drawn if it is omitted, and always in an assigned
            assessment.
        by_path: its choices are all given in advance; such a run answers no assessment.
        served: whether the server asks, and nobody has the encounter's file.
        access_code: what was typed, where the assignment wants one.

    Raises:
        AttemptRefused: the assessment allows no further attempt, this is not what was assigned, or its choices are
            given in advance. No attempt is used up.
        UsageError: a seed for an assigned assessment.
    """
    duty = duty_now(store, trainee, story.scenario.id, now=clock(), mode=mode)
    if duty is not None:
        duty = _answered(duty, story.scenario.version, story.digest, story.rubrics.digests, story.translation)
    if duty is None:
        given = mode or Mode.PRACTICE
        return Play.start(store, story, trainee, clock=clock, mode=given, seed=seed, by_path=by_path)
    assignment = duty.assignment
    refuse_unless_open(store, assignment, now=clock(), served=served, access_code=access_code)
    if by_path and assignment.mode is Mode.ASSESSMENT:
        raise _given_in_advance(assignment)
    if assignment.mode is Mode.ASSESSMENT and seed is not None:
        raise UsageError("In an assigned assessment, the order of choices is drawn at random.", "Leave out --seed.")
    return Play.start(
        store,
        story,
        trainee,
        clock=clock,
        mode=assignment.mode,
        seed=seed,
        by_path=by_path,
        assignment=assignment.id,
        access_code=access_code,
        admit=_still_open(assignment, trainee),
    )


def begin_campaign(
    store: Store,
    story: CampaignStory,
    trainee: Trainee,
    *,
    clock: Clock,
    mode: Mode | None = None,
    episode: str | None = None,
    memory: Mapping[str, str] | None = None,
    by_path: bool = False,
    served: bool = False,
    access_code: str = "",
) -> CampaignPlay:
    """Begin a campaign: the one way in for every face.

    Where the trainee has an open assignment for it, the campaign answers it, has its mode, and begins
    where the assignment says.

    Args:
        store: where it is kept.
        story: what is played.
        trainee: who plays.
        clock: tells the time.
        mode: what the trainee asked for; practice if omitted and nothing is assigned.
        episode: the id or number of the episode to begin at; the first if omitted.
        memory: what is remembered there, as a person types it.
        by_path: choices are given in advance; such a campaign answers no assessment.
        served: as for `begin`.
        access_code: as for `begin`.

    Raises:
        AttemptRefused: as `begin`.
        UsageError: there is no such episode or memory, or the assignment says where to begin.
    """
    duty = duty_now(store, trainee, story.campaign.id, now=clock(), mode=mode)
    if duty is not None:
        duty = _answered(duty, story.campaign.version, story.digest, {})
    first, values = beginning(story, episode, memory or {})
    if duty is None:
        given = mode or Mode.PRACTICE
        return CampaignPlay.start(store, story, trainee, clock=clock, mode=given, first=first, memory=values)
    assignment = duty.assignment
    refuse_unless_open(store, assignment, now=clock(), served=served, access_code=access_code)
    if by_path and assignment.mode is Mode.ASSESSMENT:
        raise _given_in_advance(assignment)
    if episode is not None or values:
        raise UsageError(
            "The assignment says where an assigned campaign begins.", "Leave out the episode and the memory."
        )
    begins = assignment.begins or Beginning()
    return CampaignPlay.start(
        store,
        story,
        trainee,
        clock=clock,
        mode=assignment.mode,
        first=begins.episode,
        memory=begins.memory,
        assignment=assignment.id,
        access_code=access_code,
        admit=_still_open(assignment, trainee),
    )


def _answered(
    duty: Duty, version: str, digest: str, rubrics: Mapping[str, str], translation: str | None = None
) -> Duty | None:
    """Return the duty if this is what was assigned, or None if other practice is allowed.

    Raises:
        AttemptRefused: an assessment is of something else.
    """
    assignment = duty.assignment
    if assignment.pin is None or assignment.pin.allows(digest, rubrics, translation):
        return duty
    if assignment.mode is Mode.PRACTICE:
        return None
    if version != assignment.pin.version:
        what = tr(
            "This is version {here}, but version {assigned} was assigned.",
            here=version,
            assigned=assignment.pin.version,
        )
    else:
        what = tr("The file, its translation or the rubrics were changed since it was assigned.")
    raise AttemptRefused(
        tr(
            "This is not the assessment that was set for {cohort}. {what} No attempt was used up.",
            cohort=assignment.cohort,
            what=what,
        ),
        tr(
            'A trainer can assign it as it is now: encounter cohort assign "{cohort}" {scenario} --mode assessment',
            cohort=assignment.cohort,
            scenario=assignment.scenario_id,
        ),
    )


def _given_in_advance(assignment: Assignment) -> AttemptRefused:
    return AttemptRefused(
        tr(
            "Choices that are given in advance do not count for the assessment for {cohort}; no attempt was used up.",
            cohort=assignment.cohort,
        ),
        tr("Leave out --path, and choose one by one."),
    )


def _still_open(assignment: Assignment, trainee: Trainee) -> Admission:
    """Return what is asked again inside the transaction: a second terminal must not win a second attempt."""

    def admit(connection: Connection) -> None:
        now = duties(connection, trainee.id, assignments.c.id == assignment.id)
        if not now:
            raise AttemptRefused(
                tr("This assignment for {cohort} was withdrawn just now.", cohort=assignment.cohort),
                tr("Play it again."),
            )
        if now[0].attempts_left == 0:
            raise used_up(now[0])

    return admit
