"""`encounter class`, line by line: a scene, hands counted, the split, a question, and on."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from simulator.messages import tr, trn
from simulator.plain.player import willing
from simulator.plain.talk import InputEnded, PersonLeft, Talk, now, number_of
from simulator.views.class_session import ClassSession, hands_help, hands_of, passage_of, question_of, share_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from simulator.encounter.run import Run
    from simulator.records.store import Store
    from simulator.scenario.story import Story


def keep_with_class(
    talk: Talk, opened: Callable[[], AbstractContextManager[Store]], story: Story, seed: int | None = None
) -> None:
    """Play with a class, and keep what it did as a class session, which names nobody.

    Args:
        talk: where lines go and come from.
        opened: opens the store, once there is something to keep.
        story: what is played.
        seed: decides the order in which choices are shown; a new one is drawn if omitted.
    """
    from simulator.encounter.run import Run
    from simulator.training.classes import keep_class

    run = Run(story, seed=secrets.randbelow(2**31) if seed is None else seed)
    session = play_with_class(talk, run)
    if session is not None and session.shows:
        with opened() as store:
            keep_class(store, run, session.shows, at=now())
        talk.say(tr("Kept as a class session. It names nobody: encounter class lists what is kept."))


def play_with_class(talk: Talk, run: Run) -> ClassSession | None:
    """Play with a class until an ending, or until the trainer leaves; None if it was not begun."""
    session = ClassSession(run)
    scenario = run.story.scenario
    try:
        if not willing(talk, scenario):
            return None
        talk.say(tr("{title}, with a class. Read aloud, count hands, and talk before you go on.", title=scenario.title))
        while not run.finished and session.options:
            _scene(talk, run)
            for number, (_, words) in enumerate(session.options, start=1):
                talk.say(f"{number}. {words}")
            hands = _hands(talk, len(session.options))
            _split(talk, hands)
            talk.say(tr("To discuss: {question}", question=question_of(session)))
            made = session.take(_taken(talk, session, hands), hands)
            talk.say(tr("The class takes: {choice}", choice=made.offered[made.taken]))
            if made.note.feedback:
                talk.say(tr("Coach: {feedback}", feedback=made.note.feedback))
        _scene(talk, run)
        if run.ending is not None:
            talk.say(tr("The end: {outcome}.", outcome=tr(run.ending.outcome)))
    except (InputEnded, PersonLeft):
        pass
    for line in session.summary() if session.decisions else ():
        talk.say(line)
    return session


def _scene(talk: Talk, run: Run) -> None:
    talk.say()
    read, said = passage_of(run)
    for paragraph in read:
        talk.say(paragraph)
    names = {id_: person.name for id_, person in run.story.scenario.people.items()}
    for line in said:
        talk.say(f"{names.get(line.speaker, line.speaker)}: {' '.join(line.text.split())}")


def _hands(talk: Talk, count: int) -> list[int]:
    """Ask how many hands there were for each choice, in one line; Enter for none counted."""
    helps = hands_help(count)
    while True:
        answer = talk.ask(tr("Hands for each, {count} numbers, or Enter to go on without:", count=count), helps=helps)
        hands = hands_of(answer, count)
        if hands is not None:
            return hands
        talk.say(helps)


def _split(talk: Talk, hands: list[int]) -> None:
    total = sum(hands)
    if total:
        shares = ", ".join(f"{place + 1}: {share_words(hands, place)}" for place in range(len(hands)))
        talk.say(trn("{count} hand. {shares}.", "{count} hands. {shares}.", total, shares=shares))


def _taken(talk: Talk, session: ClassSession, hands: list[int]) -> int:
    majority = session.majority(hands)
    count = len(hands)
    while True:
        asked = (
            tr("Go on with which, 1 to {count}?", count=count)
            if majority is None
            else tr(
                "Go on with which, 1 to {count}? Enter takes {most}, which most want.", count=count, most=majority + 1
            )
        )
        answer = talk.ask(
            asked,
            helps=tr("Your pick overrides the majority."),
        )
        if not answer and majority is not None:
            return majority
        number = number_of(answer, count)
        if number is not None:
            return number - 1
        talk.say(tr("Answer 1 to {count}.", count=count))
