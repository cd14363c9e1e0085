"""The page of who is where: a trainer follows an assessment, and stops its clock for all or for one."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from simulator import academy
from simulator.academy import OtherForm
from simulator.errors import EncounterError
from simulator.scenario.library import Library
from simulator.server.asking import Asking, whole, wrong_field
from simulator.server.by_id import entry_by_id
from simulator.server.cohorts import (
    assignment_asked_for,
    cohort_asked_for,
    member_asked_for,
    moment,
    not_there,
    number,
    trainee_of,
)


def live_page(asking: Asking, problem: str = "", status: int = 200, wrong: str = "") -> Response:
    """Show, for each assignment, how far each member has come. It is made when it is asked for, never by itself."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    seen = [
        (assignment, rows, [each for each in academy.pauses_of(asking.store, assignment) if each.ended is None])
        for assignment, rows in academy.whereabouts(asking.store, cohort)
    ]
    practised = academy.practised(
        asking.store, [(assignment, rows) for assignment, rows, _ in seen], clock=lambda: asking.now
    )
    injects = [(row, play.run.injects()) for row, play in practised if play.run.injects()]
    return asking.page(
        "live",
        title=f"{cohort.name}, now",
        status=status,
        problem=problem,
        wrong=wrong,
        cohort=cohort,
        seen=seen,
        now=asking.now,
        injects=injects,
        encounters={entry.id: entry.title for entry in Library.default().entries() if not entry.error},
    )


def pause(asking: Asking) -> Response:
    """Stop the clock for everybody or for one."""
    found = assignment_asked_for(asking)
    if found is None:
        return not_there(asking)
    cohort, assignment = found
    member = member_asked_for(asking, cohort) if asking.form.get("member") else None
    if asking.form.get("member") and member is None:
        return not_there(asking)
    try:
        academy.pause(
            asking.store, assignment, who=None if member is None else trainee_of(member),
            reason=asking.form.get("reason", ""), author=asking.who.name, at=asking.now,
        )  # fmt: skip
    except EncounterError as refused:
        return live_page(asking, str(refused), 400)
    return asking.go(f"/cohorts/{cohort.id}/live")


def end_pause(asking: Asking) -> Response:
    """Let the clock run again."""
    found = assignment_asked_for(asking)
    if found is None:
        return not_there(asking)
    cohort, assignment = found
    try:
        academy.end_pause(asking.store, assignment, asking.form.get("pause", ""), author=asking.who.name, at=asking.now)
    except EncounterError as refused:
        return live_page(asking, str(refused), 409)
    return asking.go(f"/cohorts/{cohort.id}/live")


def adjust(asking: Asking) -> Response:
    """Give one member a later date, further attempts, or longer timers, with the reason."""
    found = assignment_asked_for(asking)
    member = None if found is None else member_asked_for(asking, found[0])
    if found is None or member is None:
        return not_there(asking)
    cohort, assignment = found
    form = asking.form
    try:
        academy.adjust(
            asking.store, assignment, trainee_of(member), author=asking.who.name, reason=form.get("reason", ""),
            at=asking.now, due=moment(asking, "due"), attempts=number(asking, "attempts"),
            extra_time=number(asking, "extra_time"), other_form=_other_form(form.get("instead", "")),
        )  # fmt: skip
    except EncounterError as refused:
        missing = "" if form.get("reason", "").strip() else "reason"
        return live_page(asking, str(refused), 400, wrong_field(refused) or missing)
    return asking.go(f"/cohorts/{cohort.id}/live")


def _other_form(id_: str) -> OtherForm | None:
    """Return what somebody plays instead of what was assigned, in its present version; None if nothing is named."""
    if not id_:
        return None
    library = Library.default()
    return OtherForm(entry_by_id(id_, library).id, academy.pin_of(library, id_))


def inject(asking: Asking) -> Response:
    """Let something happen in a member's practice run, as its author wrote it."""
    cohort = cohort_asked_for(asking)
    seen = [] if cohort is None else academy.whereabouts(asking.store, cohort)
    practised = academy.practised(asking.store, seen, clock=lambda: asking.now)
    play = next((play for row, play in practised if row.run == asking.form.get("run")), None)
    if cohort is None or play is None:
        return not_there(asking)
    try:
        academy.inject(play, asking.form.get("inject", ""), author=asking.who.name, at=asking.now)
    except EncounterError as refused:
        return live_page(asking, str(refused), 409)
    return asking.go(f"/cohorts/{cohort.id}/live")


def reminders_page(asking: Asking) -> Response:
    """Show whose work is overdue or due soon, and what was done late."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    days = whole(asking.request.query_params.get("days", ""), 0, 365)
    within = 3 if days is None else days
    found = academy.who_to_remind(asking.store, cohort, now=asking.now, within=timedelta(days=within))
    late = [each for each in academy.who_is_late(asking.store, cohort, now=asking.now) if each.finished is not None]
    return asking.page(
        "reminders", title=f"{cohort.name}: to remind", cohort=cohort, found=found, days=within,
        late=[(each, academy.span(each.by)) for each in late],
        titles={entry.id: entry.title for entry in Library.default().entries()},
    )  # fmt: skip
