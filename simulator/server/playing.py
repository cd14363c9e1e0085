"""Pages of an encounter: the library, before it begins, a scene with its choices, and the way back.

A form names the decision that it answers by its place in the run. If that one is answered already (a double click, a
second window, the back button), nothing is kept, and the page shows where the run stands.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.responses import Response

from simulator import academy
from simulator.campaign.library import campaigns_in
from simulator.errors import EncounterError, UnknownRecord
from simulator.messages import language_around, speak, spoken_language, tr
from simulator.records.model import OWN_WORDS_LIMIT, PAUSED
from simulator.records.store import Mode, RunRecord
from simulator.scenario.library import Library
from simulator.scenario.vocabulary import FORCE_TITLES
from simulator.server.asking import Asking
from simulator.server.by_id import entry_by_id, story_by_id
from simulator.server.campaigns import own_campaigns
from simulator.training.play import Play
from simulator.views.brief import brief_of
from simulator.views.encounters import KINDS, is_of_kind, left_off, matches, own_lines, so_far
from simulator.views.languages import language_name
from simulator.views.overview import overview_of
from simulator.views.runs import continue_line
from simulator.views.situation import SAY_FIRST, offer_words, situation
from simulator.views.so_far import choice_words, since_last_choice, story_so_far


def library_page(asking: Asking) -> Response:
    """Show the encounters, those that are assigned first, and what is unfinished."""
    wanted = asking.request.query_params.get("q", "").strip()
    library = Library.default()
    entries = [entry for entry in library.entries_in(spoken_language()) if not entry.error]
    kind = asking.request.query_params.get("kind", "")
    overview = overview_of(asking.store, asking.who.trainee, library, now=asking.now)
    runs, done = overview.runs, overview.attempts
    years = [entry for entry in campaigns_in(library, spoken_language()) if not entry.error]
    now = asking.now
    found = [
        entry
        for entry in entries
        if matches(entry, words=wanted) and (kind not in KINDS or is_of_kind(entry, kind, done.get(entry.id), now))
    ]
    titles = {entry.id: entry.title for entry in entries} | {entry.id: entry.title for entry in years}
    return asking.page(
        "library",
        title=tr("Library"),
        entries=found,
        wanted=wanted,
        kind=kind,
        kinds=KINDS,
        titles=titles,
        classes=academy.classes_for(asking.store, asking.who.trainee),
        duties=[(duty, academy.duty_words(duty, now)) for duty in overview.duties if not duty.done],
        next=[each for each in overview.next if each.kind != "continue"],
        open_runs=[
            (run, continue_line(run, titles.get(run.scenario_id, run.scenario_id))) for run in runs if not run.finished
        ],
        so_far={entry.id: ", ".join(so_far(overview, entry.id, now)) for entry in found},
        settings=FORCE_TITLES,
        new=not runs,
        campaigns=years,
        open_campaigns=own_campaigns(asking, finished=False),
        closed_campaigns=own_campaigns(asking, finished=True),
    )


def before_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show what an encounter is about, its content notes, and the mode in which it will be played."""
    id_, library = asking.request.path_params["id"], Library.default()
    try:
        entry = entry_by_id(id_, library)
    except EncounterError as unknown:
        return asking.not_found(str(unknown))
    refused = problem
    duty, may = None, True
    try:
        duty = academy.duty_now(asking.store, asking.who.trainee, id_, now=asking.now)
    except EncounterError as no:
        refused, may = refused or str(no), False
    brief = brief_of(library, entry)
    overview = overview_of(asking.store, asking.who.trainee, library, now=asking.now)
    left = left_off(overview, id_)
    languages = [(code, language_name(code)) for code in (entry.language, *library.languages(id_))]
    return asking.page(
        "before", title=brief.title, status=status, entry=entry, brief=brief, duty=duty, may=may, languages=languages,
        words=academy.duty_words(duty, asking.now) if duty else "", problem=refused,
        so_far=own_lines(overview, id_), left=None if left is None else asking.store.run(left),
        continued=continue_line,
        asks_code=duty is not None and academy.wants_access_code(asking.store, duty.assignment),
    )  # fmt: skip


def begin(asking: Asking) -> Response:
    """Begin a run and show its first scene."""
    library = Library.default()
    try:
        story = story_by_id(asking.request.path_params["id"], library, asking.form.get("language"))
        mode = Mode.ASSESSMENT if asking.form.get("mode") == "assessment" else None
        play = academy.begin(
            asking.store, story, asking.who.trainee, clock=lambda: asking.now, mode=mode, served=True,
            access_code=asking.form.get("access_code", ""),
        )  # fmt: skip
    except EncounterError as refused:
        return before_page(asking, str(refused), 409)
    return asking.go(f"/runs/{play.record.id}")


