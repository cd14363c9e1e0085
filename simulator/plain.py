"""The line-by-line player: everything that the app can do, one line after the other.

Append-only and numbered, no box art and no cursor tricks, so that screen readers, braille displays,
slow links and scripts can use it. The app is chosen instead only on a terminal that can draw.
"""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO, TypeVar

from simulator.errors import EncounterError
from simulator.text import clean_text

if TYPE_CHECKING:
    from scoring.scorecard import Figure
    from simulator.encounter.run import Offer, Step
    from simulator.records.store import Store, Trainee
    from simulator.scenario.library import Entry, Library
    from simulator.training.debrief import Debrief, DecisionView
    from simulator.training.play import Play

Item = TypeVar("Item")
LEAVE = ("q", "quit", "leave")


class InputEnded(Exception):
    """Standard input has ended."""


@dataclass
class Talk:
    """Where lines come from and go to.

    Attributes:
        quiet: print nothing but what was asked for (with `--json`).
        width: columns to wrap at; 0 leaves wrapping to the reader's own device.
    """

    source: TextIO = field(default_factory=lambda: sys.stdin)
    target: TextIO = field(default_factory=lambda: sys.stdout)
    quiet: bool = False
    width: int = 0

    @classmethod
    def standard(cls, *, quiet: bool = False) -> Talk:
        """Return talk over standard input and output, wrapped at 80 columns on a terminal."""
        return cls(quiet=quiet, width=80 if sys.stdout.isatty() else 0)

    def say(self, text: str = "") -> None:
        """Print a paragraph."""
        if self.quiet:
            return
        for line in text.split("\n"):
            wrapped = textwrap.fill(line, self.width) if self.width and line.strip() else line
            print(wrapped, file=self.target)
        self.target.flush()

    def ask(self, prompt: str) -> str:
        """Print a prompt on a line of its own and return the answer.

        Raises:
            InputEnded: there are no more answers.
        """
        self.say(prompt)
        line = self.source.readline()
        if not line:
            raise InputEnded
        return clean_text(line)


def now() -> datetime:
    """Return the present time, in UTC."""
    return datetime.now(UTC)


def run_plain(store_address: str | None) -> int:
    """Open the line-by-line menu: library, continue, debriefs, progress."""
    from simulator.records.store import Store
    from simulator.scenario.library import Library

    talk = Talk.standard()
    try:
        with Store.open(store_address) as store:
            return Menu(talk, store, Library.default()).open()
    except InputEnded:
        return 0


