"""A thin line at the foot of a screen with its most useful keys.

Textual's stock footer mounts widgets anew on every change of focus, and leaks them (Textual#6666);
this is one line of text, with at most six keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from simulator.app.content import join, raw

MOST = 6


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key on the bar: how it is written, what it does in a word or two, and its action."""

    key: str
    label: str
    action: str


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
        """Show these keys; no more than six."""
        shown = tuple(hints[:MOST])
        if shown != self._hints:
            self._hints = shown
            self.refresh()

    def render(self) -> Content:
        """Draw as many keys as fit, each with its label."""
        width = self.content_size.width
        shown: list[Content] = []
        for hint in self._hints:
            item = join([raw(hint.key, "bold $foreground"), raw(hint.label)], " ")
            if sum(each.cell_length + 3 for each in shown) + item.cell_length > width:
                break
            shown.append(item)
        return join(shown, "   ")

    def on_click(self, event: Click) -> None:
        """Run the action of the key under the pointer."""
        left = 0
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for hint in self._hints:
            right = left + len(hint.key) + 1 + len(hint.label)
            if left <= offset.x < right:
                self.call_later(self.screen.run_action, hint.action)
                return
            left = right + 3
