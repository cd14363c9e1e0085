"""Pages of a class that votes by phone: the trainer's, shown to everybody, and each member's own.

No page reads itself again: who wants to see how the class stands asks for it.
"""

from __future__ import annotations

import secrets

from starlette.responses import Response

from simulator import academy
from simulator.academy import Cohort, RunningClass
from simulator.encounter.run import Run
from simulator.errors import EncounterError, RecordConflict, UsageError
from simulator.messages import language_around, speak, spoken_language, tr
from simulator.people.model import SEES_COHORTS
from simulator.scenario.library import Library
from simulator.server.asking import Asking, whole
from simulator.server.by_id import story_by_id
from simulator.server.cohorts import cohort_asked_for, not_there, note, seen_cohorts
from simulator.training.classes import Show
from simulator.views.class_session import ClassSession, shown_in
from simulator.views.languages import language_name


def class_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show a trainer where their class stands, for a projector; where none is running, how to begin one."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    running = academy.class_of(asking.store, cohort)
    if running is None:
        return _before(asking, cohort, problem, status)
    session = _session(running)
    _speak_as(running)
    voted, could = academy.how_many_voted(asking.store, running)
    made = session.decisions if session else []
    return asking.page(
        "class",
        title=running.shown.title,
        titled=tr("In class: {cohort}", cohort=cohort.name),
        status=status,
        problem=problem,
        cohort=cohort,
        running=running,
        known=session is not None,
        last=made[-1] if made else None,
        split_first=session.split_first if session else [],
        majority=ClassSession.majority(running.hands or ()),
        voted=voted,
        could=could,
    )


def begin(asking: Asking) -> Response:
    """Begin a class with an encounter."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    try:
        language = asking.form.get("language") or None
        story = story_by_id(asking.form.get("encounter", ""), Library.default(), language)
        session = ClassSession(Run(story, seed=secrets.randbelow(2**31)))
        academy.begin_class(
            asking.store, cohort, session.run, shown_in(session), language=language, at=asking.now
        )  # fmt: skip
    except EncounterError as refused:
        return class_page(asking, str(refused), 409)
    note(asking, "class-begun", cohort.name, story.scenario.id)
    return asking.go(f"/cohorts/{cohort.id}/class")


def act(asking: Asking) -> Response:
    """Do what the trainer asks of the class: close the vote, go on, vote again, go back, or end it."""
    cohort = cohort_asked_for(asking)
    running = None if cohort is None else academy.class_of(asking.store, cohort)
    if cohort is None:
        return not_there(asking)
    if running is None:
        return class_page(asking, tr("This class is over already."), 409)
    try:
        if asking.form.get("step") != str(running.step):
            raise RecordConflict(tr("The class has gone on since this page was made."), tr("This is where it is now."))
        _act(asking, running)
    except EncounterError as refused:
        return class_page(asking, str(refused), 409)
    return asking.go(f"/cohorts/{cohort.id}/class")


def _act(asking: Asking, running: RunningClass) -> None:
    store, wanted = asking.store, asking.form.get("act", "")
    if wanted == "end":
        kept = academy.end_class(store, running, at=asking.now)
        note(asking, "class-kept" if kept else "class-ended", running.cohort.name, running.scenario)
    elif wanted == "close" and running.open:
        academy.close_vote(store, running)
    elif wanted == "again" and running.hands is not None:
        academy.move_class(store, running, running.shows, running.shown, None)
    elif wanted == "back" and running.shows:
        _stand_after(asking, running, running.shows[:-1])
    elif wanted == "take" and running.hands is not None:
        place = whole(asking.form.get("place", ""), 0, len(running.hands) - 1)
        if place is None:
            raise UsageError(tr("There is no such choice here."), tr("Choose one of those that are shown."))
        session = _session(running)
        if session is not None:
            session.take(place, running.hands)
            _stand_after(asking, running, session.shows)
    else:
        raise UsageError(tr("The class cannot do that now."), tr("This is where it is now."))


def _stand_after(asking: Asking, running: RunningClass, shows: list[Show] | tuple[Show, ...]) -> None:
    """Let the class stand after some decisions."""
    session = _session(running, shows)
    if session is None:
        raise UsageError(
            tr("This encounter was changed since the class began, so the class cannot go on."), tr("End the class.")
        )
    ending = session.run.place if session.run.finished else None
    academy.move_class(asking.store, running, shows, shown_in(session), ending)


def own_class_page(asking: Asking) -> Response:
    """Show a member the class or classes that are running for them, and a trainer those of their cohorts."""
    mine = academy.classes_for(asking.store, asking.who.trainee)
    if asking.who.role not in SEES_COHORTS and len(mine) == 1:
        return asking.go(f"/class/{mine[0].id}")
    led = {} if asking.who.role not in SEES_COHORTS else {
        cohort: running for cohort in seen_cohorts(asking) if (running := academy.class_of(asking.store, cohort))
    }  # fmt: skip
    return asking.page("classes", title=tr("In class"), mine=mine, led=led)


def vote_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show a member the choices of the present decision and their vote. When it is closed, show how the class voted."""
    running = _own_class(asking)
    if running is None:
        return asking.go("/class")
    _speak_as(running)
    return asking.page(
        "vote",
        title=running.shown.title,
        titled=f"{running.shown.title}: {tr('In class')}",
        status=status,
        problem=problem,
        running=running,
        own=academy.own_vote(asking.store, asking.who.trainee, running),
    )


def vote(asking: Asking) -> Response:
    """Take a member's vote, or another in its place."""
    running = _own_class(asking)
    if running is None:
        return asking.go("/class")
    step, place = (whole(asking.form.get(name, ""), 0, 99_999) for name in ("step", "place"))
    try:
        academy.vote(
            asking.store, asking.who.trainee, running.id, step=-1 if step is None else step,
            place=-1 if place is None else place,
        )  # fmt: skip
    except RecordConflict as refused:
        return vote_page(asking, str(refused), 409)
    return asking.go(f"/class/{running.id}")


def _before(asking: Asking, cohort: Cohort, problem: str, status: int) -> Response:
    library = Library.default()
    entries = [entry for entry in library.entries() if not entry.error]
    codes = sorted({code for entry in entries for code in library.languages(entry.id)})
    return asking.page(
        "before-class", title=tr("In class: {cohort}", cohort=cohort.name), status=status, problem=problem,
        cohort=cohort, entries=entries, languages=[(code, language_name(code)) for code in codes],
    )  # fmt: skip


def _own_class(asking: Asking) -> RunningClass | None:
    wanted = asking.request.path_params["running"]
    mine = academy.classes_for(asking.store, asking.who.trainee)
    return next((each for each in mine if each.id == wanted), None)


def _session(running: RunningClass, shows: tuple[Show, ...] | list[Show] | None = None) -> ClassSession | None:
    """Return the class on its encounter, None if that is no longer here as it was when the class began."""
    try:
        story = Library.default().story(running.scenario, language=running.language)
    except EncounterError:
        return None
    if story.digest != running.digest:
        return None
    return ClassSession.replayed(Run(story, seed=running.seed), running.shows if shows is None else shows)


def _speak_as(running: RunningClass) -> None:
    if running.language is not None:
        speak(language_around(running.language, spoken_language()))
