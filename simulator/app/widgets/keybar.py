"""A thin line at the foot of a screen with its most useful keys.

Textual's own footer mounts widgets again on every change of focus, and leaks them (Textual#6666). This is one line of
text, with at most seven keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from simulator.app.content import join, raw

MOST = 7
GAP = 3


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key on the bar.

    Attributes:
        key: how it is written.
        label: what it does, in a word or two.
        action: what a click on it runs.
        stays: it is shown however narrow the bar: help, and the way out.
    """

    key: str
    label: str
    action: str
    stays: bool = False

    @property
    def cells(self) -> int:
        """How wide it is."""
        return len(self.key) + 1 + len(self.label)


class KeyBar(Widget):
    """The line of keys.

    A click on a key runs its action on the screen.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $quiet; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[KeyHint, ...] = ()

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Show these keys; no more than seven; help and the way out come last."""
        stays = [hint for hint in hints if hint.stays][-2:][::-1]
        shown = (*[hint for hint in hints if not hint.stays][: MOST - len(stays)], *stays)
        if shown != self._hints:
            self._hints = shown
            self.refresh()

    def render(self) -> Content:
        """Draw as many keys as fit, each with its label."""
        items = [join([raw(hint.key, "bold $foreground"), raw(hint.label)], " ") for hint in self._fitting()]
        return join(items, " " * GAP)

    def on_click(self, event: Click) -> None:
        """Run the action of the key under the pointer."""
        offset = event.get_content_offset(self)
        left = 0
        for hint in self._fitting() if offset is not None else ():
            if offset is not None and left <= offset.x < left + hint.cells:
                self.call_later(self.screen.run_action, hint.action)
                return
            left += hint.cells + GAP

    def _fitting(self) -> list[KeyHint]:
        room = self.content_size.width - sum(hint.cells + GAP for hint in self._hints if hint.stays)
        fitting = []
        for hint in self._hints:
            if not hint.stays:
                room -= hint.cells + GAP
            if hint.stays or room >= -GAP:
                fitting.append(hint)
        return fitting
