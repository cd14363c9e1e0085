"""A scale from 0 to 10 on which trainees place themselves; unanswered until they do."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, Key
from textual.message import Message
from textual.visual import Visual
from textual.widget import Widget

from simulator.app.charts import bar
from simulator.app.content import join, raw, text
from simulator.app.typeset import Indented, Stack
from simulator.app.widgets.digits import foreign_digit
from simulator.messages import tr

TOP = 10
CELLS = 4  # a step of the scale on the screen


class Scale(Widget, can_focus=True):
    """One question with a scale below it.

    Args:
        key: what it is about, for whoever reads the answer.
        question: the words above the scale.

    Attributes:
        value: 0 to 10, None while unanswered.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h,minus", "step(-1)", show=False),
        Binding("right,l,plus", "step(1)", show=False),
        Binding("backspace,delete", "unanswer", show=False),
        *(Binding(str(digit), f"set({digit})", show=False) for digit in range(10)),
    ]
    DEFAULT_CSS = """
    Scale { height: 3; margin-bottom: 1; padding: 0 1; border-left: outer $background; }
    Scale:focus { border-left: outer $you; background: $mark; }
    """

    class Changed(Message):
        """The trainee placed themselves again."""

    def __init__(self, key: str, question: str) -> None:
        super().__init__()
        self.key = key
        self.question = question
        self.value: int | None = None

    def render(self) -> Visual:
        """Draw the question, the answer so far, and the steps."""
        sign = raw("›" if self.has_focus else " ", "bold $you")
        answer = (
            text(tr("not answered"), "$quiet")
            if self.value is None
            else text(tr("{value} of {high}", value=self.value, high=TOP), "bold $you")
        )
        reached = -1 if self.value is None else self.value
        steps = [
            raw(f"{step:^{CELLS}}", "bold $you" if step == reached else "$foreground" if step < reached else "$quiet")
            for step in range(TOP + 1)
        ]
        line = bar((reached + 1) * CELLS, (TOP + 1) * CELLS, "$you")
        head = join([sign, text(self.question, "bold"), answer], " ")
        return Stack([head, Indented(line, 2), Indented(join(steps), 2)])

    def action_step(self, by: int) -> None:
        """Move along the scale; from unanswered to its middle."""
        self._place(TOP // 2 if self.value is None else self.value + by)

    def action_set(self, value: int) -> None:
        """Answer with a digit; 1 and then 0 make 10."""
        self._place(TOP if self.value == 1 and value == 0 else value)

    def on_key(self, event: Key) -> None:
        """Take digits of any script."""
        digit = foreign_digit(event)
        if digit is not None:
            event.stop()
            self.action_set(digit)

    def action_unanswer(self) -> None:
        """Take the answer back."""
        self.value = None
        self.refresh()
        self.post_message(self.Changed())

    def on_click(self, event: Click) -> None:
        """Answer with the step under the pointer."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y > 0:
            self._place((offset.x - 2) // CELLS)

    def on_focus(self) -> None:
        """Show the sign."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the sign."""
        self.refresh()

    def _place(self, value: int) -> None:
        self.value = max(0, min(TOP, value))
        self.refresh()
        self.post_message(self.Changed())
