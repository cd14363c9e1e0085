"""The library, line by line: found by words, narrowed by level, and chosen by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.messages import later, spoken_language, tr
from simulator.plain.talk import Left, Talk, now, number_of
from simulator.views.encounters import LEVELS, matches

if TYPE_CHECKING:
    from simulator.records.store import Store, Trainee
    from simulator.scenario.library import Entry, Library

_HELPS = later("A number chooses; other words search. {levels} narrow by level; Enter shows all again.")


def choose_encounter(talk: Talk, store: Store, library: Library, trainee: Trainee) -> Entry | None:
    """Return the encounter that was chosen, None where the person goes back.

    Raises:
        InputEnded: there are no more answers.
    """
    from simulator import academy
    from simulator.messages.moments import day_of
    from simulator.training.progress import attempts

    duties = academy.assignments_for(store, trainee)
    done = attempts(store.runs(trainee=trainee))
    every = [entry for entry in library.entries_in(spoken_language()) if not entry.error]
    if not every:
        talk.say(tr("The library is empty."))
        return None
    shown = every
    helps = tr(_HELPS, levels=", ".join(tr(level) for level in LEVELS))
    while True:
        for number, entry in enumerate(shown, start=1):
            facts = tr(
                "{force}, {level}, {minutes} minutes",
                force=tr(entry.force),
                level=tr(entry.level),
                minutes=entry.minutes,
            )
            warnings = "".join(
                " " + tr("It contains: {warning}.", warning=each.rstrip(".")) for each in entry.content_warnings
            )
            assigned = "".join(f" {academy.duty_words(duty, now())}" for duty in duties if duty.scenario_id == entry.id)
            attempt = done.get(entry.id)
            due = (
                " " + tr("Due again on {day}.", day=day_of(attempt.due))
                if attempt is not None and attempt.due is not None
                else ""
            )
            talk.say(f"{number}. {entry.title}. {facts}. {entry.summary}{warnings}{assigned}{due}")
        try:
            answer = talk.ask(tr("Which one? A number, words to search for, or q to go back."), helps=helps)
        except Left:
            return None
        chosen = number_of(answer, len(shown))
        if chosen is not None:
            return shown[chosen - 1]
        shown = _narrowed(talk, every, answer) or shown


def _narrowed(talk: Talk, entries: Sequence[Entry], words: str) -> list[Entry]:
    level = next((level for level in LEVELS if words.casefold() in (level, tr(level))), "")
    found = [entry for entry in entries if matches(entry, words="" if level else words, level=level)]
    if not found:
        talk.say(tr("Nothing is found with '{words}'.", words=words))
    return found