def scene_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show where a run stands; a finished one shows its debrief."""
    play = own_play(asking)
    if play is None:
        return asking.not_found(tr("You have no such run."))
    if play.record.finished:
        return asking.go(after(play.record))
    shown = scene(play, asking.now)
    title = play.run.story.scenario.title
    passed_over = asking.request.query_params.get("without") == str(shown["decision"])
    return asking.page(
        "scene", title=title, titled=f"{title}: {tr('Decision {number}', number=shown['decision'])}", status=status,
        problem=problem, paused=tr(PAUSED), asks_words=play.words_wanted and not passed_over, question=tr(SAY_FIRST),
        most=OWN_WORDS_LIMIT, **shown,
    )  # fmt: skip


def say_first(asking: Asking) -> Response:
    """Keep what somebody would say or do now, in their own words, and show the choices. Empty words show them too."""
    play = own_play(asking)
    if play is None:
        return asking.not_found(tr("You have no such run."))
    here = f"/runs/{play.record.id}"
    decision = str(len(play.run.steps) + 1)
    if asking.form.get("decision") != decision or not play.words_wanted:
        return asking.go(here)
    try:
        kept = play.say_first(asking.form.get("words", ""))
    except EncounterError as refused:
        return scene_page(asking, str(refused), 409)
    return asking.go(here if kept else f"{here}?without={decision}")


def choose(asking: Asking) -> Response:
    """Keep one choice; the page that answers is only shown once it is on disk."""
    play = own_play(asking)
    if play is None:
        return asking.not_found(tr("You have no such run."))
    if asking.form.get("decision") != str(len(play.run.steps) + 1) or play.record.finished:
        if play.record.finished:
            return asking.go(after(play.record))
        return scene_page(asking, tr("That was answered already. This is where the encounter is now."), 409)
    clock = academy.clock_of(play, asking.now)
    choice = clock.late or asking.form.get("choice", "")
    if play.confirms and not clock.late and asking.form.get("sure") != "yes":
        taken = next((each.choice for each in play.run.offers() if each.open and each.choice.id == choice), None)
        if taken is not None:
            return asking.page(
                "confirm", title=tr("Does this choice count?"), run=play.record, decision=len(play.run.steps) + 1,
                choice=taken.id, words=offer_words(play.run.fill(taken.text), spoken=taken.spoken),
            )  # fmt: skip
    try:
        play.choose(choice, seconds=clock.seconds, timed_out=bool(clock.late))
    except EncounterError as refused:
        return scene_page(asking, str(refused), 409)
    return asking.go(f"/runs/{play.record.id}")


def after(record: RunRecord) -> str:
    """Return the page that follows a finished run: its debrief, or of an episode its campaign."""
    return f"/runs/{record.id}/debrief" if record.episode is None else f"/campaign-runs/{record.episode.campaign_run}"


def take_back(asking: Asking) -> Response:
    """Take the last choice back, where it is practice and still the last."""
    play = own_play(asking)
    if play is None:
        return asking.not_found(tr("You have no such run."))
    if asking.form.get("decision") != str(len(play.run.steps) + 1):
        return scene_page(asking, tr("The encounter has gone on. This is where it is now."), 409)
    try:
        play.rewind()
    except EncounterError as refused:
        return scene_page(asking, str(refused), 409)
    return asking.go(f"/runs/{play.record.id}")


def own_run(asking: Asking) -> RunRecord | None:
    """Return the run that is asked for, or None if there is none or it is somebody else's."""
    try:
        record = asking.store.run(asking.request.path_params["run"])
    except UnknownRecord:
        return None
    if record.trainee_id != asking.who.trainee.id:
        return None
    speak(language_around(record.language, spoken_language()))
    return record


def own_play(asking: Asking) -> Play | None:
    """Return one's own run as it stands."""
    record = own_run(asking)
    if record is None:
        return None
    from simulator.training.language import replay

    return Play(asking.store, record, replay(asking.store, record), lambda: asking.now)


def scene(play: Play, now: datetime) -> dict[str, Any]:
    """Return what a scene's page shows."""
    run = play.run
    scenario, you = run.story.scenario, run.story.scenario.you
    last = run.steps[-1] if run.steps else None
    note = play.note(last) if last is not None and play.practice else None
    return {
        "run": play.record,
        "decision": len(run.steps) + 1,
        "practice": play.practice,
        "you": scenario.people[you] if you else None,
        "place": scenario.setting.sentence,
        "warnings": [each.removesuffix(".") for each in scenario.content_warnings] if last is None else [],
        "told": list(since_last_choice(run)),
        "before": list(story_so_far(run, play.said)),
        "situation": situation(run),
        "offers": [(offer, run.fill(offer.choice.text)) for offer in run.offers()],
        "stuck": run.stuck,
        "clock": academy.clock_of(play, now),
        "own_words": play.said.get(len(run.steps) + 1, ""),
        "said": choice_words(run, last) if last is not None else "",
        "note": note,
        "events": run.story.rubrics.event_titles,
    }
