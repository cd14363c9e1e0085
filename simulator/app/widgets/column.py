"""A column of text to read, in the middle of a wide terminal, with its scroll bar at the terminal's edge."""

from __future__ import annotations

from textual.containers import VerticalScroll


class ReadingColumn(VerticalScroll):
    """What a page scrolls; text keeps clear of the scroll bar, so that neither hides the other."""

    DEFAULT_CSS = """
    ReadingColumn { height: 1fr; padding: 1 0 1 2; align-horizontal: center; scrollbar-size-vertical: 1; }
    ReadingColumn > * { width: 100%; max-width: 82; padding-right: 2; }
    ReadingColumn > #page { height: auto; margin-bottom: 1; }
    """
