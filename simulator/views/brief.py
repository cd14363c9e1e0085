"""What is told of an encounter before it begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.errors import EncounterError
from simulator.messages import spoken_language
from simulator.text import capital

if TYPE_CHECKING:
    from simulator.scenario.library import Entry, Library
    from simulator.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Brief:
    """What is told before an encounter begins."""

    title: str
    place: str
    level: str
    minutes: int
    summary: str
    warnings: tuple[str, ...]
    objectives: tuple[str, ...]
    you: str = ""

    @classmethod
    def of_entry(cls, entry: Entry) -> Brief:
        """Return the brief of an entry of the library."""
        return cls(
            entry.title,
            capital(entry.place),
            entry.level,
            entry.minutes,
            entry.summary,
            content_notes(entry.content_warnings),
            entry.objectives,
        )

    @classmethod
    def of_scenario(cls, scenario: Scenario) -> Brief:
        """Return the brief of a scenario that has been read."""
        you = scenario.people.get(scenario.you or "")
        return cls(
            scenario.title,
            capital(scenario.setting.place),
            scenario.level,
            scenario.minutes,
            scenario.summary,
            content_notes(scenario.content_warnings),
            tuple(scenario.objectives),
            "" if you is None else f"{you.name}. {you.about or ''}",
        )


def content_notes(warnings: Iterable[str]) -> tuple[str, ...]:
    """Return what an encounter or a campaign contains, as items of a list: with a capital, and without a full stop."""
    return tuple(capital(each.removesuffix(".")) for each in warnings)


def brief_of(library: Library, entry: Entry) -> Brief:
    """Return the brief of an entry, in the reader's language if it is translated into it."""
    language = spoken_language()
    if language != entry.language and language in library.languages(entry.id):
        try:
            return Brief.of_scenario(library.story(entry.id, language=language).scenario)
        except EncounterError:  # a translation that cannot be read is refused when it is to be played
            pass
    return Brief.of_entry(entry)
