"""A campaign's own page: the calendar, your promises and the people who know you; at its end, the debrief."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.brief import listed
from simulator.app.content import join, narration, quoted, raw, text
from simulator.app.screens.page import ReadingPage
from simulator.app.start import StartRequest
from simulator.app.typeset import Hanging, Indented, Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.messages import tr
from simulator.views.brief import content_notes

if TYPE_CHECKING:
    from simulator.campaign.story import CampaignStory
    from simulator.training.campaign import CampaignPlay
    from simulator.training.campaign_debrief import CampaignDebrief
    from simulator.views.debrief import DebriefLine, DebriefPart

GO_ON, PRACTICE, ASSESSMENT, BEGIN, LIBRARY = "go-on", "practice", "assessment", "begin", "library"
LOOK, AGAIN = "look", "again"


class CampaignScreen(ReadingPage[None]):
    """Shows a campaign, and leads into its episodes and back.

    Args:
        request: a campaign to begin, or one to go on with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", tooltip="Take the highlighted way to go on; its number does the same."),
        Binding("w", "write", "Keep", tooltip="Keep the debrief as a page, or as text; you are asked where."),
        Binding("escape,q", "leave", "Leave", key_display="Esc", tooltip="Go to the library. Everything is kept."),
    ]

    def __init__(self, request: StartRequest) -> None:
        super().__init__()
        self.request = request
        self.story_language = request.language or self.story_language
        self.story: CampaignStory | None = None
        self.play: CampaignPlay | None = None
        self._view: CampaignDebrief | None = None

    def on_mount(self) -> None:
        """Open the campaign once the frame has been painted."""
        self.title_line(tr("Campaign"))
        self.call_after_refresh(self.work, self._open)

    async def _open(self) -> None:
        await self.app.opened()
        if self.request.resume_campaign is not None:
            self.play = await asyncio.to_thread(self.session.resume_campaign, self.request.resume_campaign)
            await self._show()
            return
        self.story = await asyncio.to_thread(self.session.campaign, self.request.campaign or "")
        assigned = await asyncio.to_thread(self.session.is_assigned, self.story.campaign.id)
        self.title_line(self.story.campaign.title, tr("before you begin"))
        self.query_one("#page", Static).update(Stack(_introduction(self.story), gap=1))
        ways = [
            Option(
                PRACTICE,
                tr("Practise: the coach comments on each choice, and you can take a choice back."),
                spoken=False,
            ),
            Option(ASSESSMENT, tr("Assessment: no comments, and no way back."), spoken=False),
        ]
        begin = [Option(BEGIN, tr("Begin as your cohort is assigned it."), spoken=False)]
        self.query_one(Choices).show([*(begin if assigned else ways), _library()])

    async def _show(self) -> None:
        from simulator.training.campaign_debrief import campaign_debrief
        from simulator.training.ledger import ledger_of
        from simulator.views.campaign import campaign_parts, ledger_parts

        if self.play is None:
            return
        play, journey = self.play, self.play.journey
        campaign = journey.story.campaign
        self.tell_in(campaign.language)
        if journey.finished:
            self._view = await asyncio.to_thread(campaign_debrief, play.store, play.kept)
            parts = [_part(each) for each in campaign_parts(self._view)]
        else:
            self._view = None
            between = journey.passages[-1].between if journey.passages else ()
            parts = [*map(narration, between), *map(_part, ledger_parts(ledger_of(play.kept)))]
        self.title_line(
            campaign.title, f"{tr(play.record.mode)} · {tr('the end') if journey.finished else tr('the calendar')}"
        )
        self.query_one("#page", Static).update(Stack(parts, gap=1))
        self.query_one(Choices).show(self._options(play))
        self.show_keys()
        self.column.scroll_home(animate=False)

    def _options(self, play: CampaignPlay) -> list[Option]:
        options: list[Option] = []
        episode = play.journey.episode
        if episode is not None:
            begun = play.kept.current is not None
            title, date = episode.title, episode.episode.date
            words = (
                tr("Go on with {title}: {date}", title=title, date=date)
                if begun
                else tr("Begin {title}: {date}", title=title, date=date)
            )
            options.append(Option(GO_ON, words, spoken=False))
        if play.may_look_back and play.journey.passages:
            options.append(Option(LOOK, tr("Look back on an episode"), spoken=False))
        if play.journey.finished:
            words = tr("Try again from an episode; what you did stays as it is")
            options.append(Option(AGAIN, words, spoken=False))
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
        elif id_ == LOOK:
            self.work(self._look_back)
        elif id_ == AGAIN:
            self.work(self._again)

    async def _look_back(self) -> None:
        number = await self._which(tr("On which episode?"))
        if number is not None and self.play is not None:
            self.app.show(StartRequest(debrief=self.play.kept.played[number].id))

    async def _which(self, question: str) -> int | None:
        """Ask for one of the episodes that were played; None for none of them."""
        from simulator.app.screens.pick import pick

        played = self.play.journey.passages if self.play is not None else []
        named = {str(at): f"{each.episode.title}: {each.episode.episode.date}" for at, each in enumerate(played)}
        picked = await pick(self.app, question, named)
        return None if picked is None else int(picked)

    async def _begin(self, mode: str | None) -> None:
        from simulator.app.screens.access_code import begun

        story = self.story
        if story is not None and await self._ask_language(story):
            chosen = self.story or story
            self.play = await begun(
                self.app,
                chosen.campaign.title,
                lambda code: self.session.begin_campaign(chosen, self.request, mode, code),
            )
            await self._go_on()

    async def _ask_language(self, story: CampaignStory) -> bool:
        """Ask for the language of play if there are several; False if nobody answers."""
        from simulator.app.screens.pick import pick
        from simulator.views.languages import language_name

        languages = await asyncio.to_thread(self.session.campaign_languages, story)
        language = self.request.language
        if language is None and len(languages) > 1:
            language = await pick(self.app, tr("In which language?"), {code: language_name(code) for code in languages})
            if language is None:
                return False
        if language is not None:
            self.story = await asyncio.to_thread(self.session.campaign, self.request.campaign or "", language)
        return True

    async def _go_on(self) -> None:
        from simulator.app.screens.briefing import warned

        if self.play is None:
            return
        scenario = self.play.journey.encounter().scenario
        begun = self.play.kept.current is not None
        if begun or await warned(self.app, scenario):
            play = await asyncio.to_thread(self.play.episode)
            self.app.show(StartRequest(resume=play.record.id, title=scenario.title, play=play, warned=True))
        else:
            await self._show()

    async def _again(self) -> None:
        keep = await self._which(tr("From which episode?"))
        if keep is not None and self.play is not None:
            self.play = await asyncio.to_thread(self.session.campaign_again, self.play.record.id, keep)
            await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        return self._view is not None and not self.session.served if action == "write" else True

    def action_write(self) -> None:
        """Ask where the debrief is to be kept, and keep it there."""
        self.work(self._write)

    async def _write(self) -> None:
        from simulator.app.screens.save_as import keep_debrief
        from simulator.views.campaign import campaign_parts

        if self._view is not None:
            await keep_debrief(
                self.app, self._view.ledger.title, self._view.record.started_at, campaign_parts(self._view)
            )

    def action_leave(self) -> None:
        """Go to the library; say that everything is kept."""
        going_on = self.play is not None and not self.play.journey.finished
        kept = tr("Kept. Go on with it whenever you like: press y.") if going_on else ""
        self.app.show(StartRequest(message=kept))


def _library() -> Option:
    return Option(LIBRARY, tr("Back to the library"), spoken=False)


def _introduction(story: CampaignStory) -> Iterator[Visual]:
    campaign = story.campaign
    yield text(campaign.title, "bold")
    yield narration(campaign.summary)
    yield text(
        tr(
            "{count} episodes, about {minutes} minutes in all. You can leave at any time.",
            count=len(story.episodes),
            minutes=campaign.minutes,
        )
    )
    if campaign.content_warnings:
        yield listed(tr("It contains"), content_notes(campaign.content_warnings), "bold $bad")
    if campaign.objectives:
        yield listed(tr("What you practise"), campaign.objectives, "bold $quiet")


def _part(part: DebriefPart) -> Visual:
    return Stack([text(part.title, "bold"), *(Indented(_line(each), 2 + 2 * each.depth) for each in part.lines)])


def _line(line: DebriefLine) -> Visual:
    if line.kind == "speech":
        name, _, said = line.text.partition(": ")
        return join([text(f"{name}:", "bold"), quoted(said)], " ")
    shown = narration(line.text, "$bad" if line.kind == "alert" else "")
    return Hanging(shown, 2, raw("• ", "$quiet")) if line.kind == "item" else shown
