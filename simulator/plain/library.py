"""The library, line by line: found by words, narrowed by level or by what was played, and chosen by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from simulator.messages import later, spoken_language, tr
from simulator.plain.talk import PersonLeft, Talk, now, number_of
from simulator.scenario.vocabulary import FORCE_TITLES
from simulator.text import sentence
from simulator.views.encounters import KINDS, is_of_kind, matches, so_far
from simulator.views.overview import overview_of

if TYPE_CHECKING:
    from simulator.records.store import Store, Trainee
    from simulator.scenario.library import Entry, Library
    from simulator.views.brief import Brief

_HELPS = later("A number chooses; other words search. These narrow the list: {kinds}. Enter shows all again.")


def choose_encounter(talk: Talk, store: Store, library: Library, trainee: Trainee) -> Entry | None:
    """Return the encounter that was chosen, None if the person goes back.

    Raises:
        InputEnded: there are no more answers.
    """
    from simulator import academy

    overview = overview_of(store, trainee, library, now=now())
    every = [entry for entry in library.entries_in(spoken_language()) if not entry.error]
    if not every:
        talk.say(tr("The library is empty."))
        return None

    def facts(entry: Entry) -> list[str]:
        assigned = [academy.duty_words(each, now()) for each in overview.duties if each.scenario_id == entry.id]
        return [*assigned, *so_far(overview, entry.id, now())]

    def is_kind(entry: Entry, kind: str) -> bool:
        return is_of_kind(entry, kind, overview.attempts.get(entry.id), now())

    shown = every
    helps = tr(_HELPS, kinds=", ".join(tr(kind) for kind in KINDS))
    while True:
        _list(talk, shown, facts)
        try:
            answer = talk.ask(tr("Which one? A number, words to search for, or q to go back."), helps=helps)
        except PersonLeft:
            return None
        chosen = number_of(answer, len(shown))
        if chosen is not None:
            return shown[chosen - 1]
        kind = next((kind for kind in KINDS if answer.casefold() in (kind, tr(kind))), None)
        found = [entry for entry in every if (is_kind(entry, kind) if kind else matches(entry, words=answer))]
        if not found:
            talk.say(tr("Nothing is found with '{words}'.", words=answer))
        shown = found or shown


def _list(talk: Talk, entries: Sequence[Entry], facts: Callable[[Entry], list[str]]) -> None:
    """Say one line for each encounter, below its setting. What it is about comes when it is chosen."""
    setting = ""
    for number, entry in enumerate(entries, start=1):
        if entry.force != setting:
            setting = entry.force
            talk.say()
            talk.say(sentence(tr(FORCE_TITLES.get(entry.force, entry.force))))
        level = tr("{level}, {minutes} minutes", level=tr(entry.level), minutes=entry.minutes)
        known = "".join(f" {sentence(each)}" for each in facts(entry))
        talk.say(f"{number}. {sentence(entry.title)} {sentence(level)}{known}")


def say_brief(talk: Talk, brief: Brief) -> None:
    """Say what an encounter is about, before it is asked how it is to be played."""
    talk.say()
    level = tr("{level}, {minutes} minutes", level=tr(brief.level), minutes=brief.minutes)
    talk.say(f"{sentence(brief.title)} {sentence(brief.place)} {sentence(level)}")
    talk.say(brief.summary)
    say_list(talk, tr("It contains:"), brief.warnings)
    say_list(talk, tr("What you practise:"), brief.objectives)


def say_list(talk: Talk, heading: str, items: Sequence[str]) -> None:
    """Say items below their heading; nothing where there are none."""
    if items:
        talk.say(heading)
    for item in items:
        talk.say(f"- {sentence(item)}")
