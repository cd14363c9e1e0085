"""One cohort: its assignments, where its people struggle, and who has done what."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.events import ScreenResume
from textual.visual import Visual
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from simulator import academy
from simulator.app.charts import figure_row
from simulator.app.content import join, plural, prose, raw, text
from simulator.app.members import EVERYBODY, FILTERS, STYLES, Listed, listed, matches, searchable
from simulator.app.screen_table import SCREENS
from simulator.app.screens.page import Page, TitleBar
from simulator.app.typeset import Hanging, Ruler, SideBySide, Stack
from simulator.app.widgets.entry_list import EntryList, NamedRow
from simulator.app.widgets.field import Field
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.records.model import Mode

if TYPE_CHECKING:
    from simulator.academy import Assignment, ClassStandard, Cohort, CohortCriterion, MemberView, ModeTold, Overview


class CohortScreen(Page[None]):
    """Shows one cohort; taking a member opens their runs.

    Args:
        cohort: whose.
    """

    CSS_PATH = "cohort.tcss"
    AUTO_FOCUS = "EntryList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Runs", tooltip="See the runs of the highlighted member."),
        Binding(
            "slash",
            "search",
            "Find",
            tooltip="Find members by name, or by the academy's own id; capitals and accents make no difference.",
        ),
        Binding("f", "filter", "Filter", tooltip="Show only who is overdue, has not done everything, or never played."),
        Binding("a", "assign", "Assign", tooltip="Let them play an encounter or a campaign; you are asked how."),
        SCREENS["live"],
        SCREENS["cohort_report"],
        Binding(
            "m", "mode", "Which runs", show=False, tooltip="Go from the figures of assessments to practice, and back."
        ),
        Binding("space", "read(1)", "Read on", key_display="Space", tooltip="Scroll down the figures."),
        Binding("b", "read(-1)", "Read back", show=False, tooltip="Scroll the figures back up."),
        Binding(
            "w",
            "withdraw",
            "Withdraw",
            show=False,
            tooltip="Take an assignment back; you are asked before it is done.",
        ),
        Binding("escape", "clear", "Show all", tooltip="Forget the name and the filter."),
        Binding("escape,q", "leave", "Cohorts", key_display="Esc", tooltip="Go back to the list of cohorts."),
    ]

    def __init__(self, cohort: Cohort) -> None:
        super().__init__()
        self.cohort = cohort
        self._seen: Overview | None = None
        self._criteria: Sequence[CohortCriterion] | None = None
        self._standards: Sequence[ClassStandard] = ()
        self._agreed = ""
        self._mode_told: ModeTold | None = None
        self._mode: Mode | None = None
        self._reading = self._outdated = False
        self._people: list[Listed] = []
        self._shown: dict[str, MemberView] = {}
        self._words = ""
        self._only = EVERYBODY

    def compose(self) -> ComposeResult:
        """Lay out the figures, and the members below them."""
        yield TitleBar()
        with VerticalScroll(id="figures", can_focus=False):
            yield Static(id="page")
        with Vertical(id="members"):
            yield Static(id="heading")
            yield Static(id="found")
            yield EntryList(markup=False)
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Name the cohort."""
        self.title_line(self.cohort.name, "cohort")
        self.query_one("#page", Static).update(text("Reading who has done what …", "$quiet"))

    @on(ScreenResume)
    def _shown_again(self) -> None:
        """Look once the frame has been painted, and again when one comes back."""
        self.call_after_refresh(self.work, self._load)

    def _overview(self) -> Overview:
        return academy.overview(self.session.opened(), self.cohort, now=self.session.clock())

    async def _load(self) -> None:
        seen = await asyncio.to_thread(self._overview)
        agreed = await asyncio.to_thread(lambda: academy.words_agreement(self.session.opened(), self.cohort))
        if agreed != self._agreed:
            self._agreed = agreed
            self._draw()
        if seen == self._seen and self._criteria is not None:
            return
        self._people = await asyncio.to_thread(listed, seen)
        self._seen = seen
        self.title_line(self.cohort.name, f"cohort · {plural(len(seen.members), 'member')}")
        self._draw()
        self._fill()
        # Last, as this alone grows with the number of decisions; who has done what can be read meanwhile.
        await self._read_criteria()

    def _figures_of_class(self) -> tuple[ModeTold, list[ClassStandard], list[CohortCriterion]]:
        store = self.session.opened()
        told = academy.mode_told(store, self.cohort.id, self._mode)
        figures = academy.criteria(store, self.cohort, self.session.library.rubrics, mode=told.mode)
        return told, academy.standards_reached(store, self.cohort, told.mode), figures

    async def _read_criteria(self) -> None:
        self._outdated = True
        if self._reading:
            return
        self._reading = True
        try:
            while self._outdated:
                self._outdated = False
                self._mode_told, self._standards, self._criteria = await asyncio.to_thread(self._figures_of_class)
        finally:
            self._reading = False
        self._draw()

    @property
    def settled(self) -> bool:
        """Whether every figure is there."""
        return self._criteria is not None

    # What is shown

    def _draw(self) -> None:
        """Write the figures again."""
        if self._seen is not None:
            page = cohort_page(
                self._seen, self._criteria, self._titles(), self._standards, self._agreed, self._mode_told
            )
            self.query_one("#page", Static).update(page)
            self.query_one("#heading", Static).update(Stack([text("Who has done what", "bold $you"), Ruler()]))
            self.call_after_refresh(self.show_keys)

    def _fill(self) -> None:
        """Write the list of members again, and keep the highlight where it was."""
        listing = self.query_one(EntryList)
        here = listing.highlighted_option
        words = searchable(self._words)
        shown = [each for each in self._people if matches(each, words, self._only)]
        self._shown = {each.view.member.id: each.view for each in shown}
        listing.set_options(
            Option(NamedRow(each.view.member.name, each.facts), id=each.view.member.id) for each in shown
        )
        listing.highlighted = list(self._shown).index(here.id) if here is not None and here.id in self._shown else 0
        self._show_found()
        self.show_keys()

    def _show_found(self) -> None:
        found = self.query_one("#found", Static)
        if self._seen is None:
            return
        if self._narrowed:
            parts = [text(f"{len(self._shown):,} of {len(self._people):,}" if self._shown else "Nobody", "bold")]
            if self._only != EVERYBODY:
                parts.append(join([text("showing", "$quiet"), text(self._only, "bold $you")], " "))
            if self._words:
                parts.append(join([text("with", "$quiet"), text(self._words, "bold $you")], " "))
            found.update(join([*parts, text("Esc shows all", "$quiet")], "   "))
        else:
            found.update(prose(_about_members(self._seen), "$quiet"))

    def _titles(self) -> dict[str, str]:
        return self.session.titles()

    # Keys

    @property
    def _narrowed(self) -> bool:
        return bool(self._words) or self._only != EVERYBODY or bool(self.query(Field))

    @property
    def _figures(self) -> VerticalScroll:
        return self.query_one("#figures", VerticalScroll)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        if action == "open":
            return bool(self._shown)
        if action in ("search", "filter"):
            return bool(self._people)
        if action == "clear":
            return self._narrowed
        if action == "mode":
            return self._mode_told is not None and bool(self._mode_told.left_out)
        if action == "withdraw":
            return self._seen is not None and bool(self._seen.assignments)
        return True

    def on_bar(self, binding: Binding) -> bool:
        """Leave out what Esc does not do next, and the key that scrolls if all figures can be seen."""
        if binding.action == "leave":
            return not self._narrowed
        return binding.action != "read(1)" or self._figures.max_scroll_y > 0

    def on_resize(self) -> None:
        """Say whether there is more to read now."""
        self.call_after_refresh(self.show_keys)

    def action_read(self, by: int) -> None:
        """Scroll the figures by most of what can be seen of them."""
        column = self._figures
        column.scroll_relative(y=by * max(1, column.size.height - 2), animate=self.app.moves)

    async def action_search(self) -> None:
        """Ask for a name; the list follows as it is typed."""
        if not self.query(Field):
            await self.query_one("#members").mount(Field(placeholder="Part of a name", compact=True), before="#found")
        self.query_one(Field).focus()
        self._show_found()
        self.show_keys()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._words = " ".join(event.value.split())
        self._fill()

    @on(Input.Submitted)
    def _searched(self) -> None:
        self.query_one(EntryList).focus()

    def action_filter(self) -> None:
        """Show the next kind only."""
        kinds = list(FILTERS)
        self._only = kinds[(kinds.index(self._only) + 1) % len(kinds)]
        self._fill()

    async def action_clear(self) -> None:
        """Show everybody again."""
        self._words, self._only = "", EVERYBODY
        await self.query(Field).remove()
        self._fill()
        self.query_one(EntryList).focus()

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        """Open the runs of the highlighted member."""
        from simulator.app.screens.member import MemberScreen

        option, seen = self.query_one(EntryList).highlighted_option, self._seen
        if option is not None and option.id is not None and seen is not None:
            given = [each.assignment for each in seen.assignments]
            self.app.push_screen(MemberScreen(self.cohort, self._shown[option.id], given))

    async def action_mode(self) -> None:
        """Report the other mode: practice and assessment are never combined."""
        if self._mode_told is not None:
            self._mode = Mode.PRACTICE if self._mode_told.mode is Mode.ASSESSMENT else Mode.ASSESSMENT
            self._criteria = None
            self._draw()
            await self._read_criteria()

    def action_assign(self) -> None:
        """Ask what they are to play, and how."""
        self.work(self._assign)

    async def _assign(self) -> None:
        from simulator.app.screens.assigning import ask_assignment

        given = await ask_assignment(self.app, self.cohort)
        if given is not None:
            named = self._titles().get(given.scenario_id, given.scenario_id)
            self.query_one(Notice).say(f"Assigned: {named}, {given.terms}.")
            await self._load()

    def action_withdraw(self) -> None:
        """Ask which assignment is to be taken back, and whether it really is."""
        self.work(self._withdraw)

    def _take_back(self, taken: Assignment) -> None:
        session = self.session
        academy.withdraw(session.opened(), self.cohort, taken.scenario_id, at=session.clock(), mode=taken.mode)
        session.note("withdrawn", self.cohort.name, f"{taken.scenario_id}, {taken.mode}")

    async def _withdraw(self) -> None:
        from simulator.app.screens.confirm import ConfirmScreen
        from simulator.app.screens.pick import pick

        if self._seen is None:
            return
        titles = self._titles()
        given = {each.assignment.id: each.assignment for each in self._seen.assignments}
        named = {id_: f"{titles.get(each.scenario_id, each.scenario_id)}: {each.terms}" for id_, each in given.items()}
        answer = await pick(self.app, "Which assignment should be taken back?", named)
        if answer is None:
            return
        sure = await self.app.push_screen_wait(
            ConfirmScreen(
                "Take this assignment back?",
                f"{named[answer]}. This cannot be undone. If you assign it again, everybody begins again: runs for "
                "the old assignment do not count for the new one. The runs themselves are kept.",
                yes="Yes, take it back",
            )
        )
        if sure:
            taken = given[answer]
            await asyncio.to_thread(self._take_back, taken)
            self.query_one(Notice).say(f"Taken back: {named[answer]}.")
            await self._load()


