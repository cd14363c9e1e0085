"""One run, line by line: scenes, choices, the coach's notes, and the ending."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.errors import EncounterError, RecordConflict, UsageError
from simulator.messages import speaking_around, tr, trn
from simulator.plain.debrief import look_back, part_lines
from simulator.plain.glossary import print_glossary
from simulator.plain.library import say_brief
from simulator.plain.talk import InputEnded, PersonLeft, Talk, agreed, number_of
from simulator.records.model import PAUSED
from simulator.records.published_library import library_of
from simulator.views.brief import Brief
from simulator.views.debrief import paragraphs
from simulator.views.situation import ELSEWHERE, NOT_SHOWN, SAY_FIRST, offer_words, situation
from simulator.views.so_far import choice_words, last_choice, story_so_far

if TYPE_CHECKING:
    from simulator.encounter.run import Offer, Spoken, Step
    from simulator.records.store import Store, Trainee
    from simulator.scenario.model import Scenario
    from simulator.training.play import Play

BACK = ("r", "rewind", "back")
"""Answers that take the last choice back."""


def look_back_and_try_again(talk: Talk, store: Store, run_id: str) -> None:
    """Look back on a run; if it is tried again from a decision, play on, and look back on that."""
    play = look_back(talk, store, run_id)
    if play is not None:
        Player(talk, play).play_to_debrief()


class Player:
    """One encounter, line by line."""

    def __init__(self, talk: Talk, play: Play) -> None:
        self.talk = talk
        self.play = play
        self._met: set[str] = set()

    def play_to_debrief(self) -> None:
        """Play, and look back once an ending is reached; "try again from here" plays on."""
        play: Play | None = self.play
        while play is not None:
            self.play = play
            if not self.play_on():
                return
            play = look_back(self.talk, self.play.store, self.play.record.id)

    def play_on(self) -> bool:
        """Play until an ending (True), or until the person leaves or the input ends (False)."""
        with speaking_around(self.play.record.language):
            return self._play_on()

    def _play_on(self) -> bool:
        try:
            self._introduce()
            while not self.play.run.finished:
                if not self._show_scene():
                    continue
                if self.play.run.stuck:
                    self.talk.say(
                        tr(
                            "The story has no choice left here. That is a fault of the story, not yours; "
                            "the run is kept."
                        )
                    )
                    return False
                self._take_choice()
        except PersonLeft:
            self.talk.say(
                tr("Left. Everything you chose is kept; the menu has it, to continue.")
                if self.talk.menu
                else tr(
                    "Left. Everything you chose is kept; go on with: encounter resume {id}", id=self.play.record.id[:8]
                )
            )
            return False
        except InputEnded:
            return False
        self._show_ending()
        return True

    def _introduce(self) -> None:
        scenario = self.play.run.story.scenario
        self.talk.say()
        self.talk.say(f"{scenario.title}. {scenario.setting.sentence}")
        if scenario.you is not None:
            self._introduce_person(scenario.you)
        self.talk.say(f"{tr('Answer with the number of a choice.')} {self._ways()} {tr('Everything is kept.')}")
        if self.play.run.steps:
            self._recall(self.play.run.steps[-1])

    def _ways(self) -> str:
        if self.play.practice:
            return tr(
                "r takes the last choice back, s says how things stand, w where you are, a says it again, ? helps, "
                "q leaves."
            )
        return tr("s says how things stand, w where you are, a says it again, ? helps, q leaves.")

    def _recall(self, step: Step) -> None:
        """Say what happened last, to whoever goes on with a run."""
        self.talk.say()
        self.talk.say(
            trn(
                "You made one choice so far:",
                "You made {count} choices so far; b tells them all. Your last:",
                len(self.play.run.steps),
            )
        )
        self.talk.say(choice_words(self.play.run, step))

    def _show_scene(self) -> bool:
        """Tell what happens and what can be chosen; return False if a choice was taken back instead."""
        run = self.play.run
        self._show_passed()
        self.talk.say()
        for paragraph in paragraphs(run.text()):
            self.talk.say(paragraph)
        # People are met when they come into the story, not in a list beforehand.
        for person in run.present():
            if person not in self._met:
                self._introduce_person(person)
        self._show_lines(run.lines())
        self._show_pause()
        if not self.talk.quiet and self._say_first():
            return False
        scene = run.scene
        if scene is not None and scene.timer is not None:
            self.talk.say(
                tr(
                    "In the app, {seconds} seconds are given here; line by line there is no hurry.",
                    seconds=self.play.time_limit,
                )
            )
        for number, offer in enumerate(run.offers(), start=1):
            self.talk.say(f"{number}. {_offered(run.fill(offer.choice.text), offer)}")
        return True

    def _show_pause(self) -> None:
        """Say that a trainer holds the assessment up, where one does: no answer is taken until the pause ends."""
        from simulator import academy

        if any(pause.ended is None for pause in academy.pauses_for(self.play.store, self.play.record)):
            self.talk.say(tr(PAUSED))

    def _say_first(self) -> bool:
        """Ask for own words before the choices are shown, where they are wanted; return whether a choice went back."""
        while self.play.words_wanted:
            helps = tr("At most 300 characters, kept for the debrief and never scored. Enter skips.")
            words = self.talk.ask(f"{tr(SAY_FIRST)} {tr('Enter skips.')}", helps=helps, within=True)
            if self._told(words):
                continue
            if words.casefold() in BACK:
                if self._rewound():
                    return True
                continue
            try:
                self.play.say_first(words)
            except UsageError as refused:
                self.talk.remark(str(refused))
        return False

    def _introduce_person(self, id_: str) -> None:
        self._met.add(id_)
        person = self.play.run.story.scenario.people[id_]
        about = f" {person.about}" if person.about else ""
        role = tr("you") if person.role == "you" else person.role
        self.talk.say(f"{person.name}, {role}.{about}")

    def _show_passed(self) -> None:
        """Tell what goes on by itself before the next choice, or before the ending."""
        for narrated in self.play.run.passed():
            self.talk.say()
            for paragraph in paragraphs(narrated.text):
                self.talk.say(paragraph)
            self._show_lines(narrated.lines)

    def _show_lines(self, lines: Sequence[Spoken]) -> None:
        for line in lines:
            person = self.play.run.story.scenario.people[line.speaker]
            self.talk.say(f"{person.name}: {' '.join(line.text.split())}")

    def _take_choice(self) -> None:
        """Ask until a choice is taken, or one is taken back.

        Raises:
            PersonLeft: the person leaves.
            InputEnded: there are no more answers.
        """
        started = time.monotonic()
        while True:
            offers = self.play.run.offers()
            own = [offer.choice.id for offer in offers]
            back = f" {tr('r takes the last choice back.')}" if self.play.practice else ""
            stands = tr("s says how things stand, w where you are, b what happened before, g what the words mean.")
            helps = f"{tr('Answer 1 to {count}.', count=len(offers))} {stands}{back}"
            answer = self.talk.ask(tr("Your choice, 1 to {count}:", count=len(offers)), helps=helps, own=own)
            if answer not in own and self._told(answer):
                continue
            if answer not in own and answer.casefold() in BACK:
                if self._rewound():
                    return
                continue
            choice_id = _choice_of(answer, offers)
            try:
                if choice_id is not None and not self._sure(choice_id):
                    continue
                if choice_id is None:
                    raise _not_a_choice(answer, offers, scripted=self.talk.quiet)
                step = self.play.choose(choice_id, seconds=round(time.monotonic() - started, 1))
            except EncounterError as refused:
                if self.talk.quiet:
                    raise
                if isinstance(refused, RecordConflict) and self.play.catch_up():
                    self.talk.say(f"{refused.message} {tr(ELSEWHERE)}")
                    return
                self.talk.remark(str(refused))
                continue
            self._answer(step)
            return

    def _rewound(self) -> bool:
        """Take the last choice back, where that is open; return whether it was."""
        try:
            self.play.rewind()
        except EncounterError as refused:
            self.talk.remark(str(refused))
            return False
        self.talk.say(tr("Taken back. What you chose first is kept too, and does not count."))
        return True

    def _sure(self, choice_id: str) -> bool:
        """Ask before a choice of an assessment counts, where that is set."""
        if self.talk.quiet or not self.play.confirms:
            return True
        words = self.play.run.fill(self.play.run.story.choices[choice_id].choice.text)
        return agreed(self.talk, f"{' '.join(words.split())} {tr('Does this count?')}")

    def _told(self, answer: str) -> bool:
        """Answer a question about the run; return whether it was one."""
        word = answer.casefold()
        if word in ("s", "state"):
            self._show_state()
        elif word in ("w", "where"):
            self._show_where()
        elif word in ("b", "before"):
            self._show_before()
        elif word in ("g", "glossary"):
            print_glossary(self.talk, self.play.run.story.rubrics, library_of(self.play.store).entries())
        else:
            return False
        return True

    def _show_before(self) -> None:
        """Tell what happened up to the last choice."""
        for part in story_so_far(self.play.run, self.play.said):
            for line in part_lines(part):
                self.talk.remark(line)
        if not self.play.run.steps:
            self.talk.remark(tr("You have not chosen anything yet."))

    def _show_where(self) -> None:
        run = self.play.run
        here = ", ".join(run.story.scenario.people[id_].name for id_ in run.present()) or tr("nobody")
        self.talk.remark(
            tr(
                "{title}, {mode}, choice {count}. Here: {here}.",
                title=run.story.scenario.title,
                mode=tr(self.play.record.mode),
                count=len(run.steps) + 1,
                here=here,
            )
        )

    def _answer(self, step: Step) -> None:
        for line in last_choice(self.play.run, self.play.note(step) if self.play.practice else None):
            self.talk.say(line.text)

    def _show_state(self) -> None:
        now = situation(self.play.run)
        for person in now.people:
            mood = f": {person.mood}" if person.mood else ""
            was = f", {tr('before that {mood}', mood=person.was)}" if person.was else ""
            self.talk.remark(f"{person.name}, {person.role}{mood}{was}.")
        for meter in now.meters:
            stands = tr("{value} of {high}", value=meter.value, high=meter.high)
            moved = f", {tr('up') if meter.change > 0 else tr('down')}" if meter.change else ""
            self.talk.remark(f"{meter.label.capitalize()}: {tr(meter.word)}, {stands}{moved}.")
        if not (now.people or now.meters):
            self.talk.remark(tr(NOT_SHOWN))

    def _show_ending(self) -> None:
        run = self.play.run
        ending = run.ending
        self._show_passed()
        self.talk.say()
        for paragraph in paragraphs(run.text()):
            self.talk.say(paragraph)
        self._show_lines(run.lines())
        if ending is not None:
            self.talk.say(tr("The end: {outcome}.", outcome=tr(ending.outcome)))


def say_duty(talk: Talk, play: Play, trainee: Trainee) -> None:
    """Say which assignment a run answers and what that means. Say nothing if it answers none."""
    from simulator import academy

    for duty in academy.assignments_for(play.store, trainee):
        assignment = duty.assignment
        if assignment.id == play.record.assignment_id:
            means = tr("a coach's notes and a way back are open") if play.practice else tr("no notes and no way back")
            talk.say(
                tr(
                    "This run is for your assignment in {cohort}: {mode}, {means}.",
                    cohort=assignment.cohort,
                    mode=tr(assignment.mode),
                    means=means,
                )
            )


def willing(talk: Talk, scenario: Scenario) -> bool:
    """Say what an encounter is about, where it warns of anything; return whether to begin."""
    if not scenario.content_warnings:
        return True
    say_brief(talk, Brief.of_scenario(scenario))
    return agreed(talk, tr("Begin?"))


def _offered(text: str, offer: Offer) -> str:
    """Return a choice as one line: its words, and why it is closed where it is."""
    words = offer_words(" ".join(text.split()), spoken=offer.choice.spoken)
    return words if offer.open else tr("(closed: {reason}) {words}", reason=offer.reason, words=words)


def _not_a_choice(answer: str, offers: Sequence[Offer], *, scripted: bool) -> EncounterError:
    """Return the message about an invalid answer. Only a script is told ids, because they give choices away."""
    if scripted:
        ids = ", ".join(offer.choice.id for offer in offers if offer.open)
        return EncounterError(
            tr("'{answer}' is not one of the choices.", answer=answer), tr("The open choices are: {ids}.", ids=ids)
        )
    said = tr("'{answer}' is not one of the choices.", answer=answer) if answer else tr("Nothing was answered.")
    return EncounterError(said, tr("Answer 1 to {count}; ? helps.", count=len(offers)))


def _choice_of(answer: str, offers: Sequence[Offer]) -> str | None:
    number = number_of(answer, len(offers))
    if number is not None:
        return offers[number - 1].choice.id
    return next((offer.choice.id for offer in offers if offer.choice.id == answer), None)