class Menu:
    """The main menu of the line-by-line mode."""

    def __init__(self, talk: Talk, store: Store, library: Library) -> None:
        self.talk = talk
        self.store = store
        self.library = library

    def open(self) -> int:
        """Show the menu until the person leaves."""
        self.talk.say("Encounter, line by line. Answer with a number or a word; q leaves.")
        trainee = self._who()
        while True:
            actions = self._actions(trainee)
            self.talk.say()
            for number, (title, _) in enumerate(actions, start=1):
                self.talk.say(f"{number}. {title}")
            answer = self.talk.ask("What would you like to do?")
            if answer in LEAVE:
                return 0
            chosen = _number(answer, len(actions))
            if chosen is None:
                self.talk.say(f"There is no {answer or 'empty answer'} here. Answer 1 to {len(actions)}, or q.")
                continue
            try:
                actions[chosen - 1][1]()
            except EncounterError as error:
                self.talk.say(str(error))

    def _who(self) -> Trainee:
        from simulator.academy.register import Register

        known = self.store.trainees()
        if len(known) == 1:
            return known[0]
        while True:
            name = self.talk.ask("What is your name?" if not known else "Who is playing? Type your name.")
            if name:
                return Register(self.store).known_or_new(name, now())
            self.talk.say("A name is needed, so that your runs can be found again.")

    def _actions(self, trainee: Trainee) -> list[tuple[str, Callable[[], None]]]:
        from simulator.academy.assignments import assignments_for, duty_words
        from simulator.training.progress import practise_next

        runs = self.store.runs(trainee=trainee)
        titles = {entry.id: entry.title for entry in self.library.entries() if not entry.error}
        assigned = [
            duty
            for duty in assignments_for(self.store, trainee)
            if duty.scenario_id in titles and not duty.done and not duty.unfinished
        ]
        suggestions = practise_next(self.library.entries(), runs, self.store.facts(trainee), now=now())
        actions: list[tuple[str, Callable[[], None]]] = []
        for run in runs:
            if not run.finished and not run.superseded:
                title = f"Continue {run.scenario_id}, begun {run.started_at:%d %B}, {len(run.path)} choices made"
                actions.append((title, lambda run_id=run.id: self._resume(run_id)))  # type: ignore[misc]
        for duty in assigned:
            title = f"Play {titles[duty.scenario_id]}. {duty_words(duty, now())}"
            actions.append((title, lambda id_=duty.scenario_id: self._play(id_, trainee)))  # type: ignore[misc]
        due = {duty.scenario_id for duty in assigned}
        for suggestion in suggestions:
            if suggestion.kind != "continue" and suggestion.scenario not in due:
                title = f"Play {suggestion.title}. {suggestion.reason}"
                actions.append((title, lambda id_=suggestion.scenario: self._play(id_, trainee)))  # type: ignore[misc]
        actions.append(("See the whole library", lambda: self._library(trainee)))
        actions.append(("Look back on a finished run", lambda: self._debriefs(trainee)))
        actions.append(("See your progress", lambda: print_progress(self.talk, self.store, trainee)))
        return actions

    def _library(self, trainee: Trainee) -> None:
        from simulator.academy.assignments import assignments_for, duty_words

        duties = assignments_for(self.store, trainee)
        entries = [entry for entry in self.library.entries() if not entry.error]
        if not entries:
            self.talk.say("The library is empty.")
            return
        for number, entry in enumerate(entries, start=1):
            warnings = "".join(f" Content: {each.rstrip('.')}." for each in entry.content_warnings)
            facts = f"{entry.force}, {entry.level}, {entry.minutes} minutes"
            assigned = "".join(f" {duty_words(duty, now())}" for duty in duties if duty.scenario_id == entry.id)
            self.talk.say(f"{number}. {entry.title}. {facts}. {entry.summary}{warnings}{assigned}")
        entry_ = pick(self.talk, "Which one? A number, or q to go back.", entries)
        if entry_ is not None:
            self._play(entry_.id, trainee)

    def _debriefs(self, trainee: Trainee) -> None:
        runs = [run for run in self.store.runs(trainee=trainee) if run.finished]
        if not runs:
            self.talk.say("No finished run yet. Play one to its ending, and its debrief waits here.")
            return
        for number, run in enumerate(runs, start=1):
            self.talk.say(f"{number}. {run.scenario_id}, {run.started_at:%d %B %Y}, {run.outcome}")
        chosen = pick(self.talk, "Which one? A number, or q to go back.", runs)
        if chosen is not None:
            look_back(self.talk, self.store, chosen.id)

    def _play(self, id_: str, trainee: Trainee) -> None:
        from simulator.academy.attempts import begin, duty_now
        from simulator.records.store import Mode

        entry: Entry = self.library.entry(id_)
        mode = None
        if duty_now(self.store, trainee, entry.id, now=now()) is None:
            answer = self.talk.ask(
                "Practice, with a coach's notes and a way back? Or assessment? p or a, Enter for practice."
            )
            if answer in LEAVE:
                return
            mode = Mode.ASSESSMENT if answer.startswith("a") else Mode.PRACTICE
        play = begin(self.store, self.library.story(entry.id), trainee, clock=now, mode=mode)
        say_duty(self.talk, play, trainee)
        Player(self.talk, play).play_to_debrief()

    def _resume(self, run_id: str) -> None:
        from simulator.training.play import Play

        Player(self.talk, Play.resume(self.store, run_id, clock=now)).play_to_debrief()


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


