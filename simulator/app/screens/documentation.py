"""Which guide to read."""

from __future__ import annotations

from simulator.app.screens.manual import ManualScreen
from simulator.app.screens.pick import PickScreen
from simulator.app.widgets.choices import Option
from simulator.documentation import pages
from simulator.messages import tr


class DocumentationScreen(PickScreen):
    """Lists the guides, and opens the one that is picked."""

    def __init__(self) -> None:
        guides = [Option(name, title, spoken=False) for name, title in pages().items() if "/" not in name]
        super().__init__(tr("Which page of the documentation?"), guides)

    def take(self, id_: str) -> None:
        """Open the guide."""
        self.app.switch_screen(ManualScreen(id_))
