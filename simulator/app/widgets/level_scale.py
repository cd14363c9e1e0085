"""One criterion with its five anchored levels; unanswered until a trainer chooses one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, Key
from textual.message import Message
from textual.visual import Visual
from textual.widget import Widget

from scoring.measure import LEVELS
from simulator.app.content import join, prose, raw, text
from simulator.app.typeset import Hanging, Stack
from simulator.app.widgets.digits import foreign_digit
from simulator.app.widgets.transcript import LEVEL_STYLES
from simulator.messages import tr

LEAD = 7
"""Cells before an anchor's words: its sign and its level."""


class LevelScale(Widget, can_focus=True):
    """A criterion; while it has the focus, the words of its anchors stand below it.

    Args:
        key: the criterion's id.
        title, about: what it is called, and what is looked at.
        anchors: level to the conduct that earns it.
        level: what stands already, None for nothing.

    Attributes:
        level: -2 to 2, None while unanswered.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h,minus", "step(-1)", show=False),
        Binding("right,l,plus", "step(1)", show=False),
        Binding("backspace,delete", "unanswer", show=False),
        *(Binding(str(place), f"set({level})", show=False) for place, level in enumerate(LEVELS, start=1)),
    ]
    DEFAULT_CSS = """
    LevelScale { height: auto; padding: 0 1; border-left: outer $background; }
    LevelScale:focus { border-left: outer $you; background: $mark; padding: 0 1 1 1; }
    """

    class Changed(Message):
        """Another level was chosen, or none."""

    def __init__(
        self, key: str, title: str, about: str, anchors: Mapping[int, str], words: Mapping[int, str], level: int | None
    ) -> None:
        super().__init__()
        self.key = key
        self.level = level
        self._title = title
        self._about = about
        self._anchors = anchors
        self._words = words

    def render(self) -> Visual:
        """Draw the criterion on a line; with the focus also what is looked at, and every anchor."""
        sign = raw("›" if self.has_focus else " ", "bold $you")
        answer = text(tr("not rated"), "$quiet")
        if self.level is not None:
            answer = join([raw(signed(self.level), "bold $you"), text(self._words[self.level], "$you")], " ")
        head = join([sign, raw(f"{self._title:<24}", "bold"), answer], " ")
        if not self.has_focus:
            return head
        anchors = [self._anchor(level) for level in LEVELS]
        return Stack([head, Hanging(prose(self._about, "$quiet"), 2, raw("  ")), *anchors])

    def _anchor(self, level: int) -> Visual:
        chosen = level == self.level
        lead = join(
            [
                raw("  ●" if chosen else "  ○", "bold $you" if chosen else "$quiet"),
                raw(signed(level), LEVEL_STYLES[level]),
            ],
            " ",
        )
        return Hanging(prose(self._anchors[level], "bold" if chosen else ""), LEAD, lead)

    def action_step(self, by: int) -> None:
        """Move to the next level; from unanswered to the middle."""
        self._place(0 if self.level is None else max(-2, min(2, self.level + by)))

    def action_set(self, level: int) -> None:
        """Choose a level: 1 is the lowest, 5 the highest."""
        self._place(level)

    def on_key(self, event: Key) -> None:
        """Take digits of any script."""
        digit = foreign_digit(event)
        if digit is not None and 1 <= digit <= len(LEVELS):
            event.stop()
            self.action_set(list(LEVELS)[digit - 1])

    def action_unanswer(self) -> None:
        """Take the answer back."""
        self._place(None)

    def on_click(self, event: Click) -> None:
        """Choose the level whose anchor was clicked."""
        offset = event.get_content_offset(self)
        if offset is None or not self.has_focus:
            return
        width = self.content_size.width
        top = 1 + Hanging(prose(self._about), 2, raw("  ")).get_height({}, width)
        for level in LEVELS:
            height = self._anchor(level).get_height({}, width)
            if top <= offset.y < top + height:
                self._place(level)
            top += height

    def on_focus(self) -> None:
        """Unfold."""
        self.refresh(layout=True)

    def on_blur(self) -> None:
        """Fold."""
        self.refresh(layout=True)

    def _place(self, level: int | None) -> None:
        self.level = level
        self.refresh(layout=True)
        self.post_message(self.Changed())


def signed(level: int) -> str:
    """Return a level in two cells, with its sign."""
    return f"{'−' if level < 0 else '+' if level > 0 else ' '}{abs(level)}"
