"""The page of who is where: a trainer follows an assessment, and stops its clock for all or for one."""

from __future__ import annotations

from starlette.responses import Response

from simulator import academy
from simulator.errors import EncounterError
from simulator.server.asking import Asking
from simulator.server.cohorts import (
    assignment_asked_for,
    cohort_asked_for,
    member_asked_for,
    not_there,
    note,
    trainee_of,
)


def live_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show, for each assignment, how far each member has come. It is made when it is asked for, never by itself."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    seen = [
        (assignment, rows, [each for each in academy.pauses_of(asking.store, assignment) if each.ended is None])
        for assignment, rows in academy.whereabouts(asking.store, cohort)
    ]
    return asking.page(
        "live", title=f"{cohort.name}, now", status=status, problem=problem, cohort=cohort, seen=seen, now=asking.now
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
        made = academy.pause(
            asking.store, assignment, who=None if member is None else trainee_of(member),
            reason=asking.form.get("reason", ""), author=asking.who.name, at=asking.now,
        )  # fmt: skip
    except EncounterError as refused:
        return live_page(asking, str(refused), 400)
    note(asking, "paused", "everybody" if member is None else member.name, f"{assignment.scenario_id}: {made.reason}")
    return asking.go(f"/cohorts/{cohort.id}/live")


def end_pause(asking: Asking) -> Response:
    """Let the clock run again."""
    found = assignment_asked_for(asking)
    if found is None:
        return not_there(asking)
    cohort, assignment = found
    try:
        academy.end_pause(asking.store, assignment, asking.form.get("pause", ""), at=asking.now)
    except EncounterError as refused:
        return live_page(asking, str(refused), 409)
    note(asking, "resumed", cohort.name, assignment.scenario_id)
    return asking.go(f"/cohorts/{cohort.id}/live")
