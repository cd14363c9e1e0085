"""The app itself: its screens, and the way from one to the next."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor
from textual.screen import Screen

from simulator.app.launch import StartRequest
from simulator.app.preferences import Preferences
from simulator.app.screens.page import Page
from simulator.app.themes import ALL, DEFAULTS
from simulator.errors import EncounterError

if TYPE_CHECKING:
    from simulator.app.session import Session
    from simulator.scenario.library import Entry
    from simulator.scenario.model import Scenario
    from simulator.training.play import Play
    from simulator.training.progress import Attempts


class EncounterApp(App[int]):
    """Encounter on a terminal.

    Args:
        session: the store, the library and the trainee.
        start: what to open with; the library if None.
    """

    TITLE = "Encounter"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, session: Session, *, start: StartRequest | None = None) -> None:
        super().__init__()
        self.session = session
        self._start = start
        self._opening: asyncio.Task[None] | None = None
        for theme in ALL:
            self.register_theme(theme)
        for name in set(self.available_themes) - {theme.name for theme in ALL} - {self.theme}:
            self.unregister_theme(name)
        self._look(session.preferences)
        if self.no_color:
            # Textual turns colours into greys; NO_COLOR asks for none at all.
            self._filters = [each for each in self._filters if not isinstance(each, Monochrome)]
            self._filters.append(NoColor())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables, for style sheets read before a theme of ours is in force."""
        return DEFAULTS

    def on_mount(self) -> None:
        """Show the first screen."""
        start = self._start
        if start is None:
            from simulator.app.screens.library import LibraryScreen

            self.push_screen(LibraryScreen())
        elif start.debrief is not None:
            from simulator.app.screens.debrief import DebriefScreen

            self.push_screen(DebriefScreen(start.debrief))
        else:
            from simulator.app.screens.encounter import EncounterScreen

            self.push_screen(EncounterScreen(start))

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
            self._opening = asyncio.create_task(asyncio.to_thread(self.session.open))
        await asyncio.shield(self._opening)
        if self.session.trainee is None:
            await self._ask_name()
        self._look(self.session.preferences)

    async def _ask_name(self) -> None:
        from simulator.app.screens.name import NameScreen

        known = await asyncio.to_thread(self.session.names)
        name = await self.push_screen_wait(NameScreen(known))
        if name is None:
            raise EncounterError("Nobody is named yet, so nothing can be played.", "Give a name: press comma, or start again.")
        await asyncio.to_thread(self.session.sign_in, name)

    def prefer(self, preferences: Preferences) -> None:
        """Look and behave like this from now on, and keep it."""
        self.session.prefer(preferences)
        self._look(preferences)

    @property
    def moves(self) -> bool:
        """Whether scrolling may glide."""
        return self.animation_level != "none"

    def _look(self, preferences: Preferences) -> None:
        self.theme = preferences.theme
        self.animation_level = "none" if preferences.reduce_motion else "basic"

    # From screen to screen

    def show_library(self, message: str = "") -> None:
        """Go to the library."""
        from simulator.app.screens.library import LibraryScreen

        self.switch_screen(LibraryScreen(message))

    def show_encounter(self, request: StartRequest, *, title: str = "", play: Play | None = None) -> None:
        """Go to the encounter."""
        from simulator.app.screens.encounter import EncounterScreen

        self.switch_screen(EncounterScreen(request, title=title, play=play))

    def show_debrief(self, run_id: str) -> None:
        """Go to a run's debrief."""
        from simulator.app.screens.debrief import DebriefScreen

        self.switch_screen(DebriefScreen(run_id))

    def open_entry(self, entry: Entry, attempt: Attempts | None) -> None:
        """Tell what an encounter is about; begin it, or go on with it, if that is what is wanted."""
        self.run_worker(self._open_entry(entry, attempt))

    async def _open_entry(self, entry: Entry, attempt: Attempts | None) -> None:
        from simulator.app.screens.briefing import ASSESSMENT, PRACTICE, Brief, BriefingScreen
        from simulator.app.widgets.choices import Option

        unfinished = attempt.unfinished if attempt is not None else None
        go_on = [Option("continue", "Continue where you left it.", spoken=False)] if unfinished else []
        answer = await self.push_screen_wait(BriefingScreen(Brief.of_entry(entry), [*go_on, PRACTICE, ASSESSMENT]))
        if answer == "continue":
            self.show_encounter(StartRequest(resume=unfinished), title=entry.title)
        elif answer is not None:
            self.show_encounter(StartRequest(scenario=entry.path, mode=answer), title=entry.title)

    async def warned(self, scenario: Scenario) -> bool:
        """Show what an encounter contains, where it warns of anything; return whether to begin."""
        if not scenario.content_warnings:
            return True
        from simulator.app.screens.briefing import BEGIN, Brief, BriefingScreen

        return await self.push_screen_wait(BriefingScreen(Brief.of_scenario(scenario), [BEGIN])) is not None

    # Everywhere

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every action of the present screen in the command palette."""
        if isinstance(screen, Page):
            for binding in screen.own_bindings():
                yield SystemCommand(
                    binding.description, binding.tooltip, lambda action=binding.action: screen.run_action(action)
                )
