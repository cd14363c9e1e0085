"""The library, line by line: found by words, narrowed by level, and chosen by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.plain.talk import Left, Talk, now, number_of
from simulator.views.encounters import LEVELS, matches

if TYPE_CHECKING:
    from simulator.records.store import Store, Trainee
    from simulator.scenario.library import Entry, Library

_HELPS = f"A number chooses; other words search. {', '.join(LEVELS)} narrow by level; Enter shows all again."


def choose_encounter(talk: Talk, store: Store, library: Library, trainee: Trainee) -> Entry | None:
    """Return the encounter that was chosen, None where the person goes back.

    Raises:
        InputEnded: there are no more answers.
    """
    from simulator import academy
    from simulator.training.progress import attempts
    from simulator.views.runs import day_of

    duties = academy.assignments_for(store, trainee)
    done = attempts(store.runs(trainee=trainee))
    every = [entry for entry in library.entries() if not entry.error]
    if not every:
        talk.say("The library is empty.")
        return None
    shown = every
    while True:
        for number, entry in enumerate(shown, start=1):
            facts = f"{entry.force}, {entry.level}, {entry.minutes} minutes"
            warnings = "".join(f" It contains: {each.rstrip('.')}." for each in entry.content_warnings)
            assigned = "".join(f" {academy.duty_words(duty, now())}" for duty in duties if duty.scenario_id == entry.id)
            attempt = done.get(entry.id)
            due = f" Due again on {day_of(attempt.due)}." if attempt is not None and attempt.due is not None else ""
            talk.say(f"{number}. {entry.title}. {facts}. {entry.summary}{warnings}{assigned}{due}")
        try:
            answer = talk.ask("Which one? A number, words to search for, or q to go back.", helps=_HELPS)
        except Left:
            return None
        chosen = number_of(answer, len(shown))
        if chosen is not None:
            return shown[chosen - 1]
        shown = _narrowed(talk, every, answer) or shown


def _narrowed(talk: Talk, entries: Sequence[Entry], words: str) -> list[Entry]:
    level = words.casefold() if words.casefold() in LEVELS else ""
    found = [entry for entry in entries if matches(entry, words="" if level else words, level=level)]
    if not found:
        talk.say(f"Nothing is found with '{words}'.")
    return found
