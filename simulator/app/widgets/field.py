"""A field to type in. It keeps only readable text, because a paste can hold escape codes."""

from __future__ import annotations

from textual.events import Key
from textual.widgets import Input

from simulator.text import SPELT, strip_unsafe


class Field(Input):
    """One line of text from a person; what is no readable text never enters it."""

    DEFAULT_CSS = """
    Field { border: tall $rule; background: $surface; padding: 0 1; }
    Field:focus { border: tall $you; }
    Field.-textual-compact, Field.-textual-compact:focus { border: none !important; padding: 0; }
    """

    def validate_value(self, value: str) -> str:
        """Return the text without control, escape and bidirectional characters."""
        return strip_unsafe(value).replace("\n", " ")

    def on_key(self, event: Key) -> None:
        """Type the joiners and marks that some scripts are spelt with: they cannot be seen, and Textual drops them."""
        if event.character is not None and event.character in SPELT:
            event.stop()
            event.prevent_default()
            self.replace(event.character, *self.selection)
