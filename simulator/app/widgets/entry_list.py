"""The list of encounters, which marks the highlighted one by a sign as well as by colour."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widgets import OptionList

SIGN = "▌"


class EntryList(OptionList):
    """Textual's option list with a bar beside the highlighted option."""

    DEFAULT_CSS = """
    EntryList, EntryList:focus {
        border: none; background: $background; background-tint: $background 0%; scrollbar-size-vertical: 1;
    }
    EntryList > .option-list--option { padding: 0 1; }
    """

    def render_line(self, y: int) -> Strip:
        """Draw a line of an option; the highlighted one with its sign in the first cell."""
        strip = super().render_line(y)
        style = next((segment.style for segment in strip if segment.style is not None), None)
        if style is None or style.meta.get("option", -1) != self.highlighted:
            return strip
        sign = Segment(SIGN, style + Style(color=self.app.theme_variables["you"]))
        return Strip.join([Strip([sign]), strip.crop(1)])
