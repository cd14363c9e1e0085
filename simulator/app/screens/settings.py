"""Settings: the look, timers, motion, and who is training."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.app.content import prose
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.training.preferences import THEMES

THEME_WORDS = dict(zip(THEMES, ("dark", "light", "high contrast"), strict=True))


LOOKS = ("theme", "motion")
"""What can be set where nothing is kept."""

OPENS = {False: "as this app", True: "line by line, for screen readers and slow links"}

SAYS = {False: "off", True: "on, you type what you would say before the choices; never scored"}


class SettingsScreen(ReadingPage[None]):
    """Shows what can be set; taking a line changes it, at once."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Change", tooltip="Change the highlighted setting; its number does the same."),
        Binding("escape,q", "leave", "Back", key_display="Esc", tooltip="Go back to where you were."),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the settings."""
        yield TitleBar()
        with VerticalScroll(can_focus=False):
            until = "is kept under your name" if self.app.keeps else "holds until the preview is closed"
            yield Static(prose(f"A change takes effect at once, and {until}.", "$quiet"))
            yield Choices(gap=0)
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show how things are set."""
        self.title_line("Settings", self.session.trainee.name if self.session.trainee else "")
        self._show()

    def _show(self) -> None:
        preferences = self.session.preferences
        who = self.session.trainee.name if self.session.trainee else "nobody yet"
        counts = "once you confirm it" if preferences.confirm else "at once"
        options = [
            Option("theme", f"Look: {THEME_WORDS[preferences.theme]}", spoken=False),
            Option("timers", f"Timers: {'on' if preferences.timers else 'off, take the time you need'}", spoken=False),
            Option(
                "motion",
                f"Motion: {'reduced, nothing glides' if preferences.reduce_motion else 'scrolling glides'}",
                spoken=False,
            ),
            Option("lines", f"Opens: {OPENS[preferences.line_by_line]}", spoken=False),
            Option("who", f"Who is training: {who}", spoken=False),
            Option("first", f"Say it first: {SAYS[preferences.say_first]}", spoken=False),
            Option("confirm", f"In assessments, a choice counts {counts}", spoken=False),
        ]
        shown = [each for each in options if self.app.keeps or each.id in LOOKS]
        self.query_one(Choices).show([each for each in shown if each.id != "who" or not self.session.served])

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.work(partial(self._change, event.option.id))

    async def _change(self, what: str) -> None:
        now = self.session.preferences
        at = list(THEMES).index(now.theme)
        changed = {
            "theme": replace(now, theme=THEMES[(at + 1) % len(THEMES)]),
            "timers": replace(now, timers=not now.timers),
            "motion": replace(now, reduce_motion=not now.reduce_motion),
            "first": replace(now, say_first=not now.say_first),
            "lines": replace(now, line_by_line=not now.line_by_line),
        }
        changed["confirm"] = replace(now, confirm=not now.confirm)
        choices = self.query_one(Choices)
        place = choices.place
        try:
            if what == "who":
                await self.app.change_trainee()
                self.title_line("Settings", self.session.trainee.name if self.session.trainee else "")
            else:
                await self.app.prefer(changed[what])
        finally:
            self._show()
            choices.go_to(place)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
