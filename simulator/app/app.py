"""The app itself: who is training, its theme and language, and the way from one screen to the next.

Screens are loaded by their names (`screen_table.py`), so the app imports none, and each of them can import the app.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.worker import WorkerFailed

from simulator.app.keymap import keys_file, read_keymap
from simulator.app.screen_table import screen_class
from simulator.app.start import LIBRARY, StartRequest, collect_garbage
from simulator.app.themes import ALL, DEFAULTS
from simulator.errors import EncounterError
from simulator.messages import ENGLISH, begin_speech, language_around, speak, spoken_language, tr
from simulator.text import strip_unsafe
from simulator.training.preferences import Preferences

if TYPE_CHECKING:
    from scoring.rubric import Rubric
    from simulator.app.session import Session


HERE = Path(__file__).parent

Result = TypeVar("Result")


class AppScreen(Screen[Result]):
    """A screen as the app knows it; every one of ours is a `Page`."""

    app: EncounterApp
    story_language: str = ENGLISH
    """The language that the screen tells its story in; what surrounds it follows, see `language_around`."""

    @property
    def session(self) -> Session:
        """The store, the library and the trainee."""
        return self.app.session

    def say_anew(self) -> None:
        """Say again what the screen says, in another language or of somebody else; a run that it shows stays."""
        self.show_keys()

    def show_keys(self) -> None:
        """Write the key bar again, after what is possible has changed."""

    def own_bindings(self) -> list[Binding]:
        """Return the bindings that are open now."""
        return []

    def work(self, job: Callable[[], Awaitable[None]]) -> None:
        """Do something that takes a while."""
        self.run_worker(job())


class EncounterApp(App[int]):
    """Encounter on a terminal.

    Args:
        session: the store, the library and the trainee.
        start: what to open with.
    """

    TITLE = "Encounter"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, session: Session, *, start: StartRequest = LIBRARY) -> None:
        own_style = screen_class(start.screen).CSS_PATH
        super().__init__(css_path=[HERE / "app.tcss", *([HERE / "screens" / own_style] if own_style else [])])
        self.session = session
        self._start = start
        self._story_language = ENGLISH
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

    def speak_around(self, story_language: str) -> None:
        """Go on in the language that befits a screen that shows something in a language."""
        self._story_language = story_language
        speak(language_around(story_language, self.session.preferences.language))

    def get_default_screen(self) -> Screen[None]:
        """Return the first screen: at the start nothing is mounted twice."""
        screen: AppScreen[None] = screen_class(self._start.screen)(self._start)
        self.speak_around(screen.story_language)
        return screen

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
        if self.own_keys and isinstance(self.screen, AppScreen):
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
        known = await asyncio.to_thread(self.session.names)
        name: str | None = await self.push_screen_wait(screen_class("name")(known))
        if name is None:
            raise EncounterError(
                tr("Nobody is named yet, so nothing can be played."), tr("Give a name: press comma, or start again.")
            )
        await asyncio.to_thread(self.session.sign_in, name)
        if not known:
            await self.push_screen_wait(screen_class("lesson")())

    async def change_trainee(self) -> None:
        """Ask who is training, and go on under that name."""
        if self.session.served:
            raise EncounterError(
                tr("You are signed in, and train under your own name."), tr("Sign out to change that.")
            )
        await self._ask_name()
        self._look(self.session.preferences)

    def _take_theme(self, name: str) -> None:
        if isinstance(self.screen, AppScreen):
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
        return self._start.preview is None

    @property
    def moves(self) -> bool:
        """Whether scrolling may glide."""
        return self.animation_level != "none"

    def _look(self, preferences: Preferences) -> None:
        if self.theme != preferences.theme:
            self.theme = preferences.theme
        before = spoken_language()
        speak(language_around(self._story_language, preferences.language))
        if spoken_language() != before:
            self.say_anew()
        self.animation_level = "none" if preferences.reduce_motion else "basic"

    def say_anew(self) -> None:
        """Have every open screen say again what it says: in another language, or of somebody else."""
        for screen in self.screen_stack:
            if isinstance(screen, AppScreen):
                screen.say_anew()

    # From screen to screen

    def show(self, request: StartRequest = LIBRARY) -> None:
        """Go to what is asked for: an encounter, a campaign, a debrief, a class, or the library."""
        self.go(screen_class(request.screen)(request))

    def go(self, screen: AppScreen[None]) -> None:
        """Show a screen in place of the present one."""
        self.speak_around(screen.story_language)
        if len(self.screen_stack) == 1:
            # Textual cannot switch away from the first screen (8.2.8: IndexError); it stays below.
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def _read(self, *page: str) -> None:
        self.push_screen(screen_class("manual")(*page))

    def _read_rubric(self, rubric: Rubric) -> None:
        from simulator.views.rubric_page import rubric_page

        self._read(rubric.id, rubric_page(rubric))

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

    def action_command_palette(self) -> None:
        """Open the command palette, which asks in the language that is spoken."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=tr("Search for commands…"), id="--command-palette"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every action of the present screen in the command palette, the themes, and the documentation."""
        from simulator.documentation import pages

        for theme in ALL:
            name = theme.name.removeprefix("encounter-")
            yield SystemCommand(
                tr("Theme: {name}", name=name), tr("How the app looks."), partial(self._take_theme, theme.name)
            )
        if isinstance(screen, AppScreen):
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
                title = tr("Read: {title}", title=f"{tr(rubric.title)} ({id_})")
                yield SystemCommand(title, tr(rubric.about), partial(self._read_rubric, rubric), discover=False)
