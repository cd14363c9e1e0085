"""Who is training, line by line: chosen from those known, or new after a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.messages import tr
from simulator.plain.talk import Talk, agreed, now, number_of
from simulator.views.people import near_name

if TYPE_CHECKING:
    from simulator.records.store import Store, Trainee

MOST = 20
"""Names that are listed; among more, a name is typed."""


def who_trains(talk: Talk, store: Store) -> Trainee:
    """Ask who is training.

    Raises:
        InputEnded, PersonLeft: nobody says.
    """
    from simulator import academy

    known = store.trainees()
    listed = known if len(known) <= MOST else []
    if listed:
        talk.say(tr("Who is training?"))
        for number, trainee in enumerate(listed, start=1):
            talk.say(f"{number}. {trainee.name}")
    prompt = tr("The number of your name, or a new name:") if listed else tr("What is your name?")
    while True:
        name = talk.ask(prompt, helps=tr("Your runs are kept under your name, so that they can be found again."))
        chosen = number_of(name, len(listed))
        if chosen is not None:
            return listed[chosen - 1]
        if not any(character.isalpha() for character in name):
            talk.say(tr("A name has letters in it; your runs are kept under it."))
            continue
        found = academy.find_person(store, name)
        if found is not None:
            return found
        near = near_name(name, [each.name for each in known])
        meant = f"{tr('There is {near}.', near=near)} " if near else ""
        if not known or agreed(
            talk, tr("Nobody here is called {name}. {meant}Begin as {name}?", name=name, meant=meant)
        ):
            return academy.known_or_new(store, name, at=now())
