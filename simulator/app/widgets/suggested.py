"""What is suggested, line by line; a click on a line does what its key does."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Click
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.typeset import Stack


class Suggested(Static):
    """Lines that each name something to do."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[tuple[str, Visual], ...] = ()

    def show(self, lines: Sequence[tuple[str, Visual]]) -> None:
        """Show lines, each with the action of the screen that a click on it runs."""
        self._lines = tuple(lines)
        self.update(Stack([line for _, line in lines]))

    def on_click(self, event: Click) -> None:
        """Do what the line under the pointer suggests."""
        offset, bottom = event.get_content_offset(self), 0
        for action, line in self._lines if offset is not None else ():
            bottom += line.get_height({}, self.content_size.width)
            if action and offset is not None and offset.y < bottom:
                self.call_later(self.screen.run_action, action)
                return
