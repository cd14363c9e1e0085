"""Pages for trainers: cohorts, how their members stand, and a member's debrief, which the audit log remembers."""

from __future__ import annotations

from starlette.responses import Response

from simulator import academy
from simulator.errors import UnknownRecord
from simulator.people.audit import log
from simulator.records.store import Trainee
from simulator.server.asking import Asking
from simulator.server.looking_back import debrief_fields, lines_of
from simulator.training.debrief import debrief


def cohorts_page(asking: Asking) -> Response:
    """Show the cohorts with their numbers of members."""
    return asking.page("cohorts", title="Cohorts", cohorts=academy.all_cohorts(asking.store))


def cohort_page(asking: Asking) -> Response:
    """Show who belongs to a cohort, what is assigned, and who has done it."""
    try:
        cohort = academy.cohort_named(asking.store, asking.request.path_params["name"])
    except UnknownRecord as unknown:
        return asking.not_found(str(unknown))
    overview = academy.overview(asking.store, cohort, now=asking.now)
    return asking.page("cohort", title=cohort.name, cohort=cohort, overview=overview)


def member_page(asking: Asking) -> Response:
    """Show a member's runs."""
    found = _member(asking)
    if found is None:
        return asking.not_found("There is no such person in a cohort.")
    return asking.page("member", title=found.name, member=found, runs=lines_of(asking, found))


def member_debrief(asking: Asking) -> Response:
    """Show the debrief of a member's run."""
    found = _member(asking)
    try:
        record = asking.store.run(asking.request.path_params["run"])
    except UnknownRecord:
        record = None
    if found is None or record is None or record.trainee_id != found.id or not record.finished:
        return asking.not_found("There is no such finished run.")
    with asking.store.writing() as connection:
        log(connection, at=asking.now, by=asking.who.name, action="debrief-opened", about=found.name, detail=record.id)
    view = debrief(asking.store, record.id)
    return asking.page("debrief", title=view.title, **debrief_fields(view, own=False))


def _member(asking: Asking) -> Trainee | None:
    """Return somebody who belongs to a cohort."""
    found = academy.find_person(asking.store, asking.request.path_params["name"])
    if found is None:
        return None
    joined = any(
        found.id in {member.id for member in academy.members_of(asking.store, cohort)}
        for cohort, _ in academy.all_cohorts(asking.store)
    )
    return found if joined else None
