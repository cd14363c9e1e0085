"""A trainee's own name and data: what is kept, and what can be done with it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Static

from simulator.app.content import prose, text
from simulator.app.screens.ask import AskScreen
from simulator.app.screens.confirm import ConfirmScreen
from simulator.app.screens.page import ReadingPage
from simulator.app.screens.pick import pick
from simulator.app.screens.save_as import ask_file
from simulator.app.typeset import Ruler, Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.notice import Notice
from simulator.messages import tr
from simulator.text import NAME_LIMIT, clean_text
from simulator.views import own_data
from simulator.views.file_names import proposed_file


class OwnDataScreen(ReadingPage[None]):
    """Shows what is kept about the trainee; choosing a line does something with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", tooltip="Do what the highlighted line says; its number does the same."),
        Binding("escape,q", "leave", "Back", key_display="Esc", tooltip="Go back to the settings."),
    ]

    def on_mount(self) -> None:
        """Gather what is kept once the frame has been painted."""
        self.title_line(tr("Your name and what is kept about you"), self.session.who().name)
        self.call_after_refresh(self.work, self._load)

    async def _load(self) -> None:
        session, who = self.session, self.session.who()
        self.title_line(tr("Your name and what is kept about you"), who.name)
        held = await asyncio.to_thread(lambda: session.opened().person_record(who))
        where = tr("It is kept in {store}, under the name {name}.", store=session.opened().address, name=who.name)
        lines = [text(line) for line in own_data.kept_lines(held)]
        page = Stack([text(tr("What is kept about you"), "bold $you"), Ruler(), *lines, prose(where, "$quiet")])
        self.query_one("#page", Static).update(page)
        # A session that a server opened writes no files; its pages hand the data over.
        ways = {id_: words for id_, words in own_data.WAYS.items() if not session.served or id_ != "copy"}
        self.query_one(Choices).show([Option(id_, tr(words), spoken=False) for id_, words in ways.items()])

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.query_one(Notice).clear()
        ways = {"copy": self._copy, "name": self._rename, "one": self._merge, "erase": self._erase}
        self.work(ways[event.option.id])

    async def _copy(self) -> None:
        session, who = self.session, self.session.who()
        about = tr("Every row that is kept about you and of your runs, as JSON.")
        proposed = proposed_file(who.name, "encounter", own_data.ENDING)
        target = await ask_file(self.app, tr("What is kept about you"), about, proposed, own_data.data_named)
        if target is not None:
            held = await asyncio.to_thread(lambda: own_data.what_is_kept(session.opened(), who))
            await asyncio.to_thread(own_data.write_data, who.name, held, session.clock(), target)
            self.query_one(Notice).say(tr("Written: {target}", target=target))

    async def _rename(self) -> None:
        who = self.session.who()
        name = await self.app.push_screen_wait(
            AskScreen(
                (tr("Change your name"), who.name),
                tr("What should we call you?"),
                tr("Your runs stay yours. The old name no longer works here."),
                partial(clean_text, limit=NAME_LIMIT),
                who.name,
            )
        )
        if name is not None and name != who.name:
            await asyncio.to_thread(self.session.rename, name)
            await self._load()
            self.query_one(Notice).say(tr("You train as {name}.", name=name))

    async def _merge(self) -> None:
        session, who = self.session, self.session.who()
        await asyncio.to_thread(lambda: own_data.refuse_what_others_keep(session.opened(), who))
        others = await asyncio.to_thread(lambda: own_data.names_like(who.name, session.opened()))
        if not others:
            self.query_one(Notice).say(tr("There is no other name here."))
            return
        picked = await pick(self.app, tr("Which name is yours too?"), {each.id: each.name for each in others})
        double = next((each for each in others if each.id == picked), None)
        if double is None or not await self.app.push_screen_wait(
            ConfirmScreen(
                tr("Are {one} and {other} one person?", one=double.name, other=who.name),
                tr(
                    "From now on, everything kept under either name belongs to {name}. This cannot be undone.",
                    name=who.name,
                ),
                yes=tr("Yes, they are one"),
            )
        ):
            return
        await asyncio.to_thread(lambda: own_data.merge(session.opened(), who, double, at=session.clock()))
        await self._load()
        self.query_one(Notice).say(tr("{one} is now {other}; both names work.", one=double.name, other=who.name))

    async def _erase(self) -> None:
        session, who = self.session, self.session.who()
        await asyncio.to_thread(lambda: own_data.refuse_what_others_keep(session.opened(), who))
        sure = await self.app.push_screen_wait(
            ConfirmScreen(
                tr("Erase all that is kept about {name}?", name=who.name),
                tr(
                    "Every run, rating, note and setting goes, for good, with the backups that were made by "
                    "themselves. Files that you wrote, and backups of your own, are not touched."
                ),
                yes=tr("Yes, erase all of it"),
            )
        )
        if sure:
            await asyncio.to_thread(self.session.erase)
            try:
                await self.app.change_trainee()
            finally:
                self.dismiss(None)
