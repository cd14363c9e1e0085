"""A question before something that cannot be undone."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from simulator.app.content import prose, text
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.typeset import Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.messages import tr


class ConfirmScreen(ReadingPage[bool]):
    """Asks, and answers with whether to do it; the safe answer is highlighted.

    Args:
        question: what is asked.
        meaning: what it would do, and what stays.
        yes, no: the answers.
    """

    CSS_PATH = "confirm.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", tooltip="Take the highlighted answer; its number does the same."),
        Binding("escape,q", "leave", "No", key_display="Esc", tooltip="Go back; nothing is done."),
    ]

    def __init__(self, question: str, meaning: str, *, yes: str, no: str = "") -> None:
        super().__init__()
        self.question = question
        self.meaning = meaning
        self.answers = (Option("no", no or tr("No, go back"), spoken=False), Option("yes", yes, spoken=False))

    def compose(self) -> ComposeResult:
        """Lay out the question, and the answers below it."""
        yield TitleBar()
        with ReadingColumn(can_focus=False):
            yield Static(Stack([text(self.question, "bold"), prose(self.meaning)], gap=1), id="question")
            yield Choices()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the answers."""
        self.title_line(tr("Before this is done"))
        self.query_one(Choices).show(self.answers)

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.dismiss(event.option.id == "yes")

    def action_leave(self) -> None:
        """Do nothing."""
        self.dismiss(False)
