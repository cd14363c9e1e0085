"""Who is training: asked once on the first start, and again where several share a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Key
from textual.widgets import Input, Static

from simulator.app.content import prose, text
from simulator.app.screen_table import SCREENS
from simulator.app.screens.page import Page, TitleBar
from simulator.app.typeset import Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.field import Field
from simulator.app.widgets.keybar import KeyBar
from simulator.messages import tr
from simulator.text import NAME_LIMIT, clean_text, name_key
from simulator.views.people import near_name


class NameField(Field):
    """A line for a name; a question mark is no part of one, and asks for help."""

    # Here, not on the screen: a column that scrolls would take the arrow first.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "screen.down", show=False)]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether a key is typed into the line."""
        return key != "question_mark" and super().check_consume_key(key, character)


class NameScreen(Page[str | None]):
    """Asks for a name, and answers with it; None if nobody wants to give one.

    Args:
        known: names to choose from.
    """

    CSS_PATH = "name.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Go on", tooltip="Go on under this name."),
        # With priority, and let through by the field: otherwise it would become part of a name.
        replace(SCREENS["help"], priority=True),
        Binding("escape", "leave", "Leave", tooltip="Go on without a name; nothing can be played then."),
    ]

    def __init__(self, known: Sequence[str] = ()) -> None:
        super().__init__()
        self.known = known
        self._asked = ""

    def compose(self) -> ComposeResult:
        """Lay out one question and one field."""
        yield TitleBar()
        with VerticalScroll(can_focus=False):
            yield Static(
                Stack(
                    [
                        text(tr("Welcome to Encounter.") if not self.known else tr("Who is training?"), "bold"),
                        prose(
                            tr(
                                "You will meet people, choose what to say and do, and look back on what it did. "
                                "Everything you choose is kept on this computer under your name."
                            )
                            if not self.known
                            else tr("Choose your name with the arrow keys or by its number, or type a new one.")
                        ),
                        text(tr("What should we call you?"), "bold"),
                    ],
                    gap=1,
                )
            )
            yield NameField(max_length=NAME_LIMIT, compact=False, select_on_focus=False)
            yield Static(id="hint")
            yield Choices(gap=0)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the names that are known, and the question above them first."""
        self.title_line("Encounter")
        self.query_one(Field).focus(scroll_visible=False)
        self.call_after_refresh(self.query_one(Field).scroll_visible, animate=False)
        self.query_one(Choices).show([Option(str(place), name, spoken=False) for place, name in enumerate(self.known)])

    def on_key(self, event: Key) -> None:
        """Type a letter into the line also while the names have the focus: another name is meant."""
        if isinstance(self.focused, Choices) and event.character is not None and event.character.isalpha():
            event.stop()
            self.query_one(Field).focus()
            self.query_one(Field).insert_text_at_cursor(event.character)

    @on(Choices.Beyond)
    def _above_the_names(self, event: Choices.Beyond) -> None:
        if event.by < 0:
            self.query_one(Field).focus()

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.dismiss(self.known[int(event.option.id)])

    @on(Input.Submitted)
    def action_submit(self) -> None:
        """Answer with what was typed, if anything readable is left of it."""
        name = clean_text(self.query_one(Field).value, limit=NAME_LIMIT)
        near = near_name(name, self.known)
        known = name_key(name) in map(name_key, self.known)
        hint = self.query_one("#hint", Static)
        if not name and self.known:
            self.action_down()
        elif name.isdecimal() and 1 <= int(name) <= len(self.known):
            self.dismiss(self.known[int(name) - 1])
        elif not any(character.isalpha() for character in name):
            hint.update(text(tr("A name has letters in it; your runs are kept under it.")))
        elif self.known and not known and name != self._asked:
            self._asked = name
            meant = f"{tr('Did you mean {near}?', near=near)} " if near else ""
            hint.update(
                text(
                    tr(
                        "Nobody here is called {name}. {meant}Press Enter again to begin as {name}.",
                        name=name,
                        meant=meant,
                    )
                )
            )
        else:
            self.dismiss(str(name))

    def action_down(self) -> None:
        """Go from the field to the names below it."""
        if self.known:
            self.query_one(Choices).focus()
