"""A run's debrief, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from simulator.plain.talk import LEAVE, InputEnded, Talk, now, number_of

if TYPE_CHECKING:
    from scoring.measure import Tally
    from simulator.records.store import Store
    from simulator.training.debrief import Debrief, DecisionView
    from simulator.training.play import Play


def look_back(talk: Talk, store: Store, run_id: str) -> Play | None:
    """Ask for the trainee's own view, print the debrief, and offer to try again from a decision.

    Returns:
        A new run to play on, or None.
    """
    from simulator.training.debrief import debrief
    from simulator.training.play import Play

    view = debrief(store, run_id)
    try:
        if not view.reflection and all(rubric.self_rating is None for rubric in view.rubrics):
            _ask_own_view(talk, store, view)
            view = debrief(store, run_id)
        for line in debrief_lines(view):
            talk.say(line)
        while view.decisions:
            answer = talk.ask("To try again from a decision, type its number; Enter to go on.")
            if not answer or answer in LEAVE:
                return None
            number = number_of(answer, len(view.decisions))
            if number is not None:
                return Play.again(store, run_id, keep=number - 1, clock=now)
            talk.say(f"Type 1 to {len(view.decisions)}, or Enter.")
    except InputEnded:
        return None
    return None


def _ask_own_view(talk: Talk, store: Store, view: Debrief) -> None:
    talk.say()
    talk.say("Before the scores: your own view. How did it go, from 0 to 10? Enter skips.")
    ratings: dict[str, int] = {}
    for rubric in view.rubrics:
        while True:
            answer = talk.ask(f"{rubric.title}:")
            if not answer:
                break
            if answer.isdigit() and int(answer) <= 10:
                ratings[rubric.id] = int(answer) * 10
                break
            talk.say("A whole number from 0 to 10, or Enter.")
    if ratings:
        store.rate_self(view.record.id, ratings, now())
    text = talk.ask("What would you do differently? One line; Enter skips.")
    if text:
        store.reflect(view.record.id, text, now())


def debrief_lines(view: Debrief) -> Iterable[str]:
    """Yield a debrief as lines, in the order that teaches."""
    yield ""
    yield f"Debrief: {view.title}, {view.record.mode}, {view.record.started_at:%d %B %Y}."
    for sequence, event in view.critical:
        yield f"CRITICAL EVENT at decision {sequence}: {event.replace('-', ' ')}."
    if view.ending is None:
        yield f"Not finished: {len(view.decisions)} choices made so far."
    else:
        yield f"Ending: {view.outcome}. {' '.join(view.ending_text.split())}"
        if view.reflect:
            yield f"To think about: {view.reflect}"
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
    for decision in view.decisions:
        yield from _decision_lines(decision, view)
    if view.reflection:
        yield ""
        yield f"Your note: {view.reflection}"
    if view.discussion:
        yield ""
        yield "To discuss:"
        for question in view.discussion:
            yield f"- {question}"


def _decision_lines(decision: DecisionView, view: Debrief) -> Iterable[str]:
    yield ""
    yield f"Decision {decision.sequence}. {' '.join(decision.text.split())}"
    for line in decision.said:
        yield f"{view.names.get(line.speaker, line.speaker)}: {' '.join(line.text.split())}"
    yield f"You chose to {'say' if decision.chosen.spoken else 'do'}: {decision.chosen.text}"
    for each in decision.rated:
        yield f"  {each.title}: {each.word} ({each.level:+d}; on offer {each.worst:+d} to {each.best:+d})."
    if decision.feedback:
        yield f"  Why: {decision.feedback}"
    for event in decision.critical:
        yield f"  CRITICAL EVENT: {event.replace('-', ' ')}."
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
