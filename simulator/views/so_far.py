"""What has happened in a run, in the order in which it was told: since the last choice, and before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from simulator.messages import tr
from simulator.views.debrief import DebriefLine, DebriefPart, paragraphs, signed

if TYPE_CHECKING:
    from simulator.encounter.run import Run, Spoken, Step
    from simulator.training.note import CoachNote


def since_last_choice(run: Run) -> Iterator[DebriefLine]:
    """Yield what is told since the last choice: each scene that goes on by itself, then the present one."""
    for narrated in run.passed():
        yield from _told(run, narrated.text, narrated.lines)
    yield from _told(run, run.text(), run.lines())


def just_now(run: Run, *, practice: bool) -> Iterator[DebriefLine]:
    """Yield the last choice, in practice what the coach says about it, and what is told since."""
    from simulator.training.note import note_of

    yield from last_choice(run, note_of(run, run.steps[-1]) if practice and run.steps else None)
    yield from since_last_choice(run)


def story_so_far(run: Run, own_words: Mapping[int, str]) -> Iterator[DebriefPart]:
    """Yield what happened up to the last choice, a part a decision.

    Args:
        run: as it stands; it is not changed.
        own_words: what was said before the choices were shown, by decision.
    """
    from simulator.encounter.run import Run

    again = Run(run.story, seed=run.seed)
    for step in run.steps:
        lines = list(since_last_choice(again))
        number = step.decision.sequence
        if own_words.get(number):
            lines.append(DebriefLine(tr("You, before the choices: {words}", words=own_words[number])))
        again.choose(step.decision.choice)
        lines.append(DebriefLine(choice_words(again, again.steps[-1])))
        yield DebriefPart(tr("Decision {number}", number=number), tuple(lines))


def last_choice(run: Run, note: CoachNote | None) -> Iterator[DebriefLine]:
    """Yield the last choice, and what the coach says about it; nothing where nothing was chosen yet.

    Args:
        run: as it stands.
        note: the coach's note, None in an assessment.
    """
    if not run.steps:
        return
    yield DebriefLine(choice_words(run, run.steps[-1]))
    if note is None:
        return
    rated = "; ".join(f"{tr(each.title)} {tr(each.word)} ({signed(each.level)})" for each in note.rated)
    said = " ".join(part for part in (note.feedback, f"[{rated}]" if rated else "") if part)
    if said:
        yield DebriefLine(tr("Coach: {said}", said=said))
    titles = run.story.rubrics.event_titles
    for event in note.critical:
        yield DebriefLine(tr("Critical event: {event}.", event=tr(titles.get(event, event))), "alert")


def choice_words(run: Run, step: Step) -> str:
    """Return what was chosen, as it was said or done."""
    choice = run.story.taken(step.decision.choice)
    words = run.words(choice, step)
    if step.injected:
        return words
    return tr("You say: {words}", words=words) if choice.spoken else tr("You do: {words}", words=words)


def _told(run: Run, prose: str, said: list[Spoken] | tuple[Spoken, ...]) -> Iterator[DebriefLine]:
    people = run.story.scenario.people
    yield from map(DebriefLine, paragraphs(prose))
    for line in said:
        yield DebriefLine(f"{people[line.speaker].name}: {' '.join(line.text.split())}", "speech")
