"""`encounter class`, line by line: a scene, hands counted, the split, a question, and on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from simulator.plain.player import willing
from simulator.plain.talk import InputEnded, Left, Talk, number_of
from simulator.views.class_session import ClassSession
from simulator.views.debrief import paragraphs

if TYPE_CHECKING:
    from simulator.encounter.run import Run

QUESTIONS = (
    "Who took the choice with fewest hands? What did you see that others did not?",
    "What would each of these do to the person in front of you in the next minute?",
    "Which rule or principle speaks for the choice with most hands?",
    "What would have to be different for another choice to be right?",
)
"""Discussed in turn, where the encounter brings no question of its own."""


def play_with_class(talk: Talk, run: Run) -> ClassSession | None:
    """Play with a class until an ending, or until the trainer leaves; None where it was not begun."""
    session = ClassSession(run)
    scenario = run.story.scenario
    questions = list(scenario.trainer.discussion) if scenario.trainer else []
    questions = questions or list(QUESTIONS)
    try:
        if not willing(talk, scenario):
            return None
        talk.say(f"{scenario.title}, with a class. Read aloud, count hands, and talk before you go on.")
        while not run.finished and session.options:
            _scene(talk, run)
            for number, (_, words) in enumerate(session.options, start=1):
                talk.say(f"{number}. {words}")
            hands = _hands(talk, len(session.options))
            _split(talk, hands)
            talk.say(f"To discuss: {questions[len(session.decisions) % len(questions)]}")
            made = session.take(_taken(talk, session, hands), hands)
            talk.say(f"The class takes: {made.offered[made.taken]}")
            if made.note.feedback:
                talk.say(f"Coach: {made.note.feedback}")
        _scene(talk, run)
        if run.ending is not None:
            talk.say(f"The end: {run.ending.outcome}.")
    except (InputEnded, Left):
        pass
    for line in session.summary() if session.decisions else ():
        talk.say(line)
    return session


def _scene(talk: Talk, run: Run) -> None:
    talk.say()
    for narrated in run.passed():
        for paragraph in paragraphs(narrated.text):
            talk.say(paragraph)
    for paragraph in paragraphs(run.text()):
        talk.say(paragraph)
    names = {id_: person.name for id_, person in run.story.scenario.people.items()}
    for line in run.lines():
        talk.say(f"{names.get(line.speaker, line.speaker)}: {' '.join(line.text.split())}")


def _hands(talk: Talk, count: int) -> list[int]:
    """Ask how many hands there were for each choice, in one line; Enter for none counted."""
    helps = f"{count} numbers, such as {' '.join(['5'] * count)}: the hands for choice 1, for choice 2, and so on."
    while True:
        answer = talk.ask(f"Hands for each, {count} numbers, or Enter to go on without:", helps=helps)
        found = re.split(r"[\s,;]+", answer) if answer else ["0"] * count
        hands = [number_of(each, 999, least=0) for each in found]
        known = [each for each in hands if each is not None]
        if len(known) == len(hands) == count:
            return known
        talk.say(helps)


def _split(talk: Talk, hands: list[int]) -> None:
    total = sum(hands)
    if total:
        shares = ", ".join(f"{number}: {count} ({count / total:.0%})" for number, count in enumerate(hands, start=1))
        talk.say(f"{total} hands. {shares}.")


def _taken(talk: Talk, session: ClassSession, hands: list[int]) -> int:
    majority = session.majority(hands)
    count = len(hands)
    while True:
        enter = "" if majority is None else f" Enter takes {majority + 1}, which most want."
        answer = talk.ask(f"Go on with which, 1 to {count}?{enter}", helps="Your pick goes before the majority.")
        if not answer and majority is not None:
            return majority
        number = number_of(answer, count)
        if number is not None:
            return number - 1
        talk.say(f"Answer 1 to {count}.")
