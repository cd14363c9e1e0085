"""Everything that a trainee wrote, in one place."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.content import prose, text
from simulator.app.screens.page import TextPage, TitleBar
from simulator.app.typeset import Ruler, Stack
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.messages import tr
from simulator.views.own_notes import NOTHING, notes_parts


class NotesScreen(TextPage[None]):
    """Shows own notes, run by run."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", key_display="Esc", tooltip="Go back to your progress."),
    ]

    def compose(self) -> ComposeResult:
        """Lay out an empty page."""
        yield TitleBar()
        with ReadingColumn():
            yield Static(id="page")
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Gather the notes once the frame has been painted."""
        self.title_line(tr("Your own notes"), self.session.trainee.name if self.session.trainee else "")
        self.call_after_refresh(self.work, self._load)

    def say_anew(self) -> None:
        """Read everything again, and say it."""
        self.on_mount()

    async def _load(self) -> None:
        from simulator.training.own_notes import own_notes

        session = self.session
        notes = await asyncio.to_thread(lambda: own_notes(session.opened(), session.who()))
        parts: list[Visual] = [
            Stack([text(each.title, "bold $you"), Ruler(), *(prose(line.text) for line in each.lines)])
            for each in notes_parts(notes, session.titles())
        ]
        self.query_one("#page", Static).update(Stack(parts or [prose(tr(NOTHING))], gap=1))
