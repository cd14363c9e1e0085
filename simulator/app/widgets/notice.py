"""A sentence that must not be missed, with what to do about it. It stays as long as it is true."""

from __future__ import annotations

from textual.widgets import Static

from simulator.app.content import join, text
from simulator.errors import EncounterError


class Notice(Static):
    """A line or two above the key bar, out of sight while there is nothing to say."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Notice {
        height: auto; max-height: 6; padding: 0 2; display: none;
        background: $surface; border-left: outer $bad;
    }
    Notice.-calm { border-left: outer $you; }
    """

    def trouble(self, error: EncounterError) -> None:
        """Say what went wrong, and what mends it."""
        self.remove_class("-calm")
        self.update(join([text(error.message, "bold"), text(error.mend)], " "))
        self.display = True

    def say(self, words: str) -> None:
        """Say something that is no trouble."""
        self.add_class("-calm")
        self.update(text(words))
        self.display = True

    def clear(self) -> None:
        """Say nothing."""
        self.display = False
