"""A campaign, line by line: the ledger, one episode after the other, and looking back on all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scoring.rubric import RubricSet
from simulator.messages import speaking_around, tr
from simulator.plain.debrief import part_lines
from simulator.plain.glossary import print_glossary
from simulator.plain.library import say_list
from simulator.plain.player import Player, look_back_and_try_again, willing
from simulator.plain.save_as import keep_debrief
from simulator.plain.talk import InputEnded, PersonLeft, Talk, now, number_of
from simulator.records.published_library import library_of
from simulator.text import sentence
from simulator.views.campaign import campaign_parts, ledger_parts
from simulator.views.debrief import DebriefPart

if TYPE_CHECKING:
    from simulator.campaign.story import CampaignStory
    from simulator.training.campaign import CampaignPlay


def introduce(talk: Talk, story: CampaignStory) -> None:
    """Say what a campaign is about, before it is asked how it is to be played."""
    campaign = story.campaign
    talk.say()
    count = tr(
        "{count} episodes, about {minutes} minutes in all. You can leave at any time.",
        count=len(story.episodes), minutes=campaign.minutes,
    )  # fmt: skip
    talk.say(f"{sentence(campaign.title)} {' '.join(campaign.summary.split())} {count}")
    say_list(talk, tr("It contains:"), campaign.content_warnings)
    say_list(talk, tr("What you practise:"), campaign.objectives)


class CampaignPlayer:
    """One campaign, line by line.

    Args:
        talk: where lines go and come from.
        play: what is played.
    """

    def __init__(self, talk: Talk, play: CampaignPlay) -> None:
        self.talk = talk
        self.play = play

    def play_to_debrief(self) -> None:
        """Play, and look back once it has closed; "try again from an episode" plays on."""
        campaign = self.play.journey.story.campaign
        with speaking_around(campaign.language):
            self.talk.say()
            kept = (
                tr("Everything is kept; you can leave at any time, and continue from the menu.")
                if self.talk.menu
                else tr("Everything is kept; you can leave at any time and go on later with: encounter resume")
            )
            self.talk.say(f"{sentence(campaign.title)} {kept}")
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
            scenario = self.play.journey.encounter().scenario
            if self.play.kept.current is None and not (self.talk.quiet or willing(self.talk, scenario)):
                self._say_left()
                return False
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

    def _go_on(self, run_id: str) -> bool:
        """Ask whether to go on; the debrief of the episode can be read first."""
        if self.talk.quiet:
            return True
        looks = self.play.may_look_back
        question = (
            tr("Enter goes on, d looks back on this episode first, q leaves.")
            if looks
            else tr("Enter goes on, q leaves.")
        )
        try:
            while self.talk.ask(question).casefold() in ("d", "debrief"):
                if looks:
                    look_back_and_try_again(self.talk, self.play.store, run_id)
        except InputEnded:
            return False
        except PersonLeft:
            self._say_left()
            return False
        return True

    def _say_left(self) -> None:
        left = tr("Left. Everything you chose is kept; the menu has it, to continue.")
        self.talk.say(left if self.talk.menu else tr("Left. Go on with: encounter resume"))

    def _look_back(self) -> CampaignPlay | None:
        from simulator.training.campaign import CampaignPlay
        from simulator.training.campaign_debrief import campaign_debrief

        view = campaign_debrief(self.play.store, self.play.kept)
        self._say(campaign_parts(view))
        helps = tr("d and a number looks back on that episode. g says what the words mean.")
        if self.talk.files:
            helps = f"{helps} {tr('w keeps the debrief as a file.')}"
        question = tr("To try again from an episode, type its number in the list; Enter to go on; ? helps.")
        try:
            while True:
                answer = self.talk.ask(question, helps=helps)
                if not answer:
                    return None
                number = number_of(answer, len(view.episodes))
                if number is not None:
                    return CampaignPlay.again(self.play.store, self.play.record.id, keep=number - 1, clock=now)
                word, _, wanted = answer.casefold().partition(" ")
                episode = number_of(wanted, len(view.episodes)) if word in ("d", "debrief") else None
                if episode is not None:
                    look_back_and_try_again(self.talk, self.play.store, self.play.kept.played[episode - 1].id)
                    continue
                if word in ("w", "write") and self.talk.files:
                    keep_debrief(self.talk, view.ledger.title, view.record.started_at, campaign_parts(view))
                    continue
                if word in ("g", "glossary"):
                    rubrics = RubricSet.of(rubric.rubric for rubric in view.rubrics)
                    print_glossary(self.talk, rubrics, library_of(self.play.store).entries())
                    continue
                self.talk.say(tr("Type 1 to {count}, or Enter.", count=len(view.episodes)))
        except (InputEnded, PersonLeft):
            return None

    def _say(self, parts: Iterable[DebriefPart]) -> None:
        for line in (line for part in parts for line in part_lines(part)):
            self.talk.say(line)
