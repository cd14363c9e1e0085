"""Who is where in a cohort now, and what a trainer can do meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.visual import Visual
from textual.widgets import Static

from simulator import academy
from simulator.app.content import plural, prose, raw, text
from simulator.app.screens.deciding import ask_adjustment, ask_reason
from simulator.app.screens.page import Page, TitleBar
from simulator.app.screens.pick import pick
from simulator.app.typeset import Hanging, Ruler, SideBySide, Stack
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.records.model import Mode, Trainee

if TYPE_CHECKING:
    from simulator.academy import Assignment, Cohort, Member, Pause, Whereabouts

Seen = list[tuple["Assignment", list["Whereabouts"]]]
_EVERYBODY = "everybody"


class LiveScreen(Page[None]):
    """Shows how far each member has come; it looks when it is asked to, never by itself.

    Args:
        cohort: whose.
    """

    AUTO_FOCUS = "ReadingColumn"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "refresh", "Refresh", tooltip="Look again at who is where."),
        Binding(
            "p", "pause", "Pause", tooltip="Stop an assessment's clock, for everybody or for one member, with a reason."
        ),
        Binding("o", "go_on", "Go on", tooltip="End a pause: the clock runs again."),
        Binding(
            "x",
            "adjust",
            "Other terms",
            tooltip="Give one member a later date, further attempts or extra time, with a reason.",
        ),
        Binding("i", "inject", "Inject", tooltip="Let something happen in a practice run, as its author wrote it."),
        Binding("escape,q", "leave", "Cohort", key_display="Esc", tooltip="Go back to the cohort."),
    ]

    def __init__(self, cohort: Cohort) -> None:
        super().__init__()
        self.cohort = cohort
        self._seen: Seen = []
        self._pauses: list[tuple[Assignment, Pause]] = []

    @classmethod
    def opened_from(cls, page: Page[Any]) -> LiveScreen:
        """Return the screen of the cohort that `page` is about."""
        return cls(page.cohort)

    def compose(self) -> ComposeResult:
        """Lay out an empty page."""
        yield TitleBar()
        with ReadingColumn():
            yield Static(id="page")
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Say where one is."""
        self.title_line(f"{self.cohort.name}, now", "who is where")

    @on(ScreenResume)
    def action_refresh(self) -> None:
        """Look again."""
        self.call_after_refresh(self.work, self._load)

    def _look(self) -> tuple[Seen, list[tuple[Assignment, Pause]], datetime]:
        store = self.session.opened()
        seen = academy.whereabouts(store, self.cohort)
        lasting = [(each, pause) for each, _ in seen for pause in academy.pauses_of(store, each) if pause.ended is None]
        return seen, lasting, self.session.clock()

    async def _load(self) -> None:
        self._seen, self._pauses, now = await asyncio.to_thread(self._look)
        self.title_line(f"{self.cohort.name}, now", f"as it was at {now.astimezone():%H:%M:%S}")
        page = live_page(self._seen, self._pauses, self.session.titles(), now)
        self.query_one("#page", Static).update(page)
        self.show_keys()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        if action == "pause":
            return bool(self._assessments)
        if action == "go_on":
            return bool(self._pauses)
        if action == "adjust":
            return any(rows for _, rows in self._seen)
        if action == "inject":
            return any(
                row.run and not row.finished for each, rows in self._seen if each.mode is Mode.PRACTICE for row in rows
            )
        return True

    @property
    def _assessments(self) -> list[tuple[Assignment, list[Whereabouts]]]:
        return [(each, rows) for each, rows in self._seen if each.mode is Mode.ASSESSMENT and rows]

    def action_pause(self) -> None:
        """Ask what to pause, for whom and why."""
        self.work(self._pause)

    async def _pause(self) -> None:
        assignment = await self._which("Which assessment should be paused?", [each for each, _ in self._assessments])
        if assignment is None:
            return
        members = next(rows for each, rows in self._seen if each.id == assignment.id)
        who = await pick(
            self.app, "For whom?", {_EVERYBODY: "Everybody"} | {row.member.id: row.member.name for row in members}
        )
        reason = None if who is None else await ask_reason(self.app, (self.cohort.name, "a pause"), "Why is it paused?")
        if who is None or reason is None:
            return
        member = None if who == _EVERYBODY else _trainee(members, who)

        def keep() -> None:
            session = self.session
            academy.pause(
                session.opened(), assignment, who=member, reason=reason, author=session.who().name, at=session.clock()
            )

        await self._do(keep, f"Paused for {member.name if member else _EVERYBODY}.")

    def action_go_on(self) -> None:
        """Ask which pause ends, where several last."""
        self.work(self._go_on)

    async def _go_on(self) -> None:
        named = {pause.id: f"{self._title(each)}, for {_whose(pause)}: {pause.reason}" for each, pause in self._pauses}
        which = await pick(self.app, "Which pause is over?", named)
        if which is None:
            return
        assignment = next(each for each, pause in self._pauses if pause.id == which)
        session = self.session
        await self._do(
            lambda: academy.end_pause(
                session.opened(), assignment, which, author=session.who().name, at=session.clock()
            ),
            "The clock runs again.",
        )

    def action_adjust(self) -> None:
        """Ask who gets which other terms, and why."""
        self.work(self._adjust)

    async def _adjust(self) -> None:
        assignment = await self._which("Other terms for what?", [each for each, rows in self._seen if rows])
        if assignment is None:
            return
        rows = next(rows for each, rows in self._seen if each.id == assignment.id)
        who = await pick(self.app, "For whom?", {row.member.id: row.member.name for row in rows})
        if who is None:
            return
        member = next(row.member for row in rows if row.member.id == who)
        held = await ask_adjustment(self.app, self.cohort, member, [assignment], dict(self.session.titles()))
        if held is not None:
            await self._load()
            self.query_one(Notice).say(f"For {member.name}: {held}.")

    def action_inject(self) -> None:
        """Ask which inject to send, and into whose practice run."""
        self.work(self._inject)

    async def _inject(self) -> None:
        session = self.session
        practised = await asyncio.to_thread(
            lambda: academy.practised(session.opened(), self._seen, clock=session.clock)
        )
        named = {
            f"{row.run} {each.id}": f"For {row.member.name}: {each.text}"
            for row, play in practised
            for each in play.run.injects()
        }
        if not named:
            self.query_one(Notice).say(
                "Nothing can happen where they are now: the encounter has no event for that place."
            )
            return
        picked = await pick(self.app, "What should happen?", named)
        if picked is None:
            return
        run, _, inject = picked.partition(" ")
        play = next(play for row, play in practised if row.run == run)
        await self._do(
            lambda: academy.inject(play, inject, author=session.who().name, at=session.clock()), "It happens now."
        )

    # Asking

    def _title(self, assignment: Assignment) -> str:
        return self.session.titles().get(assignment.scenario_id, assignment.scenario_id)

    async def _which(self, question: str, among: Sequence[Assignment]) -> Assignment | None:
        if len(among) == 1:
            return among[0]
        picked = await pick(self.app, question, {each.id: f"{self._title(each)}: {each.terms}" for each in among})
        return next((each for each in among if each.id == picked), None)

    async def _do(self, act: Callable[[], object], said: str) -> None:
        await asyncio.to_thread(act)
        await self._load()
        self.query_one(Notice).say(said)


