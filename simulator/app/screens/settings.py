"""Settings: the look, timers, motion, and who is training."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from simulator.app.content import prose
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.messages import tr
from simulator.views.settings import set_on, settings_words

ORDER = ("theme", "timers", "motion", "lines", "who", "data", "first", "confirm", "language")
LOOKS = ("theme", "motion")
"""What can be set where nothing is kept."""


class SettingsScreen(ReadingPage[None]):
    """Shows what can be set; taking a line changes it, at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Change", tooltip="Change the highlighted setting; its number does the same."),
        Binding("escape,q", "leave", "Back", key_display="Esc", tooltip="Go back to where you were."),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the settings."""
        yield TitleBar()
        with ReadingColumn(can_focus=False):
            yield Static(prose(self._until(), "$quiet"), id="until")
            yield Choices(gap=0)
        yield Notice()
        yield KeyBar()

    def _until(self) -> str:
        if self.app.keeps:
            return tr("A change takes effect at once, and is kept under your name.")
        return tr("A change takes effect at once, and holds until the preview is closed.")

    def on_mount(self) -> None:
        """Show how things are set."""
        self.title_line(tr("Settings"), self.session.trainee.name if self.session.trainee else "")
        self._show()

    def _show(self) -> None:
        preferences = self.session.preferences
        who = self.session.trainee.name if self.session.trainee else tr("nobody yet")
        words = settings_words(preferences)
        words |= {
            "who": tr("Who is training: {name}", name=who),
            "data": tr("Your name and what is kept about you"),
        }
        options = [Option(id_, words[id_], spoken=False) for id_ in ORDER]
        shown = [each for each in options if self.app.keeps or each.id in LOOKS]
        self.query_one(Choices).show([each for each in shown if each.id != "who" or not self.session.served])

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.work(partial(self._change, event.option.id))

    def say_anew(self) -> None:
        """Say again how things are set."""
        self.query_one("#until", Static).update(prose(self._until(), "$quiet"))
        self.on_mount()
        self.show_keys()

    async def _change(self, what: str) -> None:
        choices = self.query_one(Choices)
        place = choices.place
        try:
            if what == "data":
                await self._open_data()
            elif what == "who":
                await self.app.change_trainee()
                self.app.say_anew()
            else:
                await self.app.prefer(set_on(self.session.preferences, what))
        finally:
            self._show()
            choices.go_to(place)

    async def _open_data(self) -> None:
        from simulator.app.screens.own_data import OwnDataScreen

        await self.app.opened()
        await self.app.push_screen_wait(OwnDataScreen())
        self.app.say_anew()
