"""A campaign, line by line: the ledger, one episode after the other, and looking back on all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.plain.debrief import debrief_lines
from simulator.plain.player import Player
from simulator.plain.talk import InputEnded, Left, Talk, now, number_of
from simulator.views.debrief import figure_words

if TYPE_CHECKING:
    from simulator.training.campaign import CampaignPlay
    from simulator.training.ledger import CampaignDebrief, Ledger


class CampaignPlayer:
    """One campaign, line by line."""

    def __init__(self, talk: Talk, play: CampaignPlay) -> None:
        self.talk = talk
        self.play = play

    def play_to_debrief(self) -> None:
        """Play, and look back once it has closed; "try again from an episode" plays on."""
        self._introduce()
        while self.play_on():
            again = self._look_back()
            if again is None:
                return
            self.play = again

    def play_on(self) -> bool:
        """Play until the campaign closes (True), or until the person leaves or the input ends (False)."""
        from simulator.training.ledger import closing_text, ledger_of

        while not self.play.journey.finished:
            self._say(ledger_lines(ledger_of(self.play.kept)))
            player = Player(self.talk, self.play.episode())
            if not player.play_on():
                return False
            passage = self.play.leave(player.play)
            if passage is None:
                return False
            for text in passage.between:
                self.talk.say()
                self.talk.say(" ".join(text.split()))
            if not self.play.journey.finished and not self._go_on(player.play.record.id):
                return False
        self.talk.say()
        self.talk.say(" ".join(closing_text(self.play.journey).split()))
        return True

    def _introduce(self) -> None:
        campaign = self.play.journey.story.campaign
        self.talk.say()
        self.talk.say(f"{campaign.title}. {' '.join(campaign.summary.split())}")
        for warning in campaign.content_warnings:
            self.talk.say(f"Content: {warning.rstrip('.')}.")
        self.talk.say("Everything is kept; you can leave at any time and go on later with: encounter resume")

    def _go_on(self, run_id: str) -> bool:
        """Ask whether to go on; the debrief of the episode can be read first."""
        from simulator.training.debrief import debrief

        if self.talk.quiet:
            return True
        try:
            while self.talk.ask("Enter goes on, d looks back on this episode first, q leaves.") in ("d", "debrief"):
                self._say(debrief_lines(debrief(self.play.store, run_id)))
        except InputEnded:
            return False
        except Left:
            self.talk.say("Left. Go on with: encounter resume")
            return False
        return True

    def _look_back(self) -> CampaignPlay | None:
        from simulator.training.campaign import CampaignPlay
        from simulator.training.ledger import campaign_debrief

        view = campaign_debrief(self.play.store, self.play.kept)
        self._say(campaign_debrief_lines(view))
        try:
            while True:
                answer = self.talk.ask("To try again from an episode, type its place in the list; Enter to go on.")
                if not answer:
                    return None
                number = number_of(answer, len(view.episodes))
                if number is not None:
                    return CampaignPlay.again(self.play.store, self.play.record.id, keep=number - 1, clock=now)
                self.talk.say(f"Type 1 to {len(view.episodes)}, or Enter.")
        except (InputEnded, Left):
            return None

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.talk.say(line)


def ledger_lines(ledger: Ledger) -> Iterable[str]:
    """Yield the calendar, what was promised, and who knows you, as lines."""
    yield ""
    yield "The calendar:"
    for each in ledger.calendar:
        yield f"  {each.date}: {each.title}, {each.status}."
    if ledger.promises:
        yield "What you promised:"
        for promise in ledger.promises:
            yield f"  To {promise.to}: {' '.join(promise.words.split())} ({promise.state}.)"
    if ledger.known:
        yield "Who knows you, and how:"
        for known in ledger.known:
            who = ", ".join(part for part in (known.person, known.title) if part)
            yield f"  {who}: {known.value}."


def campaign_debrief_lines(view: CampaignDebrief) -> Iterable[str]:
    """Yield a campaign's debrief as lines: the ledger first, then each episode, conduct, and what others say."""
    yield ""
    yield f"Debrief: {view.ledger.title}, {view.record.mode}, begun {view.record.started_at:%d %B %Y}."
    if view.closing is None:
        yield f"Not finished: {len(view.episodes)} episodes played so far."
    if view.closing_title:
        yield f"{view.closing_title}."
    for promise in view.ledger.promises:
        yield ""
        yield f"To {promise.to} you said: {' '.join(promise.words.split())} It is {promise.state}."
        for date, title, level in promise.history:
            yield f"  {date}, {title}: {level}."
        for date, title in promise.came_back:
            yield f"  It came back in {title} ({date})."
    if view.ledger.known:
        yield ""
        yield "Who knows you, and how:"
        for known in view.ledger.known:
            who = ", ".join(part for part in (known.person, known.title) if part)
            yield f"  {who}: {known.value}."
    yield ""
    for number, episode in enumerate(view.episodes, start=1):
        critical = "".join(f" CRITICAL EVENT: {event.replace('-', ' ')}." for event in episode.critical)
        yield f"{number}. {episode.date}: {episode.title}. {episode.outcome}.{critical}"
        yield f"  Look closer with: encounter debrief {episode.run[:8]}"
    yield ""
    yield "Over all episodes (practice only: structured practice, not a measure of a person)."
    for rubric in view.rubrics:
        alone = " Reported alone; never pass or fail." if rubric.reported == "profile" else ""
        yield f"{rubric.title}: {figure_words(rubric.total, ())}.{alone}"
    if view.retold:
        yield ""
        yield "What they say about you:"
        for name, text in view.retold:
            yield f"{name}: {' '.join(text.split())}"
    if view.reflect:
        yield f"To think about: {view.reflect}"
    if view.discussion:
        yield ""
        yield "To discuss:"
        for question in view.discussion:
            yield f"- {question}"
