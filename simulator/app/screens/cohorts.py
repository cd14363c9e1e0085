"""Every cohort of the store: its members, what is assigned, and how much of it is done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.visual import Visual
from textual.widgets import Static

from simulator import academy
from simulator.app.content import plural, prose, raw, text
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.typeset import Hanging, Ruler, Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice

if TYPE_CHECKING:
    from simulator.academy import Glance


class CohortsScreen(ReadingPage[None]):
    """Lists cohorts; taking one opens it."""

    REPLACES = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Open", tooltip="See who has done what in the highlighted cohort."),
        Binding("escape,q", "leave", "Library", key_display="Esc", tooltip="Go to the library."),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Glance] = []

    def compose(self) -> ComposeResult:
        """Lay out a heading, and the cohorts below it."""
        yield TitleBar()
        with ReadingColumn(can_focus=False):
            yield Static(id="page")
            yield Choices()
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Say where one is."""
        self.title_line("Cohorts")

    @on(ScreenResume)
    def _shown(self) -> None:
        """Count once the frame has been painted, and again when one comes back."""
        self.call_after_refresh(self.work, self._load)

    def _look(self) -> list[Glance]:
        return academy.at_a_glance(self.session.opened(), now=self.session.clock())

    async def _load(self) -> None:
        await self.app.opened()
        self._found = await asyncio.to_thread(self._look)
        choices = self.query_one(Choices)
        place = choices.place
        self.query_one("#page", Static).update(_heading() if self._found else nothing_yet())
        choices.show([Option(each.cohort.id, glance_words(each), spoken=False) for each in self._found])
        choices.go_to(place)
        self.show_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        return bool(self._found) if action == "take" else True

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        from simulator.app.screens.cohort import CohortScreen

        found = next(each for each in self._found if each.cohort.id == event.option.id)
        self.app.push_screen(CohortScreen(found.cohort))


def glance_words(glance: Glance) -> str:
    """Return a cohort in a line: how many members, and how they stand with what is assigned."""
    people = plural(glance.members, "member")
    if not glance.assignments:
        return f"{glance.cohort.name}: {people}, nothing assigned"
    count = plural(glance.assignments, "assignment")
    late = f", {glance.overdue:,} overdue" if glance.overdue else ""
    return f"{glance.cohort.name}: {people}, {count}; {glance.done:,} done, {glance.open:,} open{late}"


def nothing_yet() -> Visual:
    """Return what to do where there is no cohort."""
    commands = (
        ("encounter roster import class.csv", "makes cohorts with everybody in them, out of a file."),
        ('encounter cohort create "Autumn"', "makes one without members."),
        ('encounter cohort assign "Autumn" market-stall', "says what it is to play."),
    )
    return Stack(
        [
            text("No cohorts yet", "bold $you"),
            prose("A cohort is a group that trains together. On the command line:"),
            Stack(
                [Hanging(Stack([text(line, "bold"), prose(does)]), 2, raw("• ", "$quiet")) for line, does in commands],
                gap=1,
            ),
        ],
        gap=1,
    )


def _heading() -> Visual:
    counted = prose("Each member is counted once for each assignment.", "$quiet")
    return Stack([text("Who trains together", "bold $you"), Ruler(), counted])
