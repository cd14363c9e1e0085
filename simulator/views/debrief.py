"""A debrief in words, as every face shows it and as it is kept. Its parts are in the order that teaches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from simulator.messages import later, tr
from simulator.messages.moments import day_of
from simulator.views.decision_model import steps_of
from simulator.views.runs import choices_made
from simulator.views.then_and_now import then_and_now

if TYPE_CHECKING:
    from scoring.measure import Tally
    from simulator.encounter.run import Spoken
    from simulator.records.model import Comment
    from simulator.training.debrief import Curve, Debrief, DecisionView, RubricView

Kind = Literal["text", "item", "alert", "speech"]

PRACTICE_ONLY = later("Practice only: structured practice and feedback on judgement, not a measure of a person.")
SURE = later(
    "± is how far other raters might move the figure. If that could change its word, each possible word is given, "
    'or "unsure". It does not cover other days or other encounters.'
)

FIGURES = later(
    "Conduct is how good your choices were, from 0 to 100, with 50 neutral; decision quality is how good they were "
    "among those on offer."
)
"""The figures of a debrief in one line."""

OWN_VIEW = later(
    "Before any score: how well did you do? 0 is not at all, 10 as well as anyone could. Knowing how one is doing is a "
    "skill, and this is how it grows."
)
"""Said before somebody is asked to rate a run of theirs, which comes before its scores."""

MARK_YOURSELF = later("Mark your own words: which of these lines fits them? They are never scored by a machine.")
"""Shown above the anchors of the criteria that are at stake in a decision."""

CLOSE = 10
"""Points within which an own rating counts as close to the conduct figure."""


@dataclass(frozen=True, slots=True)
class DebriefLine:
    """One line of a debrief.

    Attributes:
        text: plain text.
        kind: how it may look; an alert must not be missed.
        depth: how far it is moved in, in steps.
    """

    text: str
    kind: Kind = "text"
    depth: int = 0


@dataclass(frozen=True, slots=True)
class DebriefPart:
    """A part of a debrief under a heading.

    Attributes:
        decision: the number of the decision that it explains; 0 for any other part.
        shows: "scores" or "courses" if a face may draw what the lines say; "then" if it may offer other attempts;
            otherwise "".
    """

    title: str
    lines: tuple[DebriefLine, ...]
    decision: int = 0
    shows: Literal["", "scores", "courses", "then"] = ""


def debrief_parts(view: Debrief) -> Iterator[DebriefPart]:
    """Yield the parts of a debrief."""
    yield DebriefPart(f"{view.title}, {tr(view.record.mode)}, {day_of(view.record.started_at)}", tuple(_ending(view)))
    if view.retold:
        yield DebriefPart(tr("What is said of you at home"), tuple(_speech(view.retold, view)))
    if view.reflection:
        yield DebriefPart(tr("In your own words"), (DebriefLine(view.reflection),))
    if view.comments:
        yield DebriefPart(
            tr("What your trainer says"), tuple(DebriefLine(comment_words(each)) for each in view.comments)
        )
    yield DebriefPart(tr("Scores"), tuple(_scores(view)), shows="scores")
    said, figures = then_and_now(view)
    if said:
        lines = (*map(DebriefLine, said), *(DebriefLine(f"{each.line}.", "item") for each in figures))
        yield DebriefPart(tr("Then and now"), lines, shows="then")
    steps = [DebriefLine(each.sentence, "item") for each in steps_of(view)]
    if steps:
        yield DebriefPart(tr("Along the National Decision Model"), tuple(steps))
    if view.curves:
        courses = tuple(DebriefLine(curve_sentence(each), "item") for each in view.curves)
        yield DebriefPart(tr("How it went"), courses, shows="courses")
    for decision in view.decisions:
        title = tr("Decision {sequence} of {count}", sequence=decision.sequence, count=len(view.decisions))
        yield DebriefPart(title, tuple(_decision(decision, view)), decision=decision.sequence)
    if view.discussion:
        yield DebriefPart(tr("To discuss"), tuple(DebriefLine(question, "item") for question in view.discussion))


def about_raters(view: Debrief) -> str:
    """Return what the figures of a debrief are, who rated, and what ± means."""
    return f"{tr(PRACTICE_ONLY)} {view.raters_words} {tr(SURE)}"


def comment_words(comment: Comment) -> str:
    """Return a trainer's comment with who said it and when."""
    return f"{comment.author}, {day_of(comment.at)}: {comment.text}"


def event_titles(view: Debrief) -> dict[str, str]:
    """Return critical event id to its name for people, out of the rubrics of the run."""
    return {id_: tr(event.title) for rubric in view.rubrics for id_, event in rubric.rubric.critical_events.items()}


def figure_words(tally: Tally, bands: Sequence[str]) -> str:
    """Return a figure in words: both figures with n, or *not assessed*."""
    if tally.anchored is None:
        return tr("not assessed")
    quality = tr("not assessed") if tally.decision_quality is None else f"{tally.decision_quality:.0f}"
    words = f" ({either(bands)})" if bands else ""
    return tr(
        "conduct {anchored:.0f} of 100{words}, decision quality {quality}, n = {n}, credits {credits}, debits {debits}",
        anchored=tally.anchored,
        words=words,
        quality=quality,
        n=tally.n,
        credits=tally.credits,
        debits=tally.debits,
    )


def either(words: Sequence[str]) -> str:
    """Return words, one of which is right: "concern, developing or proficient"."""
    said = [tr(word) for word in words]
    return f" {tr('or')} ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)


