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
from simulator.messages import later, program_languages, spoken_language, tr
from simulator.training.preferences import THEMES
from simulator.views.languages import own_name

THEME_WORDS = dict(zip(THEMES, (later("dark"), later("light"), later("high contrast")), strict=True))


LOOKS = ("theme", "motion")
"""What can be set where nothing is kept."""

OPENS = {False: later("as this app"), True: later("line by line, for screen readers and slow links")}

SAYS = {False: later("off"), True: later("on, you type what you would say before the choices; never scored")}


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
        look = tr(THEME_WORDS[preferences.theme])
        timers = tr("Timers: on") if preferences.timers else tr("Timers: off, take the time you need")
        motion = tr("Motion: reduced, nothing glides") if preferences.reduce_motion else tr("Motion: scrolling glides")
        counts = (
            tr("In assessments, a choice counts once you confirm it")
            if preferences.confirm
            else tr("In assessments, a choice counts at once")
        )
        options = [
            Option("theme", tr("Look: {look}", look=look), spoken=False),
            Option("timers", timers, spoken=False),
            Option("motion", motion, spoken=False),
            Option("lines", tr("Opens: {how}", how=tr(OPENS[preferences.line_by_line])), spoken=False),
            Option("who", tr("Who is training: {name}", name=who), spoken=False),
            Option("data", tr("Your name and what is kept of you"), spoken=False),
            Option("first", tr("Say it first: {how}", how=tr(SAYS[preferences.say_first])), spoken=False),
            Option("confirm", counts, spoken=False),
            Option("language", tr("Language: {name}", name=own_name(spoken_language())), spoken=False),
        ]
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
        now = self.session.preferences
        at = list(THEMES).index(now.theme)
        changed = {
            "theme": replace(now, theme=THEMES[(at + 1) % len(THEMES)]),
            "timers": replace(now, timers=not now.timers),
            "motion": replace(now, reduce_motion=not now.reduce_motion),
            "first": replace(now, say_first=not now.say_first),
            "lines": replace(now, line_by_line=not now.line_by_line),
        }
        languages = program_languages()
        spoken = languages.index(now.language) if now.language in languages else 0
        changed["language"] = replace(now, language=languages[(spoken + 1) % len(languages)])
        changed["confirm"] = replace(now, confirm=not now.confirm)
        choices = self.query_one(Choices)
        place = choices.place
        try:
            if what == "data":
                await self._open_data()
            elif what == "who":
                await self.app.change_trainee()
                self.app.say_anew()
            else:
                await self.app.prefer(changed[what])
        finally:
            self._show()
            choices.go_to(place)

    async def _open_data(self) -> None:
        from simulator.app.screens.own_data import OwnDataScreen

        await self.app.opened()
        await self.app.push_screen_wait(OwnDataScreen())
        self.app.say_anew()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
