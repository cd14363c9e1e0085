"""The first minute with the app: one choice to try, and what follows from choices."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.content import join, prose, quoted, text
from simulator.app.screens.page import ReadingPage
from simulator.app.typeset import Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.messages import tr
from simulator.views.lesson import INTRODUCTION, OFFERED, WHAT_FOLLOWS

GO_ON = "/go-on"


class LessonScreen(ReadingPage[None]):
    """Shows one scene with a choice; answers when it was read, or skipped."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", tooltip="Take the highlighted choice; its number does the same."),
        Binding("escape,q", "leave", "Skip", key_display="Esc", tooltip="Go to the library at once."),
    ]

    def on_mount(self) -> None:
        """Show the scene."""
        self.title_line(tr("The first minute"), tr("Esc skips it"))
        self._page([prose(tr(each)) for each in INTRODUCTION])
        self.query_one(Choices).show([Option(str(at), tr(words), spoken=True) for at, words in enumerate(OFFERED)])

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        if event.option.id == GO_ON:
            self.dismiss(None)
            return
        words, coach = list(OFFERED.items())[int(event.option.id)]
        said = join([text(tr("You"), "bold $you"), quoted(tr(words))], "  ")
        self._page(
            [
                said,
                join([text(tr("Coach"), "bold $coach"), prose(tr(coach))], "  "),
                *(prose(tr(each)) for each in WHAT_FOLLOWS),
            ]
        )
        self.query_one(Choices).show([Option(GO_ON, tr("Go on"), spoken=False)])

    def _page(self, parts: list[Visual]) -> None:
        self.query_one("#page", Static).update(Stack(parts, gap=1))
