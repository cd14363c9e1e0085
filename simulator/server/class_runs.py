"""Pages for trainers: a member's runs, one run beside its class, and what a trainer says of it."""

from __future__ import annotations

from starlette.responses import Response

from scoring.measure import LEVEL_WORDS, LEVELS
from simulator import academy
from simulator.academy import Cohort
from simulator.errors import EncounterError
from simulator.records.model import RunRecord
from simulator.scenario.library import Library
from simulator.server.asking import Asking
from simulator.server.cohorts import cohort_asked_for, member_asked_for, not_there, note
from simulator.server.looking_back import debrief_fields
from simulator.views.debrief import comment_words
from simulator.views.runs import run_line


def member_page(asking: Asking) -> Response:
    """Show how a member stands, and their runs that count for the cohort."""
    cohort = cohort_asked_for(asking)
    member = None if cohort is None else member_asked_for(asking, cohort)
    if cohort is None or member is None:
        return not_there(asking)
    titles = {entry.id: entry.title for entry in Library.default().entries()}
    runs = academy.runs_of_member(asking.store, cohort, member.id)
    figures = academy.figures_of_member(asking.store, cohort, member.id)
    lines = [
        (run, run_line(run, titles.get(run.scenario_id, run.scenario_id), figures.get(run.id, ()))) for run in runs
    ]
    done = f"That attempt no longer counts, and {member.name} gets another one."
    views = {each.member.id: each for each in academy.overview(asking.store, cohort, now=asking.now).members}
    with asking.store.reading() as connection:
        own = academy.adjusted_for(academy.assignments_of(asking.store, cohort), member.id, connection)
    return asking.page(
        "member", title=member.name, cohort=cohort, member=member, runs=lines, titles=titles,
        done=done if asking.request.query_params.get("done") == "void" else "",
        assigned=[(each, views[member.id].standing[each.id]) for each in own],
    )  # fmt: skip


def run_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show a member's run beside what the class did, with trainers' ratings and a form for one's own."""
    found = _run_asked_for(asking)
    if found is None:
        return not_there(asking)
    cohort, record = found
    note(asking, "debrief-opened", record.trainee, record.id)
    beside = academy.beside_class(asking.store, cohort, record.id)
    return asking.page(
        "class-run",
        title=f"{beside.debrief.title}: {record.trainee}",
        status=status,
        problem=problem,
        cohort=cohort,
        beside=beside,
        mine={words: beside.own(asking.who.name, words=words) for words in (False, True)},
        levels=[(level, LEVEL_WORDS[level]) for level in LEVELS],
        said=comment_words,
        **debrief_fields(beside.debrief, own=False),
    )


def rate(asking: Asking) -> Response:
    """Keep one's own levels of a run: those that differ from what stands."""
    found = _run_asked_for(asking)
    if found is None:
        return not_there(asking)
    cohort, record = found
    words = _of_words(asking)
    standing = academy.beside_class(asking.store, cohort, record.id).own(asking.who.name, words=words)
    given = {
        key.removeprefix("level:"): int(value)
        for key, value in asking.form.items()
        if key.startswith("level:") and value in {str(level) for level in LEVELS}
    }
    try:
        changed = {id_: level for id_, level in given.items() if standing.get(id_) != level}
        if changed:
            academy.rate(asking.store, record.id, asking.who.name, changed, at=asking.now, words=words)
    except EncounterError as refused:
        return run_page(asking, str(refused), 400)
    return asking.go(f"/cohorts/{cohort.id}/runs/{record.id}#ratings")


def undo(asking: Asking) -> Response:
    """Take back what one kept last of a run."""
    found = _run_asked_for(asking)
    if found is None:
        return not_there(asking)
    cohort, record = found
    try:
        academy.undo_rating(asking.store, record.id, asking.who.name, at=asking.now, words=_of_words(asking))
    except EncounterError as refused:
        return run_page(asking, refused.message, 409)
    return asking.go(f"/cohorts/{cohort.id}/runs/{record.id}#ratings")


def comment(asking: Asking) -> Response:
    """Say something of a run to whoever played it."""
    found = _run_asked_for(asking)
    if found is None:
        return not_there(asking)
    cohort, record = found
    try:
        said = asking.form.get("comment", "")
        academy.comment(asking.store, record.id, said, author=asking.who.name, at=asking.now)
    except EncounterError as refused:
        return run_page(asking, refused.message, 400)
    return asking.go(f"/cohorts/{cohort.id}/runs/{record.id}#comments")


def void(asking: Asking) -> Response:
    """Let an attempt not count, for a reason that is kept."""
    found = _run_asked_for(asking)
    if found is None:
        return not_there(asking)
    cohort, record = found
    try:
        academy.void(
            asking.store, record.id, author=asking.who.name, reason=asking.form.get("reason", ""), at=asking.now
        )
    except EncounterError as refused:
        return run_page(asking, str(refused), 400)
    return asking.go(f"/cohorts/{cohort.id}/members/{record.trainee_id}?done=void")


def _of_words(asking: Asking) -> bool:
    """Return whether a form is about the trainee's own words before the choices, and not about the choice."""
    return asking.form.get("of") == "words"


def _run_asked_for(asking: Asking) -> tuple[Cohort, RunRecord] | None:
    """Return a run that counts for the cohort of the address."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return None
    try:
        record = asking.store.run(asking.request.path_params["run"])
    except EncounterError:
        return None
    counts = {run.id for run in academy.runs_of_member(asking.store, cohort, record.trainee_id)}
    return (cohort, record) if record.id in counts else None
