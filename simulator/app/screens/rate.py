"""A trainer's own rating of a run, criterion by criterion, beside the words of each level."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.visual import Visual
from textual.widgets import Static

from simulator import academy
from simulator.app.content import prose, raw, text
from simulator.app.screens.page import Page, TitleBar
from simulator.app.typeset import Hanging, SideBySide, Stack
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.level_scale import LevelScale
from simulator.app.widgets.notice import Notice

if TYPE_CHECKING:
    from simulator.academy import BesideClass


_RATED = {
    False: "Your own rating, of the run as a whole",
    True: "Your own rating of what they said before the choices, decision by decision",
}


class RateScreen(Page[int | None]):
    """Asks for levels, and keeps them; answers with how many were kept, None for nothing.

    Args:
        run: what is rated.
        words: whether to rate what the trainee said before the choices, and not the choice.
    """

    CSS_PATH = "rate.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left,right", "app.bell", "Rate", key_display="← →", tooltip="Move to another level; 1 to 5 do it at once."
        ),
        # With priority: where not all fits, the column would scroll instead.
        Binding(
            "down,tab",
            "next(1)",
            "Next",
            key_display="↓",
            tooltip="Go to the next criterion; Tab does the same.",
            priority=True,
        ),
        Binding("up,shift+tab", "next(-1)", "Up", show=False, tooltip="Go to the criterion before.", priority=True),
        Binding("enter", "keep", "Keep", tooltip="Keep the levels you changed, under your name."),
        Binding("escape", "leave", "Back", tooltip="Go back; you are asked before levels are lost."),
    ]

    def __init__(self, run: BesideClass, *, words: bool = False) -> None:
        super().__init__()
        self.run = run
        self.words = words
        self._before: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        """Lay out one scale a criterion, by rubric."""
        from scoring.measure import LEVEL_WORDS

        name = self.session.trainee.name if self.session.trainee else ""
        self._before = self.run.own(name, words=self.words)
        yield TitleBar()
        with ReadingColumn(can_focus=False):
            yield Static(
                Stack(
                    [
                        text(_RATED[self.words], "bold"),
                        prose(
                            "Leave out what you had no chance to see. It is kept beside the scores and never "
                            "replaces them: it shows how well trainers agree.",
                            "$quiet",
                        ),
                        *self._said(),
                    ]
                ),
                classes="-words",
            )
            for view in self.run.debrief.rubrics:
                yield Static(SideBySide([text(view.title, "bold $you")]), classes="-rubric")
                for id_, criterion in view.rubric.criteria.items():
                    standing = self._before.get(id_)
                    yield LevelScale(id_, criterion.title, criterion.about, criterion.anchors, LEVEL_WORDS, standing)
        yield Notice()
        yield KeyBar()

    def _said(self) -> list[Visual]:
        said = [each for each in self.run.debrief.decisions if each.own_words] if self.words else []
        return [Hanging(prose(each.own_words), 4, raw(f"{each.sequence:>2}  ", "$quiet")) for each in said]

    def on_mount(self) -> None:
        """Say whose run it is, and who rates."""
        name = self.session.trainee.name if self.session.trainee else ""
        self.title_line(f"{self.run.debrief.title}: {self.run.debrief.record.trainee}", f"rated by {name}")
        self.query(LevelScale).first().focus(scroll_visible=False)

    @property
    def changed(self) -> dict[str, int]:
        """The levels that differ from those that stand."""
        given = {scale.key: scale.level for scale in self.query(LevelScale)}
        return {key: level for key, level in given.items() if level is not None and level != self._before.get(key)}

    def action_next(self, by: int) -> None:
        """Go to the next criterion, or the one before; from the last to the first."""
        scales = list(self.query(LevelScale))
        here = next((place for place, scale in enumerate(scales) if scale.has_focus), 0)
        there = (here + by) % len(scales)
        scales[there].focus(scroll_visible=False)
        # Scroll after the words of the criterion before have closed, and those of this one have opened. Above the first
        # criterion, the page's explanation is shown.
        show = scales[there].scroll_visible if there else self.query_one(VerticalScroll).scroll_home
        self.call_after_refresh(show, animate=False)

    def action_keep(self) -> None:
        """Keep what was changed."""
        if self.changed:
            self.work(self._keep)
        elif any(scale.level is None and scale.key in self._before for scale in self.query(LevelScale)):
            self.query_one(Notice).say("A level that was kept is taken back on the page before, with u.")
        else:
            self.query_one(Notice).say("No level has been changed yet: ← and → move, and 1 to 5 choose.")

    async def _keep(self) -> None:
        levels = self.changed
        session, run_id = self.session, self.run.debrief.record.id
        await asyncio.to_thread(
            lambda: academy.rate(
                session.opened(), run_id, session.who().name, levels, at=session.clock(), words=self.words
            )
        )
        self.dismiss(len(levels))

    def action_leave(self) -> None:
        """Go back; ask first where something would be lost."""
        if self.changed:
            self.work(self._leave)
        else:
            self.dismiss(None)

    async def _leave(self) -> None:
        from simulator.app.screens.confirm import ConfirmScreen

        count = len(self.changed)
        what = "one level" if count == 1 else f"{count} levels"
        sure = await self.app.push_screen_wait(
            ConfirmScreen(
                f"Leave without keeping {what}?",
                "They are not kept yet. Leaving loses them, and that cannot be undone.",
                yes="Yes, leave without them",
                no="No, go on rating",
            )
        )
        if sure:
            self.dismiss(None)
