"""A long list, of encounters or of people, which marks the highlighted one by a sign as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.css.styles import RulesMap
from textual.geometry import Offset
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList

from simulator.app.content import join, text
from simulator.app.typeset import Hanging, Indented, Stack
from simulator.text import strip_unsafe

SIGN = "▌"
NAME_CELLS = 24
GAP = 2
BETWEEN = "; "


class EntryList(OptionList):
    """Textual's option list with a bar beside the highlighted option; only what can be seen is drawn."""

    DEFAULT_CSS = """
    EntryList, EntryList:focus {
        border: none; background: $background; background-tint: $background 0%; scrollbar-size-vertical: 1;
    }
    EntryList > .option-list--option { padding: 0 1; }
    """

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Scroll to the highlighted option, and place the terminal's cursor on it.

        The cursor, though hidden, tells a screen reader where one is.
        """
        super().watch_highlighted(highlighted)
        line = None if highlighted is None else self._index_to_line.get(highlighted)
        if line is not None and self.has_focus:
            self.app.cursor_position = self.content_region.offset + Offset(1, line - self.scroll_offset.y)

    def render_line(self, y: int) -> Strip:
        """Draw a line of an option; the highlighted one with its sign in the first cell."""
        strip = super().render_line(y)
        style = next((segment.style for segment in strip if segment.style is not None), None)
        if style is None or style.meta.get("option", -1) != self.highlighted:
            return strip
        sign = Segment(SIGN, style + RichStyle(color=self.app.theme_variables["you"]))
        return Strip.join([Strip([sign]), strip.crop(1)])


class NamedRow(Visual):
    """A name with what is known of it in a column beside it; or below it, if the name is too long.

    Nothing is laid out before it is drawn, so that a list of thousands opens at once.

    Args:
        name: text from anywhere.
        facts: words, each with its style.
    """

    def __init__(self, name: str, facts: Sequence[tuple[str, str]]) -> None:
        self.name = " ".join(strip_unsafe(name).split())
        self.facts = facts
        self._cells = cell_len(self.name), cell_len(BETWEEN.join(words for words, _ in facts))

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width on offer."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the height at `width`."""
        left = _name_cells(width)
        name, facts = self._cells
        return 1 if name <= left and facts <= width - left - GAP else self._laid_out(width).get_height(rules, width)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw the name, and what is known of it."""
        return self._laid_out(width).render_strips(width, height, style, options)

    def _laid_out(self, width: int) -> Visual:
        left = _name_cells(width)
        name = text(self.name, "bold")
        facts = join([text(words, style) for words, style in self.facts], BETWEEN)
        if self._cells[0] <= left:
            return Hanging(facts, left + GAP, name)
        return Stack([name, Indented(facts, left + GAP)])


def _name_cells(width: int) -> int:
    return max(1, min(NAME_CELLS, width * 2 // 5))
