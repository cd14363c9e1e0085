"""The trainee's own view of a run, asked for before any score is seen: calibration is a skill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from simulator.app.content import prose, text
from simulator.app.screens.page import Page, TitleBar
from simulator.app.typeset import Stack
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.field import Field
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.scale import Scale
from simulator.messages import tr
from simulator.records.model import REFLECTION_LIMIT
from simulator.text import clean_text
from simulator.views.debrief import OWN_VIEW


@dataclass(frozen=True, slots=True)
class OwnView:
    """What the trainee thinks: ratings of 0 to 100 by rubric, only those given, and a line of their own."""

    ratings: dict[str, int]
    words: str


class OwnViewScreen(Page[OwnView | None]):
    """Asks for the trainee's own view; answers None if it is skipped.

    Args:
        title: the encounter's.
        rubrics: (id, title) of each rubric that it is scored on.
    """

    AUTO_FOCUS = ""
    CSS_PATH = "own_view.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left,right",
            "app.bell",
            "Rate",
            key_display="← →",
            tooltip="Move along the scale; a digit does it at once.",
        ),
        # With priority: where not all fits, the column would scroll instead.
        Binding(
            "up,shift+tab", "app.focus_previous", "Up", show=False, tooltip="Go to the question before.", priority=True
        ),
        Binding(
            "down",
            "app.focus_next",
            "Next question",
            key_display="↓",
            tooltip="Go to the next question; Tab does the same.",
            priority=True,
        ),
        Binding("enter", "keep", "Go on", tooltip="Keep your view and see the debrief."),
        Binding("escape", "skip", "Skip", tooltip="See the debrief without giving your own view."),
    ]

    def __init__(self, title: str, rubrics: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.heading = title
        self.rubrics = rubrics

    def compose(self) -> ComposeResult:
        """Lay out one scale a rubric, and one field."""
        yield TitleBar()
        with ReadingColumn(can_focus=False):
            yield Static(
                Stack(
                    [
                        text(tr("First, your own view"), "bold"),
                        prose(tr(OWN_VIEW)),
                    ],
                    gap=1,
                ),
                classes="-words",
            )
            for id_, title in self.rubrics:
                yield Scale(id_, title)
            yield Static(text(tr("What would you do differently?"), "bold"))
            yield Field(placeholder=tr("One line, in your own words; or leave it empty"), max_length=REFLECTION_LIMIT)
        yield KeyBar()

    def on_mount(self) -> None:
        """Name the encounter."""
        self.title_line(self.heading, tr("your own view"))
        self.query(Scale).first().focus(scroll_visible=False)

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Answer with what was given."""
        ratings = {scale.key: scale.value * 10 for scale in self.query(Scale) if scale.value is not None}
        words = clean_text(self.query_one(Field).value, limit=REFLECTION_LIMIT)
        self.dismiss(OwnView(ratings, words) if ratings or words else None)

    def action_skip(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)
