"""A question with several answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from simulator.app.content import text
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.messages import tr

if TYPE_CHECKING:
    from simulator.app.app import EncounterApp


async def pick(app: EncounterApp, question: str, answers: Mapping[str, str]) -> str | None:
    """Ask for one of several answers, given in words by id; return its id, None if nobody wants to answer."""
    options = [Option(id_, words, spoken=False) for id_, words in answers.items()]
    return await app.push_screen_wait(PickScreen(question, options))


class PickScreen(ReadingPage[str | None]):
    """Asks, and answers with the id of what was picked; None for none of them.

    Args:
        question: what is asked.
        options: the answers.
    """

    CSS_PATH = "confirm.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", tooltip="Take the highlighted answer; its number does the same."),
        Binding("escape,q", "leave", "Back", key_display="Esc", tooltip="Go back; nothing is done."),
    ]

    def __init__(self, question: str, options: Sequence[Option]) -> None:
        super().__init__()
        self.question = question
        self.options = options

    def compose(self) -> ComposeResult:
        """Lay out the question, and the answers below it."""
        yield TitleBar()
        with ReadingColumn(can_focus=False):
            yield Static(text(self.question, "bold"), id="question")
            yield Choices()
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the answers."""
        self.title_line(tr("Choose one"))
        self.query_one(Choices).show(self.options)

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.take(event.option.id)

    def take(self, id_: str) -> None:
        """Answer with what was picked."""
        self.dismiss(id_)
