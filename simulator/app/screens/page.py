"""What the app's screens have in common: a title line, keys with help, and the bar that names them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import actions, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.events import DescendantBlur, DescendantFocus, Mount
from textual.keys import key_to_character
from textual.widgets import Input, Static

from simulator.app.app import AppScreen
from simulator.app.content import BLANK, join, raw, text
from simulator.app.screen_table import SCREENS, screen_class
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar, KeyHint
from simulator.app.widgets.notice import Notice
from simulator.errors import EncounterError
from simulator.messages import later, tr

if TYPE_CHECKING:
    from scoring.rubric import RubricSet
    from simulator.academy import Cohort

KEY_NAMES = {
    "enter": later("Enter"),
    "escape": later("Esc"),
    "space": later("Space"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": later("PgUp"),
    "pagedown": later("PgDn"),
    "home": later("Home"),
    "end": later("End"),
    "tab": later("Tab"),
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "f1": "F1",
}


STAYS = ("question_mark,f1", "f1", "escape", "escape,q", "escape,q,question_mark", "escape,q,g", "escape,q,s", "q")
"""Bindings that help, or leave a screen: they stay on the key bar however narrow it is."""


def key_name(binding: Binding) -> str:
    """Return how a binding's keys are written on the bar and in the help."""
    if binding.key_display:
        return tr(binding.key_display)
    names = (tr(KEY_NAMES.get(each, each.replace("ctrl+", "Ctrl+"))) for each in binding.key.split(","))
    return " ".join(names)


def _is_typed(key: str) -> bool:
    """Return whether a key writes a character into a line; Textual knows none of the slash."""
    return key == "slash" or (key_to_character(key) or "\n").isprintable()


class TitleBar(Static):
    """The line at the top: where one is, and to the right what holds here."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TitleBar { height: 1; background: $panel; padding: 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._left = self._right = BLANK
        self._more = ""

    def tell(self, more: str) -> None:
        """Say before the note that there is more to read; "" if there is not."""
        if more != self._more:
            self._more = more
            self.refresh()

    def show(self, left: Content, right: Content = BLANK) -> None:
        """Show a title at the left, and a note at the right where there is room."""
        self._left, self._right = left, right
        self.refresh()

    def render(self) -> Content:
        """Draw both ends of the line."""
        width = self.content_size.width
        more = text(self._more, "bold")
        right = join([each for each in (more, self._right) if each], " · ")
        if more and width - self._left.cell_length - right.cell_length < 2:
            right = more
        gap = width - self._left.cell_length - right.cell_length
        if gap < 2:
            return self._left.truncate(width, ellipsis=True)
        return Content("").join([self._left, raw(" " * gap), right])


Result = TypeVar("Result")


def _identified(screen: str, binding: BindingType) -> BindingType:
    """Give a binding the id of its screen and its action, such as debrief.what_if."""
    if not isinstance(binding, Binding) or binding.id is not None or not binding.description:
        return binding
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", screen.removesuffix("Screen")).lower()
    action = binding.action.removeprefix("app.").replace("(1)", "_on").replace("(-1)", "_back")
    action = re.sub(r"open_screen\('(\w+)'\)", r"\1", action)
    return replace(binding, id=f"{name}.{action}")


class Page(AppScreen[Result]):
    """A screen of the app.

    Bindings with `show=True` stand on the key bar, in order; all of them stand in the help and in
    the command palette. `tooltip` is the sentence that the help shows.
    """

    REPLACES: ClassVar[bool] = False
    """Whether the screen replaces the one before. If not, it lies over that one, and leaving it goes back."""
    TELLS_MORE: ClassVar[bool] = True
    """Whether the title line says that there is more to read below."""
    cohort: Cohort
    """The cohort that a screen for trainers is about; other screens have none."""

    def __init_subclass__(cls, **given: Any) -> None:
        # Every key has an id, so that it can be named in a file of one's own: `keymap`.
        cls.BINDINGS = [_identified(cls.__name__, each) for each in cls.__dict__.get("BINDINGS", ())]
        super().__init_subclass__(**given)

    BINDINGS: ClassVar[list[BindingType]] = [
        SCREENS["help"],
        SCREENS["glossary"],
        SCREENS["documentation"],
        SCREENS["settings"],
    ]

    @classmethod
    def opened_from(cls, page: Page[Any]) -> Page[Any]:  # noqa: ARG003 (for those that ask it)
        """Return the screen as a key of `page` opens it. A screen that needs to know something asks the page for it."""
        return cls()

    @property
    def explained(self) -> RubricSet:
        """The rubrics that the glossary explains here; a run's own where one is shown."""
        return self.session.library.rubrics

    @property
    def reading(self) -> VerticalScroll | None:
        """The column of which is said whether there is more of it below, if it is."""
        return self.query(VerticalScroll).first() if self.TELLS_MORE and self.query(VerticalScroll) else None

    @on(Mount)
    def _fill_key_bar(self) -> None:
        self.show_keys()
        column = self.reading
        if column is not None:
            for what in ("scroll_y", "virtual_size", "size"):
                self.watch(column, what, self._tell_more, init=False)

    def _tell_more(self) -> None:
        self.call_after_refresh(self._say_more)  # once it is known how long the page is

    def _say_more(self) -> None:
        column = self.reading
        if column is not None:
            below = round(column.scroll_offset.y) < column.max_scroll_y
            for bar in self.query(TitleBar):
                bar.tell(tr("more below ▼") if below else "")

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _follow_the_focus(self) -> None:
        self.show_keys()

    def tell_in(self, language: str) -> None:
        """Tell the story in a language from here on; what surrounds it follows."""
        self.story_language = language
        self.app.speak_around(language)
        self.show_keys()

    def title_line(self, left: str, right: str = "") -> None:
        """Write the line at the top; both are text from anywhere."""
        for bar in self.query(TitleBar):
            bar.show(text(left, "bold"), text(right, "$quiet"))

    def own_bindings(self) -> list[Binding]:
        """Return the bindings that are open now, this screen's own before what every screen has."""
        found: dict[str, Binding] = {}
        for kind in type(self).__mro__:
            if issubclass(kind, Page):
                for binding in kind.__dict__.get("BINDINGS", ()):
                    if isinstance(binding, Binding) and binding.description and self._is_open(binding):
                        found.setdefault(binding.action, self._remapped(binding))
        return list(found.values())

    def working_keys(self) -> list[Binding]:
        """Return the open bindings with the keys that do something now: into a line, letters are typed."""
        found = self.own_bindings()
        if not isinstance(self.focused, Input):
            return found
        working = []
        for each in found:
            keys = ",".join(key for key in each.key.split(",") if each.priority or not _is_typed(key))
            if keys:
                working.append(each if keys == each.key else replace(each, key=keys, key_display=None))
        return working

    def _is_open(self, binding: Binding) -> bool:
        _, action, parameters = actions.parse(binding.action)
        return bool(self.check_action(action, parameters))

    def _remapped(self, binding: Binding) -> Binding:
        keys = self.app.own_keys.get(binding.id or "")
        return binding if keys is None else replace(binding, key=keys, key_display=None)

    def work(self, job: Callable[[], Awaitable[None]]) -> None:
        """Do something that takes a while; what a person should be told about it is said."""
        self.run_worker(self._doing(job))

    async def _doing(self, job: Callable[[], Awaitable[None]]) -> None:
        try:
            await job()
        except EncounterError as error:
            for notice in self.query(Notice):
                notice.trouble(error)
        except NoMatches:
            # The screen was left, and its widgets are gone, while this was being done.
            if self.query(KeyBar):
                raise

    def action_open_screen(self, name: str) -> None:
        """Open a screen of the table."""
        kind = screen_class(name)
        if isinstance(self, kind):
            return
        screen = kind.opened_from(self)
        if kind.REPLACES:
            self.app.go(screen)
        else:
            self.app.push_screen(screen)

    def action_leave(self) -> None:
        """Go back, or to the library from a screen that took the place of another."""
        if self.REPLACES:
            self.app.show()
        else:
            self.dismiss(None)

    def on_bar(self, binding: Binding) -> bool:
        """Return whether a binding that is open stands on the key bar; it is in help and palette anyhow."""
        return True

    def show_keys(self) -> None:
        """Write the key bar again, after what is possible has changed."""
        hints = [
            KeyHint(key_name(binding), tr(binding.description), binding.action, binding.key in STAYS)
            for binding in self.working_keys()
            if binding.show and self.on_bar(binding)
        ]
        for bar in self.query(KeyBar):
            bar.show(hints)


