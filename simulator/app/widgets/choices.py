"""The numbered choices of a scene: digits, arrows with Enter, or the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click
from textual.geometry import Offset
from textual.message import Message
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.content import join, prose, quoted, raw, text
from simulator.app.typeset import Hanging, Stack


@dataclass(frozen=True, slots=True)
class Option:
    """A choice to show.

    Attributes:
        id: the choice's id.
        words: what is said or done.
        spoken: whether it is words rather than an action.
        open: whether it can be taken.
        reason: why it cannot, where it is shown all the same.
    """

    id: str
    words: str
    spoken: bool
    open: bool = True
    reason: str = ""


class ChoiceItem(Static):
    """One choice, with its number."""

    class Hovered(Message):
        """The pointer came over an open choice."""

        def __init__(self, item: ChoiceItem) -> None:
            super().__init__()
            self.item = item

    class Clicked(Message):
        """An open choice was clicked."""

        def __init__(self, item: ChoiceItem) -> None:
            super().__init__()
            self.item = item

    ALLOW_SELECT = False
    number = 0
    option = Option("", "", spoken=False)

    def show(self, number: int, option: Option) -> None:
        """Show a choice in place of the one before."""
        self.number, self.option = number, option
        self.display = True
        self.set_class(not option.open, "-closed")
        self.remove_class("-highlighted")
        self.update(self._drawn(highlighted=False))

    def highlight(self, *, on: bool) -> None:
        """Mark or unmark this choice; by a sign as well as by colour."""
        self.set_class(on, "-highlighted")
        self.update(self._drawn(highlighted=on), layout=False)

    def seen(self) -> bool:
        """Return whether its first line can be seen."""
        if not self.is_on_screen:
            return False
        place = self.screen.find_widget(self)
        return place.clip.y <= place.region.y < place.clip.bottom

    def on_enter(self) -> None:
        """Tell that the pointer is here."""
        if self.option.open:
            self.post_message(self.Hovered(self))

    def on_click(self, event: Click) -> None:
        """Tell that this was clicked."""
        event.stop()
        if self.option.open:
            self.post_message(self.Clicked(self))

    def _drawn(self, *, highlighted: bool) -> Visual:
        option = self.option
        sign = raw("›" if highlighted else " ", "bold $you")
        if not option.open:
            words = prose(option.words, "$quiet")
            reason = join([text("Not open:", "bold $quiet"), text(option.reason, "$quiet")], " ")
            return Hanging(Stack([words, reason]), 5, join([sign, raw(" –", "$quiet")]))
        words = quoted(option.words) if option.spoken else prose(option.words)
        return Hanging(words, 5, join([sign, raw(f" {self.number}", "bold $you")]))


class Choices(Vertical, can_focus=True):
    """The choices of one scene; its content is replaced, never the widget."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("enter", "take", show=False),
        *(Binding(str(digit), f"number({digit})", show=False) for digit in range(1, 10)),
    ]
    DEFAULT_CSS = """
    Choices { height: auto; }
    ChoiceItem { height: auto; padding: 0 2 0 0; margin-bottom: 1; color: $foreground; }
    ChoiceItem.-highlighted { background: $mark; }
    ChoiceItem.-closed { color: $quiet; }
    """

    class Taken(Message):
        """A choice was taken."""

        def __init__(self, option: Option) -> None:
            super().__init__()
            self.option = option

    class Beyond(Message):
        """An arrow points past the first or last choice, or to one that is out of sight: scroll."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Moved(Message):
        """The highlight stands on another choice."""

        def __init__(self, item: ChoiceItem) -> None:
            super().__init__()
            self.item = item

    def __init__(self) -> None:
        super().__init__()
        self._items: list[ChoiceItem] = []
        self._at = -1

    @property
    def highlighted(self) -> ChoiceItem | None:
        """The choice that Enter would take."""
        return self._items[self._at] if 0 <= self._at < len(self._items) else None

    @property
    def place(self) -> int:
        """Where the highlight stands, from 0; -1 where nothing is open."""
        return self._at

    def go_to(self, place: int) -> None:
        """Move the highlight to a place, if a choice is open there."""
        if 0 <= place < len(self._items) and self._items[place].option.open:
            self._move(place)

    async def show(self, options: Sequence[Option]) -> None:
        """Replace the choices; open ones are numbered from 1 in the order given."""
        spare = list(self.query_children(ChoiceItem))
        fresh = [ChoiceItem() for _ in options[len(spare) :]]
        if fresh:
            await self.mount_all(fresh)
        every = [*spare, *fresh]
        number = 0
        for item, option in zip(every, options, strict=False):
            number += option.open
            item.show(number, option)
        for item in every[len(options) :]:
            item.display = False
        self._items = every[: len(options)]
        self._at = next((place for place, item in enumerate(self._items) if item.option.open), -1)
        if self.highlighted is not None:
            self.highlighted.highlight(on=True)

    def action_step(self, by: int) -> None:
        """Move the highlight to the next open choice; scroll to it first where it cannot be seen."""
        places = [place for place, item in enumerate(self._items) if item.option.open]
        here = places.index(self._at) if self._at in places else 0
        beyond = not 0 <= here + by < len(places)
        if beyond or not self._items[self._at].seen():
            self.post_message(self.Beyond(by))
        else:
            self._move(places[here + by])

    def action_take(self) -> None:
        """Take the highlighted choice; one that cannot be seen is brought into view instead."""
        item = self.highlighted
        if item is not None:
            if item.seen():
                self.post_message(self.Taken(item.option))
            else:
                self._move(self._at)

    def action_number(self, number: int) -> None:
        """Take the choice of that number; one that cannot be seen is brought into view instead."""
        for place, item in enumerate(self._items):
            if item.option.open and item.number == number:
                seen = item.seen()
                self._move(place)
                if seen:
                    self.action_take()

    @on(ChoiceItem.Hovered)
    def _hovered(self, event: ChoiceItem.Hovered) -> None:
        event.stop()
        self._move(self._items.index(event.item), scroll=False)

    @on(ChoiceItem.Clicked)
    def _clicked(self, event: ChoiceItem.Clicked) -> None:
        event.stop()
        self._move(self._items.index(event.item), scroll=False)
        self.action_take()

    def cursor(self) -> Offset | None:
        """Return where on the screen the highlighted choice begins."""
        item = self.highlighted
        return None if item is None else item.region.offset + Offset(1, 0)

    def _move(self, place: int, *, scroll: bool = True) -> None:
        if place != self._at:
            if self.highlighted is not None:
                self.highlighted.highlight(on=False)
            self._at = place
            self._items[place].highlight(on=True)
        if scroll:
            self._items[place].scroll_visible(animate=False)
        self.post_message(self.Moved(self._items[place]))
