"""Who is here and how things stand, in full: a small terminal has room for names and bars only."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from simulator.app.content import prose
from simulator.app.screens.page import TextPage, TitleBar
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.situation import situation_visual
from simulator.messages import tr
from simulator.views.situation import NOT_SHOWN, Situation


class SituationScreen(TextPage[None]):
    """Shows each person with what is known of them, and each meter with its number.

    Args:
        title: of the encounter.
        now: how things stand.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,s", "leave", "Back", key_display="Esc", tooltip="Go back to the encounter."),
    ]

    def __init__(self, title: str, now: Situation) -> None:
        super().__init__()
        self._title = title
        self._now = now

    def compose(self) -> ComposeResult:
        """Lay out everything below each other."""
        yield TitleBar()
        with ReadingColumn():
            known = self._now.people or self._now.meters
            yield Static(situation_visual(self._now, counted=True) if known else prose(tr(NOT_SHOWN)))
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what this is."""
        self.title_line(self._title, tr("how it stands"))
