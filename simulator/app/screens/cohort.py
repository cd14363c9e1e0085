"""One cohort: what is assigned, where its people struggle, and who has done what."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import ScreenResume
from textual.visual import Visual
from textual.widgets import Static

from simulator.app import trainer
from simulator.app.assigned import terms
from simulator.app.content import prose, raw, text
from simulator.app.figures import figure_row
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.typeset import Flow, Hanging, Rule, Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice

if TYPE_CHECKING:
    from simulator.academy.cohorts import CriterionView, MemberView, Overview
    from simulator.academy.model import Cohort

MOST_MEMBERS = 300
"""Members listed on one page; those who need attention stand first."""


class CohortScreen(ReadingPage[None]):
    """Shows one cohort; taking a member opens their runs.

    Args:
        cohort: whose.
    """

    CSS_PATH = "cohort.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Runs", tooltip="See the runs of the highlighted member."),
        Binding("m", "members", "Members", tooltip="Go to the members, past the figures; m again goes back up."),
        Binding("w", "withdraw", "Withdraw", tooltip="Take an assignment back; you are asked before it is done."),
        Binding("escape,q", "leave", "Cohorts", key_display="Esc", tooltip="Go back to the list of cohorts."),
    ]

    def __init__(self, cohort: Cohort) -> None:
        super().__init__()
        self.cohort = cohort
        self._seen: Overview | None = None
        self._criteria: Sequence[CriterionView] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the page, and the members below it."""
        yield TitleBar()
        with VerticalScroll(can_focus=False):
            yield Static(id="page")
            yield Choices(gap=0)
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Name the cohort."""
        self.title_line(self.cohort.name, "cohort")
        self.query_one("#page", Static).update(text("Looking who has done what …", "$quiet"))

    @on(ScreenResume)
    def _shown(self) -> None:
        self.call_after_refresh(self.work, self._load)

    async def _load(self) -> None:
        seen = await asyncio.to_thread(trainer.overview, self.session, self.cohort)
        self._seen = seen
        members = "1 member" if len(seen.members) == 1 else f"{len(seen.members):,} members"
        self.title_line(self.cohort.name, f"cohort · {members}")
        choices = self.query_one(Choices)
        place = choices.place
        self._draw()
        choices.show([Option(each.member.id, member_words(each, seen), spoken=False) for each in _listed(seen)])
        choices.go_to(max(place, 0))
        self.show_keys()
        # Last, as this alone grows with the number of decisions; who has done what can be read meanwhile.
        self._criteria = await asyncio.to_thread(trainer.struggles, self.session, self.cohort)
        self._draw()

    @property
    def settled(self) -> bool:
        """Whether every figure is there."""
        return self._criteria is not None

    def _draw(self) -> None:
        if self._seen is not None:
            page = cohort_page(self._seen, self._criteria, self._titles())
            self.query_one("#page", Static).update(page)

    def _titles(self) -> dict[str, str]:
        return {entry.id: entry.title for entry in self.session.library.entries()}

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        if action in ("take", "members"):
            return self._seen is not None and bool(self._seen.members)
        if action == "withdraw":
            return self._seen is not None and bool(self._seen.assignments)
        return True

    def action_members(self) -> None:
        """Go to the members, or back to the top."""
        top = self.query_one("#page").virtual_region.height
        self.column.scroll_to(y=0 if self.column.scroll_y >= min(top, self.column.max_scroll_y) else top, animate=False)

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        from simulator.app.screens.member import MemberScreen

        seen = self._seen
        if seen is not None:
            found = next(each for each in seen.members if each.member.id == event.option.id)
            self.app.push_screen(MemberScreen(self.cohort, found, [each.assignment for each in seen.assignments]))

    def action_withdraw(self) -> None:
        """Ask which assignment is to be taken back, and whether it really is."""
        self.work(self._withdraw)

    async def _withdraw(self) -> None:
        from simulator.app.screens.confirm import ConfirmScreen
        from simulator.app.screens.pick import PickScreen

        if self._seen is None:
            return
        titles = self._titles()
        given = {each.assignment.id: each.assignment for each in self._seen.assignments}
        named = {id_: f"{titles.get(each.scenario_id, each.scenario_id)}: {terms(each)}" for id_, each in given.items()}
        options = [Option(id_, words, spoken=False) for id_, words in named.items()]
        answer = await self.app.push_screen_wait(PickScreen("Which assignment is to be taken back?", options))
        if answer is None:
            return
        sure = await self.app.push_screen_wait(
            ConfirmScreen(
                "Take this assignment back?",
                f"{named[answer]}. This cannot be undone: assigned again, it begins anew, and what was done for it "
                "does not answer the new one. The runs themselves stay.",
                yes="Yes, take it back",
            )
        )
        if sure:
            taken = given[answer]
            await asyncio.to_thread(trainer.withdraw, self.session, self.cohort, taken.scenario_id, str(taken.mode))
            self.query_one(Notice).say(f"Taken back: {named[answer]}.")
            await self._load()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def cohort_page(seen: Overview, criteria: Sequence[CriterionView] | None, titles: Mapping[str, str]) -> Visual:
    """Return the page above the members; `criteria` is None while it is still being read."""
    parts = [_assigned(seen, titles), _struggles(criteria)]
    more = len(seen.members) - MOST_MEMBERS
    if not seen.members:
        words = f'Nobody belongs to it yet: encounter cohort add "{seen.cohort.name}" NAME, or encounter roster import.'
    elif more > 0:
        words = (
            f'{MOST_MEMBERS} of {len(seen.members):,}, overdue first. All: encounter cohort show "{seen.cohort.name}"'
        )
    else:
        words = "Numbers are those of the assignments above; overdue first." if seen.assignments else ""
    parts.append(Stack([text("Who has done what", "bold $you"), Rule(), prose(words, "$quiet")]))
    return Stack(parts, gap=1)


def member_words(view: MemberView, seen: Overview) -> str:
    """Return a member in a line: which assignments stand how, and when they last played."""
    standing: dict[str, list[str]] = {}
    for number, each in enumerate(seen.assignments, start=1):
        standing.setdefault(str(view.standing[each.assignment.id]), []).append(str(number))
    parts = [f"{word} {', '.join(standing[word])}" for word in ("overdue", "begun", "open", "done") if word in standing]
    runs = "1 run" if view.runs == 1 else f"{view.runs} runs"
    parts.append("never played" if view.last is None else f"{runs}, last {view.last.astimezone():%d %B %Y}")
    return f"{view.member.name}: {'; '.join(parts)}"


def _listed(seen: Overview) -> list[MemberView]:
    late = sorted(seen.members, key=lambda each: "overdue" not in map(str, each.standing.values()))
    return late[:MOST_MEMBERS]


def _assigned(seen: Overview, titles: Mapping[str, str]) -> Visual:
    heading = [text("What is assigned", "bold $you"), Rule()]
    if not seen.assignments:
        words = f'Nothing yet: encounter cohort assign "{seen.cohort.name}" SCENARIO'
        return Stack([*heading, prose(words)])
    lines = []
    for number, view in enumerate(seen.assignments, start=1):
        counts = {str(standing): count for standing, count in view.counts.items() if count}
        styles = {"done": "$good", "overdue": "bold $bad"}
        counted = [
            text(f"{counts[word]:,} {word}", styles.get(word, "$foreground"))
            for word in ("done", "begun", "open", "overdue")
            if word in counts
        ]
        id_ = view.assignment.scenario_id
        body = Stack(
            [Flow([text(titles.get(id_, id_), "bold"), text(terms(view.assignment), "$quiet")], gap=2), Flow(counted)]
        )
        lines.append(Hanging(body, 4, raw(f"{number:>2}. ", "$quiet")))
    return Stack([*heading, *lines])


def _struggles(criteria: Sequence[CriterionView] | None) -> Visual:
    from scoring.scorecard import band
    from simulator.academy.cohorts import weakest

    heading = [text("Where they struggle", "bold $you"), Rule()]
    if criteria is None:
        return Stack([*heading, text("Reading every decision …", "$quiet")])
    weak = weakest(criteria)
    if not weak:
        return Stack([*heading, prose("Too few decisions to say: a criterion is named from three on.", "$quiet")])
    lines = [
        figure_row(each.title, each.anchored, str(band(each.anchored or 0.0)), f"n = {each.opportunities:,}")
        for each in weak
    ]
    people = max(each.trainees for each in weak)
    whose = "one trainee" if people == 1 else f"{people:,} trainees"
    words = f"The lowest criteria, 0 to 100, over the decisions of {whose}. Formative."
    return Stack([*heading, prose(words, "$quiet"), *lines])