class TextPage(Page[Result]):
    """A page with a column to read, which holds the focus."""

    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,pagedown",
            "read(1)",
            "Read on",
            key_display="Space",
            tooltip="Scroll down by most of a page.",
            id="page.read_on",
        ),
        Binding(
            "b,pageup",
            "read(-1)",
            "Read back",
            show=False,
            key_display="b",
            tooltip="Scroll up by most of a page.",
            id="page.read_back",
        ),
    ]

    @property
    def column(self) -> VerticalScroll:
        """What scrolls."""
        return self.query(VerticalScroll).first()

    @on(Mount)
    def _follow_the_length(self) -> None:
        for what in ("virtual_size", "size"):
            self.watch(self.column, what, self._length_changed, init=False)

    def _length_changed(self) -> None:
        self.call_after_refresh(self.show_keys)

    def on_bar(self, binding: Binding) -> bool:
        """Leave out the key that scrolls where all can be seen."""
        return binding.action != "read(1)" or self.column.max_scroll_y > 0

    def action_read(self, by: int) -> None:
        """Scroll by most of a page, down or up."""
        self.column.scroll_relative(y=by * max(1, self.column.size.height - 2), animate=self.app.moves)


class ReadingPage(TextPage[Result]):
    """A page with a column to read, and choices at its end that hold the focus."""

    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """Lay out a page to read, with choices below it. A screen with more than that has its own layout."""
        yield TitleBar()
        with ReadingColumn(can_focus=False):
            yield Static(id="page")
            yield Choices(gap=0)
        yield Notice()
        yield KeyBar()

    @on(Mount)
    def _focus_choices(self) -> None:
        self.query_one(Choices).focus(scroll_visible=False)

    @on(Choices.Beyond)
    def _scroll_a_little(self, event: Choices.Beyond) -> None:
        self.column.scroll_relative(y=3 * event.by, animate=False)

    @on(Choices.Moved)
    def _place_cursor(self) -> None:
        # The terminal's cursor, though hidden, tells a screen reader where one is.
        where = self.query_one(Choices).cursor()
        if where is not None:
            self.app.cursor_position = where

    def action_take(self) -> None:
        """Take the highlighted choice."""
        self.query_one(Choices).action_take()
