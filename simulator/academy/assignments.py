"""Assignments: which encounters a cohort is to play, how and until when, and what each trainee still has to do."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from simulator.academy.adjustments import adjusted_for
from simulator.academy.model import (
    ATTEMPTS_LIMIT,
    Assignment,
    Beginning,
    Cohort,
    Duty,
    Pin,
    PinnedStandard,
    due_words,
)
from simulator.academy.selection import STANDS
from simulator.errors import AttemptRefused, UnknownRecord, UsageError
from simulator.messages import tr, trn
from simulator.messages.moments import day_of
from simulator.records.digests import canonical
from simulator.records.journal import change, keep, keep_new, remove
from simulator.records.model import Mode, Trainee, read_time, write_time
from simulator.records.schema import (
    archived_cohorts,
    assignments,
    campaign_finishes,
    campaign_runs,
    cohorts,
    finishes,
    members,
    runs,
    words_first,
)
from simulator.records.store import Store

_LATEST = datetime.max.replace(tzinfo=UTC)


def assign(
    store: Store,
    cohort: Cohort,
    scenario_id: str,
    *,
    mode: Mode,
    at: datetime,
    due: datetime | None = None,
    attempts: int | None = None,
    begins: Beginning | None = None,
    pin: Pin | None = None,
    standards: Mapping[str, PinnedStandard] | None = None,
    say_first: bool | None = None,
) -> tuple[Assignment, bool]:
    """Assign an encounter or a campaign to a cohort. If it is assigned in that mode already, it gets the new terms.

    A pinned standard stays until another one is given for its rubric: a new date must not change who reached it.

    Args:
        store: where it is kept.
        cohort: who is to play.
        scenario_id: an encounter or a campaign of the library.
        mode: practice or assessment.
        at: now.
        due: until when; None for no date.
        attempts: how many runs an assessment allows, 1 if omitted; practice has no limit.
        begins: where a campaign begins, if not with its first episode and its own memory.
        pin: the exact version to play; any of that id if omitted.
        standards: the standards of the runs that answer it, by rubric; they need a pin.
        say_first: whether own words are asked for before the choices are shown. None leaves it as it was; at first it
            is off.

    Returns:
        The assignment, and whether it is a new one.

    Raises:
        UsageError: attempts for practice, or fewer than one.
    """
    if attempts is not None and (mode is Mode.PRACTICE or not 1 <= attempts <= ATTEMPTS_LIMIT):
        raise UsageError(
            f"Only an assessment has a number of attempts, 1 to {ATTEMPTS_LIMIT:,}.", "Leave out --attempts."
        )
    given = {
        "due": None if due is None else write_time(due),
        "attempts_allowed": None if mode is Mode.PRACTICE else attempts or 1,
        "begins": None if begins is None else canonical({"episode": begins.episode, "memory": dict(begins.memory)}),
    }
    with store.writing() as connection:
        kept = _assignments(connection, *_standing(cohort, scenario_id), assignments.c.mode == mode.value)
        held = {**(kept[0].standards if kept else {}), **(standards or {})}
        given["pinned"] = None if pin is None else _pinned(pin, held)
        if kept:
            assignment_id = kept[0].id
            change(connection, assignments, assignments.c.id == assignment_id, at=write_time(at), values=given)
        else:
            assignment_id = str(uuid.uuid4())
            row = {"id": assignment_id, "cohort_id": cohort.id, "scenario_id": scenario_id, "mode": mode.value}
            keep(connection, assignments, [{**row, **given, "created": write_time(at)}], at=write_time(at))
        if say_first:
            asks = {"assignment_id": assignment_id, "since": write_time(at)}
            keep_new(connection, words_first, [asks], at=write_time(at), key="assignment_id")
        elif say_first is not None:
            remove(connection, words_first, words_first.c.assignment_id == assignment_id, at=write_time(at))
        return _assignments(connection, assignments.c.id == assignment_id)[0], not kept


def due_on(text: str, *, now: datetime, zone: tzinfo | None = None) -> datetime:
    """Return the moment that a date means. Without a time, it is the end of that day.

    Args:
        text: as `2026-12-03`, or `2026-12-03T17:00`.
        now: a date must be to come.
        zone: of a date that names none; this computer's if omitted.

    Raises:
        UsageError: it is no date, or has passed.
    """
    try:
        due = datetime.fromisoformat(text.strip())
        if "T" not in text and " " not in text.strip():
            due = datetime.combine(due.date(), time(23, 59, 59))
        due = (due.replace(tzinfo=zone) if due.tzinfo is None else due).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"'{text}' is not a date.", "Write it as 2026-12-03, or 2026-12-03T17:00.") from None
    if due < now:
        raise UsageError(f"{due_words(due)} has passed already.", "Give a date in the future.")
    return due


def assessment_only(store: Store, cohort: Cohort) -> bool:
    """Return whether all that is assigned to a cohort is assessment: answers without a coach, and no practice."""
    modes = {each.mode for each in assignments_of(store, cohort)}
    return modes == {Mode.ASSESSMENT}


def withdraw(store: Store, cohort: Cohort, scenario_id: str, *, at: datetime, mode: Mode | None = None) -> int:
    """Take back what is assigned of an encounter; return how many assignments that were.

    The runs that answered them stay as they are.

    Raises:
        UnknownRecord: it is not assigned.
    """
    only = [*_standing(cohort, scenario_id), *([] if mode is None else [assignments.c.mode == mode.value])]
    with store.writing() as connection:
        count = change(connection, assignments, *only, at=write_time(at), values={"withdrawn_at": write_time(at)})
    if not count:
        raise UnknownRecord(
            f"'{scenario_id}' is not assigned to {cohort.name}.", f'See what is: encounter cohort show "{cohort.name}"'
        )
    return count


def assignments_of(store: Store, cohort: Cohort, *, withdrawn: bool = False) -> list[Assignment]:
    """Return a cohort's assignments, those that are due soonest first.

    Args:
        store: where they are kept.
        cohort: whose.
        withdrawn: also those that were taken back.
    """
    only = [assignments.c.cohort_id == cohort.id]
    if not withdrawn:
        only.append(assignments.c.withdrawn_at.is_(None))
    with store.reading() as connection:
        return sorted(_assignments(connection, *only), key=_urgency)


def assignments_for(store: Store, trainee: Trainee) -> list[Duty]:
    """Return what all cohorts assign to a trainee: first what is not done, each part in the order of due dates.

    App and plain player show these as they are; `duty_words` says one in words.
    """
    with store.reading() as connection:
        return duties(connection, trainee.id)


def duties(connection: Connection, trainee_id: str, *only: ColumnElement[bool]) -> list[Duty]:
    """Return a trainee's duties, as `assignments_for`, on a connection.

    Args:
        connection: to read on.
        trainee_id: whose.
        only: conditions on `assignments`.
    """
    belongs = assignments.c.cohort_id.in_(select(members.c.cohort_id).where(members.c.trainee_id == trainee_id))
    put_away = assignments.c.cohort_id.in_(select(archived_cohorts.c.cohort_id))
    own = _assignments(connection, belongs, ~put_away, assignments.c.withdrawn_at.is_(None), *only)
    own = adjusted_for(own, trainee_id, connection)
    answered: dict[str, list[Any]] = {each.id: [] for each in own}
    if own:
        asked = (
            select(runs.c.id, runs.c.assignment_id, finishes.c.ending)
            .outerjoin(finishes, finishes.c.run_id == runs.c.id)
            .where(and_(runs.c.trainee_id == trainee_id, runs.c.assignment_id.is_not(None), STANDS))
            .order_by(runs.c.ordinal.desc())
        )
        campaigns = (
            select(campaign_runs.c.id, campaign_runs.c.assignment_id, campaign_finishes.c.closing.label("ending"))
            .outerjoin(campaign_finishes, campaign_finishes.c.campaign_run == campaign_runs.c.id)
            .where(campaign_runs.c.trainee_id == trainee_id, campaign_runs.c.assignment_id.is_not(None))
            .order_by(campaign_runs.c.started_at.desc())
        )
        for row in (*connection.execute(asked), *connection.execute(campaigns)):
            if row.assignment_id in answered:
                answered[row.assignment_id].append(row)
    found = [_duty(each, answered[each.id]) for each in own]
    return sorted(found, key=lambda duty: (duty.done, *_urgency(duty.assignment)))


def duty_for(duties: Sequence[Duty], scenario_id: str, *, now: datetime, mode: Mode | None = None) -> Duty | None:
    """Return the duty that a new run of an encounter answers, None if it answers none.

    Duties that are not done come first, then those due earlier, then practice before assessment.

    Args:
        duties: the trainee's.
        scenario_id: what is about to be played.
        now: the present time.
        mode: what the trainee asked for; it decides only where both modes are assigned.

    Raises:
        AttemptRefused: an assessment is under way, or its attempts are used up and its date has not passed.
    """
    own = [duty for duty in duties if duty.scenario_id == scenario_id]
    asked = [duty for duty in own if duty.assignment.mode is mode]
    own = asked or own
    under_way = [duty for duty in own if duty.unfinished and duty.assignment.mode is Mode.ASSESSMENT]
    if under_way:
        raise AttemptRefused(
            tr(
                "You have begun this assessment for {cohort}, so it counts.",
                cohort=under_way[0].assignment.cohort,
            ),
            tr("Go on with it: encounter resume {run}", run=(under_way[0].unfinished or "")[:8]),
        )
    still_open = [duty for duty in own if duty.attempts_left != 0]
    if still_open:
        return min(still_open, key=lambda duty: (duty.done, *_urgency(duty.assignment)))
    for duty in own:
        due = duty.assignment.due
        if due is None or now <= due:
            raise used_up(duty)
    return None


def used_up(duty: Duty) -> AttemptRefused:
    """Return the error that says that an assessment allows no further attempt."""
    count = duty.assignment.attempts_allowed or 0
    cohort, due = duty.assignment.cohort, duty.assignment.due
    if due is None:
        said = trn(
            "This assessment for {cohort} allows one attempt, and you have used it.",
            "This assessment for {cohort} allows {count} attempts, and you have used them.",
            count,
            cohort=cohort,
        )
    else:
        said = trn(
            "This assessment for {cohort} allows one attempt until {day}, and you have used it.",
            "This assessment for {cohort} allows {count} attempts until {day}, and you have used them.",
            count,
            cohort=cohort,
            day=day_of(due),
        )
    return AttemptRefused(said, tr("Look back: encounter debrief {run}", run=duty.latest[:8]) if duty.latest else "")


def duty_words(duty: Duty, now: datetime) -> str:
    """Return what an assignment asks for and how it stands, in one sentence without the encounter's title."""
    assignment = duty.assignment
    words = [tr("Assigned in {cohort}: {mode}", cohort=assignment.cohort, mode=tr(assignment.mode))]
    if assignment.attempts_allowed is not None and not duty.done:
        left = duty.attempts_left or 0
        words.append(trn("one attempt", "{count} attempts left", left))
    if assignment.due is not None:
        when = due_words(assignment.due)
        words.append(tr("overdue since {when}", when=when) if duty.overdue(now) else tr("due {when}", when=when))
    if assignment.say_first:
        words.append(tr("own words before the choices"))
    if assignment.extra_time:
        words.append(tr("{percent} % more time", percent=assignment.extra_time))
    if duty.done:
        words.append(trn("done", "done {count} times", duty.finished))
    elif duty.unfinished:
        words.append(tr("begun"))
    return ", ".join(words) + "."


