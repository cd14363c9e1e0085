"""The main menu: assignments, what to practise, the library, looking back, progress, settings."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from simulator.errors import EncounterError
from simulator.messages import speak, speaking_around, spoken_language, tr
from simulator.plain.access_code import begun
from simulator.plain.documentation import read_documentation
from simulator.plain.glossary import print_glossary
from simulator.plain.library import choose_encounter, say_brief, say_list
from simulator.plain.player import Player, look_back_and_try_again, say_duty
from simulator.plain.progress import print_progress
from simulator.plain.talk import Action, InputEnded, PersonLeft, Talk, agreed, now, number_of, pick
from simulator.plain.who import who_trains
from simulator.text import sentence
from simulator.views.encounters import left_off, own_lines
from simulator.views.overview import overview_of
from simulator.views.runs import campaign_way, continue_line, record_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.campaign.library import CampaignEntry
    from simulator.records.kept_campaigns import CampaignRecord
    from simulator.records.model import Mode
    from simulator.records.store import RunRecord, Store, Trainee
    from simulator.scenario.library import Entry, Library
    from simulator.training.preferences import LastLook

SET_HERE = ("lines", "first", "confirm", "language")
"""What can be set line by line: nothing here has a look, moves, or counts down."""


def run_plain(store_address: str | None, *, trainee: str | None = None, served: bool = False) -> int:
    """Open the line-by-line menu.

    Args:
        store_address: the record store; the platform's data folder if None.
        trainee: who is training; asked for if None, where more than one is known.
        served: a server opened it for that trainee, and for nobody else.
    """
    from simulator import academy
    from simulator.records.published_library import library_of
    from simulator.records.store import Store
    from simulator.training.preferences import LastLook

    talk = Talk.standard()
    talk.files = not served
    try:
        with Store.open(store_address) as store:
            if store.remark and not served:
                talk.say(store.remark)
            who = None if trainee is None else academy.known_or_new(store, trainee, at=now())
            return Menu(talk, store, library_of(store), LastLook(store_address), who, served=served).open()
    except (InputEnded, PersonLeft):
        return 0


class Menu:
    """The main menu of the line-by-line mode."""

    def __init__(
        self,
        talk: Talk,
        store: Store,
        library: Library,
        last_look: LastLook,
        trainee: Trainee | None = None,
        *,
        served: bool = False,
    ) -> None:
        self.talk = talk
        self.store = store
        self.library = library
        self._last_look = last_look
        self._trainee = trainee
        self._served = served
        talk.menu = True

    def open(self) -> int:
        """Show the menu until the person leaves.

        Raises:
            PersonLeft, InputEnded: the person leaves, or there are no more answers.
        """
        from simulator.training.preferences import speak_as_set

        self.talk.say(tr("Encounter, line by line. Answer with a number or a word; ? helps, q leaves."))
        known = self.store.trainees()
        if self._trainee is None:
            self._trainee = known[0] if len(known) == 1 else who_trains(self.talk, self.store)
        speak_as_set(self.store, self._trainee)
        self.talk.say(tr("You train as {name}.", name=self._trainee.name))
        if not known and self.talk.interactive:
            self._lesson()
        while True:
            actions = self._actions(self._trainee)
            self.talk.say()
            for number, (title, _) in enumerate(actions, start=1):
                self.talk.say(f"{number}. {title}")
            answer = self.talk.ask(
                tr("What would you like to do?"), helps=tr("Answer 1 to {count}.", count=len(actions))
            )
            chosen = number_of(answer, len(actions))
            if chosen is None:
                said = tr("'{answer}' is not in the list.", answer=answer) if answer else tr("Nothing was answered.")
                self.talk.say(f"{said} {tr('Answer 1 to {count}, or q.', count=len(actions))}")
                continue
            try:
                actions[chosen - 1][1]()
            except PersonLeft:
                continue
            except EncounterError as error:
                self.talk.say(str(error))

    def _actions(self, trainee: Trainee) -> list[Action]:
        from simulator import academy
        from simulator.campaign.library import campaigns_in
        from simulator.training.discarded import campaigns_under_way, discarded

        overview = overview_of(self.store, trainee, self.library, now=now())
        entries = self.library.entries_in(spoken_language())
        titles = {entry.id: entry.title for entry in entries if not entry.error}
        assigned = [
            duty for duty in overview.duties if duty.scenario_id in titles and not duty.done and not duty.unfinished
        ]
        unfinished = [run for run in overview.runs if not run.finished and run.episode is None]
        actions: list[Action] = [
            (continue_line(run, titles.get(run.scenario_id, run.scenario_id)), partial(self._resume, run.id))
            for run in unfinished
        ]
        for duty in assigned:
            words = tr(
                "Play {title}. {reason}",
                title=titles[duty.scenario_id],
                reason=academy.duty_words(duty, now()),
            )
            actions.append((words, partial(self._play, duty.scenario_id, trainee)))
        due = {duty.scenario_id for duty in assigned}
        for each in overview.next:
            if each.kind != "continue" and each.scenario not in due:
                words = tr("Play {title}. {reason}", title=each.title, reason=each.reason)
                actions.append((words, partial(self._play, each.scenario, trainee)))
        years = [entry for entry in campaigns_in(self.library, spoken_language()) if not entry.error]
        titles |= {entry.id: entry.title for entry in years}
        under_way = campaigns_under_way(self.store, trainee)
        begun: list[Action] = [
            (campaign_way(each, titles), partial(self._resume_campaign, each.id)) for each in under_way
        ]
        actions = [*begun, *actions, *self._campaigns(trainee, years)]
        actions.append((tr("See the whole library"), partial(self._library, trainee)))
        if not self._served:
            actions.append((tr("Play with a class, by counting hands"), partial(self._with_class, trainee)))
        actions.append((tr("Look back on a finished run"), partial(self._debriefs, overview.runs, titles)))
        actions.append((tr("See your progress"), partial(print_progress, self.talk, overview, titles)))
        actions.append((tr("Read your own notes"), partial(self._notes, trainee, titles)))
        if under_way or unfinished:
            both: list[RunRecord | CampaignRecord] = [*under_way, *unfinished]
            actions.append((tr("Discard an unfinished run"), partial(self._discard, trainee, both, titles)))
        gone = discarded(self.store, trainee)
        if gone:
            actions.append((tr("Bring back a discarded run"), partial(self._bring_back, trainee, gone, titles)))
        actions.append(
            (
                tr("What the words mean"),
                partial(print_glossary, self.talk, self.library.rubrics, self.library.entries()),
            )
        )
        actions.append((tr("The first minute: try one choice"), self._lesson))
        actions.append((tr("Read the documentation"), partial(read_documentation, self.talk)))
        actions.append((tr("Settings"), partial(self._settings, trainee)))
        actions.append((tr("Your name and what is kept about you"), partial(self._data, trainee)))
        if not self._served:
            actions.append((tr("Change who is training"), self._change))
        return actions

    def _library(self, trainee: Trainee) -> None:
        entry = choose_encounter(self.talk, self.store, self.library, trainee)
        if entry is not None:
            self._play(entry.id, trainee)

    def _with_class(self, trainee: Trainee) -> None:
        from simulator.plain.classroom import keep_with_class

        entry = choose_encounter(self.talk, self.store, self.library, trainee)
        if entry is not None:
            language = _language(self.talk, [entry.language, *self.library.languages(entry.path)])
            story = self.library.story(entry.id, language=None if language == entry.language else language)
            with speaking_around(story.scenario.language):
                keep_with_class(self.talk, lambda: nullcontext(self.store), story)

    def _notes(self, trainee: Trainee, titles: dict[str, str]) -> None:
        from simulator.plain.debrief import part_lines
        from simulator.training.own_notes import own_notes
        from simulator.views.own_notes import NOTHING, notes_parts

        parts = list(notes_parts(own_notes(self.store, trainee), titles))
        for part in parts:
            for line in part_lines(part):
                self.talk.say(line)
        if not parts:
            self.talk.say(tr(NOTHING))

    def _lesson(self) -> None:
        """Let somebody new try one choice; q skips."""
        from simulator.views.lesson import INTRODUCTION, OFFERED, WHAT_FOLLOWS

        self.talk.say()
        self.talk.say(sentence(tr("The first minute")))
        for paragraph in INTRODUCTION:
            self.talk.say(tr(paragraph))
        for number, words in enumerate(OFFERED, start=1):
            self.talk.say(f"{number}. {tr('Say: {words}', words=tr(words))}")
        chosen = pick(self.talk, tr("Your choice, 1 to {count}; q skips:", count=len(OFFERED)), list(OFFERED))
        if chosen is not None:
            for line in (
                tr("You say: {words}", words=tr(chosen)),
                tr("Coach: {said}", said=tr(OFFERED[chosen])),
                *map(tr, WHAT_FOLLOWS),
            ):
                self.talk.say(line)

    def _debriefs(self, runs: Sequence[RunRecord], titles: dict[str, str]) -> None:
        finished = [run for run in runs if run.finished]
        if not finished:
            self.talk.say(tr("No finished run yet. Play one to its ending, and its debrief waits here."))
            return
        chosen = self._pick(finished, titles, tr("Which one? A number, or q to go back."))
        if chosen is not None:
            look_back_and_try_again(self.talk, self.store, chosen)

    def _discard(
        self, trainee: Trainee, unfinished: Sequence[RunRecord | CampaignRecord], titles: dict[str, str]
    ) -> None:
        from simulator.training.discarded import discard

        question = tr("Which one? It leaves the lists and stays in the record. q to go back.")
        chosen = self._pick(unfinished, titles, question)
        if chosen is not None:
            discard(self.store, trainee, chosen)
            self.talk.say(tr("Discarded. It is out of the lists, and stays in the record."))

    def _bring_back(self, trainee: Trainee, gone: Sequence[RunRecord | CampaignRecord], titles: dict[str, str]) -> None:
        from simulator.training.discarded import take_up

        chosen = self._pick(gone, titles, tr("Which one? A number, or q to go back."))
        if chosen is not None:
            take_up(self.store, trainee, chosen)
            self.talk.say(tr("It is in the lists again."))

    def _pick(self, records: Sequence[RunRecord | CampaignRecord], titles: dict[str, str], question: str) -> str | None:
        for number, each in enumerate(records, start=1):
            self.talk.say(f"{number}. {record_line(each, titles)}")
        chosen = pick(self.talk, question, records)
        return None if chosen is None else chosen.id

    def _settings(self, trainee: Trainee) -> None:
        """Show how things are set, and change what is named, until the person goes back."""
        from simulator.training.preferences import keep_preferences, read_preferences
        from simulator.views.settings import set_on, settings_words

        while True:
            preferences = read_preferences(self.store, trainee)
            words = settings_words(preferences)
            for number, each in enumerate(SET_HERE, start=1):
                self.talk.say(f"{number}. {words[each]}")
            what = pick(self.talk, tr("Which one do you want to change? A number, or q to go back."), SET_HERE)
            if what is None:
                return
            preferences = set_on(preferences, what)
            speak(preferences.language)
            keep_preferences(self.store, trainee, preferences)
            self._last_look.write(trainee.name, preferences)
            self.talk.say(f"{settings_words(preferences)[what]}.")

    def _change(self) -> None:
        from simulator.training.preferences import speak_as_set

        self._trainee = who_trains(self.talk, self.store)
        speak_as_set(self.store, self._trainee)
        self.talk.say(tr("You train as {name}.", name=self._trainee.name))

    def _data(self, trainee: Trainee) -> None:
        from simulator.plain.own_data import look_after_data

        self._trainee = look_after_data(self.talk, self.store, trainee, served=self._served)
        if self._trainee is None:
            self._last_look.forget()
            self._change()

    def _play(self, id_: str, trainee: Trainee) -> None:
        from simulator import academy
        from simulator.views.brief import brief_of

        entry: Entry = self.library.entry(id_)
        say_brief(self.talk, brief_of(self.library, entry))
        overview = overview_of(self.store, trainee, self.library, now=now())
        say_list(self.talk, tr("You, so far:"), own_lines(overview, id_))
        left = left_off(overview, id_)
        if left is not None:
            ways = {"continue": tr("Continue where you left it."), "anew": tr("Begin anew.")}
            for number, words in enumerate(ways.values(), start=1):
                self.talk.say(f"{number}. {words}")
            how = pick(self.talk, tr("Which one? A number, or q to go back."), list(ways))
            if how == "continue":
                self._resume(left)
            if how != "anew":
                return
        language = _language(self.talk, [entry.language, *self.library.languages(entry.path)])
        mode = None
        if academy.duty_now(self.store, trainee, entry.id, now=now()) is None:
            mode = self._mode()
        elif entry.content_warnings and not agreed(self.talk, tr("Begin?")):
            return
        story = self.library.story(entry.id, language=None if language == entry.language else language)
        with speaking_around(story.scenario.language):
            play = begun(
                self.talk,
                lambda code: academy.begin(self.store, story, trainee, clock=now, mode=mode, access_code=code),
            )
            say_duty(self.talk, play, trainee)
        Player(self.talk, play).play_to_debrief()

    def _mode(self) -> Mode:
        from simulator.records.model import Mode

        # What may be typed, with commas between; the question names the first of each.
        practice, assessment = tr("p,practice").split(","), tr("a,assessment").split(",")
        while True:
            answer = self.talk.ask(
                tr("Practice, with a coach's notes and a way back? Or assessment? p or a, Enter for practice."),
                helps=tr("p for practice, a for assessment."),
                own=assessment,
            ).casefold()
            if answer in ("", "p", "practice", *practice):
                return Mode.PRACTICE
            if answer in ("a", "assessment", *assessment):
                return Mode.ASSESSMENT
            self.talk.say(tr("Answer p or a."))

    def _campaigns(self, trainee: Trainee, entries: list[CampaignEntry]) -> list[Action]:
        """Return the campaigns of the library to play, and those that closed to look back on."""
        from simulator import academy
        from simulator.records.campaigns import campaign_records

        assigned = {
            duty.scenario_id: f". {academy.duty_words(duty, now())}"
            for duty in reversed(academy.assignments_for(self.store, trainee))
        }
        titles = {entry.id: entry.title for entry in entries}
        closed: list[Action] = [
            (campaign_way(each, titles), partial(self._resume_campaign, each.id))
            for each in campaign_records(self.store, trainee=trainee, finished=True)
        ]
        others: list[Action] = [
            (
                tr(
                    "Play the campaign {title}, {minutes} minutes",
                    title=each.title,
                    minutes=each.minutes,
                )
                + assigned.get(each.id, ""),
                partial(self._play_campaign, each.path, trainee),
            )
            for each in entries
        ]
        return [*others, *closed]

    def _resume_campaign(self, campaign_run: str) -> None:
        from simulator.plain.campaign import CampaignPlayer
        from simulator.training.campaign import CampaignPlay

        CampaignPlayer(self.talk, CampaignPlay.resume(self.store, campaign_run, clock=now)).play_to_debrief()

    def _play_campaign(self, path: str, trainee: Trainee) -> None:
        from simulator import academy
        from simulator.campaign.library import campaign, campaign_languages
        from simulator.plain.campaign import CampaignPlayer, introduce

        story = campaign(path, self.library)
        told = story.campaign
        introduce(self.talk, story)
        language = _language(self.talk, [told.language, *campaign_languages(told.id, self.library)])
        mode = None
        if academy.duty_now(self.store, trainee, told.id, now=now()) is None:
            mode = self._mode()
        elif told.content_warnings and not agreed(self.talk, tr("Begin?")):
            return
        if language != told.language:
            story = campaign(path, self.library, language=language)
        play = begun(
            self.talk,
            lambda code: academy.begin_campaign(self.store, story, trainee, clock=now, mode=mode, access_code=code),
        )
        CampaignPlayer(self.talk, play).play_to_debrief()

    def _resume(self, run_id: str) -> None:
        from simulator.training.play import Play

        episode = self.store.run(run_id).episode
        if episode is not None:
            self._resume_campaign(episode.campaign_run)
        else:
            Player(self.talk, Play.resume(self.store, run_id, clock=now)).play_to_debrief()


def _language(talk: Talk, codes: Sequence[str]) -> str:
    """Ask for one of several languages, with the spoken one first. If there is only one, do not ask.

    Raises:
        PersonLeft: the person goes back.
        InputEnded: there are no more answers.
    """
    from simulator.views.languages import language_name

    every = sorted(codes, key=lambda code: code != spoken_language())
    if len(every) == 1:
        return every[0]
    for number, code in enumerate(every, start=1):
        talk.say(f"{number}. {language_name(code)}")
    helps = tr("Answer 1 to {count}.", count=len(every))
    while answer := talk.ask(tr("In which language? Enter for the first."), helps=helps):
        number_ = number_of(answer, len(every))
        if number_ is not None:
            return every[number_ - 1]
        talk.remark(helps)
    return every[0]
