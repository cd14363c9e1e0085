"""The time that is left in a scene with a timer, in words and as a bar. It can always be switched off."""

from __future__ import annotations

from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from simulator.app.charts import bar
from simulator.app.content import join, text
from simulator.messages import tr

BAR_CELLS = 20


class Countdown(Static):
    """One line that counts down by the second, and is not there where nothing is timed."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Countdown { height: 1; padding: 0 2; background: $surface; display: none; }
    """

    class Out(Message):
        """The time has run out."""

    def __init__(self) -> None:
        super().__init__()
        self._seconds = self.left = 0
        self._timer: Timer | None = None

    def start(self, seconds: int, left: int | None = None) -> None:
        """Count down from `seconds`, or from what is left of them."""
        self.stop()
        self._seconds, self.left = seconds, seconds if left is None else min(left, seconds)
        self.display = True
        self._draw()
        self._timer = self.set_interval(1.0, self.tick)

    def stop(self) -> None:
        """Stop counting, and go out of sight."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.display = False

    def pause(self) -> None:
        """Stand still while something else covers the scene."""
        if self._timer is not None:
            self._timer.pause()

    def resume(self) -> None:
        """Count on."""
        if self._timer is not None:
            self._timer.resume()

    def tick(self) -> None:
        """Let one second pass."""
        self.left -= 1
        if self.left > 0:
            self._draw()
        else:
            self.stop()
            self.post_message(self.Out())

    def _draw(self) -> None:
        urgent = self.left <= 10
        words = text(tr("{seconds} s to choose", seconds=self.left), "bold $bad" if urgent else "bold")
        way_out = text(tr("t switches timers off"), "$quiet")
        room = (self.content_size.width or self.screen.size.width - 4) - words.cell_length - way_out.cell_length - 4
        cells = max(1, min(BAR_CELLS, room))
        filled = max(1, round(cells * self.left / self._seconds))
        self.update(join([words, bar(filled, cells, "$bad" if urgent else "$coach"), way_out], "  "))
