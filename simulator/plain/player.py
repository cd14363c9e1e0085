"""One run, line by line: scenes, choices, the coach's notes, and the ending."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.errors import EncounterError
from simulator.plain.debrief import look_back
from simulator.plain.talk import LEAVE, InputEnded, Talk, number_of

if TYPE_CHECKING:
    from simulator.encounter.run import Offer, Step
    from simulator.records.store import Trainee
    from simulator.training.play import Play


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
        self._introduce()
        try:
            while not self.play.run.finished:
                self._show_scene()
                if self.play.run.stuck:
                    self.talk.say(
                        "The story has no choice left here. That is a fault of the story, not yours; the run is kept."
                    )
                    return False
                if not self._take_choice():
                    self.talk.say("Left. Everything you chose is kept; go on with: encounter resume")
                    return False
        except InputEnded:
            return False
        self._show_ending()
        return True

    def _introduce(self) -> None:
        scenario = self.play.run.story.scenario
        self.talk.say()
        place = scenario.setting.place
        when = f", {scenario.setting.time}" if scenario.setting.time else ""
        self.talk.say(f"{scenario.title}. {place[:1].upper()}{place[1:]}{when}.")
        for warning in scenario.content_warnings:
            self.talk.say(f"Content: {warning.rstrip('.')}.")
        if scenario.you is not None:
            self._introduce_person(scenario.you)
        ways = (
            "r takes the last choice back, s says how things stand, q leaves"
            if self.play.practice
            else "s says how things stand, q leaves"
        )
        self.talk.say(f"Answer with the number of a choice. {ways}; everything is kept.")

    def _show_scene(self) -> None:
        run = self.play.run
        self.talk.say()
        self.talk.say(" ".join(run.text().split()))
        # People are met when they come into the story, not in a list beforehand.
        for person in run.present():
            if person not in self._met:
                self._introduce_person(person)
        self._show_lines()
        scene = run.scene
        if scene is not None and scene.timer is not None:
            self.talk.say(f"In the app, {scene.timer.seconds} seconds are given here; line by line there is no hurry.")
        for number, offer in enumerate(run.offers(), start=1):
            self.talk.say(f"{number}. {offer_words(run.fill(offer.choice.text), offer)}")

    def _introduce_person(self, id_: str) -> None:
        self._met.add(id_)
        person = self.play.run.story.scenario.people[id_]
        about = f" {person.about}" if person.about else ""
        self.talk.say(f"{person.name}, {person.role}.{about}")

    def _show_lines(self) -> None:
        for line in self.play.run.lines():
            person = self.play.run.story.scenario.people[line.speaker]
            self.talk.say(f"{person.name}: {' '.join(line.text.split())}")

    def _take_choice(self) -> bool:
        started = time.monotonic()
        while True:
            offers = self.play.run.offers()
            answer = self.talk.ask(f"Your choice, 1 to {len(offers)}:")
            if answer in LEAVE:
                return False
            if answer in ("s", "state"):
                self._show_state()
                continue
            if answer in ("r", "rewind"):
                try:
                    self.play.rewind()
                except EncounterError as refused:
                    self.talk.say(str(refused))
                    continue
                self.talk.say("Taken back.")
                return True
            choice_id = _choice_of(answer, offers)
            try:
                if choice_id is None:
                    ids = ", ".join(offer.choice.id for offer in offers if offer.open)
                    raise EncounterError(f"'{answer}' is not one of the choices.", f"Open are: {ids}.")
                step = self.play.choose(choice_id, seconds=round(time.monotonic() - started, 1))
            except EncounterError as refused:
                if self.talk.quiet:
                    raise
                self.talk.say(str(refused))
                continue
            self._answer(step)
            return True

    def _answer(self, step: Step) -> None:
        run = self.play.run
        choice = run.story.choices[step.decision.choice].choice
        self.talk.say(f"You {'say' if choice.spoken else 'do'}: {run.fill(choice.text)}")
        if self.play.practice:
            note = self.play.note(step)
            rated = "; ".join(f"{each.title} {each.word} ({each.level:+d})" for each in note.rated)
            said = " ".join(part for part in (note.feedback, f"[{rated}]" if rated else "") if part)
            if said:
                self.talk.say(f"Coach: {said}")
            for event in note.critical:
                self.talk.say(f"Critical event: {event}.")

    def _show_state(self) -> None:
        from simulator.scenario.model import FlagVariable

        run = self.play.run
        for name, variable in run.story.scenario.state.items():
            if not isinstance(variable, FlagVariable) and variable.shown:
                label = run.story.word(name)
                top = f" of {variable.high}" if not getattr(variable, "levels", None) else ""
                self.talk.say(f"{label}: {run.story.word(str(run.state[name]))}{top}")

    def _show_ending(self) -> None:
        run = self.play.run
        ending = run.ending
        self.talk.say()
        self.talk.say(" ".join(run.text().split()))
        self._show_lines()
        if ending is not None:
            self.talk.say(f"The end: {ending.outcome}.")


def say_duty(talk: Talk, play: Play, trainee: Trainee) -> None:
    """Say which assignment a run answers, and what that means; nothing where it answers none."""
    from simulator import academy

    for duty in academy.assignments_for(play.store, trainee):
        assignment = duty.assignment
        if assignment.id == play.record.assignment_id:
            means = "a coach's notes and a way back are open" if play.practice else "no notes and no way back"
            talk.say(f"This answers what is assigned in {assignment.cohort}: {assignment.mode}, {means}.")


def offer_words(text: str, offer: Offer) -> str:
    """Return a choice as one line: its words, and why it is closed where it is."""
    words = " ".join(text.split())
    words = f"Say: {words}" if offer.choice.spoken else f"Do: {words}"
    return words if offer.open else f"(closed: {offer.reason}) {words}"


def _choice_of(answer: str, offers: Sequence[Offer]) -> str | None:
    number = number_of(answer, len(offers))
    if number is not None:
        return offers[number - 1].choice.id
    return next((offer.choice.id for offer in offers if offer.choice.id == answer), None)
