"""Pages of looking back: a debrief, trying again from a decision, one's own progress, and one's own data."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from simulator import academy
from simulator.errors import AttemptRefused, EncounterError, UsageError
from simulator.messages import tr
from simulator.records.model import REFLECTION_LIMIT, Mode, RunRecord
from simulator.scenario.library import Library
from simulator.server.asking import Asking, whole
from simulator.server.charts import points
from simulator.server.playing import own_run
from simulator.server.save_as import keep_debrief
from simulator.training.debrief import Debrief, debrief
from simulator.training.language import replay
from simulator.training.play import Play
from simulator.views.debrief import OWN_VIEW, DebriefPart, curve_sentence, debrief_parts
from simulator.views.glossary import glossary
from simulator.views.lesson import INTRODUCTION, OFFERED, WHAT_FOLLOWS
from simulator.views.so_far import just_now
from simulator.views.then_and_now import attempt_words
from simulator.views.what_if import what_if, what_if_parts


def debrief_page(asking: Asking, problem: str = "", status: int = 200, wrong: str = "") -> Response:
    """Show a run's debrief; before the scores of a finished run, its own view is asked for once."""
    record = own_run(asking)
    if record is None:
        return asking.not_found(tr("You have no such run."))
    if not record.finished:
        return asking.go(f"/runs/{record.id}")
    try:
        academy.refuse_while_assessed(asking.store, record)
    except AttemptRefused as refused:
        return asking.page("message", title=tr("Not yet"), status=403, message=refused.message)
    beside = asking.request.query_params.get("beside") or None
    try:
        view = debrief(asking.store, record.id, beside=beside)
    except UsageError as unknown:
        return asking.not_found(str(unknown))
    if not view.has_own_view and asking.request.query_params.get("scores") != "now":
        titled = f"{view.title}: {tr('Your own view, before the scores')}"
        return asking.page(
            "own-view",
            title=view.title,
            titled=titled,
            status=status,
            view=view,
            problem=problem,
            wrong=wrong,
            own_view=OWN_VIEW,
            just_now=_just_now(asking, record),
            most=REFLECTION_LIMIT,
        )
    titled = tr("Debrief: {title}", title=view.title)
    fields = debrief_fields(view, own=True)
    return asking.page("debrief", title=view.title, titled=titled, status=status, problem=problem, **fields)


def _just_now(asking: Asking, record: RunRecord) -> DebriefPart:
    """Return the last choice of a run that has ended, what the coach says about it, and how the run ended."""
    run = replay(asking.store, record)
    return DebriefPart("", tuple(just_now(run, practice=record.mode is Mode.PRACTICE)))


def debrief_to_keep(asking: Asking, *, as_page: bool) -> Response:
    """Hand over the debrief of a finished run as a file: a page, or text."""
    record = own_run(asking)
    if record is None or not record.finished:
        return asking.not_found(tr("You have no such finished run."))
    try:
        academy.refuse_while_assessed(asking.store, record)
    except AttemptRefused as refused:
        return asking.page("message", title=tr("Not yet"), status=403, message=refused.message)
    return keep_debrief(debrief_parts(debrief(asking.store, record.id)), as_page=as_page)


def debrief_fields(view: Debrief, *, own: bool) -> dict[str, Any]:
    """Return what a debrief's page shows: the parts that every face has, and the drawings beside them."""
    courses = [(curve, points(curve.values, curve.low, curve.high), curve_sentence(curve)) for curve in view.curves]
    return {
        "view": view,
        "parts": list(debrief_parts(view)),
        "own": own,
        "most": REFLECTION_LIMIT,
        "courses": courses,
        "attempt_words": attempt_words,
    }


def what_if_page(asking: Asking) -> Response:
    """Show what each choice of a decision would have done."""
    record = own_run(asking)
    if record is None or not record.finished:
        return asking.not_found(tr("You have no such finished run."))
    number = whole(asking.request.path_params["decision"], 1, len(record.path))
    if number is None:
        return asking.not_found(tr("There is no such decision in this run."))
    try:
        academy.refuse_while_assessed(asking.store, record)
        ahead = what_if(asking.store, record.id, number)
    except EncounterError as refused:
        return asking.page("message", title=tr("What if"), status=403, message=refused.message)
    return asking.page("what-if", title=tr("What if"), run=record, parts=list(what_if_parts(ahead, number)))


def glossary_page(asking: Asking) -> Response:
    """Show what each figure, criterion, critical event and word of the law means."""
    library = Library.default()
    return asking.page("glossary", title=tr("Glossary"), groups=glossary(library.rubrics, library.entries()))


def lesson_page(asking: Asking) -> Response:
    """Show one choice to try, and once it is made what follows from choices; nothing of it is kept."""
    offered = list(OFFERED.items())
    at = whole(asking.request.query_params.get("choice", ""), 0, len(offered) - 1)
    return asking.page(
        "lesson", title=tr("The first minute"), introduction=INTRODUCTION, offered=OFFERED, follows=WHAT_FOLLOWS,
        taken=None if at is None else offered[at],
    )  # fmt: skip


def write_anew(asking: Asking) -> Response:
    """Keep what the trainee says about a finished run now. What was written before stays in the record."""
    record = own_run(asking)
    if record is None or not record.finished:
        return asking.not_found(tr("You have no such finished run."))
    try:
        if asking.form.get("words", "").strip():
            asking.store.reflect(record.id, asking.form["words"], asking.now)
    except EncounterError as refused:
        return debrief_page(asking, str(refused), 409)
    return asking.go(f"/runs/{record.id}/debrief?scores=now#own-words")


def own_view(asking: Asking) -> Response:
    """Keep one's own ratings, from 0 to 10, and words, before the scores are seen."""
    record = own_run(asking)
    if record is None:
        return asking.not_found(tr("You have no such run."))
    ratings: dict[str, int] = {}
    for key, value in asking.form.items():
        if key.startswith("rating:") and value.strip():
            rating = whole(value, 0, 10)
            if rating is None:
                return debrief_page(asking, tr("A rating is a whole number from 0 to 10."), 400, key)
            ratings[key.removeprefix("rating:")] = rating * 10
    known = {rubric.id for rubric in debrief(asking.store, record.id).rubrics}
    try:
        asking.store.rate_self(record.id, {id_: rating for id_, rating in ratings.items() if id_ in known}, asking.now)
        if asking.form.get("words", "").strip():
            asking.store.reflect(record.id, asking.form["words"], asking.now)
    except EncounterError as refused:
        return debrief_page(asking, str(refused), 409)
    return asking.go(f"/runs/{record.id}/debrief?scores=now")


def again(asking: Asking) -> Response:
    """Begin a new run that shares the decisions before one of a finished run."""
    record = own_run(asking)
    if record is None:
        return asking.not_found(tr("You have no such run."))
    decision = whole(asking.form.get("decision", ""), 1, len(record.path))
    if decision is None:
        return debrief_page(asking, tr("There is no such decision in this run."), 400)
    play = Play.again(asking.store, record.id, keep=decision - 1, clock=lambda: asking.now)
    return asking.go(f"/runs/{play.record.id}")
