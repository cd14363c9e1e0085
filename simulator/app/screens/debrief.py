"""The debrief (thin first form)."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.app.content import prose, text
from simulator.app.screens.page import Page, TitleBar
from simulator.app.typeset import Stack
from simulator.app.widgets.keybar import KeyBar


class DebriefScreen(Page[None]):
    """Looks back on a run."""

    BINDINGS: ClassVar[list[Binding]] = [
        Binding("escape,q", "leave", "Library", key_display="Esc", tooltip="Go to the library."),
    ]

    def __init__(self, run_id: str) -> None:
        super().__init__()
        self.run_id = run_id

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with VerticalScroll():
            yield Static(id="page")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._load())

    async def _load(self) -> None:
        await self.app.opened()
        view = await asyncio.to_thread(self.session.debrief, self.run_id)
        self.title_line(view.title, "debrief")
        lines = [prose(view.ending_text)]
        for rubric in view.rubrics:
            lines.append(text(f"{rubric.title}: {rubric.total.anchored} {rubric.total.decision_quality} n={rubric.total.opportunities}"))
        for decision in view.decisions:
            lines.append(prose(decision.chosen.text))
        self.query_one("#page", Static).update(Stack(lines, gap=1))

    def action_leave(self) -> None:
        self.app.show_library()
