"""Pages about oneself: progress over all runs, settings, one's own password, and one's own data."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from simulator.errors import EncounterError
from simulator.messages import program_languages, speak, spoken_language, tr
from simulator.people import accounts
from simulator.people.audit import note
from simulator.records.store import RunRecord
from simulator.scenario.library import Library
from simulator.server.asking import Asking
from simulator.server.campaigns import own_campaign
from simulator.server.playing import own_run
from simulator.training.discarded import discard, discarded, take_up
from simulator.training.own_notes import own_notes
from simulator.training.preferences import keep_preferences, read_preferences
from simulator.views import own_data as views
from simulator.views.languages import own_name
from simulator.views.overview import calendar_of, courses, overview_of
from simulator.views.own_notes import notes_parts
from simulator.views.runs import record_line, run_line


def progress_page(asking: Asking, problem: str = "", status: int = 200, done: str = "") -> Response:
    """Show what to practise next, what is due again, each criterion over time, every run, and the person's notes."""
    library = Library.default()
    overview = overview_of(asking.store, asking.who.trainee, library, now=asking.now)
    titles = {entry.id: entry.title for entry in library.entries_in(spoken_language())}

    def line(run: RunRecord) -> str:
        return run_line(run, titles.get(run.scenario_id, run.scenario_id))

    return asking.page(
        "progress",
        title=tr("Progress"),
        status=status,
        problem=problem,
        done=done,
        next=overview.next,
        due=calendar_of(overview.attempts.values(), titles, asking.now),
        notes=list(notes_parts(own_notes(asking.store, asking.who.trainee), titles)),
        rubrics=courses(overview.progress),
        runs=[(run, line(run)) for run in overview.runs],
        discarded=[(each, record_line(each, titles)) for each in discarded(asking.store, asking.who.trainee)],
    )


def discard_run(asking: Asking) -> Response:
    """Take an unfinished run out of the lists; it stays in the record."""
    record = own_run(asking)
    return asking.not_found(tr("You have no such run.")) if record is None else _without(asking, record.id)


def discard_campaign(asking: Asking) -> Response:
    """Take a campaign that goes on out of the lists; it stays in the record."""
    play = own_campaign(asking)
    return asking.not_found(tr("You have no such campaign.")) if play is None else _without(asking, play.record.id)


def _without(asking: Asking, id_: str) -> Response:
    try:
        discard(asking.store, asking.who.trainee, id_)
    except EncounterError as refused:
        return progress_page(asking, refused.message, 409)
    return progress_page(asking, done=tr("Discarded. It is out of the lists, and stays in the record."))


def bring_back(asking: Asking) -> Response:
    """Put a discarded run or campaign back into the lists."""
    wanted = asking.request.path_params["run"]
    if all(each.id != wanted for each in discarded(asking.store, asking.who.trainee)):
        return asking.not_found(tr("You have no such run."))
    take_up(asking.store, asking.who.trainee, wanted)
    return progress_page(asking, done=tr("It is in the lists again."))


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
        kept=views.kept_lines(asking.store.person_record(asking.who.trainee)),
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
        asking, done=tr("Your academy has been asked to erase what is kept about you. Nothing is erased yet.")
    )


def own_data(asking: Asking) -> Response:
    """Hand over everything that is kept about oneself, as JSON."""
    who = asking.who.trainee
    told = views.as_json(who.name, views.what_is_kept(asking.store, who), asking.now)
    headers = {"Content-Disposition": 'attachment; filename="my-encounters.json"'}
    return Response(told, media_type="application/json", headers=headers)
