"""One member of a cohort: how they stand with each assignment, and their runs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.visual import Visual
from textual.widgets import Static

from simulator import academy
from simulator.app.content import prose, raw, text
from simulator.app.members import STYLES
from simulator.app.screens.page import ReadingPage
from simulator.app.typeset import Hanging, Ruler, SideBySide, Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.notice import Notice
from simulator.views.runs import run_line

if TYPE_CHECKING:
    from simulator.academy import Assignment, Cohort, MemberView, RunFigure
    from simulator.records.model import RunRecord


class MemberScreen(ReadingPage[None]):
    """Shows a member; taking a run opens it beside the class.

    Args:
        cohort: the class.
        view: the member.
        assignments: the cohort's.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Open", tooltip="See the highlighted run beside the class, and rate it."),
        Binding(
            "x",
            "adjust",
            "Other terms",
            tooltip="Give this member a later date, more attempts or longer timers; you are asked why.",
        ),
        Binding("escape,q", "leave", "Cohort", key_display="Esc", tooltip="Go back to the cohort."),
    ]

    def __init__(self, cohort: Cohort, view: MemberView, assignments: Sequence[Assignment]) -> None:
        super().__init__()
        self.cohort = cohort
        self.view = view
        self.assignments = assignments

    def on_mount(self) -> None:
        """Name the member."""
        self.title_line(self.view.member.name, self.cohort.name)

    @on(ScreenResume)
    def _shown_again(self) -> None:
        """Look for the runs once the frame has been painted, and again when one comes back."""
        self.call_after_refresh(self.work, self._load)

    def _standing(self) -> MemberView:
        every = academy.overview(self.session.opened(), self.cohort, now=self.session.clock()).members
        return next((each for each in every if each.member.id == self.view.member.id), self.view)

    def _runs(self) -> tuple[list[RunRecord], Mapping[str, Sequence[RunFigure]], list[Assignment]]:
        store, member = self.session.opened(), self.view.member.id
        with store.reading() as connection:
            own = academy.adjusted_for(self.assignments, member, connection)
        runs = academy.runs_of_member(store, self.cohort, member)
        return runs, academy.figures_of_member(store, self.cohort, member), own

    async def _load(self) -> None:
        self.view = await asyncio.to_thread(self._standing)
        runs, figures, own = await asyncio.to_thread(self._runs)
        titles = self.session.titles()
        self.query_one("#page", Static).update(member_page(self.view, own, titles, bool(runs)))
        self.query_one(Choices).show(
            [
                Option(
                    run.id,
                    run_line(run, titles.get(run.scenario_id, run.scenario_id), figures.get(run.id, ())),
                    spoken=False,
                )
                for run in runs
            ]
        )
        self.show_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        if action == "adjust":
            return bool(self.assignments)
        return any(each.numbered for each in self.query(Choices)) if action == "take" else True

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        from simulator.app.screens.run_beside_class import RunBesideClassScreen

        self.app.push_screen(RunBesideClassScreen(self.cohort, event.option.id), self._say)

    def _say(self, said: str | None) -> None:
        if said:
            self.query_one(Notice).say(said)

    def action_adjust(self) -> None:
        """Ask what is to hold for this member alone."""
        self.work(self._adjust)

    async def _adjust(self) -> None:
        from simulator.app.screens.deciding import ask_adjustment

        self.session.who()
        titles = dict(self.session.titles())
        held = await ask_adjustment(self.app, self.cohort, self.view.member, self.assignments, titles)
        if held is not None:
            await self._load()
            self.query_one(Notice).say(f"For {self.view.member.name}: {held}.")


def member_page(view: MemberView, assignments: Sequence[Assignment], titles: Mapping[str, str], played: bool) -> Visual:
    """Return the page above the runs."""
    member = view.member
    known = [raw(each, "$quiet") for each in (member.external_id, member.email) if each]
    lines: list[Visual] = []
    for each in assignments:
        word = str(view.standing[each.id])
        name = text(titles.get(each.scenario_id, each.scenario_id), "bold")
        items = [name, text(word, STYLES.get(word, "$foreground")), text(each.terms, "$quiet")]
        lines.append(Hanging(SideBySide(items, gap=2), 2, raw("• ", "$quiet")))
    if not lines:
        lines.append(prose("Nothing is assigned.", "$quiet"))
    head = [text(member.name, "bold"), SideBySide(known)] if known else [text(member.name, "bold")]
    runs: list[Visual] = [text("Runs that count for this cohort", "bold $you"), Ruler()]
    if not played:
        runs.append(prose("None yet.", "$quiet"))
    return Stack(
        [Stack(head), Stack([text("What is assigned", "bold $you"), Ruler(), *lines]), Stack(runs)],
        gap=1,
    )
