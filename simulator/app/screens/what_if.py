"""What if: what each choice of a decision would have done, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.content import join, narration, quoted, raw, text
from simulator.app.screens.page import TextPage, TitleBar
from simulator.app.typeset import Hanging, Indented, Ruler, SideBySide, Stack
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.transcript import rating, speech
from simulator.messages import tr
from simulator.views.what_if import Ahead


class WhatIfScreen(TextPage[None]):
    """Shows what would have followed; nothing of it is kept.

    Args:
        title: of the encounter.
        sequence: the decision's number.
        ahead: what each choice would have done.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", key_display="Esc", tooltip="Go back to the debrief."),
    ]

    def __init__(self, title: str, sequence: int, ahead: Sequence[Ahead]) -> None:
        super().__init__()
        self._title = title
        self._sequence = sequence
        self._ahead = ahead

    def compose(self) -> ComposeResult:
        """Lay out one block a choice."""
        yield TitleBar()
        with ReadingColumn():
            yield Static(text(tr("Decision {number}. Nothing of this is kept.", number=self._sequence), "$quiet"))
            for each in self._ahead:
                yield Static(ahead_block(each))
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what this is."""
        self.title_line(tr("{title}: what if", title=self._title))


def ahead_block(ahead: Ahead) -> Visual:
    """Return one choice, and what it would have done."""
    words = quoted(ahead.text) if ahead.spoken else narration(ahead.text)
    label = text(tr("You chose"), "bold $you") if ahead.chosen else text(tr("Instead"), "bold $quiet")
    parts: list[Visual] = []
    if ahead.note.critical:
        parts.append(text(tr("This is a critical event."), "bold $bad"))
    parts.append(SideBySide([rating(each) for each in ahead.note.rated]))
    if ahead.note.feedback:
        parts.append(join([text(tr("Coach"), "bold $coach"), narration(ahead.note.feedback)], "  "))
    parts += [Hanging(text(each), 2, raw("• ", "$quiet")) for each in ahead.changes]
    parts += [narration(each, "$quiet") for each in ahead.then]
    if ahead.said:
        parts.append(speech(ahead.said, ahead.names))
    if ahead.outcome:
        parts.append(text(tr("It ends here: {outcome}.", outcome=tr(ahead.outcome)), "bold"))
    return Stack([Stack([Ruler(), label, words]), Indented(Stack(parts, gap=1), 2), raw(" ")])
