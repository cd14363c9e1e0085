"""What a trainer assigns to a cohort, asked for one thing at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from simulator import academy
from simulator.app.screens.ask import AskScreen
from simulator.app.screens.pick import pick

if TYPE_CHECKING:
    from simulator.academy import Assignment, Beginning, Cohort
    from simulator.app.app import EncounterApp
    from simulator.campaign.story import CampaignStory

_MODES = {
    "practice": "Practice: the coach comments, as often as they like.",
    "assessment": "Assessment: no comments, no way back, and one attempt.",
    "practice first": "Practice, saying it first: they type their own words before the choices.",
    "assessment first": "Assessment, saying it first. What they type is never scored.",
}


@dataclass(frozen=True, slots=True)
class _Date:
    """A day until which something is to be done; None for no day."""

    until: datetime | None


async def ask_assignment(app: EncounterApp, cohort: Cohort) -> Assignment | None:
    """Ask what a cohort is to play and how, and assign it. None if that was called off."""
    session = app.session
    campaigns, _ = await asyncio.to_thread(session.campaigns)
    titles = {each.id: f"{each.title}: a campaign of {len(each.episodes)}" for each in campaigns if not each.error}
    is_campaign = set(titles)
    titles |= {entry.id: entry.title for entry in session.library.entries() if not entry.error}
    id_ = await pick(app, "What should they play?", titles)
    if id_ is None:
        return None
    begins = None
    if id_ in is_campaign:
        story = await asyncio.to_thread(session.campaign, id_)
        where = await _ask_beginning(app, story)
        if where is None:
            return None
        begins = where if where.episode > 1 or where.memory else None
    mode = await pick(app, "In which way?", _MODES)
    if mode is None:
        return None
    date = await app.push_screen_wait(
        AskScreen(
            (cohort.name, "assign"),
            "Until when?",
            "As 2026-12-03, or 2026-12-03T17:00. Leave it empty for no date.",
            lambda line: _Date(academy.due_on(line, now=session.clock()) if line else None),
        )
    )
    if date is None:
        return None

    def keep() -> Assignment:
        from simulator.records.store import Mode

        pin = academy.pin_of(session.library, id_, campaign=id_ in is_campaign)
        at, (way, _, first) = session.clock(), mode.partition(" ")
        given, _ = academy.assign(
            session.opened(), cohort, id_, mode=Mode(way), at=at, due=date.until, begins=begins, pin=pin,
            say_first=bool(first),
        )  # fmt: skip
        session.note("assigned", cohort.name, f"{id_}, {way}")
        return given

    return await asyncio.to_thread(keep)


async def _ask_beginning(app: EncounterApp, story: CampaignStory) -> Beginning | None:
    """Ask for the episode that a campaign begins with, and, if it is a later one, for its memory."""
    from simulator.training.campaign import beginning, named_values

    title = story.campaign.title
    episodes = {each.episode.id: f"{each.title}: {each.episode.date}" for each in story.episodes}
    first = await pick(app, f"With which episode of {title} do they begin?", episodes)
    if first is None or first == story.episodes[0].episode.id:
        return None if first is None else academy.Beginning(1, {})
    read: Callable[[str], Beginning] = lambda line: academy.Beginning(  # noqa: E731  a type that lambda cannot say
        *beginning(story, first, named_values(line.split()))
    )
    return await app.push_screen_wait(
        AskScreen(
            (title, f"from {episodes[first]}"),
            "What is remembered there?",
            "NAME=VALUE for each, with a space between. What you leave out is as at the start of the campaign. "
            "Promises: "
            f"{', '.join(story.campaign.promises) or 'none'}. Memory: {', '.join(story.campaign.memory) or 'none'}.",
            read,
        )
    )
