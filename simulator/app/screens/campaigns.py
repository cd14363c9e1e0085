"""Which campaign to begin, to go on with, or to look back on."""

from __future__ import annotations

import asyncio

from textual.widgets import Static

from simulator.app.content import text
from simulator.app.screens.pick import PickScreen
from simulator.app.start import StartRequest
from simulator.app.widgets.choices import Choices, Option
from simulator.messages import tr
from simulator.messages.moments import date_of


class CampaignsScreen(PickScreen):
    """Lists what was begun and what can be, and goes to what is picked."""

    def __init__(self) -> None:
        super().__init__("", ())
        self._ways: dict[str, StartRequest] = {}

    def on_mount(self) -> None:
        """Ask once the frame has been painted."""
        self.call_after_refresh(self.work, self._load)

    async def _load(self) -> None:
        await self.app.opened()
        entries, begun = await asyncio.to_thread(self.session.campaigns)
        titles = {entry.id: entry.title for entry in entries}
        ways = {
            tr(
                "Go on with {title}, begun {day}",
                title=titles.get(each.campaign_id, each.campaign_id),
                day=date_of(each.started_at, year=False),
            ): StartRequest(resume_campaign=each.id)
            for each in begun
            if each.closing is None
        }
        ways |= {
            tr(
                "{title}. {count} episodes, {minutes} minutes. {summary}",
                title=entry.title,
                count=len(entry.episodes),
                minutes=entry.minutes,
                summary=entry.summary,
            ): StartRequest(campaign=entry.path)
            for entry in entries
            if not entry.error
        }
        ways |= {
            tr(
                "Look back on {title}, {day}",
                title=titles.get(each.campaign_id, each.campaign_id),
                day=date_of(each.started_at, year=False),
            ): StartRequest(resume_campaign=each.id)
            for each in begun
            if each.closing is not None
        }
        question = tr("Which campaign?") if ways else tr("There is no campaign in the library yet.")
        self._ways = ways
        self.query_one("#question", Static).update(text(question, "bold"))
        self.query_one(Choices).show([Option(words, words, spoken=False) for words in ways])

    def take(self, id_: str) -> None:
        """Go to the campaign."""
        self.app.show(self._ways[id_])
