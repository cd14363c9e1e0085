"""Which campaign to begin, to go on with, or to look back on."""

from __future__ import annotations

import asyncio

from textual.widgets import Static

from simulator.app.content import text
from simulator.app.screens.pick import PickScreen
from simulator.app.start import StartRequest
from simulator.app.widgets.choices import Choices, Option
from simulator.messages import tr
from simulator.views.runs import campaign_way


class CampaignsScreen(PickScreen):
    """Lists what was begun and what can be, and goes to what is picked."""

    def __init__(self) -> None:
        super().__init__("", ())
        self._begun: set[str] = set()

    def on_mount(self) -> None:
        """Ask once the frame has been painted."""
        self.call_after_refresh(self.work, self._load)

    async def _load(self) -> None:
        await self.app.opened()
        entries, begun = await asyncio.to_thread(self.session.campaigns)
        titles = {entry.id: entry.title for entry in entries}
        ways = [(each, Option(each.id, campaign_way(each, titles), spoken=False)) for each in begun]
        options = [way for each, way in ways if each.closing is None]
        for entry in entries:
            if not entry.error:
                words = tr(
                    "{title}. {count} episodes, {minutes} minutes. {summary}",
                    title=entry.title,
                    count=len(entry.episodes),
                    minutes=entry.minutes,
                    summary=entry.summary,
                )
                options.append(Option(entry.path, words, spoken=False))
        options += [way for each, way in ways if each.closing is not None]
        self._begun = {each.id for each in begun}
        question = tr("Which campaign?") if options else tr("There is no campaign in the library yet.")
        self.query_one("#question", Static).update(text(question, "bold"))
        self.query_one(Choices).show(options)

    def take(self, id_: str) -> None:
        """Go to the campaign."""
        self.app.show(StartRequest(resume_campaign=id_) if id_ in self._begun else StartRequest(campaign=id_))
