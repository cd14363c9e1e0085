"""A run's debrief, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simulator.plain.talk import AGAIN, InputEnded, Left, Talk, now, number_of, paragraphs, signed
from simulator.views.debrief import event_titles
from simulator.views.runs import choices_made, day_of

if TYPE_CHECKING:
    from scoring.measure import Tally
    from simulator.records.store import Store
    from simulator.training.debrief import Debrief, DecisionView
    from simulator.training.play import Play


def look_back(talk: Talk, store: Store, run_id: str) -> Play | None:
    """Ask for the trainee's own view, tell the debrief in parts, and offer to try again from a decision.

    Returns:
        A new run to play on, or None.
    """
    from simulator.training.debrief import debrief
    from simulator.training.play import Play

    view = debrief(store, run_id)
    try:
        if view.ending is not None and not view.reflection and not any(each.self_rating for each in view.rubrics):
            _ask_own_view(talk, store, view)
            view = debrief(store, run_id)
        parts = list(debrief_parts(view))
        if not talk.interactive:
            parts = [[line for part in parts for line in part]]
        for number, part in enumerate(parts, start=1):
            for line in part:
                talk.say(line)
            keep = _asked_decision(talk, view, last=number == len(parts))
            if keep is not None:
                return Play.again(store, run_id, keep=keep, clock=now)
    except (InputEnded, Left):
        return None
    return None


def _asked_decision(talk: Talk, view: Debrief, *, last: bool) -> int | None:
    """Ask whether to read on; return how many decisions to keep where one is to be tried again."""
    count = len(view.decisions)
    reads = "Enter to go on." if last else "Enter to read on."
    again = f"To try again from a decision, type its number, 1 to {count}. " if count else ""
    while True:
        answer = talk.ask(f"{again}{reads}", helps="A new try begins just before the decision of that number.")
        number = number_of(answer, count)
        if number is not None:
            return number - 1
        if not answer:
            return None
        talk.say(f"'{answer}' is not the number of a decision.")


def _ask_own_view(talk: Talk, store: Store, view: Debrief) -> None:
    talk.say()
    talk.say("Before the scores: your own view. How did it go, from 0 to 10? Enter skips.")
    ratings: dict[str, int] = {}
    for rubric in view.rubrics:
        while True:
            answer = talk.ask(f"{rubric.title}:", helps="A whole number from 0 to 10; Enter leaves it out.")
            number = number_of(answer, 10, least=0)
            if number is not None:
                ratings[rubric.id] = number * 10
            elif answer:
                talk.say("A whole number from 0 to 10, or Enter.")
                continue
            break
    if ratings:
        store.rate_self(view.record.id, ratings, now())
    text = talk.ask("What would you do differently? One line; Enter skips.", own=AGAIN)
    if text:
        store.reflect(view.record.id, text, now())


def debrief_parts(view: Debrief) -> Iterator[list[str]]:
    """Yield a debrief's parts, each as lines, in the order that teaches: ending, scores, decisions, discussion."""
    yield list(_ending_lines(view))
    yield list(_score_lines(view))
    for decision in view.decisions:
        yield list(_decision_lines(decision, view))
    if view.reflection or view.discussion:
        yield list(_closing_lines(view))


def debrief_lines(view: Debrief) -> Iterator[str]:
    """Yield a debrief as lines, all parts in order."""
    for part in debrief_parts(view):
        yield from part


def _ending_lines(view: Debrief) -> Iterator[str]:
    yield ""
    yield f"Debrief: {view.title}, {view.record.mode}, {day_of(view.record.started_at)}."
    events = event_titles(view)
    for sequence, event in view.critical:
        yield f"CRITICAL EVENT at decision {sequence}: {events.get(event, event)}."
    if view.ending is None:
        yield f"Not finished: {choices_made(view.record)} so far."
        return
    first, *others = paragraphs(view.ending_text) or [""]
    yield f"Ending: {view.outcome}. {first}"
    yield from others
    for line in view.ending_lines:
        yield f"{view.names.get(line.speaker, line.speaker)}: {' '.join(line.text.split())}"
    if view.reflect:
        yield f"To think about: {view.reflect}"


def _score_lines(view: Debrief) -> Iterator[str]:
    yield ""
    yield "Scores (practice only: structured practice, not a measure of a person)."
    yield view.raters_words
    for rubric in view.rubrics:
        yield f"{rubric.title}: {figure_words(rubric.total, rubric.bands)}."
        if rubric.standard_words:
            yield f"  {rubric.standard_words} {rubric.precision_words}."
        if rubric.self_rating is not None and rubric.total.anchored is not None:
            gap = rubric.self_rating - rubric.total.anchored
            how = "close to it" if abs(gap) <= 10 else ("above it" if gap > 0 else "below it")
            yield f"  Your own rating was {rubric.self_rating}, {how}."
        for criterion in rubric.criteria:
            yield f"  {criterion.title}: {figure_words(criterion.tally, criterion.bands)}."
    for curve in view.curves:
        words = [curve.levels[value] if curve.levels else str(value) for value in curve.values]
        yield f"{curve.name.replace('_', ' ').capitalize()} over the run: {', '.join(words)}."


def _closing_lines(view: Debrief) -> Iterator[str]:
    if view.reflection:
        yield ""
        yield f"Your note: {view.reflection}"
    if view.discussion:
        yield ""
        yield "To discuss:"
        for question in view.discussion:
            yield f"- {question}"


def _decision_lines(decision: DecisionView, view: Debrief) -> Iterator[str]:
    yield ""
    first, *others = paragraphs(decision.text) or [""]
    yield f"Decision {decision.sequence} of {len(view.decisions)}. {first}"
    yield from others
    for line in decision.said:
        yield f"{view.names.get(line.speaker, line.speaker)}: {' '.join(line.text.split())}"
    yield f"You chose to {'say' if decision.chosen.spoken else 'do'}: {decision.chosen.text}"
    for each in decision.rated:
        offered = f"on offer {signed(each.worst)} to {signed(each.best)}"
        yield f"  {each.title}: {each.word} ({signed(each.level)}; {offered})."
    if decision.feedback:
        yield f"  Why: {decision.feedback}"
    for event in decision.critical:
        yield f"  CRITICAL EVENT: {event_titles(view).get(event, event)}."
    for option in decision.others:
        if option != decision.stronger:
            yield f"  Also on offer: {option.text}"
    if decision.stronger is not None:
        yield f"  A stronger choice: {decision.stronger.text}"
        yield f"    {decision.stronger_feedback}"
    else:
        yield "  Nothing on offer was stronger."


def figure_words(tally: Tally, bands: Sequence[str]) -> str:
    """Return a figure in words: both figures with n, or *not assessed*."""
    if tally.anchored is None:
        return "not assessed"
    quality = "not assessed" if tally.decision_quality is None else f"{tally.decision_quality:.0f}"
    words = f" ({' or '.join(map(str, bands))})" if bands else ""
    return (
        f"conduct {tally.anchored:.0f} of 100{words}, decision quality {quality}, "
        f"n = {tally.n}, credits {tally.credits}, debits {tally.debits}"
    )
