"""A question that is answered in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from simulator.app.content import join, prose, text
from simulator.app.screens.page import Page, TitleBar
from simulator.app.typeset import Stack
from simulator.app.widgets.field import Field
from simulator.app.widgets.keybar import KeyBar
from simulator.errors import EncounterError

Answer = TypeVar("Answer")


class AskScreen(Page[Answer | None], Generic[Answer]):
    """Asks for a line, and answers with what it says; None if nobody wants to answer.

    Args:
        title: what it is about, and beside it what for.
        question: what is asked.
        about: what is to be known before one answers, in a sentence or two.
        read: returns what a line says, and raises an error that says why it says nothing.
        proposed: what stands in the line at first.
    """

    CSS_PATH = "ask.tcss"
    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Go on", tooltip="Answer with what you typed."),
        Binding("escape", "leave", "Back", tooltip="Go back; nothing is done."),
    ]

    def __init__(
        self, title: tuple[str, str], question: str, about: str, read: Callable[[str], Answer], proposed: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._question = question
        self._about = about
        self._read = read
        self._proposed = proposed

    def compose(self) -> ComposeResult:
        """Lay out one question and one field."""
        yield TitleBar()
        with VerticalScroll(can_focus=False):
            yield Static(Stack([text(self._question, "bold"), prose(self._about)], gap=1))
            yield Field(self._proposed, compact=False, select_on_focus=False)
            yield Static(id="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what it is about."""
        self.title_line(*self._title)

    @on(Input.Submitted)
    def action_submit(self) -> None:
        """Answer, if the line says something."""
        try:
            self.dismiss(self._read(self.query_one(Field).value.strip()))
        except EncounterError as error:
            self.query_one("#hint", Static).update(join([text(error.message), text(error.mend)], " "))
