"""A campaign's own page: the calendar, what was promised and to whom, who knows you; and, at its end, the debrief."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.content import join, prose, quoted, text
from simulator.app.screens.page import ReadingPage
from simulator.app.start import StartRequest
from simulator.app.typeset import Indented, Stack
from simulator.app.widgets.choices import Choices, Option

if TYPE_CHECKING:
    from simulator.campaign.story import CampaignStory
    from simulator.training.campaign import CampaignPlay
    from simulator.training.ledger import CampaignDebrief, Ledger

GO_ON, PRACTICE, ASSESSMENT, BEGIN, LIBRARY = "go-on", "practice", "assessment", "begin", "library"
LOOK, AGAIN = "look ", "again "


class CampaignScreen(ReadingPage[None]):
    """Shows a campaign, and leads into its episodes and back.

    Args:
        request: a campaign to begin, or one to go on with.
    """

    CSS_PATH = "campaign.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", tooltip="Take the highlighted way to go on; its number does the same."),
        Binding("escape,q", "leave", "Leave", key_display="Esc", tooltip="Go to the library. Everything is kept."),
    ]

    def __init__(self, request: StartRequest) -> None:
        super().__init__()
        self.request = request
        self.story: CampaignStory | None = None
        self.play: CampaignPlay | None = None

    def on_mount(self) -> None:
        """Open the campaign once the frame has been painted."""
        self.title_line("Campaign")
        self.call_after_refresh(self.work, self._open)

    async def _open(self) -> None:
        await self.app.opened()
        if self.request.resume_campaign is not None:
            self.play = await asyncio.to_thread(self.session.resume_campaign, self.request.resume_campaign)
            await self._show()
            return
        self.story = await asyncio.to_thread(self.session.campaign, self.request.campaign or "")
        assigned = await asyncio.to_thread(self.session.is_assigned, self.story.campaign.id)
        self.title_line(self.story.campaign.title, "before you begin")
        self.query_one("#page", Static).update(Stack(_introduction(self.story), gap=1))
        ways = [
            Option(
                PRACTICE, "Practise: the coach comments on each choice, and you can take a choice back.", spoken=False
            ),
            Option(ASSESSMENT, "Assessment: no comments, and no way back.", spoken=False),
        ]
        begin = [Option(BEGIN, "Begin as your cohort is assigned it.", spoken=False)]
        self.query_one(Choices).show([*(begin if assigned else ways), _library()])

    async def _show(self) -> None:
        from simulator.training.ledger import campaign_debrief, ledger_of

        if self.play is None:
            return
        play, journey = self.play, self.play.journey
        campaign = journey.story.campaign
        if journey.finished:
            view = await asyncio.to_thread(campaign_debrief, play.store, play.kept)
            parts = list(_debrief(view))
        else:
            parts = []
            if journey.passages:
                parts += [prose(each) for each in journey.passages[-1].between]
            parts += _ledger(ledger_of(play.kept))
        self.title_line(campaign.title, f"{play.record.mode} · {'the end' if journey.finished else 'the calendar'}")
        self.query_one("#page", Static).update(Stack(parts, gap=1))
        self.query_one(Choices).show(self._options(play))
        self.column.scroll_home(animate=False)

    def _options(self, play: CampaignPlay) -> list[Option]:
        options: list[Option] = []
        episode = play.journey.episode
        if episode is not None:
            begun = play.kept.current is not None
            words = f"{'Go on with' if begun else 'Begin'} {episode.title}: {episode.episode.date}"
            options.append(Option(GO_ON, words, spoken=False))
        for number, passage in enumerate(play.journey.passages):
            options.append(Option(f"{LOOK}{number}", f"Look back on {passage.episode.title}", spoken=False))
        for number, passage in enumerate(play.journey.passages if play.journey.finished else ()):
            words = f"Try again from {passage.episode.title}; what you did stays as it is"
            options.append(Option(f"{AGAIN}{number}", words, spoken=False))
        return [*options, _library()]

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        id_ = event.option.id
        if id_ == LIBRARY:
            self.action_leave()
        elif id_ in (PRACTICE, ASSESSMENT, BEGIN):
            self.work(partial(self._begin, None if id_ == BEGIN else id_))
        elif id_ == GO_ON:
            self.work(self._go_on)
        elif id_.startswith(LOOK) and self.play is not None:
            self.app.show_debrief(self.play.kept.played[int(id_.removeprefix(LOOK))].id)
        elif id_.startswith(AGAIN):
            self.work(partial(self._again, int(id_.removeprefix(AGAIN))))

    async def _begin(self, mode: str | None) -> None:
        if self.story is not None:
            self.play = await asyncio.to_thread(self.session.begin_campaign, self.story, self.request, mode)
            await self._go_on()

    async def _go_on(self) -> None:
        if self.play is None:
            return
        scenario = self.play.journey.encounter().scenario
        if await self.app.warned(scenario):
            play = await asyncio.to_thread(self.play.episode)
            self.app.show_encounter(StartRequest(resume=play.record.id), title=scenario.title, play=play, told=True)
        else:
            await self._show()

    async def _again(self, keep: int) -> None:
        if self.play is not None:
            self.play = await asyncio.to_thread(self.session.campaign_again, self.play.record.id, keep)
            await self._show()

    def action_leave(self) -> None:
        """Go to the library; say that everything is kept."""
        going_on = self.play is not None and not self.play.journey.finished
        self.app.show_library("Kept. Go on with it whenever you like: press y." if going_on else "")


def _library() -> Option:
    return Option(LIBRARY, "Back to the library", spoken=False)


def _introduction(story: CampaignStory) -> Iterator[Content]:
    campaign = story.campaign
    yield text(campaign.title, "bold")
    yield prose(campaign.summary)
    yield text(f"{len(story.episodes)} episodes, about {campaign.minutes} minutes in all. You can leave at any time.")
    if campaign.content_warnings:
        yield text(f"It contains: {', '.join(campaign.content_warnings)}.", "$coach")
    if campaign.objectives:
        yield Content("\n").join([text("Afterwards you can:", "$quiet"), *(text(each) for each in campaign.objectives)])


def _ledger(ledger: Ledger) -> Iterator[Visual]:
    calendar = [
        join(
            [
                text(each.date, "$quiet"),
                text(each.title, "bold" if each.status == "now" else ""),
                text(each.status, "$quiet"),
            ],
            "  ",
        )
        for each in ledger.calendar
    ]
    yield Stack([text("The calendar", "bold"), *(Indented(each, 2) for each in calendar)])
    if ledger.promises:
        promises = [
            join([text(f"To {each.to}:", "$quiet"), quoted(each.words), text(each.state, "bold")], " ")
            for each in ledger.promises
        ]
        yield Stack([text("What you promised", "bold"), *(Indented(each, 2) for each in promises)])
    if ledger.known:
        yield Stack([text("Who knows you, and how", "bold"), *(Indented(each, 2) for each in _known(ledger))])


def _known(ledger: Ledger) -> Iterator[Content]:
    for known in ledger.known:
        who = ", ".join(dict.fromkeys(part for part in (known.person, known.title) if part))
        yield join([text(f"{who}:", "$quiet"), text(known.value)], " ")


def _debrief(view: CampaignDebrief) -> Iterator[Visual]:
    if view.closing_title:
        yield text(view.closing_title, "bold")
    yield prose(view.closing_text)
    for name, said in view.retold:
        yield join([text(f"{name}:", "bold"), quoted(said)], " ")
    if view.reflect:
        yield prose(view.reflect, "italic")
    for promise in view.ledger.promises:
        head = join([text(f"To {promise.to}:", "bold"), quoted(promise.words), text(promise.state, "bold")], " ")
        changes = [text(f"{date}, {title}: {level}") for date, title, level in promise.history]
        back = [text(f"It came back in {title}, {date}.", "$coach") for date, title in promise.came_back]
        yield Stack([head, *(Indented(each, 2) for each in (*changes, *back))])
    if view.ledger.known:
        yield Stack([text("Who knows you, and how", "bold"), *(Indented(each, 2) for each in _known(view.ledger))])
    yield Stack([text("Episode by episode", "bold"), *(Indented(each, 2) for each in _episodes(view))])
    yield Stack(
        [text("Conduct over all episodes (practice only)", "bold"), *(Indented(each, 2) for each in _scores(view))]
    )
    if view.discussion:
        yield Stack([text("To discuss", "bold"), *(Indented(text(f"– {each}"), 2) for each in view.discussion)])


def _episodes(view: CampaignDebrief) -> Iterator[Content]:
    for episode in view.episodes:
        critical = "".join(f" Critical event: {event.replace('-', ' ')}." for event in episode.critical)
        yield join(
            [text(episode.date, "$quiet"), text(f"{episode.title}: {episode.outcome}."), text(critical, "$bad")], " "
        )


def _scores(view: CampaignDebrief) -> Iterator[Content]:
    for rubric in view.rubrics:
        figure = rubric.total.anchored
        shown = "not assessed" if figure is None else f"conduct {figure:.0f} of 100, n = {rubric.total.n}"
        yield join([text(f"{rubric.title}:", "$quiet"), text(shown)], " ")
