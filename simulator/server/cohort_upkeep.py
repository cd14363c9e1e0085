"""Pages for whole cohorts: rename, put away, merge and compare them; and take a member out."""

from __future__ import annotations

from starlette.responses import Response

from simulator import academy
from simulator.errors import EncounterError
from simulator.scenario.library import Library
from simulator.server.asking import Asking
from simulator.server.cohorts import (
    cohort_asked_for,
    cohort_page,
    cohorts_page,
    member_asked_for,
    mode_asked_for,
    not_there,
    note,
    seen_cohorts,
    trainee_of,
)


def rename(asking: Asking) -> Response:
    """Give a cohort another name."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    try:
        renamed = academy.rename_cohort(asking.store, cohort, asking.form.get("name", ""), at=asking.now)
    except EncounterError as refused:
        return cohort_page(asking, str(refused), 400)
    note(asking, "cohort-renamed", renamed.name, f"was {cohort.name}")
    return asking.go(f"/cohorts/{cohort.id}")


def put_away(asking: Asking) -> Response:
    """Put a cohort away; all of it is kept."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    academy.archive_cohort(asking.store, cohort, at=asking.now)
    note(asking, "cohort-archived", cohort.name)
    return asking.go("/cohorts")


def bring_back(asking: Asking) -> Response:
    """Take a cohort out of the archive."""
    cohort = cohort_asked_for(asking, archived=True)
    if cohort is None:
        return not_there(asking)
    academy.bring_back_cohort(asking.store, cohort, at=asking.now)
    note(asking, "cohort-brought-back", cohort.name)
    return asking.go(f"/cohorts/{cohort.id}")


def merge(asking: Asking) -> Response:
    """Let the people, trainers and assignments of a cohort belong to another of one's own; it is put away."""
    cohort = cohort_asked_for(asking)
    into = next((each for each in seen_cohorts(asking) if each.id == asking.form.get("into")), None)
    if cohort is None or into is None:
        return not_there(asking)
    try:
        academy.merge_cohorts(asking.store, cohort, into, at=asking.now)
    except EncounterError as refused:
        return cohort_page(asking, str(refused), 400)
    note(asking, "cohorts-merged", into.name, f"with {cohort.name}")
    return asking.go(f"/cohorts/{into.id}")


def let_leave(asking: Asking) -> Response:
    """Let a member leave a cohort; their runs stay."""
    cohort = cohort_asked_for(asking)
    member = None if cohort is None else member_asked_for(asking, cohort)
    if cohort is None or member is None:
        return not_there(asking)
    academy.remove_members(asking.store, cohort, [trainee_of(member)], at=asking.now)
    note(asking, "member-removed", cohort.name, member.name)
    return asking.go(f"/cohorts/{cohort.id}")


def side_by_side_page(asking: Asking) -> Response:
    """Show several cohorts of one's own, criterion by criterion."""
    wanted = asking.request.query_params.getlist("cohort")
    chosen = [each for each in seen_cohorts(asking) if each.id in wanted]
    if len(chosen) < 2:
        return cohorts_page(asking, "One cohort cannot be compared. Choose two or more.", 400)
    found = academy.side_by_side(asking.store, chosen, Library.default().rubrics, mode_asked_for(asking))
    return asking.page("side-by-side", title="Cohorts side by side", found=found)
