"""A campaign, line by line: the ledger, one episode after the other, and looking back on all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.messages import speaking_around, tr
from simulator.plain.debrief import part_lines
from simulator.plain.player import Player
from simulator.plain.talk import InputEnded, PersonLeft, Talk, now, number_of
from simulator.views.campaign import campaign_parts, ledger_parts
from simulator.views.debrief import DebriefPart, debrief_parts

if TYPE_CHECKING:
    from simulator.training.campaign import CampaignPlay


class CampaignPlayer:
    """One campaign, line by line."""

    def __init__(self, talk: Talk, play: CampaignPlay) -> None:
        self.talk = talk
        self.play = play

    def play_to_debrief(self) -> None:
        """Play, and look back once it has closed; "try again from an episode" plays on."""
        with speaking_around(self.play.journey.story.campaign.language):
            self._introduce()
            while self.play_on():
                again = self._look_back()
                if again is None:
                    return
                self.play = again

    def play_on(self) -> bool:
        """Play until the campaign closes (True), or until the person leaves or the input ends (False)."""
        from simulator.training.campaign_debrief import closing_text
        from simulator.training.ledger import ledger_of

        while not self.play.journey.finished:
            self._say(ledger_parts(ledger_of(self.play.kept)))
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
            self.talk.say(tr("Content: {warning}.", warning=warning.rstrip(".")))
        self.talk.say(tr("Everything is kept; you can leave at any time and go on later with: encounter resume"))

    def _go_on(self, run_id: str) -> bool:
        """Ask whether to go on; the debrief of the episode can be read first."""
        from simulator.training.debrief import debrief

        if self.talk.quiet:
            return True
        looks = self.play.may_look_back
        question = (
            tr("Enter goes on, d looks back on this episode first, q leaves.")
            if looks
            else tr("Enter goes on, q leaves.")
        )
        try:
            while self.talk.ask(question) in ("d", "debrief"):
                self._say(() if not looks else debrief_parts(debrief(self.play.store, run_id)))
        except InputEnded:
            return False
        except PersonLeft:
            self.talk.say(tr("Left. Go on with: encounter resume"))
            return False
        return True

    def _look_back(self) -> CampaignPlay | None:
        from simulator.training.campaign import CampaignPlay
        from simulator.training.campaign_debrief import campaign_debrief

        view = campaign_debrief(self.play.store, self.play.kept)
        self._say(campaign_parts(view))
        try:
            while True:
                answer = self.talk.ask(tr("To try again from an episode, type its number in the list; Enter to go on."))
                if not answer:
                    return None
                number = number_of(answer, len(view.episodes))
                if number is not None:
                    return CampaignPlay.again(self.play.store, self.play.record.id, keep=number - 1, clock=now)
                self.talk.say(tr("Type 1 to {count}, or Enter.", count=len(view.episodes)))
        except (InputEnded, PersonLeft):
            return None

    def _say(self, parts: Iterable[DebriefPart]) -> None:
        for line in (line for part in parts for line in part_lines(part)):
            self.talk.say(line)
