"""The library: every encounter by setting, what was played, and what to practise next."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.visual import Visual
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.assigned import full_words, line_words, short_words
from simulator.app.brief import brief_visual, listed
from simulator.app.content import join, prose, raw, text
from simulator.app.screen_table import SCREENS
from simulator.app.screens.page import Page, TitleBar
from simulator.app.start import StartRequest
from simulator.app.typeset import Hanging, Measured, SideBySide, Stack
from simulator.app.widgets.entry_list import EntryList
from simulator.app.widgets.field import Field
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.app.widgets.suggested import Suggested
from simulator.errors import EncounterError
from simulator.messages import later, tr
from simulator.scenario.vocabulary import FORCE_TITLES
from simulator.views.brief import Brief
from simulator.views.encounters import KINDS, is_of_kind, matches, own_lines, so_far
from simulator.views.overview import TraineeOverview

if TYPE_CHECKING:
    from textual.content import Content

    from simulator.academy import Duty
    from simulator.records.model import RunRecord
    from simulator.scenario.library import Entry

ONE_LINE = 54
"""The width in cells from which an encounter is on one line of the list: most titles fit there."""

FILTERS = (later("all"), *KINDS)


class LibraryScreen(Page[None]):
    """Shows the library; painted from its index alone, the record store follows.

    Args:
        request: what to say at the foot, until something else is said.
    """

    CSS_PATH = "library.tcss"
    AUTO_FOCUS = "EntryList"
    TELLS_MORE = False
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (76, "-medium"),
        (110, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", tooltip="Read what the highlighted encounter is about, and begin it."),
        Binding("c", "continue", "Continue", tooltip="Go on with the run that you left last."),
        Binding("n", "next", "Practise next", tooltip="Open the encounter that is suggested."),
        Binding("a", "assigned", "Assigned", tooltip="Open what your cohort is assigned, and is due first."),
        Binding("slash", "search", "Search", tooltip="Find encounters by words in their title, place, people or aims."),
        Binding(
            "f",
            "filter",
            "Filter",
            show=False,
            tooltip="Show one level only, or only what you have not played, what you left unfinished, or what is due.",
        ),
        SCREENS["progress"],
        SCREENS["campaigns"],
        SCREENS["lesson"],
        SCREENS["cohorts"],
        Binding(
            "h",
            "in_class",
            "In class",
            show=False,
            tooltip="Play the highlighted encounter with a class, by counting hands.",
        ),
        Binding("escape", "clear", "Show all", tooltip="Forget the search and the filter."),
        Binding("q", "app.quit", "Quit", tooltip="Close the app. Everything is kept."),
    ]

    def __init__(self, request: StartRequest) -> None:
        super().__init__()
        self.overview = TraineeOverview()
        self._message = request.message
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._filter = 0
        self._words = ""
        self._ready = self._failed = False

    def compose(self) -> ComposeResult:
        """Lay out what is suggested, the list and the details."""
        yield TitleBar()
        yield Suggested()
        with Vertical(id="finder"):
            yield Static(id="found")
        with Horizontal(id="stage"):
            yield EntryList(markup=False)
            with VerticalScroll(id="details", can_focus=False):
                yield Static(id="about")
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Paint the index; what is heavy follows after the first paint."""
        name = self.session.trainee.name if self.session.trainee else self.session.last_trainee
        self.title_line("Encounter", tr("you train as {name}", name=name) if name else "")
        if self._message:
            self.query_one(Notice).say(self._message)
        indexed = self.session.library.indexed()
        if indexed is not None:
            self._entries = self.session.entries()
            self._fill()
        self._show_suggested()
        self.call_after_refresh(self.work, self._load)

    async def _load(self) -> None:
        if self.session.library.indexed() is None:
            self._entries = await asyncio.to_thread(self.session.entries)
            self._fill()
        try:
            await self.app.opened()
        except EncounterError:
            self._failed = True
            self._show_suggested()
            raise
        self.overview = await asyncio.to_thread(self.session.overview)
        self._entries = await asyncio.to_thread(self.session.entries)  # in the language of whoever trains
        self._ready = True
        self.title_line(
            "Encounter", tr("you train as {name}", name=self.session.trainee.name) if self.session.trainee else ""
        )
        self._fill()
        self._show_suggested()
        self.show_keys()

    def say_anew(self) -> None:
        """Read everything again, and say it."""
        self.work(self._load)

    # What is shown

    def _fill(self) -> None:
        """Write the list again, and keep the highlight where it was."""
        listing = self.query_one(EntryList)
        here = self._highlighted()
        self._shown = []
        options: list[Option] = []
        heading = None
        at = None
        for entry in sorted(self._entries, key=lambda each: bool(each.error)):
            if not self._matches(entry):
                continue
            group = tr("Files with errors") if entry.error else tr(FORCE_TITLES.get(entry.force, entry.force))
            if group != heading:
                heading = group
                options.append(
                    Option(Stack([raw(" "), text(group.upper(), "bold $quiet")][bool(not options) :]), disabled=True)
                )
            if here is not None and entry.path == here.path:
                at = len(options)
            options.append(Option(self._row(entry), id=str(len(self._shown))))
            self._shown.append(entry)
        listing.clear_options()
        listing.add_options(options)
        listing.highlighted = at if at is not None else (1 if options else None)
        self._show_finder()
        self._show_details()

    def _row(self, entry: Entry) -> Visual:
        if entry.error:
            return Stack([text(entry.title), text(tr("cannot be read"), "$bad")])
        title = text(entry.title, "bold")
        facts = text(tr("{level} · {minutes} min", level=tr(entry.level), minutes=entry.minutes), "$quiet")
        so_far = SideBySide([text(each, "$you") for each in self._so_far(entry)], between=" · ")

        def build(width: int) -> Visual:
            gap = width - title.cell_length - facts.cell_length
            named = [join([title, raw(" " * gap), facts])] if width >= ONE_LINE and gap >= 2 else [title, facts]
            return Stack([*named, so_far])

        return Measured(build)

    def _so_far(self, entry: Entry) -> list[str]:
        now = self.session.clock()
        duties = [short_words(duty, now) for duty in self._open_duties() if duty.scenario_id == entry.id]
        return [*duties, *so_far(self.overview, entry.id, now)]

    def _show_finder(self) -> None:
        chosen = FILTERS[self._filter]
        parts = [text(tr("{value} of {high}", value=len(self._shown), high=len(self._entries)), "bold")]
        parts += [join([text(tr("showing"), "$quiet"), text(tr(chosen), "bold $you")], " ")] if self._filter else []
        parts += [join([text(tr("with"), "$quiet"), text(self._words, "bold $you")], " ")] if self._words else []
        self.query_one("#found", Static).update(join([*parts, text(tr("Esc shows all"), "$quiet")], "   "))
        self.query_one("#finder").display = bool(self._filter or self._words or self.query(Field))

    def _show_details(self) -> None:
        about = self.query_one("#about", Static)
        entry = self._highlighted()
        if entry is None:
            about.update(self._nothing())
        elif entry.error:
            about.update(_broken(entry))
        else:
            about.update(Stack([brief_visual(Brief.of_entry(entry), titled=True), *self._own(entry)], gap=1))

    def _nothing(self) -> Visual:
        if not self._entries:
            return Stack(
                [
                    text(tr("There is no encounter here."), "bold"),
                    prose(tr("Set ENCOUNTER_SCENARIOS to a folder with scenario files, or install the package again.")),
                ],
                gap=1,
            )
        return Stack(
            [
                text(tr("No encounter matches."), "bold"),
                prose(tr("Press Esc to show all of them again, or / to search for something else.")),
            ],
            gap=1,
        )

    def _own(self, entry: Entry) -> list[Visual]:
        now = self.session.clock() if self.overview.duties else None
        duties = [full_words(duty, now) for duty in self.overview.duties if now and duty.scenario_id == entry.id]
        assigned: list[Visual] = [listed(tr("Assigned to you"), duties, "bold $you")] if duties else []
        lines = own_lines(self.overview, entry.id)
        own: list[Visual] = [listed(tr("You, so far"), lines, "bold $you")] if lines else []
        return [*assigned, *own]

    def _show_suggested(self) -> None:
        suggested = self.query_one(Suggested)
        if self._failed:
            closed = text(tr("Your records are not open: nothing can be played."), "bold $bad")
            suggested.show([("", closed), ("", raw(" "))])
            return
        if not self._ready:
            opening = tr("Opening your records …") if self.session.trainee is None else " "
            suggested.show([("", raw(opening, "$quiet")), ("", raw(" "))])
            return
        following = next((each for each in self.overview.next if each.kind != "continue"), None)
        due = (following.title, following.reason) if following else None
        lines = [("assigned", line) for line in self._assigned_line()]
        for action, label, what, nothing in (
            ("next", tr("Practise next"), due, tr("nothing is due")),
            ("continue", tr("Continue"), self._left_off(), tr("nothing left unfinished")),
        ):
            if what is None:
                line: Visual = join([raw(f"{label:<15}", "$quiet"), text(nothing, "$quiet")])
            else:
                line = _labelled(label, text(what[0], "bold"), text(what[1], "$quiet"))
            lines.insert(0, (action, line))
        suggested.show(lines)

    def _assigned_line(self) -> list[Visual]:
        """Return a line on what is assigned and not done, none where nothing is."""
        duties = self._open_duties()
        if not duties:
            return []
        titles = {entry.id: entry.title for entry in self._entries}
        more = tr("and {count} more", count=len(duties) - 1) if len(duties) > 1 else ""
        title = titles.get(duties[0].scenario_id, duties[0].scenario_id)
        words = line_words(duties[0], self.session.clock())
        return [_labelled(tr("Assigned"), text(title, "bold"), text(words, "$quiet"), text(more))]

    def _open_duties(self) -> list[Duty]:
        return [duty for duty in self.overview.duties if not duty.done]

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        if action == "clear":
            return bool(self._filter or self._words or self.query(Field))
        if action == "continue":
            return self._newest_unfinished() is not None
        if action == "assigned":
            return bool(self._open_duties())
        if action == "next":
            return any(each.kind != "continue" for each in self.overview.next)
        return not self.session.served if parameters == ("cohorts",) else True

    def on_bar(self, binding: Binding) -> bool:
        """Leave out what is of no use here: cohorts, where there are none."""
        return binding.id != "library.cohorts" or self.overview.cohorts

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._show_details()
        self.query_one("#details").scroll_home(animate=False)

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        """Open the highlighted encounter."""
        entry = self._highlighted()
        if entry is not None and not entry.error:
            self._open_entry(entry)

    def _open_entry(self, entry: Entry) -> None:
        from simulator.app.screens.briefing import begin_from_briefing

        self.work(partial(begin_from_briefing, self.app, entry, self.overview.attempts.get(entry.id)))

    def _newest_unfinished(self) -> RunRecord | None:
        return next((run for run in self.overview.runs if not run.finished), None)

    def _left_off(self) -> tuple[str, str] | None:
        """Return the title of what `c` goes on with, and why. For a run of the person's own file, it is the id."""
        run = self._newest_unfinished()
        if run is None:
            return None
        titles = (entry.title for entry in self._entries if entry.id == run.scenario_id)
        return next(titles, run.scenario_id), tr("You began this and have not reached its ending.")

    def action_in_class(self) -> None:
        """Play the highlighted encounter with a class."""
        entry = self._highlighted()
        if entry is not None and not entry.error:
            self.app.show(StartRequest(classroom=entry.path))

    def action_continue(self) -> None:
        """Go on with the newest unfinished run."""
        run = self._newest_unfinished()
        if run is not None and run.episode is not None:
            self.app.show(StartRequest(resume_campaign=run.episode.campaign_run))
        elif run is not None:
            self.app.show(StartRequest(resume=run.id))

    def action_next(self) -> None:
        """Open what is suggested."""
        suggestion = next((each for each in self.overview.next if each.kind != "continue"), None)
        entry = next((each for each in self._entries if suggestion and each.id == suggestion.scenario), None)
        if entry is not None:
            self._open_entry(entry)

    def action_assigned(self) -> None:
        """Open what is assigned and due first."""
        duty = next(iter(self._open_duties()), None)
        entry = next((each for each in self._entries if duty and each.id == duty.scenario_id), None)
        if entry is not None:
            self._open_entry(entry)
        elif duty is not None:
            self.work(partial(self._open_assigned_campaign, duty))

    async def _open_assigned_campaign(self, duty: Duty) -> None:
        entries, _ = await asyncio.to_thread(self.session.campaigns)
        if duty.unfinished is not None:
            self.app.show(StartRequest(resume_campaign=duty.unfinished))
        elif any(entry.id == duty.scenario_id for entry in entries):
            self.app.show(StartRequest(campaign=duty.scenario_id))
        else:
            self.query_one(Notice).say(
                tr("'{scenario}' is assigned, and is not in this library.", scenario=duty.scenario_id)
            )

    def action_filter(self) -> None:
        """Show the next kind only."""
        self._filter = (self._filter + 1) % len(FILTERS)
        self._fill()
        self.show_keys()

    async def action_search(self) -> None:
        """Ask for words to search for; the list follows as they are typed."""
        if not self.query(Field):
            await self.query_one("#finder").mount(Field(placeholder=tr("Words to search for"), compact=True), before=0)
        self._show_finder()
        self.query_one(Field).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._words = " ".join(event.value.split())
        self._fill()
        self.show_keys()

    @on(Input.Submitted)
    def _searched(self) -> None:
        self.query_one(EntryList).focus()

    async def action_clear(self) -> None:
        """Show everything again."""
        self._filter, self._words = 0, ""
        await self.query(Field).remove()
        self._fill()
        self.query_one(EntryList).focus()
        self.show_keys()

    def _highlighted(self) -> Entry | None:
        option = self.query_one(EntryList).highlighted_option
        return self._shown[int(option.id)] if option is not None and option.id is not None else None

    def _matches(self, entry: Entry) -> bool:
        chosen, attempt = FILTERS[self._filter], self.overview.attempts.get(entry.id)
        of_kind = chosen == "all" or is_of_kind(entry, chosen, attempt, self.session.clock())
        return of_kind and matches(entry, words=self._words)


def _labelled(label: str, *facts: Content) -> Visual:
    """Return facts beside their label; what does not fit the line goes on below them."""
    return Hanging(join(facts, "  "), 15, raw(label, "bold $you"))


def _broken(entry: Entry) -> Visual:
    return Stack(
        [
            text(entry.title, "bold"),
            text(tr("This file cannot be read as an encounter. Its first problem:")),
            text(entry.error, "$bad"),
            text(tr("See all of them: encounter check {path}", path=entry.path), "$quiet"),
        ],
        gap=1,
    )