def calibration(rubric: RubricView) -> str:
    """Return how the trainee's own rating compares with conduct, in a sentence; "" if there is none."""
    if rubric.self_rating is None or rubric.total.anchored is None:
        return ""
    gap = round(rubric.self_rating - rubric.total.anchored)
    if abs(gap) <= CLOSE:
        return tr("close to the conduct figure")
    if gap > 0:
        return tr("{points} points above the conduct figure", points=gap)
    return tr("{points} points below the conduct figure", points=-gap)


def curve_sentence(curve: Curve) -> str:
    """Return a meter or mood over the run, choice by choice."""
    words = [curve.levels[value] if curve.levels else str(value) for value in curve.values]
    better = tr("lower is better") if curve.good == "low" else tr("higher is better")
    good = f" ({better})" if curve.good else ""
    scale = "" if curve.levels else f" {tr('on a scale of {low} to {high}', low=curve.low, high=curve.high)}"
    return f"{curve.name.replace('_', ' ').capitalize()}{scale}: {' → '.join(words)}{good}."


def signed(level: int) -> str:
    """Return a level with its sign; 0 has none."""
    return f"{level:+d}" if level else "0"


def paragraphs(text: str) -> list[str]:
    """Return a text's paragraphs, each on one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _ending(view: Debrief) -> Iterator[DebriefLine]:
    events = event_titles(view)
    for sequence, event in view.critical:
        yield DebriefLine(
            tr("Critical event at decision {number}: {event}.", number=sequence, event=events.get(event, event)),
            "alert",
        )
    if view.critical:
        yield DebriefLine(tr("A critical event counts by itself: no score makes up for it."))
    if view.ending is None:
        yield DebriefLine(tr("Not finished: {choices} so far.", choices=choices_made(view.record)))
        return
    yield DebriefLine(tr("The ending: {outcome}.", outcome=tr(str(view.outcome))))
    yield from map(DebriefLine, paragraphs(view.ending_text))
    yield from _speech(view.ending_lines, view)
    if view.reflect:
        yield DebriefLine(tr("To think about: {reflect}", reflect=view.reflect))


def _scores(view: Debrief) -> Iterator[DebriefLine]:
    yield DebriefLine(about_raters(view))
    yield DebriefLine(tr(FIGURES))
    for rubric in view.rubrics:
        yield DebriefLine(f"{tr(rubric.title)}: {figure_words(rubric.total, rubric.bands)}.")
        if rubric.standard_words:
            precision = f" {rubric.precision_words}." if rubric.precision_words else ""
            yield DebriefLine(f"{rubric.standard_words}{precision}", depth=1)
        own = calibration(rubric)
        if own:
            yield DebriefLine(
                tr("Your own rating was {rating} of 100, {own}.", rating=rubric.self_rating, own=own), depth=1
            )
        for criterion in rubric.criteria:
            beside = f" {tr('A critical event concerns it.')}" if criterion.concerned else ""
            figure = figure_words(criterion.tally, criterion.bands)
            yield DebriefLine(f"{tr(criterion.title)}: {figure}.{beside}", "item", depth=1)


def _decision(decision: DecisionView, view: Debrief) -> Iterator[DebriefLine]:
    yield from map(DebriefLine, paragraphs(decision.text))
    yield from _speech(decision.said, view)
    if decision.own_words:
        yield DebriefLine(tr("You, before the choices: {words}", words=decision.own_words))
    for words in decision.taken_back:
        yield DebriefLine(tr("Taken back: {text}", text=words))
    yield DebriefLine(_chosen(decision))
    events = event_titles(view)
    for event in decision.critical:
        yield DebriefLine(tr("Critical event: {event}.", event=events.get(event, event)), "alert", depth=1)
    for each in decision.rated:
        offered = tr("on offer {worst} to {best}", worst=signed(each.worst), best=signed(each.best))
        yield DebriefLine(f"{tr(each.title)}: {tr(each.word)} ({signed(each.level)}; {offered}).", "item", depth=1)
    if decision.feedback:
        yield DebriefLine(tr("Why: {feedback}", feedback=decision.feedback), depth=1)
    if decision.stronger is not None:
        yield DebriefLine(tr("A stronger choice: {text}", text=decision.stronger.text), depth=1)
        if decision.stronger_feedback:
            yield DebriefLine(decision.stronger_feedback, depth=2)
    elif not decision.injected:
        yield DebriefLine(tr("Nothing on offer was stronger."), depth=1)
    for option in decision.others:
        if option != decision.stronger:
            yield DebriefLine(tr("Also on offer: {text}", text=option.text), depth=1)
    if decision.anchors:
        yield DebriefLine(tr(MARK_YOURSELF), depth=1)
    for anchors in decision.anchors:
        yield DebriefLine(f"{tr(anchors.title)}:", depth=1)
        for level, words in anchors.levels:
            yield DebriefLine(f"{signed(level)} {tr(words)}", "item", depth=2)


def _chosen(decision: DecisionView) -> str:
    words = decision.chosen.text
    if decision.injected:
        return words
    if decision.chosen.spoken:
        return tr("You chose to say: {words}", words=words)
    return tr("You chose to do: {words}", words=words)


def _speech(said: Sequence[Spoken], view: Debrief) -> Iterator[DebriefLine]:
    for line in said:
        yield DebriefLine(f"{view.names.get(line.speaker, line.speaker)}: {' '.join(line.text.split())}", "speech")
