"""What is told of an encounter before it begins, beside the library and on its own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.visual import Visual

from simulator.app.content import join, prose, raw, text
from simulator.app.typeset import Hanging, Stack

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


def told(brief: Brief, *, titled: bool = False) -> Visual:
    """Return a brief as it is shown here and, with its title, beside the library."""
    facts = [text(brief.place, "$quiet"), text(f"{brief.level} · {brief.minutes} minutes", "$quiet")]
    head = [text(brief.title, "bold"), *facts] if titled else facts
    parts: list[Visual] = [Stack(head), prose(brief.summary)]
    if brief.you:
        parts.append(join([text("You are", "bold $you"), text(brief.you)], " "))
    if brief.warnings:
        parts.append(listed("It contains", brief.warnings, "bold $bad"))
    if brief.objectives:
        parts.append(listed("What you practise", brief.objectives, "bold $quiet"))
    return Stack(parts, gap=1)


def listed(heading: str, items: Sequence[str], style: str) -> Visual:
    """Return a heading with a bulleted list below it."""
    return Stack([text(heading, style), *(Hanging(prose(item), 2, raw("• ", "$quiet")) for item in items)])
