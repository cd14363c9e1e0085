"""The glossary: what each figure, criterion, critical event and word of the law means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.content import prose, raw, text
from simulator.app.screens.page import Page, TextPage, TitleBar
from simulator.app.typeset import Hanging, Ruler, Stack
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.transcript import LEVEL_STYLES
from simulator.messages import tr
from simulator.views.glossary import Group, Term, glossary

if TYPE_CHECKING:
    from scoring.rubric import RubricSet
    from simulator.scenario.library import Entry


class GlossaryScreen(TextPage[None]):
    """Shows the glossary, a group after the other.

    Args:
        rubrics: whose criteria and critical events are explained.
        entries: encounters whose words are explained.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "go(1)", "Next", tooltip="Go to the next group."),
        Binding("p", "go(-1)", "Previous", tooltip="Go to the group before."),
        Binding("escape,q,g", "leave", "Back", key_display="Esc", tooltip="Go back to where you were."),
    ]

    def __init__(self, rubrics: RubricSet, entries: Sequence[Entry] = ()) -> None:
        super().__init__()
        self._groups = glossary(rubrics, entries)
        self._at = 0

    @classmethod
    def opened_from(cls, page: Page[Any]) -> GlossaryScreen:
        """Explain the rubrics that `page` is about, and the words of the library."""
        return cls(page.explained, page.session.library.entries())

    def compose(self) -> ComposeResult:
        """Lay out one block a group."""
        yield TitleBar()
        with ReadingColumn():
            for group in self._groups:
                yield Static(group_block(group), classes="-group")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what this is."""
        self.title_line(tr("What the words mean"))

    def action_go(self, by: int) -> None:
        """Bring the next group, or the one before, to the top."""
        blocks = list(self.query(".-group"))
        self._at = max(0, min(len(blocks) - 1, self._at + by))
        self.query_one(VerticalScroll).scroll_to_widget(blocks[self._at], top=True, animate=False, force=True)


def group_block(group: Group) -> Visual:
    """Return a group: its heading, and its terms."""
    head = Stack([text(group.title, "bold $you"), Ruler(), prose(group.about, "$quiet")])
    return Stack([head, *map(_term, group.terms), raw(" ")], gap=1)


def _term(term: Term) -> Visual:
    levels: Sequence[Visual] = [
        Hanging(prose(conduct), 5, raw(f"  {sign}", LEVEL_STYLES[level]))
        for level, (sign, conduct) in zip(range(-2, 3), term.levels, strict=False)
    ]
    return Stack([text(term.title, "bold"), prose(term.about), *levels])
