"""Pages about oneself: progress over all runs, settings, one's own password, and one's own data."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from simulator import academy
from simulator.errors import AttemptRefused, EncounterError
from simulator.messages import program_languages, speak, spoken_language, tr
from simulator.people import accounts
from simulator.people.audit import note
from simulator.records.store import RunRecord
from simulator.scenario.library import Library
from simulator.server.asking import Asking
from simulator.server.playing import own_run
from simulator.training.debrief import debrief
from simulator.training.discarded import discard
from simulator.training.own_notes import own_notes
from simulator.training.preferences import keep_preferences, read_preferences
from simulator.views.languages import own_name
from simulator.views.overview import calendar_of, courses, overview_of
from simulator.views.own_notes import notes_parts
from simulator.views.runs import run_line


def progress_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show what to practise next, what is due again, each criterion over time, every run, and the person's notes."""
    library = Library.default()
    overview = overview_of(asking.store, asking.who.trainee, library, now=asking.now)
    titles = {entry.id: entry.title for entry in library.entries_in(spoken_language())}
    return asking.page(
        "progress",
        title=tr("Progress"),
        status=status,
        problem=problem,
        next=overview.next,
        due=calendar_of(overview.attempts.values(), titles, asking.now),
        notes=list(notes_parts(own_notes(asking.store, asking.who.trainee), titles)),
        rubrics=courses(overview.progress),
        runs=[(run, run_line(run, titles.get(run.scenario_id, run.scenario_id))) for run in overview.runs],
    )


def put_away(asking: Asking) -> Response:
    """Put an unfinished practice run out of the lists; it stays in the record."""
    record = own_run(asking)
    if record is None:
        return asking.not_found(tr("You have no such run."))
    try:
        discard(asking.store, asking.who.trainee, record.id)
    except EncounterError as refused:
        return progress_page(asking, refused.message, 409)
    return asking.go("/progress")


def settings_page(asking: Asking, problem: str = "", status: int = 200, done: str = "", wrong: str = "") -> Response:
    """Show what can be set."""
    return asking.page(
        "settings",
        title=tr("Settings"),
        status=status,
        problem=problem,
        done=done,
        wrong=wrong,
        preferences=read_preferences(asking.store, asking.who.trainee),
        languages=[(code, own_name(code)) for code in program_languages()],
    )


def set_timers(asking: Asking) -> Response:
    """Switch all timers on or off."""
    before = read_preferences(asking.store, asking.who.trainee)
    keep_preferences(asking.store, asking.who.trainee, replace(before, timers=asking.form.get("timers") != "off"))
    return settings_page(asking, done=tr("Kept."))


def set_say_first(asking: Asking) -> Response:
    """Ask for own words before the choices, or no longer."""
    before = read_preferences(asking.store, asking.who.trainee)
    keep_preferences(asking.store, asking.who.trainee, replace(before, say_first=asking.form.get("first") == "on"))
    return settings_page(asking, done=tr("Kept."))


def set_confirm(asking: Asking) -> Response:
    """Ask before a choice of an assessment counts, or no longer."""
    before = read_preferences(asking.store, asking.who.trainee)
    keep_preferences(asking.store, asking.who.trainee, replace(before, confirm=asking.form.get("confirm") == "on"))
    return settings_page(asking, done=tr("Kept."))


def set_language(asking: Asking) -> Response:
    """Speak another language from here on; none leaves it to what the browser asks for."""
    language = asking.form.get("language", "")
    if language in ("", *program_languages()):
        before = read_preferences(asking.store, asking.who.trainee)
        keep_preferences(asking.store, asking.who.trainee, replace(before, language=language))
        speak(language)
    return settings_page(asking, done=tr("Kept."))


def set_password(asking: Asking) -> Response:
    """Set another password; every other sign-in of the account ends."""
    password = asking.form.get("password", "")
    if password != asking.form.get("again", ""):
        return settings_page(
            asking, tr("The two new passwords are not the same. Type both again."), 400, wrong="password"
        )
    try:
        accounts.change_password(
            asking.store, asking.who, asking.form.get("current", ""), password, keep=asking.code,
            address=asking.address, at=asking.now,
        )  # fmt: skip
    except accounts.WrongPassword as refused:
        return settings_page(asking, str(refused), 400, wrong="current")
    except EncounterError as refused:
        return settings_page(asking, str(refused), 400, wrong="password")
    return settings_page(asking, done=tr("Your password is changed. You are signed out everywhere else."))


def ask_erasure(asking: Asking) -> Response:
    """Ask the academy to erase everything about the person.

    The request is in the audit log, for people who may do it.
    """
    note(asking.store, at=asking.now, by=asking.who.name, action="erasure-asked-for", about=asking.who.name)
    return settings_page(
        asking, done=tr("Your academy has been asked to erase what is kept of you. Nothing is erased yet.")
    )


def own_data(asking: Asking) -> Response:
    """Hand over everything that is kept of one's own runs, as JSON."""
    runs = asking.store.runs(trainee=asking.who.trainee, include_superseded=True)
    told = {"name": asking.who.name, "runs": [_own_record(asking, run) for run in runs]}
    headers = {"Content-Disposition": 'attachment; filename="my-encounters.json"'}
    return Response(json.dumps(told, ensure_ascii=False, indent=2), media_type="application/json", headers=headers)


def _own_record(asking: Asking, record: RunRecord) -> dict[str, Any]:
    """Return what is kept of a run; without its ratings, while they would help with an assessment."""
    try:
        academy.refuse_while_assessed(asking.store, record)
    except AttemptRefused:
        return {"run": record.id, "scenario": record.scenario_id, "mode": str(record.mode), "path": list(record.path)}
    return debrief(asking.store, record.id).as_json()