def live_page(seen: Seen, lasting: Sequence[tuple[Assignment, Pause]], titles: dict[str, str], now: datetime) -> Visual:
    """Return who is where: under each assignment its pauses and its members, those who stand still longest first."""
    parts: list[Visual] = []
    for assignment, rows in seen:
        head = [
            text(titles.get(assignment.scenario_id, assignment.scenario_id), "bold $you"),
            text(assignment.terms, "$quiet"),
        ]
        lines: list[Visual] = [SideBySide(head, gap=2), Ruler()]
        for each, pause in lasting:
            if each.id == assignment.id:
                since = f"{pause.began.astimezone():%H:%M:%S}"
                lines.append(
                    prose(f"Paused for {_whose(pause)} since {since} by {pause.author}: {pause.reason}", "$warning")
                )
        lines += [_line(each, now) for each in sorted(rows, key=_moved)]
        parts.append(Stack(lines))
    return Stack(parts or [prose("Nothing is assigned to this cohort.", "$quiet")], gap=1)


def _line(each: Whereabouts, now: datetime) -> Visual:
    name = text(each.member.name, "bold")
    if each.last is None:
        return Hanging(SideBySide([name, text("not begun", "$quiet")], gap=2), 2, raw("• ", "$quiet"))
    stands = text("finished" if each.finished else "under way", "$quiet" if each.finished else "$you")
    ago = f"last moved {academy.span(now - each.last)} ago"
    items = [name, stands, text(plural(each.answers, "answer")), text(ago, "$quiet")]
    return Hanging(SideBySide(items, gap=2), 2, raw("• ", "$quiet"))


def _moved(each: Whereabouts) -> tuple[bool, float, str]:
    """Order members: those under way before all others, and those who moved longest ago first."""
    under_way = each.last is not None and not each.finished
    return (not under_way, each.last.timestamp() if each.last else float("inf"), each.member.name.casefold())


def _whose(pause: Pause) -> str:
    return pause.who.name if pause.who else _EVERYBODY


def _trainee(rows: Sequence[Whereabouts], id_: str) -> Trainee:
    member: Member = next(row.member for row in rows if row.member.id == id_)
    return Trainee(member.id, member.name)
