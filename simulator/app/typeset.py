"""Typography for a terminal: visuals that stack, hang and flow text without breaking it up.

Widgets show one visual each, so that a turn of talk or a debrief's decision is one widget however
many paragraphs it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Hanging(Visual):
    """A body that hangs from its first line: beside a number, or below a speaker's name.

    Args:
        body: the text; all lines but the first start at `indent`.
        indent: cells from the left edge.
        lead: stands at the left of the first line. Without it, that line starts at the edge.
    """

    def __init__(self, body: Visual, indent: int, lead: Content | None = None) -> None:
        self.body = body
        self.indent = indent
        self.lead = lead

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width at which nothing wraps."""
        return self.indent + self.body.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the height at `width`."""
        return max(1, self.body.get_height(rules, max(1, width - self.indent)))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw the first line after its lead, and the others below the body."""
        lines = self.body.render_strips(max(1, width - self.indent), None, style, options) or [Strip.blank(0)]
        blank = Content(" " * self.indent).render_strips(self.indent, 1, style, options)
        if self.lead is None:
            first = lines[:1]
        else:
            lead = self.lead.truncate(self.indent).pad_right(max(0, self.indent - self.lead.cell_length))
            first = [Strip.join([*lead.render_strips(self.indent, 1, style, options), lines[0]])]
        strips = first + [Strip.join([*blank, line]) for line in lines[1:]]
        return strips if height is None else strips[:height]


class Indented(Visual):
    """A body moved in from the left edge.

    Args:
        body: what is shown.
        indent: cells from the left edge.
    """

    def __init__(self, body: Visual, indent: int) -> None:
        self.body = body
        self.indent = indent

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width at which nothing wraps."""
        return self.indent + self.body.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the height at `width`."""
        return self.body.get_height(rules, max(1, width - self.indent))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw the body."""
        blank = Content(" " * self.indent).render_strips(self.indent, 1, style, options)
        lines = self.body.render_strips(max(1, width - self.indent), height, style, options)
        return [Strip.join([*blank, line]) for line in lines]


class Ruler(Visual):
    """A thin line from edge to edge."""

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return nothing: a rule is as wide as what it stands with."""
        return 0

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return one line."""
        return 1

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw the line."""
        return Content.styled("─" * width, "$rule").render_strips(width, 1, style, options)


class Stack(Visual):
    """Visuals one below the other.

    Args:
        parts: from the top; empty `Content` is left out.
        gap: blank lines between two parts.
    """

    def __init__(self, parts: Iterable[Visual], gap: int = 0) -> None:
        self.parts = [part for part in parts if not isinstance(part, Content) or part]
        self.gap = gap

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width at which nothing wraps."""
        return max((part.get_optimal_width(rules, container_width) for part in self.parts), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the height at `width`."""
        gaps = self.gap * max(0, len(self.parts) - 1)
        return gaps + sum(part.get_height(rules, width) for part in self.parts)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw each part in turn."""
        strips: list[Strip] = []
        for number, part in enumerate(self.parts):
            if number:
                strips += [Strip.blank(0)] * self.gap
            strips += part.render_strips(width, None, style, options)
        return strips if height is None else strips[:height]


class SideBySide(Visual):
    """Short items side by side, as many as fit a line; an item is never broken in two.

    Args:
        items: in reading order; empty ones are left out.
        gap: blanks between two items of a line.
        between: what stands there instead of blanks.
    """

    def __init__(self, items: Iterable[Content], gap: int = 3, between: str = "") -> None:
        self.items = [item for item in items if item]
        self.between = Content(between or " " * gap)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width of all items on one line."""
        gaps = self.between.cell_length * max(0, len(self.items) - 1)
        return sum(item.cell_length for item in self.items) + gaps

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the height at `width`."""
        return sum(line.get_height(rules, width) for line in self._lines(width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw line after line."""
        strips = [strip for line in self._lines(width) for strip in line.render_strips(width, None, style, options)]
        return strips if height is None else strips[:height]

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for item in self.items:
            if lines and lines[-1].cell_length + self.between.cell_length + item.cell_length <= width:
                lines[-1] = Content("").join([lines[-1], self.between, item])
            else:
                lines.append(item)
        return lines


class Columns(Visual):
    """Two visuals beside each other where there is room for both, one below the other where there is not.

    Args:
        left, right: in reading order.
        room: the width from which they stand beside each other.
    """

    GAP = 4

    def __init__(self, left: Visual, right: Visual, *, room: int) -> None:
        self.left, self.right = left, right
        self.room = room
        self._below = Stack([left, right], gap=1)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width on offer: they fit themselves to that."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the height at `width`."""
        if width < self.room:
            return self._below.get_height(rules, width)
        cells = (width - self.GAP) // 2
        return max(self.left.get_height(rules, cells), self.right.get_height(rules, cells))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw the lines of both, each at its place."""
        if width < self.room:
            return self._below.render_strips(width, height, style, options)
        cells = (width - self.GAP) // 2
        left, right = (each.render_strips(cells, None, style, options) for each in (self.left, self.right))
        beside = zip_longest(left, right, fillvalue=Strip.blank(0))
        wide = cells + self.GAP
        strips = [Strip.join([one.adjust_cell_length(wide, style.rich_style), other]) for one, other in beside]
        return strips if height is None else strips[:height]


class Measured(Visual):
    """Something drawn for the width it is given: bars, columns, curves.

    Args:
        build: makes the visual for a width in cells.
    """

    def __init__(self, build: Callable[[int], Visual]) -> None:
        self._build = build
        self._built: tuple[int, Visual] | None = None

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width on offer: it fits itself to that."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the height at `width`."""
        return self._for(width).get_height(rules, width)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw what was built for `width`."""
        return self._for(width).render_strips(width, height, style, options)

    def _for(self, width: int) -> Visual:
        if self._built is None or self._built[0] != width:
            self._built = (width, self._build(width))
        return self._built[1]
