"""The app itself: its screens, and the way from one to the next."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.worker import WorkerFailed

from simulator.app.keymap import keys_file, read_keymap
from simulator.app.screens.page import Page
from simulator.app.start import StartRequest, collect_garbage
from simulator.app.themes import ALL, DEFAULTS
from simulator.errors import EncounterError
from simulator.messages import ENGLISH, begin_speech, language_around, speak, spoken_language, tr
from simulator.messages.moments import date_of
from simulator.text import strip_unsafe
from simulator.training.preferences import Preferences

if TYPE_CHECKING:
    from scoring.rubric import Rubric
    from simulator.app.session import Session
    from simulator.scenario.library import Entry
    from simulator.scenario.model import Scenario
    from simulator.training.play import Play
    from simulator.training.progress import Attempts


HERE = Path(__file__).parent


class EncounterApp(App[int]):
    """Encounter on a terminal.

    Args:
        session: the store, the library and the trainee.
        start: what to open with; the library if None.
    """

    TITLE = "Encounter"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, session: Session, *, start: StartRequest | None = None) -> None:
        super().__init__(css_path=[HERE / "app.tcss", HERE / "screens" / f"{_first(start)}.tcss"])
        self.session = session
        self._start = start
        self._told = ENGLISH
        begin_speech(spoken_language())
        self._opening: asyncio.Task[None] | None = None
        self._faulted = False
        self.own_keys: Mapping[str, str] = {}
        for theme in ALL:
            self.register_theme(theme)
        # Set without a watcher, which would read every style sheet a second time.
        self.set_reactive(App.theme, session.preferences.theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "none" if session.preferences.reduce_motion else "basic"
        for name in set(self.available_themes) - {theme.name for theme in ALL}:
            self.unregister_theme(name)
        if self.no_color:
            # Textual turns colours into greys; NO_COLOR asks for none at all.
            self._filters = [each for each in self._filters if not isinstance(each, Monochrome)]
            self._filters.append(NoColor())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables, for style sheets read before a theme of ours is in force."""
        return DEFAULTS

    def speak_around(self, told: str) -> None:
        """Go on in the language that befits a screen that shows something in a language."""
        self._told = told
        speak(language_around(told, self.session.preferences.language))

    def get_default_screen(self) -> Screen[None]:
        """Return the first screen: at the start nothing is mounted twice."""
        screen = self._first_screen()
        self.speak_around(screen.told)
        return screen

    def _first_screen(self) -> Page[None]:
        start = self._start
        if start is None:
            from simulator.app.screens.library import LibraryScreen

            return LibraryScreen()
        if start.preview is not None:
            from simulator.app.screens.preview import PreviewScreen

            return PreviewScreen(start.preview, self.session.library.rubrics, start.within)
        if start.debrief is not None:
            from simulator.app.screens.debrief import DebriefScreen

            return DebriefScreen(start.debrief)
        if start.classroom is not None:
            from simulator.app.screens.classroom import ClassroomScreen

            return ClassroomScreen(start.classroom, language=start.language)
        if start.campaign is not None or start.resume_campaign is not None:
            from simulator.app.screens.campaign import CampaignScreen

            return CampaignScreen(start)
        from simulator.app.screens.encounter import EncounterScreen

        return EncounterScreen(start)

    def on_mount(self) -> None:
        """Leave the terminal as it was, also where the program is told to end."""
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), partial(self.exit, 143))
        try:
            self.own_keys = read_keymap(keys_file())
        except EncounterError as error:
            self.notify(Text(str(error)).plain, severity="warning", markup=False)
        self.set_keymap(self.own_keys)
        if self.own_keys and isinstance(self.screen, Page):
            self.screen.show_keys()

    async def on_unmount(self) -> None:
        """Let go of the store."""
        await asyncio.to_thread(self.session.close)

    # The store and the trainee

    async def opened(self) -> None:
        """Wait until the store is open and somebody is named; ask for a name where there is none.

        Raises:
            EncounterError: the store cannot be opened, or nobody wants to be named.
        """
        if self._opening is None:
            self._opening = asyncio.create_task(asyncio.to_thread(self._open_session))
        await asyncio.shield(self._opening)
        if self.session.trainee is None:
            await self._ask_name()
        self._look(self.session.preferences)

    def _open_session(self) -> None:
        try:
            self.session.open()
            if self.session.remark:
                self.call_from_thread(self.notify, self.session.remark, severity="warning", markup=False)
        finally:
            collect_garbage()

    async def _ask_name(self) -> None:
        from simulator.app.screens.name import NameScreen

        known = await asyncio.to_thread(self.session.names)
        name = await self.push_screen_wait(NameScreen(known))
        if name is None:
            raise EncounterError(
                tr("Nobody is named yet, so nothing can be played."), tr("Give a name: press comma, or start again.")
            )
        await asyncio.to_thread(self.session.sign_in, name)
        if not known:
            from simulator.app.screens.lesson import LessonScreen

            await self.push_screen_wait(LessonScreen())

    async def change_trainee(self) -> None:
        """Ask who is training, and go on under that name."""
        if self.session.served:
            raise EncounterError(
                tr("You are signed in, and train under your own name."), tr("Sign out to change that.")
            )
        await self._ask_name()
        self._look(self.session.preferences)

    def _take_theme(self, name: str) -> None:
        if isinstance(self.screen, Page):
            self.screen.work(partial(self.prefer, replace(self.session.preferences, theme=name)))

    async def prefer(self, preferences: Preferences) -> None:
        """Look and behave like this from now on, and keep it.

        Raises:
            StoreError: it holds for now, and could not be kept.
        """
        self.session.prefer(preferences)
        self._look(preferences)
        if self._opening is not None:
            await asyncio.shield(self._opening)  # what is set before the store has opened is kept once it has
        await asyncio.to_thread(self.session.keep_preferred)

    @property
    def keeps(self) -> bool:
        """Whether anything is kept: a preview opens no record store."""
        return self._start is None or self._start.preview is None

    @property
    def moves(self) -> bool:
        """Whether scrolling may glide."""
        return self.animation_level != "none"

    def _look(self, preferences: Preferences) -> None:
        if self.theme != preferences.theme:
            self.theme = preferences.theme
        before = spoken_language()
        speak(language_around(self._told, preferences.language))
        if spoken_language() != before:
            self.say_anew()
        self.animation_level = "none" if preferences.reduce_motion else "basic"

    def say_anew(self) -> None:
        """Have every open screen say again what it says: in another language, or of somebody else."""
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.say_anew()

    # From screen to screen

    def _go(self, screen: Page[None]) -> None:
        """Show `screen` in place of the present one."""
        self.speak_around(screen.told)
        if len(self.screen_stack) == 1:
            # Textual cannot switch away from the first screen (8.2.8: IndexError); it stays below.
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def show_library(self, message: str = "") -> None:
        """Go to the library."""
        from simulator.app.screens.library import LibraryScreen

        self._go(LibraryScreen(message))

    def show_encounter(
        self, request: StartRequest, *, title: str = "", play: Play | None = None, told: bool = False
    ) -> None:
        """Go to the encounter; for the arguments see `EncounterScreen`."""
        from simulator.app.screens.encounter import EncounterScreen

        self._go(EncounterScreen(request, title=title, play=play, told=told))

    def show_classroom(self, scenario: str) -> None:
        """Play an encounter with a class."""
        from simulator.app.screens.classroom import ClassroomScreen

        self._go(ClassroomScreen(scenario))

    def show_campaign(self, request: StartRequest) -> None:
        """Go to a campaign's page."""
        from simulator.app.screens.campaign import CampaignScreen

        self._go(CampaignScreen(request))

    def action_campaigns(self) -> None:
        """Ask which campaign to begin or to go on with."""
        if isinstance(self.screen, Page):
            self.screen.work(self._pick_campaign)

    async def _pick_campaign(self) -> None:
        from simulator.app.screens.pick import pick

        await self.opened()
        entries, begun = await asyncio.to_thread(self.session.campaigns)
        titles = {entry.id: entry.title for entry in entries}
        ways = {
            tr(
                "Go on with {title}, begun {day}",
                title=titles.get(each.campaign_id, each.campaign_id),
                day=date_of(each.started_at, year=False),
            ): StartRequest(resume_campaign=each.id)
            for each in begun
            if each.closing is None
        }
        ways |= {
            tr(
                "{title}. {count} episodes, {minutes} minutes. {summary}",
                title=entry.title,
                count=len(entry.episodes),
                minutes=entry.minutes,
                summary=entry.summary,
            ): StartRequest(campaign=entry.path)
            for entry in entries
            if not entry.error
        }
        ways |= {
            tr(
                "Look back on {title}, {day}",
                title=titles.get(each.campaign_id, each.campaign_id),
                day=date_of(each.started_at, year=False),
            ): StartRequest(resume_campaign=each.id)
            for each in begun
            if each.closing is not None
        }
        question = tr("Which campaign?") if ways else tr("There is no campaign in the library yet.")
        picked = await pick(self, question, {words: words for words in ways})
        if picked is not None:
            self.show_campaign(ways[picked])

    def show_debrief(self, run_id: str) -> None:
        """Go to a run's debrief."""
        from simulator.app.screens.debrief import DebriefScreen

        self._go(DebriefScreen(run_id))

    def action_progress(self) -> None:
        """Go to the progress screen."""
        from simulator.app.screens.progress import ProgressScreen

        self._go(ProgressScreen())

    def action_cohorts(self) -> None:
        """Go to the trainer's side: every cohort."""
        from simulator.app.screens.cohorts import CohortsScreen

        if not self.session.served:
            self._go(CohortsScreen())

    def action_settings(self) -> None:
        """Open the settings over the present screen."""
        from simulator.app.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def action_help(self) -> None:
        """Open the help on the present screen."""
        from simulator.app.screens.help import HelpScreen
        from simulator.app.widgets.choices import Choices

        if isinstance(self.screen, Page) and not isinstance(self.screen, HelpScreen):
            chosen = any(choices.numbered for choices in self.screen.query(Choices))
            self.push_screen(HelpScreen(self.screen.working_keys(), chosen=chosen))

    def action_glossary(self) -> None:
        """Open the glossary over the present screen, by the rubrics that it is about, with the words of the library."""
        from simulator.app.screens.glossary import GlossaryScreen

        if isinstance(self.screen, Page) and not isinstance(self.screen, GlossaryScreen):
            self.push_screen(GlossaryScreen(self.screen.explained, self.session.library.entries()))

    def action_documentation(self) -> None:
        """Ask which guide to read, and open it."""
        from simulator.app.screens.manual import ManualScreen
        from simulator.app.screens.pick import PickScreen
        from simulator.app.widgets.choices import Option
        from simulator.documentation import pages

        if isinstance(self.screen, Page) and not isinstance(self.screen, ManualScreen | PickScreen):
            guides = [Option(name, title, spoken=False) for name, title in pages().items() if "/" not in name]
            self.push_screen(PickScreen(tr("Which page of the documentation?"), guides), self._read)

    def _read(self, page: str | None) -> None:
        from simulator.app.screens.manual import ManualScreen

        if page is not None:
            self.push_screen(ManualScreen(page))

    def _read_rubric(self, rubric: Rubric) -> None:
        from simulator.app.screens.manual import ManualScreen
        from simulator.views.rubric_page import rubric_page

        self.push_screen(ManualScreen(rubric.id, rubric_page(rubric)))

    def open_entry(self, entry: Entry, attempt: Attempts | None) -> None:
        """Show what an encounter is about, and begin it or go on with it if the trainee wants that."""
        if isinstance(self.screen, Page):
            self.screen.work(partial(self._open_entry, entry, attempt))

    async def _open_entry(self, entry: Entry, attempt: Attempts | None) -> None:
        from simulator.app.assigned import ways_in
        from simulator.app.screens.briefing import BriefingScreen, ways
        from simulator.views.brief import brief_of

        left = await asyncio.to_thread(ways_in, self.session, entry.id, attempt)
        unfinished = left.unfinished
        languages = await asyncio.to_thread(self.session.languages, entry.path)
        options = left.among(ways(languages, unfinished=unfinished is not None))
        brief = await asyncio.to_thread(brief_of, self.session.library, entry)
        answer = await self.push_screen_wait(BriefingScreen(brief, options))
        if answer == "continue":
            self.show_encounter(StartRequest(resume=unfinished), title=entry.title)
        elif answer is not None:
            mode, _, language = answer.partition(" ")
            assigned = bool(left.modes)
            request = StartRequest(scenario=entry.path, mode=mode, language=language or None, assigned=assigned)
            self.show_encounter(request, title=entry.title, told=True)

    async def warned(self, scenario: Scenario) -> bool:
        """Show what an encounter contains, where it warns of anything; return whether to begin."""
        if not scenario.content_warnings:
            return True
        from simulator.app.screens.briefing import BEGIN, BriefingScreen
        from simulator.views.brief import Brief

        return await self.push_screen_wait(BriefingScreen(Brief.of_scenario(scenario), [BEGIN])) is not None

    # Everywhere

    def _fatal_error(self) -> None:
        # Textual would print a traceback with every local value, and names are among them.
        if "--debug" in sys.argv:
            super()._fatal_error()
            return
        fault = sys.exc_info()[1]
        cause = fault.error if isinstance(fault, WorkerFailed) else fault
        if not self._faulted:
            self._faulted = True
            self.panic(
                Text(
                    f"encounter: a fault in the program: {type(cause).__name__}: {strip_unsafe(str(cause))}\n"
                    "Every choice that was answered is kept. To see where it happened: encounter --debug"
                )
            )

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every action of the present screen in the command palette, the themes, and the documentation."""
        from simulator.documentation import pages

        for theme in ALL:
            name = theme.name.removeprefix("encounter-")
            yield SystemCommand(
                tr("Theme: {name}", name=name), tr("How the app looks."), partial(self._take_theme, theme.name)
            )
        if isinstance(screen, Page):
            for binding in screen.own_bindings():
                yield SystemCommand(
                    tr(binding.description),
                    tr(binding.tooltip),
                    lambda action=binding.action: screen.run_action(action),
                )
            for name, title in pages().items():
                # Found by what is typed, and not listed before: they are many, and F2 lists the guides.
                about = tr("A page of the documentation.")
                yield SystemCommand(tr("Read: {title}", title=title), about, partial(self._read, name), discover=False)
            for id_, rubric in self.session.library.rubrics.rubrics.items():
                title = tr("Read: {title}", title=f"{rubric.title} ({id_})")
                yield SystemCommand(title, rubric.about, partial(self._read_rubric, rubric), discover=False)


def _first(start: StartRequest | None) -> str:
    if start is None:
        return "library"
    if start.preview is not None:
        return "preview"
    if start.classroom is not None:
        return "classroom"
    return "debrief" if start.debrief is not None else "encounter"
