"""What is told of an encounter before it begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.scenario.library import Entry
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
            entry.place,
            entry.level,
            entry.minutes,
            entry.summary,
            entry.content_warnings,
            entry.objectives,
        )

    @classmethod
    def of_scenario(cls, scenario: Scenario) -> Brief:
        """Return the brief of a scenario that has been read."""
        you = scenario.people.get(scenario.you or "")
        return cls(
            scenario.title,
            scenario.setting.place,
            scenario.level,
            scenario.minutes,
            scenario.summary,
            tuple(scenario.content_warnings),
            tuple(scenario.objectives),
            "" if you is None else f"{you.name}. {you.about or ''}",
        )
