"""The numbered choices of a scene: digits, arrows with Enter, or the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.css.styles import RulesMap
from textual.events import Click, Key, MouseMove
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget

from simulator.app.content import join, narration, quoted, raw, text
from simulator.app.typeset import Hanging, Measured, Stack
from simulator.app.widgets.digits import foreign_digit
from simulator.messages import tr

if TYPE_CHECKING:
    from simulator.encounter.run import Run

INDENT = 5
GAP = 3


@dataclass(frozen=True, slots=True)
class Option:
    """A choice to show.

    Attributes:
        id: the choice's id.
        words: what is said or done.
        spoken: whether it is words rather than an action.
        open: whether it can be taken.
        reason: why it cannot, where it is shown all the same.
        cells: the words in columns, for a list whose rows fit a line each; () where there are none.
    """

    id: str
    words: str
    spoken: bool
    open: bool = True
    reason: str = ""
    cells: tuple[str, ...] = ()


def offered(run: Run) -> list[Option]:
    """Return what a run offers now, open or closed."""
    return [
        Option(offer.choice.id, run.fill(offer.choice.text), offer.choice.spoken, offer.open, run.fill(offer.reason))
        for offer in run.offers()
    ]


class Choices(Widget, can_focus=True):
    """The choices of one scene, drawn as one widget: moving the highlight draws two of them again.

    Args:
        gap: blank lines between two choices.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("enter", "take", show=False),
        *(Binding(str(digit), f"number({digit})", show=False) for digit in range(1, 10)),
    ]
    DEFAULT_CSS = """
    Choices { height: auto; color: $foreground; }
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

    def __init__(self, *, gap: int = 1) -> None:
        super().__init__()
        self._gap = gap
        self._options: tuple[Option, ...] = ()
        self._rows: _ChoiceRows = _ChoiceRows((), gap)
        self._at = -1

    @property
    def numbered(self) -> list[tuple[int, Option]]:
        """The choices in the order shown, each with its number; 0 if it is not open."""
        return list(zip(self._rows.numbers, self._options, strict=True))

    @property
    def place(self) -> int:
        """Where the highlight stands, from 0; -1 if nothing is open."""
        return self._at

    def show(self, options: Sequence[Option]) -> None:
        """Replace the choices; open ones are numbered from 1 in the order given."""
        self._options = tuple(options)
        self._rows = _ChoiceRows(self._options, self._gap)
        self._at = next((place for place, option in enumerate(options) if option.open), -1)
        self._rows.highlighted = self._at
        self.refresh(layout=True)

    def go_to(self, place: int) -> None:
        """Move the highlight to a place, if a choice is open there."""
        if 0 <= place < len(self._options) and self._options[place].open:
            self._move(place)

    def keep_seen(self) -> None:
        """Bring the highlight into view, where somebody moved it on from the first choice."""
        if any(option.open for option in self._options[: max(self._at, 0)]) and not self._seen(self._at, whole=True):
            self._bring_into_view(self._at)

    def cursor(self) -> Offset | None:
        """Return where on the screen the highlighted choice begins."""
        return None if self._at < 0 else self.content_region.offset + Offset(1, self._span(self._at)[0])

    def reached(self) -> bool:
        """Return whether the highlight can be seen; where it cannot, bring it there: nothing is done unseen."""
        seen = self._seen(self._at)
        if not seen:
            self._move(self._at)
        return seen

    def below(self) -> int:
        """Return how many open choices begin further down than can be seen."""
        if not self._options or not self.is_on_screen:
            return 0
        bottom = self.screen.find_widget(self).clip.bottom - self.content_region.y
        spans = self._rows.spans(self.content_size.width)
        return sum(option.open and top >= bottom for option, (top, _) in zip(self._options, spans, strict=True))

    def render(self) -> Visual:
        """Draw all choices."""
        return self._rows

    def action_step(self, by: int) -> None:
        """Move the highlight to the next open choice; scroll to it first where it cannot be seen."""
        places = [place for place, option in enumerate(self._options) if option.open]
        here = places.index(self._at) if self._at in places else 0
        if not 0 <= here + by < len(places) or not self._seen(self._at):
            self.post_message(self.Beyond(by))
        else:
            self._move(places[here + by])

    def action_take(self) -> None:
        """Take the highlighted choice; one that cannot be seen is brought into view instead."""
        if self._at >= 0 and self.reached():
            self.post_message(self.Taken(self._options[self._at]))

    def action_number(self, number: int) -> None:
        """Take the choice of that number; one that cannot be seen is brought into view instead."""
        if number in self._rows.numbers:
            place = self._rows.numbers.index(number)
            seen = self._seen(place)
            self._move(place)
            if seen:
                self.action_take()

    def on_key(self, event: Key) -> None:
        """Take digits of any script, as an input method gives them, for the keys of ASCII."""
        digit = foreign_digit(event)
        if digit is not None:
            event.stop()
            self.action_number(digit)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Highlight the choice under the pointer."""
        place = self._rows.place_of(event.y, self.content_size.width)
        if place is not None and self._options[place].open and place != self._at:
            self._move(place, scroll=False)

    def on_click(self, event: Click) -> None:
        """Take the choice that was clicked."""
        place = self._rows.place_of(event.y, self.content_size.width)
        if place is not None and self._options[place].open:
            self._move(place, scroll=False)
            self.action_take()

    def _move(self, place: int, *, scroll: bool = True) -> None:
        if place != self._at:
            for changed in (self._at, place):
                top, height = self._span(changed)
                self.refresh(Region(0, top, self.size.width, height))
            self._at = self._rows.highlighted = place
        if scroll and not self._seen(place, whole=True):
            self._bring_into_view(place)
        self.post_message(self.Moved())

    def _span(self, place: int) -> tuple[int, int]:
        return self._rows.spans(self.content_size.width)[place]

    def _seen(self, place: int, *, whole: bool = False) -> bool:
        """Whether a choice's first line is on the screen, or all of it."""
        if not self.is_on_screen:
            return False
        top, height = self._span(place)
        top += self.content_region.y
        clip = self.screen.find_widget(self).clip
        return clip.y <= top and (top + height <= clip.bottom if whole else top < clip.bottom)

    def _bring_into_view(self, place: int) -> None:
        top, height = self._span(place)
        for container in self.ancestors:
            if isinstance(container, VerticalScroll):
                region = Region(0, self.virtual_region.y + top, self.size.width, height)
                container.scroll_to_region(region, animate=False, force=True)
                return


