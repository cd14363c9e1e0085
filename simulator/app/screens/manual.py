"""A page of the documentation, as it is installed with the program; its links to other pages lead there."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from simulator.app.screens.page import TextPage, TitleBar
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.documentation import linked_page, page_text, readable
from simulator.messages import tr


class ManualScreen(TextPage[None]):
    """Shows a page.

    Args:
        page: its name below the documentation's folder, such as `problems/W03.md`.
        made: the page itself, as Markdown, where it is made of something that is no file there.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "read(-1)", "Read back", show=False, tooltip="Scroll up by most of a page."),
        Binding("b", "before", "Page before", tooltip="Go back to the page that led here."),
        Binding("escape,q", "leave", "Back", key_display="Esc", tooltip="Go back to where you were."),
    ]

    def __init__(self, page: str, made: str | None = None) -> None:
        super().__init__()
        self._read, self._made = [page], made

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield TitleBar()
        with ReadingColumn():
            yield Markdown(open_links=False)
        yield Notice()
        yield KeyBar()

    async def on_mount(self) -> None:
        """Show the page."""
        await self._show()

    @on(Markdown.LinkClicked)
    async def _follow(self, event: Markdown.LinkClicked) -> None:
        page = linked_page(self._read[-1], event.href)
        if page is None:
            # A browser opened from here would open on the machine that the app runs on, which may be a server.
            self.query_one(Notice).say(tr("That leads out of the documentation, to: {href}", href=event.href))
        elif page != self._read[-1]:
            self._read.append(page)
            await self._show()

    async def _show(self) -> None:
        self.title_line(tr("Documentation"), self._read[-1])
        self.query_one(Notice).clear()
        await self.query_one(Markdown).update(self._made or readable(page_text(self._read[-1])))
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.show_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        return len(self._read) > 1 if action == "before" else True

    async def action_before(self) -> None:
        """Go back to the page that led here."""
        self._read.pop()
        await self._show()