def cohort_page(
    seen: Overview,
    criteria: Sequence[CohortCriterion] | None,
    titles: Mapping[str, str],
    standards: Sequence[ClassStandard] = (),
    agreed: str = "",
    told: ModeTold | None = None,
) -> Visual:
    """Return the figures above the members.

    Args:
        seen: who has done what.
        criteria: None while they are still being read.
        titles: encounters' titles by id.
        standards: how many reached which.
        agreed: how far trainers agree on own words, in a sentence; "" if nobody rated any.
        told: of which mode the figures are.
    """
    words = [prose(agreed)] if agreed else []
    return Stack(
        [_assigned(seen, titles), _struggles(criteria, standards, "" if told is None else told.words), *words], gap=1
    )


def _about_members(seen: Overview) -> str:
    if not seen.members:
        return f'Nobody belongs to it yet: encounter cohort add "{seen.cohort.name}" NAME, or encounter roster import.'
    people = plural(len(seen.members), "member")
    return f"{people}, overdue first. Numbers are the assignments above." if seen.assignments else f"{people}."


def _assigned(seen: Overview, titles: Mapping[str, str]) -> Visual:
    heading = [text("What is assigned", "bold $you"), Ruler()]
    if not seen.assignments:
        return Stack([*heading, prose("Nothing yet: press a.")])
    lines = []
    for number, view in enumerate(seen.assignments, start=1):
        counts = {str(standing): count for standing, count in view.counts.items() if count}
        counted = [
            text(f"{counts[word]:,} {word}", STYLES.get(word, "$foreground"))
            for word in ("done", "begun", "open", "overdue")
            if word in counts
        ]
        id_ = view.assignment.scenario_id
        body = Stack(
            [
                SideBySide([text(titles.get(id_, id_), "bold"), text(view.assignment.terms, "$quiet")], gap=2),
                SideBySide(counted),
            ]
        )
        lines.append(Hanging(body, 4, raw(f"{number:>2}. ", "$quiet")))
    return Stack([*heading, *lines])


def _struggles(criteria: Sequence[CohortCriterion] | None, standards: Sequence[ClassStandard], left_out: str) -> Visual:
    from scoring.measure import band_of

    heading = [text("Where they struggle", "bold $you"), Ruler()]
    if criteria is None:
        return Stack([*heading, text("Reading every decision …", "$quiet")])
    weak = academy.weakest(criteria)
    other = [prose(f"{left_out} To see the other: m.", "$quiet")] if left_out else []
    if not weak:
        few = prose("Too few decisions: a criterion is listed from three decisions on.", "$quiet")
        return Stack([*heading, few, *other])
    lines = [
        figure_row(each.title, each.anchored, str(band_of(each.anchored or 0.0)), f"n = {each.opportunities:,}")
        for each in weak
    ]
    people = max(each.trainees for each in weak)
    whose = plural(people, "trainee")
    words = f"The lowest criteria, by conduct from 0 to 100, over the decisions of {whose}. Practice only."
    apart = academy.left_out(criteria)
    reached = [prose(each.words) for each in standards]
    return Stack([*heading, prose(f"{words} {apart}".rstrip(), "$quiet"), *lines, *reached, *other])