def look_back(talk: Talk, store: Store, run_id: str) -> Play | None:
    """Ask for the trainee's own view, print the debrief, and offer to try again from a decision.

    Returns:
        A new run to play on, or None.
    """
    from simulator.training.debrief import debrief
    from simulator.training.play import Play

    view = debrief(store, run_id)
    try:
        if not view.reflection and all(rubric.self_rating is None for rubric in view.rubrics):
            _ask_own_view(talk, store, view)
            view = debrief(store, run_id)
        for line in debrief_lines(view):
            talk.say(line)
        while view.decisions:
            answer = talk.ask("To try again from a decision, type its number; Enter to go on.")
            if not answer or answer in LEAVE:
                return None
            number = _number(answer, len(view.decisions))
            if number is not None:
                return Play.again(store, run_id, keep=number - 1, clock=now)
            talk.say(f"Type 1 to {len(view.decisions)}, or Enter.")
    except InputEnded:
        return None
    return None


def _ask_own_view(talk: Talk, store: Store, view: Debrief) -> None:
    talk.say()
    talk.say("Before the scores: your own view. How did it go, from 0 to 10? Enter skips.")
    ratings: dict[str, int] = {}
    for rubric in view.rubrics:
        while True:
            answer = talk.ask(f"{rubric.title}:")
            if not answer:
                break
            if answer.isdigit() and int(answer) <= 10:
                ratings[rubric.id] = int(answer) * 10
                break
            talk.say("A whole number from 0 to 10, or Enter.")
    if ratings:
        store.rate_self(view.record.id, ratings, now())
    text = talk.ask("What would you do differently? One line; Enter skips.")
    if text:
        store.reflect(view.record.id, text, now())


def debrief_lines(view: Debrief) -> Iterable[str]:
    """Yield a debrief as lines, in the order that teaches."""
    yield ""
    yield f"Debrief: {view.title}, {view.record.mode}, {view.record.started_at:%d %B %Y}."
    for sequence, event in view.critical:
        yield f"CRITICAL EVENT at decision {sequence}: {event.replace('-', ' ')}."
    if view.ending is None:
        yield f"Not finished: {len(view.decisions)} choices made so far."
    else:
        yield f"Ending: {view.outcome}. {' '.join(view.ending_text.split())}"
        if view.reflect:
            yield f"To think about: {view.reflect}"
    yield ""
    yield "Scores (formative: structured practice, not a measure of a person)."
    for rubric in view.rubrics:
        alone = " Reported alone; never pass or fail." if rubric.reported == "alone" else ""
        yield f"{rubric.title}: {figure_words(rubric.total)}.{alone}"
        if rubric.self_rating is not None and rubric.total.anchored is not None:
            gap = rubric.self_rating - rubric.total.anchored
            how = "close to it" if abs(gap) <= 10 else ("above it" if gap > 0 else "below it")
            yield f"  Your own rating was {rubric.self_rating}, {how}."
        for criterion in rubric.criteria:
            yield f"  {criterion.title}: {figure_words(criterion.figure)}."
    for curve in view.curves:
        words = [curve.levels[value] if curve.levels else str(value) for value in curve.values]
        yield f"{curve.name.replace('_', ' ').capitalize()} over the run: {', '.join(words)}."
    for decision in view.decisions:
        yield from _decision_lines(decision, view)
    if view.reflection:
        yield ""
        yield f"Your note: {view.reflection}"
    if view.discussion:
        yield ""
        yield "To discuss:"
        for question in view.discussion:
            yield f"- {question}"


