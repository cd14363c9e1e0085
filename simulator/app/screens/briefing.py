"""Before an encounter: what it is about, what it contains, and how it will be played."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.content import join, prose, raw, text
from simulator.app.screens.page import Page, TitleBar
from simulator.app.typeset import Hanging, Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.keybar import KeyBar

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
            entry.title, entry.place, entry.level, entry.minutes, entry.summary, entry.content_warnings, entry.objectives
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


PRACTICE = Option("practice", "Practise: the coach comments on each choice, and you can take a choice back.", spoken=False)
ASSESSMENT = Option("assessment", "Assessment: no comments, and no way back.", spoken=False)
BEGIN = Option("begin", "Begin", spoken=False)
BACK = Option("back", "Not now", spoken=False)


class BriefingScreen(Page[str | None]):
    """Tells what is to come, and answers with what was decided: an option's id, or None for not now.

    Args:
        brief: what to tell.
        options: the ways to go on; *not now* is added.
    """

    CSS_PATH = "briefing.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[Binding]] = [
        Binding("enter", "take", "Choose", tooltip="Take the highlighted way to go on; its number does the same."),
        Binding("escape,q", "back", "Not now", key_display="Esc", tooltip="Go back; nothing begins."),
    ]

    def __init__(self, brief: Brief, options: Sequence[Option]) -> None:
        super().__init__()
        self.brief = brief
        self.options = (*options, BACK)

    def compose(self) -> ComposeResult:
        """Lay out the text, and the ways to go on below it."""
        yield TitleBar()
        with VerticalScroll(can_focus=False):
            yield Static(told(self.brief), id="brief")
            yield Choices()
        yield KeyBar()

    async def on_mount(self) -> None:
        """Show the options."""
        super().on_mount()
        self.title_line(self.brief.title, "before you begin")
        choices = self.query_one(Choices)
        choices.focus(scroll_visible=False)
        await choices.show(self.options)

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.dismiss(None if event.option is BACK else event.option.id)

    @on(Choices.Beyond)
    def _scroll_a_little(self, event: Choices.Beyond) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=3 * event.by, animate=False)

    def action_take(self) -> None:
        """Take the highlighted option."""
        self.query_one(Choices).action_take()

    def action_back(self) -> None:
        """Begin nothing."""
        self.dismiss(None)


def told(brief: Brief) -> Visual:
    """Return a brief as it is shown here and beside the library."""
    parts: list[Visual] = [
        Stack([text(brief.title, "bold"), text(brief.place, "$quiet"), text(f"{brief.level} · {brief.minutes} minutes", "$quiet")]),
        prose(brief.summary),
    ]
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
