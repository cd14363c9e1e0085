"""A cohort's report, section by section, in the sentences and with the figures of the page that `w` writes."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator import academy
from simulator.app.content import join, text
from simulator.app.screens.page import Page, TitleBar
from simulator.app.typeset import Ruler, SideBySide, Stack
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.errors import EncounterError
from simulator.records.model import Mode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring.cohort import CohortStatistics
    from simulator.academy import Cohort
    from simulator.app.report.sections import ReportSection

WITH_PEOPLE = "With its people, for those who may see them"
WITHOUT_PEOPLE = "Without people, to pass on"
ABOUT = {
    "people": "It contains names, and hidden counts can be worked out from it. To write codes instead of names: "
    "encounter report COHORT --to FILE --pseudonymous",
    "counts": "It tells of no single person, and no hidden count can be worked out from it.",
}
"""What is said of either report before it is written."""


class CohortReportScreen(Page[None]):
    """Shows one section of a cohort's report at a time, and writes all of it as a page.

    Args:
        cohort: whose.
    """

    CSS_PATH = "cohort_report.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "turn(1)", "Next", tooltip="Go to the next section."),
        Binding("p", "turn(-1)", "Previous", tooltip="Go back to the section before."),
        Binding("c", "contents", "Contents", show=False, tooltip="See what the sections are, and go to one."),
        Binding("space", "read(1)", "Read on", key_display="Space", tooltip="Scroll down by most of a page."),
        Binding("m", "mode", "Which runs", tooltip="Go from the report of practice to that of assessments, and back."),
        Binding("w", "write", "Write page", tooltip="Write the report as one page for a browser, for paper, to keep."),
        Binding("b", "read(-1)", "Read back", show=False, tooltip="Scroll up by most of a page."),
        Binding("escape,q", "leave", "Cohort", key_display="Esc", tooltip="Go back to the cohort."),
    ]

    def __init__(self, cohort: Cohort) -> None:
        super().__init__()
        self.cohort = cohort
        self._statistics: CohortStatistics | None = None
        self._sections: list[ReportSection] = []
        self._place = 0
        self._mode: Mode | None = None
        self._loading = True
        self._targets: dict[str, Path] = {}
        self._left = threading.Event()

    @classmethod
    def opened_from(cls, page: Page[Any]) -> CohortReportScreen:
        """Return the screen of the cohort that `page` is about."""
        return cls(page.cohort)

    def compose(self) -> ComposeResult:
        """Lay out the column of a section."""
        yield TitleBar()
        with ReadingColumn():
            yield Static(id="reading")
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Name the cohort, and read its decisions once the frame has been painted."""
        self.title_line(f"{self.cohort.name}: report")
        self._said("the decisions are read")
        self.call_after_refresh(self.work, self._load)

    def on_unmount(self) -> None:
        """Let the thread that still reads come to its end."""
        self._left.set()

    async def _load(self) -> None:
        loop, self._loading = asyncio.get_running_loop(), True

        def progress(words: str) -> None:
            if self._left.is_set():
                raise _ScreenLeftError
            loop.call_soon_threadsafe(self._said, words)

        try:
            self._statistics, self._sections, right = await asyncio.to_thread(self._read, progress)
        except EncounterError as error:
            parts = [text("There is no report to show.", "bold $you"), text(error.message), text(error.mend, "bold")]
            self.query_one("#reading", Static).update(Stack(parts))
            return
        finally:
            self._loading = False
        which = {Mode.PRACTICE: "report of practice", Mode.ASSESSMENT: "report of assessments"}
        self._mode = Mode((self._statistics and self._statistics.mode) or Mode.PRACTICE)
        self.title_line(f"{self.cohort.name}: {which[self._mode]}", right)
        self._place = min(self._place, len(self._sections) - 1)
        await self._show()

    def _read(self, progress: Callable[[str], None]) -> tuple[CohortStatistics, list[ReportSection], str]:
        request = academy.ReportRequest(self.cohort.name, mode=self._mode)
        statistics, _ = academy.statistics_of(
            self.session.opened(), request, self.session.library.rubrics, progress=progress
        )
        # Imported in the thread, because it takes a while; and only now, because the libraries may not be installed.
        from scoring.report import contents
        from simulator.app.report.sections import sections_of

        practice_only = statistics.trainees > 0 and contents.practice_only(statistics)
        return statistics, sections_of(statistics, statistics.scored_by), "practice only" if practice_only else ""

    def _said(self, words: str) -> None:
        """Say how far the reading is."""
        for reading in self.query("#reading").results(Static):
            reading.update(text(f"A moment: {words} …", "$quiet"))

    async def _show(self) -> None:
        """Show the present section from its top."""
        section, last = self._sections[self._place], len(self._sections) - 1
        place = f"{self._place + 1} of {last + 1}" if last else ""
        head = Stack([SideBySide([text(section.title, "bold $you"), text(place, "$quiet")]), Ruler()])
        blocks = [head, *section.build()]
        if self._place < last:
            following = text(f"goes on to: {self._sections[self._place + 1].title}", "$quiet")
            blocks.append(join([text("n", "bold"), following], " "))
        column = self.query_one(VerticalScroll)
        async with self.batch():
            await column.remove_children()
            await column.mount_all(Static(block) for block in blocks)
            column.scroll_home(animate=False)
        # The terminal's cursor, though hidden, tells a screen reader where one is.
        self.app.cursor_position = column.content_region.offset
        self.query_one(Notice).clear()
        self.show_keys()
        self.call_after_refresh(self.show_keys)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        if action == "turn":
            return self._place + 1 < len(self._sections) if parameters == (1,) else self._place > 0
        if action == "mode":
            return not self._loading
        if action == "contents":
            return len(self._sections) > 1
        if action == "write":
            return self._statistics is not None and self._statistics.trainees > 0
        return True

    def on_bar(self, binding: Binding) -> bool:
        """Leave out the key that scrolls where all can be seen."""
        return binding.action != "read(1)" or self.query_one(VerticalScroll).max_scroll_y > 0

    def on_resize(self) -> None:
        """Say whether there is more to read now."""
        self.call_after_refresh(self.show_keys)

    async def action_turn(self, by: int) -> None:
        """Go to another section."""
        if 0 <= self._place + by < len(self._sections):
            self._place += by
            await self._show()

    async def action_mode(self) -> None:
        """Report the other mode: practice and assessment are never combined."""
        self._mode = Mode.PRACTICE if self._mode is Mode.ASSESSMENT else Mode.ASSESSMENT
        self._loading = True
        column = self.query_one(VerticalScroll)
        async with self.batch():
            await column.remove_children()
            await column.mount(Static(id="reading"))
        self._said("the decisions are read")
        self.work(self._load)

    def action_contents(self) -> None:
        """Ask for a section."""
        self.work(self._pick)

    async def _pick(self) -> None:
        from simulator.app.screens.pick import pick

        answer = await pick(self.app, "Which section?", {str(at): each.title for at, each in enumerate(self._sections)})
        if answer is not None:
            self._place = int(answer)
            await self._show()

    def action_read(self, by: int) -> None:
        """Scroll by most of a page."""
        column = self.query_one(VerticalScroll)
        column.scroll_relative(y=by * max(1, column.size.height - 2), animate=self.app.moves)

    def action_write(self) -> None:
        """Ask where the page goes, and write it there."""
        self.work(self._write)

    async def _write(self) -> None:
        from simulator.app.screens.pick import pick
        from simulator.app.screens.save_as import ask_file
        from simulator.views.file_names import proposed_file

        if self._statistics is None:
            return
        self.query_one(Notice).clear()
        which = await pick(self.app, "Which report?", {"people": WITH_PEOPLE, "counts": WITHOUT_PEOPLE})
        if which is None:
            return
        about = f"One file for any browser and for paper; it needs no network. {ABOUT[which]}"
        kind = "report" if which == "people" else "report-without-people"
        proposed = self._targets.get(which) or proposed_file(self.cohort.name, kind)
        target = await ask_file(self.app, f"{self.cohort.name}: report", about, proposed, academy.page_named)
        if target is None:
            return
        self._targets[which] = target
        if which == "people":
            await asyncio.to_thread(academy.write_report, self._statistics, target, at=self.session.clock())
        else:
            await asyncio.to_thread(self._publish, target)
        self.query_one(Notice).say(f"Written: {target}. Open it in any browser, or print it.")

    def _publish(self, target: Path) -> None:
        """Write the report without people, and keep in the register what it tells."""
        store, at = self.session.opened(), self.session.clock()
        request = academy.ReportRequest(self.cohort.name, mode=self._mode)
        counts = academy.counts_of(store, request, self.session.library.rubrics)
        academy.write_report(counts, target, at=at)
        academy.keep_publication(store, self.cohort.name, "report without people", counts.told, at=at)


class _ScreenLeftError(Exception):
    """Ends the reading of a report that nobody waits for any more."""