def _duty(assignment: Assignment, answers: Sequence[Any]) -> Duty:
    ended = [row.id for row in answers if row.ending is not None]
    unended = [row.id for row in answers if row.ending is None]
    return Duty(
        assignment,
        begun=len(answers),
        finished=len(ended),
        unfinished=unended[0] if unended else None,
        latest=ended[0] if ended else None,
    )


def _standing(cohort: Cohort, scenario_id: str) -> list[ColumnElement[bool]]:
    return [
        assignments.c.cohort_id == cohort.id,
        assignments.c.scenario_id == scenario_id,
        assignments.c.withdrawn_at.is_(None),
    ]


def _urgency(assignment: Assignment) -> tuple[datetime, bool, datetime]:
    return (assignment.due or _LATEST, assignment.mode is Mode.ASSESSMENT, assignment.created)


def _pinned(pin: Pin, standards: Mapping[str, PinnedStandard]) -> str:
    held = {rubric: asdict(each) for rubric, each in standards.items()}
    return canonical({**asdict(pin), **({"standards": held} if held else {})})


def _pin(kept: str) -> tuple[Pin, Mapping[str, PinnedStandard]]:
    content = json.loads(kept)
    standards = {rubric: PinnedStandard(**each) for rubric, each in content.pop("standards", {}).items()}
    return Pin.read(content), standards


def _assignments(connection: Connection, *only: ColumnElement[bool]) -> list[Assignment]:
    asked = (
        select(assignments, cohorts.c.name.label("cohort"), words_first.c.since.label("says_first"))
        .join(cohorts, cohorts.c.id == assignments.c.cohort_id)
        .outerjoin(words_first, words_first.c.assignment_id == assignments.c.id)
        .where(*only)
        .order_by(assignments.c.created, assignments.c.id)
    )
    pinned = ((row, (None, {}) if row.pinned is None else _pin(row.pinned)) for row in connection.execute(asked))
    return [
        Assignment(
            id=row.id,
            cohort_id=row.cohort_id,
            cohort=row.cohort,
            scenario_id=row.scenario_id,
            mode=Mode(row.mode),
            due=None if row.due is None else read_time(row.due),
            attempts_allowed=row.attempts_allowed,
            created=read_time(row.created),
            withdrawn_at=None if row.withdrawn_at is None else read_time(row.withdrawn_at),
            begins=None if row.begins is None else Beginning(**json.loads(row.begins)),
            pin=pin,
            standards=standards,
            say_first=row.says_first is not None,
        )
        for row, (pin, standards) in pinned
    ]