class _ChoiceRows(Visual):
    """All choices, one below the other."""

    def __init__(self, options: Sequence[Option], gap: int) -> None:
        self.numbers: list[int] = []
        for option in options:
            self.numbers.append(max(self.numbers, default=0) + 1 if option.open else 0)
        self.highlighted = -1
        self._gap = gap
        columns = _widths([option.cells for option in options if option.cells])
        self._bodies = [_body(option, columns) for option in options]
        self._spans: tuple[int, list[tuple[int, int]]] = (-1, [])
        self._drawn: dict[tuple[int, int, bool, Style], list[Strip]] = {}

    def spans(self, width: int) -> list[tuple[int, int]]:
        """Return (first line, lines) of each choice at a width."""
        if self._spans[0] != width:
            spans, top = [], 0
            for body in self._bodies:
                height = max(1, body.get_height({}, max(1, width - INDENT - 1)))
                spans.append((top, height))
                top += height + self._gap
            self._spans = (width, spans)
        return self._spans[1]

    def place_of(self, y: int, width: int) -> int | None:
        """Return which choice stands on a line."""
        found = (place for place, (top, height) in enumerate(self.spans(width)) if top <= y < top + height)
        return next(found, None)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width on offer."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the height at `width`."""
        return sum(height for _, height in self.spans(width)) + self._gap * len(self._bodies)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw every choice; the highlighted one is marked by a sign as well as by its ground."""
        strips: list[Strip] = []
        for place in range(len(self._bodies)):
            strips += self._row(place, width, style, options)
            strips += [Strip.blank(0)] * self._gap
        return strips

    def _row(self, place: int, width: int, style: Style, options: RenderOptions) -> list[Strip]:
        marked = place == self.highlighted
        key = (place, width, marked, style)
        if key not in self._drawn:
            number = f" {self.numbers[place]}" if self.numbers[place] else " –"
            lead = join([raw("›" if marked else " "), raw(number)])
            lead = lead.stylize("bold $you" if self.numbers[place] else "$quiet")
            ground = style + options.get_style("on $mark") if marked else style
            strips = Hanging(self._bodies[place], INDENT, lead).render_strips(width - 1, None, ground, options)
            self._drawn[key] = (
                [each.extend_cell_length(width, ground.rich_style) for each in strips] if marked else strips
            )
        return self._drawn[key]


def _widths(rows: Sequence[tuple[str, ...]]) -> list[int]:
    """Return how wide each column is; none where there are no rows."""
    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]


def _body(option: Option, columns: Sequence[int]) -> Visual:
    if option.cells:
        cells = [raw(cell).pad_right(wide - cell_len(cell)) for cell, wide in zip(option.cells, columns, strict=True)]
        row, words = join(cells, " " * GAP), narration(option.words)
        fits = sum(columns) + GAP * (len(columns) - 1)
        return Measured(lambda width: row if fits <= width else words)
    if option.open:
        return quoted(option.words) if option.spoken else narration(option.words)
    reason = join([text(tr("Not open:"), "bold $quiet"), text(option.reason, "$quiet")], " ")
    return Stack([narration(option.words, "$quiet"), reason])
