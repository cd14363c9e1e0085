"""What if: one choice ahead of any decision of a run, for all that was open, without a run being begun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.messages import tr
from simulator.training.language import replay
from simulator.training.note import CoachNote, note_of
from simulator.views.debrief import DebriefLine, DebriefPart, paragraphs, signed
from simulator.views.situation import situation

if TYPE_CHECKING:
    from simulator.encounter.run import Run, Spoken
    from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class Ahead:
    """What one choice would have done.

    Attributes:
        text, spoken: the choice.
        chosen: it is the one that was taken.
        note: what the coach says of it.
        changes: what it does to moods and meters, each in a sentence.
        then: what is told next.
        said: what is said next.
        outcome: the outcome of the ending that it leads to at once; "" if the story goes on.
        names: people's names by id.
    """

    text: str
    spoken: bool
    chosen: bool
    note: CoachNote
    changes: tuple[str, ...]
    then: tuple[str, ...]
    said: tuple[Spoken, ...]
    outcome: str
    names: dict[str, str]


def what_if(store: Store, run_id: str, sequence: int) -> list[Ahead]:
    """Return what each choice that was open at a decision would have done, in the order on screen.

    Args:
        store: where the run is.
        run_id: the run.
        sequence: the decision's number, from 1.

    Raises:
        UsageError: the run has no such decision.
    """
    run = replay(store, store.run(run_id))
    count = len(run.steps)
    if not 1 <= sequence <= count:
        raise UsageError(
            tr("This run has no decision {sequence}.", sequence=sequence), tr("It has {count}.", count=count)
        )
    taken = run.steps[sequence - 1].decision.choice
    run.rewind(count - sequence + 1)
    return [_ahead(run, offer.choice.id, taken) for offer in run.offers() if offer.open]


def what_if_parts(ahead: list[Ahead], sequence: int) -> Iterator[DebriefPart]:
    """Yield what each choice would have done as a part, for faces that go line by line."""
    for number, each in enumerate(ahead, start=1):
        if each.chosen:
            said = tr("you said: {words}", words=each.text) if each.spoken else tr("you did: {words}", words=each.text)
        else:
            said = tr("say: {words}", words=each.text) if each.spoken else tr("do: {words}", words=each.text)
        title = tr("Decision {sequence}, choice {number}, {said}", sequence=sequence, number=number, said=said)
        yield DebriefPart(title, tuple(_lines(each)))


def _lines(ahead: Ahead) -> Iterator[DebriefLine]:
    rated = ", ".join(f"{tr(each.title)} {tr(each.word)} ({signed(each.level)})" for each in ahead.note.rated)
    if ahead.note.critical:
        yield DebriefLine(tr("This is a critical event."), "alert", depth=1)
    if rated:
        yield DebriefLine(f"{rated}.", depth=1)
    if ahead.note.feedback:
        yield DebriefLine(tr("Why: {feedback}", feedback=ahead.note.feedback), depth=1)
    for change in ahead.changes:
        yield DebriefLine(change, "item", depth=1)
    for paragraph in ahead.then:
        yield DebriefLine(paragraph, depth=1)
    for line in ahead.said:
        yield DebriefLine(f"{ahead.names.get(line.speaker, line.speaker)}: {line.text}", "speech", depth=1)
    if ahead.outcome:
        yield DebriefLine(tr("It ends here: {outcome}.", outcome=tr(ahead.outcome)), depth=1)


def _ahead(run: Run, choice_id: str, taken: str) -> Ahead:
    step = run.choose(choice_id)
    choice = run.story.choices[choice_id].choice
    passed = run.passed()
    now = situation(run)
    changes = [f"{each.name}: {each.was} → {each.mood}." for each in now.people if each.was]
    changes += [
        tr("{meter} {change:+d}, {word} now.", meter=each.label.capitalize(), change=each.change, word=tr(each.word))
        for each in now.meters
        if each.change
    ]
    told = [paragraph for each in (*(each.text for each in passed), run.text()) for paragraph in paragraphs(each)]
    ending = run.ending
    found = Ahead(
        run.fill(choice.text, step),
        choice.spoken,
        choice_id == taken,
        note_of(run, step),
        tuple(changes),
        tuple(told),
        (*(line for each in passed for line in each.lines), *run.lines()),
        ending.outcome if ending is not None else "",
        {id_: person.name for id_, person in run.story.scenario.people.items()},
    )
    run.rewind(1)
    return found