def _decision_lines(decision: DecisionView, view: Debrief) -> Iterable[str]:
    yield ""
    yield f"Decision {decision.sequence}. {' '.join(decision.text.split())}"
    for line in decision.said:
        yield f"{view.names.get(line.speaker, line.speaker)}: {' '.join(line.text.split())}"
    yield f"You chose to {'say' if decision.chosen.spoken else 'do'}: {decision.chosen.text}"
    for each in decision.rated:
        yield f"  {each.title}: {each.word} ({each.level:+d}; on offer {each.worst:+d} to {each.best:+d})."
    if decision.feedback:
        yield f"  Why: {decision.feedback}"
    for event in decision.critical:
        yield f"  CRITICAL EVENT: {event.replace('-', ' ')}."
    for option in decision.others:
        if option != decision.stronger:
            yield f"  Also on offer: {option.text}"
    if decision.stronger is not None:
        yield f"  A stronger choice: {decision.stronger.text}"
        yield f"    {decision.stronger_feedback}"
    else:
        yield "  Nothing on offer was stronger."


def figure_words(figure: Figure) -> str:
    """Return a figure in words: both figures with n, or *not assessed*."""
    if figure.anchored is None:
        return "not assessed"
    quality = "not assessed" if figure.decision_quality is None else f"{figure.decision_quality:.0f}"
    return (
        f"conduct {figure.anchored:.0f} of 100 ({figure.band}), decision quality {quality}, "
        f"n = {figure.opportunities}, credits {figure.credits}, debits {figure.debits}"
    )


def print_progress(talk: Talk, store: Store, trainee: Trainee) -> None:
    """Print what is assigned, each criterion over a trainee's runs, and what is due."""
    from simulator.academy.assignments import assignments_for, duty_words
    from simulator.training.progress import attempts, criteria_progress

    for duty in assignments_for(store, trainee):
        talk.say(f"{duty.scenario_id}: {duty_words(duty, now())}")
    facts = store.facts(trainee)
    if not facts:
        talk.say("Nothing yet: play an encounter, and each criterion's course shows here.")
        return
    for each in criteria_progress(facts):
        if each.anchored is None:
            talk.say(f"{each.title}: not assessed yet.")
        else:
            course = ", ".join(f"{point.anchored:.0f}" for point in each.points)
            talk.say(f"{each.title}: {each.anchored:.0f} of 100 over n = {each.opportunities}; run by run: {course}.")
    for attempt in attempts(store.runs(trainee=trainee)).values():
        due = f", due again on {attempt.due:%d %B %Y}" if attempt.due else ""
        talk.say(f"{attempt.scenario}: {attempt.finished} finished{due}.")


def say_duty(talk: Talk, play: Play, trainee: Trainee) -> None:
    """Say which assignment a run answers, and what that means; nothing where it answers none."""
    from simulator.academy.assignments import assignments_for

    for duty in assignments_for(play.store, trainee):
        assignment = duty.assignment
        if assignment.id == play.record.assignment_id:
            means = "a coach's notes and a way back are open" if play.practice else "no notes and no way back"
            talk.say(f"This answers what is assigned in {assignment.cohort}: {assignment.mode}, {means}.")


def offer_words(text: str, offer: Offer) -> str:
    """Return a choice as one line: its words, and why it is closed where it is."""
    words = " ".join(text.split())
    words = f"Say: {words}" if offer.choice.spoken else f"Do: {words}"
    return words if offer.open else f"(closed: {offer.reason}) {words}"


def pick(talk: Talk, prompt: str, items: Sequence[Item]) -> Item | None:
    """Ask for one of `items` by number; None where the person goes back."""
    while True:
        answer = talk.ask(prompt)
        if answer in LEAVE or not answer:
            return None
        number = _number(answer, len(items))
        if number is not None:
            return items[number - 1]
        talk.say(f"Type 1 to {len(items)}, or q.")


def _number(answer: str, count: int) -> int | None:
    return int(answer) if answer.isdigit() and len(answer) < 4 and 1 <= int(answer) <= count else None


def _choice_of(answer: str, offers: Sequence[Offer]) -> str | None:
    number = _number(answer, len(offers))
    if number is not None:
        return offers[number - 1].choice.id
    return next((offer.choice.id for offer in offers if offer.choice.id == answer), None)
