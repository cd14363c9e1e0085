"""Progress: each criterion over time, what is due, and every run to look back on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.charts import LABEL_CELLS, NOT_ASSESSED, WORD_CELLS, band_style, one_word, spark
from simulator.app.content import join, prose, raw, text
from simulator.app.screen_table import SCREENS
from simulator.app.screens.page import ReadingPage
from simulator.app.start import StartRequest
from simulator.app.typeset import Hanging, Indented, Measured, Ruler, Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.notice import Notice
from simulator.errors import EncounterError
from simulator.messages import tr
from simulator.views.overview import TraineeOverview, calendar_of, courses
from simulator.views.runs import record_line, run_cells, run_line

if TYPE_CHECKING:
    from simulator.records.kept_campaigns import CampaignRecord
    from simulator.records.store import RunRecord
    from simulator.training.progress import CriterionProgress

MOST_POINTS = 10
MOST_RUNS = 30
WIDE_BAR = 72
"""From this many columns on, the key bar has room for five keys."""


class ProgressScreen(ReadingPage[None]):
    """Shows what a trainee has done, and what follows from it."""

    CSS_PATH = "progress.tcss"
    REPLACES = True
    HORIZONTAL_BREAKPOINTS = [(0, "-medium"), (110, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Look back", tooltip="Look back on the highlighted run, or go on with it."),
        Binding(
            "x",
            "discard",
            "Discard",
            tooltip="Discard the highlighted unfinished run: it leaves the lists.",
        ),
        Binding(
            "u",
            "bring_back",
            "Bring back",
            show=False,
            tooltip="Put what you discarded back into the lists.",
        ),
        SCREENS["notes"],
        Binding("escape,q", "leave", "Library", key_display="Esc", tooltip="Go to the library."),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._runs: dict[str, RunRecord] = {}
        self._discarded: list[RunRecord | CampaignRecord] = []

    def on_mount(self) -> None:
        """Gather the figures once the frame has been painted."""
        self.title_line(tr("Progress"))
        self.call_after_refresh(self.work, self._load)

    def say_anew(self) -> None:
        """Read everything again, and say it."""
        self.on_mount()

    async def _load(self) -> None:
        try:
            await self.app.opened()
        except EncounterError:
            self.query_one("#page", Static).update(
                text(tr("Your records are not open, so there is nothing to show."), "bold")
            )
            raise
        overview = await asyncio.to_thread(self.session.overview)
        self._discarded = await asyncio.to_thread(self.session.discarded)
        name = self.session.trainee.name if self.session.trainee else ""
        self.title_line(tr("Progress"), name)
        titles = self.session.titles()
        self._runs = {run.id: run for run in overview.runs[:MOST_RUNS]}
        self.query_one("#page", Static).update(progress_page(overview, titles, self.session.clock()))
        self.query_one(Choices).show(
            [
                Option(run.id, run_line(run, title), spoken=False, cells=() if run.void else run_cells(run, title))
                for run in self._runs.values()
                for title in (titles.get(run.scenario_id, run.scenario_id),)
            ]
        )
        self.show_keys()

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        run = self._runs[event.option.id]
        if run.finished:
            self.app.show(StartRequest(debrief=run.id))
        else:
            self.app.show(StartRequest(resume=run.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        if action == "take":
            return bool(self._runs)
        if action == "discard":
            return any(not run.finished for run in self._runs.values())
        if action == "bring_back":
            return bool(self._discarded)
        return True

    def action_discard(self) -> None:
        """Put the highlighted run out of the lists."""
        choices = self.query_one(Choices)
        if 0 <= choices.place < len(self._runs) and choices.reached():
            self.work(partial(self._discard, list(self._runs)[choices.place]))

    async def _discard(self, run_id: str) -> None:
        await asyncio.to_thread(self.session.discard, run_id)
        await self._load()
        said = tr("Discarded. It is out of the lists, and stays in the record.")
        self.query_one(Notice).say(f"{said} {tr('u brings it back.')}")

    def action_bring_back(self) -> None:
        """Ask which discarded run is to be in the lists again."""
        self.work(self._bring_back)

    async def _bring_back(self) -> None:
        from simulator.app.screens.pick import pick

        titles = self.session.titles()
        runs = {each.id: record_line(each, titles) for each in self._discarded}
        wanted = await pick(self.app, tr("Which run is to be in the lists again?"), runs)
        if wanted is not None:
            await asyncio.to_thread(self.session.take_up, wanted)
            await self._load()
            self.query_one(Notice).say(tr("It is in the lists again."))


def progress_page(overview: TraineeOverview, titles: Mapping[str, str], now: datetime) -> Visual:
    """Return the page above the runs; `titles` names scenarios by id."""
    if not overview.runs:
        return Stack(
            [
                text(tr("Nothing here yet"), "bold $you"),
                prose(
                    tr(
                        "Play an encounter to its ending, and this page shows how you do on each criterion over "
                        "time. Esc goes to the library."
                    )
                ),
            ],
            gap=1,
        )
    parts: list[Visual] = []
    if overview.next:
        lines = [Stack([text(each.title, "bold"), Indented(text(each.reason, "$quiet"), 2)]) for each in overview.next]
        parts.append(Stack([text(tr("Practise next"), "bold $you"), Ruler(), *lines]))
    due = calendar_of(overview.attempts.values(), titles, now)
    if due:
        days, late = max(cell_len(each.day) for each in due), cell_len(tr("due now")) * any(each.now for each in due)
        dates = [
            Hanging(
                prose(", ".join(each.titles), "bold"),
                days + 3 + (late + 3 if late else 0),
                join([raw(f"{each.day:>{days}}"), text(tr("due now") * each.now, "$you")], "   "),
            )
            for each in due
        ]
        parts.append(Stack([text(tr("When each is due again"), "bold $you"), Ruler(), *dates]))
    parts.append(
        Stack(
            [
                text(tr("Each criterion over time"), "bold $you"),
                Ruler(),
                prose(
                    tr(
                        "Conduct from 0 to 100, run by run, oldest first: ▁ is 0, ▄ is 50 and █ is 100. n counts the "
                        "opportunities. Unsure: with other raters the word might be different. Reliable enough for "
                        "practice only."
                    ),
                    "$quiet",
                ),
            ]
        )
    )
    parts += [
        Stack([text(title, "bold"), *map(criterion_course, those)])
        for title, those in courses(overview.progress).items()
    ]
    more = [
        prose(
            tr(
                "The {most} newest of {count}; all of them: encounter runs",
                most=MOST_RUNS,
                count=len(overview.runs),
            ),
            "$quiet",
        )
    ]
    shown = more if len(overview.runs) > MOST_RUNS else []
    parts.append(Stack([text(tr("Your runs"), "bold $you"), Ruler(), *shown]))
    return Stack(parts, gap=1)


def criterion_course(each: CriterionProgress) -> Visual:
    """Return one criterion on a line: name, course, figure, word and n."""
    name = raw(f"{tr(each.title):<{LABEL_CELLS}}")
    if each.tally.anchored is None:
        return join([name, text(tr(NOT_ASSESSED), "$quiet")], "  ")
    figure = raw(f"{each.tally.anchored:>3.0f}", "bold")
    word = raw(f"{one_word(each.bands):<{WORD_CELLS}}")
    count = text(f"n = {each.tally.n}", "$quiet")

    def build(width: int) -> Visual:
        room = width - sum(part.cell_length + 2 for part in (name, figure, word, count))
        points = each.points[-max(1, min(MOST_POINTS, room)) :]
        course = spark([point.anchored for point in points], band_style(each.bands))
        return join(
            [name, course.pad_right(max(0, min(MOST_POINTS, room) - course.cell_length)), figure, word, count], "  "
        )

    return Measured(build)
