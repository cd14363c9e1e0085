"""The line in which somebody says it first, in their own words, before the choices are shown."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from simulator.app.content import text
from simulator.app.widgets.field import Field
from simulator.messages import tr
from simulator.records.model import OWN_WORDS_LIMIT
from simulator.views.situation import SAY_FIRST


class FirstWords(Vertical):
    """A question and a line to answer it; out of sight until it is asked."""

    DEFAULT_CSS = """
    FirstWords { height: auto; padding: 0 2; background: $surface; display: none; }
    FirstWords.-asked { display: block; }
    """

    class Said(Message):
        """Enter was pressed: the words, "" if there are none."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def compose(self) -> ComposeResult:
        """Lay out the question and the line."""
        yield Static()
        yield Field(
            max_length=OWN_WORDS_LIMIT,
            select_on_focus=False,
        )

    def ask(self) -> None:
        """Show an empty line, ready to type in."""
        field = self.query_one(Field)
        field.value = ""
        field.placeholder = tr("Enter keeps it and shows the choices; Enter on nothing skips.")
        self.query_one(Static).update(text(tr(SAY_FIRST), "bold $you"))
        self.add_class("-asked")
        field.focus(scroll_visible=False)

    def close(self) -> None:
        """Take the line away."""
        self.remove_class("-asked")

    @on(Input.Submitted)
    def _said(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Said(event.value))
